#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "gmat_sweep/archive.hpp"

namespace gmat_sweep::cli {

namespace {

struct ArchiveArguments {
  std::filesystem::path manifest;
  std::filesystem::path out;
  ArchiveOptions options;
};

void execute(const ArchiveArguments& arguments) {
  if (!arguments.options.script.empty()) require_script(arguments.options.script);
  archive_sweep(open_manifest(arguments.manifest), arguments.out, arguments.options);
  std::printf("archive: %s\n", arguments.out.c_str());
}

}  // namespace

void add_archive_command(CLI::App& app) {
  const auto arguments = std::make_shared<ArchiveArguments>();
  CLI::App* command =
      app.add_subcommand("archive", "Pack a sweep into one zip file, to move or to deposit");
  add_manifest_argument(*command, arguments->manifest);
  command->add_option("--out", arguments->out, "The zip file to write")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("--script", arguments->options.script,
                   "The mission script to pack (default: the copy that the sweep made)")
      ->type_name("PATH");
  command
      ->add_option("--function-path", arguments->options.function_path,
                   "A folder where .gmf function files of --script are looked for, after the "
                   "script's own; repeatable")
      ->allow_extra_args(false)
      ->type_name("DIR");
  command->add_flag("--allow-script-drift", arguments->options.allow_script_drift,
                    "Pack the script although it is no longer the one recorded");
  command->add_flag("--include-logs", arguments->options.include_logs,
                    "Pack each run's worker.log, too");
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
