#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/progress_display.hpp"
#include "cli/stop_on_signal.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/once.hpp"
#include "gmat_sweep/sweep.hpp"
#include "store/scratch_folder.hpp"
#include "sweep/context_file.hpp"
#include "sweep/staged_script.hpp"

namespace gmat_sweep::cli {

namespace {

/// What `resume` and `extend` are told.
struct ResumeArguments : SweepArguments {
  std::filesystem::path manifest;
  std::filesystem::path script;
  std::filesystem::path contexts;
  bool allow_script_drift = false;
  bool allow_drift = false;
  bool include_skipped = false;
  bool include_quarantined = false;
  std::int64_t n = 0;  ///< runs to add
};

/// Gives run n the n-th context of a file.
std::function<Value::Map(std::int64_t)> context_provider(const std::filesystem::path& path) {
  return [path, contexts = read_contexts(path)](std::int64_t run_id) {
    if (run_id < std::ssize(contexts)) return contexts[static_cast<std::size_t>(run_id)];
    throw SweepConfigError(fmt::format("{} holds {} contexts, none for run {}", path.string(),
                                       contexts.size(), run_id));
  };
}

void print_sources(const Manifest& manifest, const std::filesystem::path& script,
                   SweepOptions options) {
  if (!script.empty()) return print_data_sources(*make_engine(engine_config(script, options)));
  const store::ScratchFolder scratch;
  const StagedScript staged = stage_script(manifest, scratch.path());
  options.engine_options = with_function_folders(options.engine_options, staged.function_folders);
  print_data_sources(*make_engine(engine_config(staged.script, options)));
}

Sweep taken_up(const ResumeArguments& arguments, const StopOnSignal& stop) {
  refuse_archive(arguments.manifest);
  const Manifest manifest = open_manifest(arguments.manifest);
  if (!arguments.script.empty()) require_script(arguments.script);
  ResumeOptions options;
  static_cast<SweepOptions&>(options) = arguments.options;
  options.allow_script_drift = arguments.allow_script_drift;
  options.allow_drift = arguments.allow_drift;
  options.include_skipped = arguments.include_skipped;
  options.include_quarantined = arguments.include_quarantined;
  options.stop = &stop.request();
  if (!arguments.contexts.empty()) {
    options.context_provider = context_provider(arguments.contexts);
  }
  options.warn = print_warning;
  if (arguments.verbose) print_sources(manifest, arguments.script, options);
  if (!arguments.no_progress) options.progress = make_progress_display();
  return Sweep::from_manifest(arguments.manifest, arguments.script, std::move(options));
}

void finish(SweepResult result, const ResumeArguments& arguments) {
  result.output_dir = folder_of(arguments.manifest);  // as the user named it
  finish_sweep(result, arguments.manifest, arguments.script);
}

void add_shared_arguments(CLI::App& command, ResumeArguments& arguments) {
  command.add_option("MANIFEST", arguments.manifest, "The sweep's manifest.jsonl")
      ->required()
      ->type_name("PATH");
  command
      .add_option("--script", arguments.script,
                  "The GMAT mission script the sweep was started with (default: the sweep's own "
                  "copy of it and of what it includes)")
      ->type_name("PATH");
  command.add_flag("--allow-script-drift", arguments.allow_script_drift,
                   "Go on although the script, or a file it includes, is no longer the one "
                   "recorded");
  command.add_flag("--allow-drift", arguments.allow_drift,
                   "Go on whatever has changed: script, included files, data files, engine, hook");
  command
      .add_option("--out", arguments.options.output_dir,
                  "Folder of the runs' outputs (default: as recorded)")
      ->type_name("DIR");
  add_sweep_arguments(command, arguments);
}

}  // namespace

void add_resume_command(CLI::App& app) {
  const auto arguments = std::make_shared<ResumeArguments>();
  CLI::App* command =
      app.add_subcommand("resume", "Run again what failed or is missing in a sweep begun earlier");
  add_shared_arguments(*command, *arguments);
  command->add_flag("--include-skipped", arguments->include_skipped, "Also run what was skipped");
  command->add_flag("--include-quarantined", arguments->include_quarantined,
                    "Also run what ended its worker twice");
  command
      ->add_option("--context", arguments->contexts,
                   "A JSON Lines file with each run's context, for runs that never completed")
      ->type_name("PATH");
  command->callback([arguments] {
    const StopOnSignal stop;
    finish(taken_up(*arguments, stop).resume(), *arguments);
  });
}

void add_extend_command(CLI::App& app) {
  const auto arguments = std::make_shared<ResumeArguments>();
  CLI::App* command =
      app.add_subcommand("extend", "Add runs to a finished Monte Carlo, Sobol or Halton sweep");
  add_shared_arguments(*command, *arguments);
  command->add_option("--n", arguments->n, "Number of runs to add")->required()->type_name("N");
  command->callback([arguments] {
    const StopOnSignal stop;
    finish(taken_up(*arguments, stop).extend(arguments->n), *arguments);
  });
}

}  // namespace gmat_sweep::cli
