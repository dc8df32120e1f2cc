// `verify`, `repair` and `replay`.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "gmat_sweep/archive.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/replay.hpp"
#include "gmat_sweep/verify.hpp"

namespace gmat_sweep::cli {

namespace {

constexpr int exit_differs = 1;
constexpr int exit_damaged = 3;

void print_lines(const char* before, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) fmt::print("{}{}\n", before, line);
}

void require_manifest(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw ManifestCorruptError("manifest not found", path);
  }
}

/// What writes beside the manifest, or reads what lies there, needs the folder itself.
void require_unpacked(const std::filesystem::path& path) {
  require_manifest(path);
  refuse_archive(path);
}

void verify(const std::filesystem::path& manifest) {
  require_manifest(manifest);
  const VerifyResult result =
      is_archive(manifest) ? verify_archive(manifest) : verify_sweep(manifest);
  print_lines("", result.findings);
  print_lines("note: ", result.notes);
  fmt::print("{} entries, {} runs, {} files read: {}\n", result.entries, result.runs, result.files,
             result.findings.empty() ? "all as recorded"
                                     : fmt::format("{} differ", result.findings.size()));
  if (!result.findings.empty()) throw ExitWith{exit_damaged};
}

void repair(const std::filesystem::path& manifest) {
  require_unpacked(manifest);
  const RepairResult result = repair_sweep(manifest);
  print_lines("", result.actions);
  if (result.actions.empty() && result.unrepaired.empty()) fmt::print("nothing to repair\n");
  if (result.unrepaired.empty()) return;
  print_lines("not repaired: ", result.unrepaired);
  throw ExitWith{exit_damaged};
}

struct ReplayArguments {
  std::filesystem::path manifest;
  std::int64_t run_id = 0;
  ReplayOptions options;
  bool verbose = false;
  bool no_hook = false;
};

void print_replay(const ReplayResult& result) {
  const RunOutcome& then = result.recorded.outcome;
  const RunOutcome& now = result.replayed;
  fmt::print("run {}: {} recorded, {} in the replay\n", then.run_id, to_string(then.status),
             to_string(now.status));
  for (const ReplayedOutput& output : result.outputs) {
    fmt::print("{}: {}\n", output.key,
               output.equal
                   ? "bit-equal" + (output.difference.empty() ? "" : " (" + output.difference + ")")
                   : output.difference);
  }
  if (then.error_text) fmt::print("recorded message: {}\n", *then.error_text);
  if (now.error_text) fmt::print("message: {}\n", *now.error_text);
  print_lines("note: ", result.changes);
}

void replay(ReplayArguments& arguments) {
  require_unpacked(arguments.manifest);
  arguments.options.run_hook = !arguments.no_hook;
  const ReplayResult result = replay_run(arguments.manifest, arguments.run_id, arguments.options);
  print_replay(result);
  if (!result.same) throw ExitWith{exit_differs};
}

void add_manifest_argument(CLI::App& command, std::filesystem::path& manifest) {
  command.add_option("MANIFEST", manifest, "The sweep's manifest.jsonl")
      ->required()
      ->type_name("PATH");
}

}  // namespace

void add_verify_command(CLI::App& app) {
  const auto manifest = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand(
      "verify", "Check every checksum of a manifest and the digest of every file it names");
  command->add_option("MANIFEST", *manifest, "The sweep's manifest.jsonl, or an archive of it")
      ->required()
      ->type_name("PATH");
  command->callback([manifest] { verify(*manifest); });
}

void add_repair_command(CLI::App& app) {
  const auto manifest = std::make_shared<std::filesystem::path>();
  CLI::App* command = app.add_subcommand(
      "repair", "Make a damaged sweep one that resume finishes; damaged files are moved aside");
  add_manifest_argument(*command, *manifest);
  command->callback([manifest] { repair(*manifest); });
}

void add_replay_command(CLI::App& app) {
  const auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command = app.add_subcommand(
      "replay", "Run one run again from its output folder and compare its outputs bit by bit");
  add_manifest_argument(*command, arguments->manifest);
  command->add_option("RUN_ID", arguments->run_id, "The run")->required()->type_name("N");
  command
      ->add_option("--out", arguments->options.output_dir,
                   "Folder to keep what the replay writes (default: it is not kept)")
      ->type_name("DIR");
  command
      ->add_option("--backend", arguments->options.backend,
                   "local: in a worker process; debug: in this process")
      ->type_name("NAME")
      ->check(CLI::IsMember({"local", "debug"}));
  command
      ->add_option("--python", arguments->options.python,
                   "Interpreter for a Python hook (default: python3)")
      ->type_name("PROGRAM");
  command
      ->add_option("--max-steps", arguments->options.max_steps,
                   "Integrator steps and loop passes after which the run is failed")
      ->type_name("N");
  command->add_flag("--no-hook", arguments->no_hook, "Do not run the hook");
  add_data_arguments(*command, arguments->options.gmat_data, arguments->options.engine_options,
                     arguments->verbose);
  command->callback([arguments] { replay(*arguments); });
}

}  // namespace gmat_sweep::cli
