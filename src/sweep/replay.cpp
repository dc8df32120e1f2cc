#include "sweep/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/parquet_reader.hpp"
#include "store/scratch_folder.hpp"
#include "sweep/drift.hpp"
#include "sweep/engine_options.hpp"
#include "sweep/output_digest.hpp"
#include "sweep/resolve_hook.hpp"
#include "sweep/run_set.hpp"
#include "sweep/staged_script.hpp"
#include "sweep/table_difference.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

ManifestEntry recorded_entry(const Manifest& manifest, std::int64_t run_id) {
  const RunRecord* record = manifest.find(run_id);
  if (record != nullptr && record->status != RunStatus::skipped) return manifest.entry(*record);
  throw SweepConfigError(fmt::format(
      "{} {} run {}: there is nothing to compare a replay with", manifest.path().string(),
      record == nullptr ? "has no entry for" : "records as skipped", run_id));
}

RunSpec spec_of(const Manifest& manifest, const ManifestEntry& entry, const fs::path& script,
                const fs::path& folder) {
  RunSpec spec;
  spec.script_path = script;
  spec.overrides = entry.overrides;
  spec.run_id = entry.outcome.run_id;
  spec.output_dir = run_folder(folder, spec.run_id);
  spec.run_options = manifest.header().run_options;
  spec.context = entry.context;
  for (const ManifestRun& run : manifest.header().runs) {
    if (run.run_id != spec.run_id) continue;
    spec.seed = run.seed;
    spec.run_options = run.run_options;
  }
  return spec;
}

/// A run's folder is emptied before the run.
void refuse_own_folder(const Manifest& manifest, const fs::path& folder) {
  if (!fs::exists(folder) || !fs::equivalent(folder, manifest.output_dir())) return;
  throw SweepConfigError(fmt::format(
      "{} is the sweep's own output folder: a replay there would replace what is to be compared",
      folder.string()));
}

void add(std::vector<std::string> from, std::vector<std::string>& to) {
  std::ranges::move(from, std::back_inserter(to));
}

/// The hook from its copies or, where these do not do (they import what was not copied), as it
/// stands where it was. One that can no longer be loaded is a change, not an error: the engine's
/// outputs can be compared all the same.
std::optional<HookConfig> hook_of(const Manifest& manifest, const ReplayOptions& options,
                                  std::vector<std::string>& changes) {
  if (!manifest.header().postprocess || !options.run_hook) return std::nullopt;
  std::string problem;
  for (const HookCopies copies : {HookCopies::before_originals, HookCopies::after_originals}) {
    try {
      const auto hook =
          resolve_recorded_hook(manifest.header(), manifest.output_dir(), options.python, copies);
      if (!hook) return std::nullopt;
      add(hook_drift(manifest.header(), *hook), changes);
      return hook->config;
    } catch (const GmatSweepError& error) {
      problem = error.what();
    }
  }
  changes.push_back(fmt::format("the hook was not run: {}", problem));
  return std::nullopt;
}

std::string difference(const std::string& key, const fs::path& recorded, const fs::path& found,
                       FileSystem& files) {
  try {
    if (recorded.extension() != ".parquet") return "its bytes differ";
    const std::string words = describe_difference(store::read_parquet(recorded, files),
                                                  store::read_parquet(found, files));
    return words.empty() ? "its bytes differ, its values do not" : words;
  } catch (const GmatSweepError& error) {
    return fmt::format("{} differs; how far cannot be told: {}", key, error.what());
  }
}

using Paths = std::map<std::string, fs::path>;
using Digests = std::map<std::string, std::string>;

ReplayedOutput compare(const std::string& key, const Paths& recorded,
                       const Digests& recorded_sha256, const Paths& found,
                       const Digests& found_sha256, FileSystem& files) {
  ReplayedOutput output;
  output.key = key;
  const auto now = found.find(key);
  if (now == found.end()) {
    output.difference = "the replay wrote no such output";
    return output;
  }
  const fs::path& path = recorded.at(key);
  const auto then_sha256 = recorded_sha256.find(key);
  if (then_sha256 != recorded_sha256.end()) {
    output.equal = then_sha256->second == found_sha256.at(key);
  } else {
    output.equal = fs::exists(path) && output_sha256(path, files) == found_sha256.at(key);
  }
  if (!output.equal) output.difference = difference(key, path, now->second, files);
  return output;
}

void compare_outputs(ReplayResult& result, bool with_hook, FileSystem& files) {
  const RunOutcome& then = result.recorded.outcome;
  const RunOutcome& now = result.replayed;
  for (const auto& [key, path] : then.output_paths) {
    result.outputs.push_back(compare(key, then.output_paths, then.output_sha256, now.output_paths,
                                     now.output_sha256, files));
  }
  if (with_hook) {
    for (const auto& [key, path] : then.extra_outputs) {
      result.outputs.push_back(compare(key, then.extra_outputs, then.extra_outputs_sha256,
                                       now.extra_outputs, now.extra_outputs_sha256, files));
    }
  }
  result.same =
      then.status == now.status &&
      std::ranges::all_of(result.outputs, [](const auto& output) { return output.equal; });
}

}  // namespace

ReplayResult replay_run_in(const fs::path& manifest_path, std::int64_t run_id,
                           const ReplayOptions& options, const EngineFactory& make_engine,
                           Pool& pool, FileSystem& files) {
  const Manifest manifest =
      Manifest::open(manifest_path, nullptr, StatusIndexUse::read_and_write, &files);
  const ManifestHeader& header = manifest.header();
  ReplayResult result;
  result.recorded = recorded_entry(manifest, run_id);

  const store::ScratchFolder scratch;
  const StagedScript staged = stage_script(manifest, scratch.path() / "inputs", files);
  WorkerSetup setup;
  setup.engine.kind = header.engine;
  setup.engine.script = staged.script;
  setup.engine.gmat_data = options.gmat_data;
  setup.engine.options = with_function_folders(
      with_recorded_options(options.engine_options, header), staged.function_folders);
  setup.describe_failures = true;
  setup.limits.max_steps = options.max_steps;
  add(engine_drift(header, *make_engine(setup.engine)), result.changes);
  add(option_drift(header, setup.engine.options), result.changes);
  setup.hook = hook_of(manifest, options, result.changes);
  add(machine_drift(header), result.changes);

  const fs::path folder = options.output_dir.empty()
                              ? scratch.path() / "out"
                              : fs::absolute(options.output_dir).lexically_normal();
  refuse_own_folder(manifest, folder);
  std::optional<RunSpec> spec = spec_of(manifest, result.recorded, staged.script, folder);
  pool.run(
      setup, [&] { return std::exchange(spec, std::nullopt); },
      [&](const std::vector<FinishedRun>& finished) {
        result.replayed = finished.front().outcome;
      });
  // The folder the script was laid out in says nothing to the reader.
  if (auto& text = result.replayed.error_text) {
    store::take_out_folder(*text, scratch.path() / "inputs");
  }
  compare_outputs(result, setup.hook.has_value(), files);
  return result;
}

}  // namespace gmat_sweep
