#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/design_kinds.hpp"
#include "cli/progress_display.hpp"
#include "gmat_sweep/sweep.hpp"

namespace gmat_sweep::cli {

namespace {

struct RunArguments : SweepArguments {
  std::filesystem::path script;
  DesignMaker make_design;
};

void execute(RunArguments& arguments) {
  require_script(arguments.script);
  const Design design = arguments.make_design();
  SweepOptions options = arguments.options;
  options.sweep_seed = design.seed();
  if (!arguments.no_progress) options.progress = make_progress_display();
  Sweep sweep(arguments.script, design, std::move(options));
  SweepResult result = sweep.run();
  result.output_dir = arguments.options.output_dir;  // as the user named it
  std::puts(summary_line(result).c_str());
}

}  // namespace

void add_run_commands(CLI::App& app) {
  for (const DesignKind& kind : design_kinds()) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* command =
        app.add_subcommand(kind.run_command, std::string("Run a sweep. ") + kind.description);
    arguments->make_design = kind.add_arguments(*command);
    command
        ->add_option("--out", arguments->options.output_dir,
                     "Folder for the manifest and the runs' outputs")
        ->required()
        ->type_name("DIR");
    add_script_argument(*command, arguments->script);
    add_hook_arguments(*command, *arguments);
    add_sweep_arguments(*command, *arguments);
    command->callback([arguments] { execute(*arguments); });
  }
}

}  // namespace gmat_sweep::cli
