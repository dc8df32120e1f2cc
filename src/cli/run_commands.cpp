#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/design_kinds.hpp"
#include "cli/progress_display.hpp"
#include "cli/stop_on_signal.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/once.hpp"
#include "gmat_sweep/sweep.hpp"
#include "sweep/context_file.hpp"

namespace gmat_sweep::cli {

namespace {

struct RunArguments : SweepArguments {
  std::filesystem::path script;
  std::filesystem::path contexts;
  DesignMaker make_design;
};

/// The design's runs one by one, each with its context.
std::vector<RunSpec> runs_with_contexts(const Design& design, const RunArguments& arguments) {
  const std::vector<Value::Map> contexts = read_contexts(arguments.contexts);
  if (std::ssize(contexts) != design.run_count()) {
    throw SweepConfigError(fmt::format("{} holds {} contexts for {} runs; it needs one a run",
                                       arguments.contexts.string(), contexts.size(),
                                       design.run_count()));
  }
  std::vector<RunSpec> runs;
  for (const Value::Map& context : contexts) {
    RunSpec run;
    run.script_path = arguments.script;
    run.run_id = std::ssize(runs);
    run.overrides = design.overrides(run.run_id);
    run.context = context;
    runs.push_back(std::move(run));
  }
  return runs;
}

Sweep make_sweep(const RunArguments& arguments, SweepOptions options) {
  const Design design = arguments.make_design(arguments.script);
  options.sweep_seed = design.seed();
  if (arguments.contexts.empty()) return {arguments.script, design, std::move(options)};
  return {runs_with_contexts(design, arguments), std::move(options)};
}

void execute(RunArguments& arguments) {
  require_script(arguments.script);
  SweepOptions options = arguments.options;
  if (!arguments.no_progress) options.progress = make_progress_display();
  options.warn = print_warning;
  if (arguments.verbose) print_data_sources(*make_engine(engine_config(arguments.script, options)));
  const StopOnSignal stop;
  options.stop = &stop.request();
  Sweep sweep = make_sweep(arguments, std::move(options));
  SweepResult result = sweep.run();
  result.output_dir = arguments.options.output_dir;  // as the user named it
  finish_sweep(result, result.output_dir / result.manifest_path.filename(), arguments.script);
}

}  // namespace

void add_run_commands(CLI::App& app) {
  for (const DesignKind& kind : design_kinds()) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* command =
        app.add_subcommand(kind.run_command, std::string("Run a sweep. ") + kind.description);
    arguments->make_design = kind.add_arguments(*command);
    if (kind.takes_contexts) {
      command
          ->add_option("--context", arguments->contexts,
                       "A JSON Lines file: for each run one object, which its hook sees as context")
          ->type_name("PATH");
    }
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
