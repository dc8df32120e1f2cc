#include "sweep/orchestrate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/version.hpp"
#include "script/hash.hpp"
#include "sweep/check_overrides.hpp"
#include "sweep/commit.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/hooks/hook.hpp"
#include "sweep/inputs.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/provenance.hpp"
#include "sweep/recorder.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

/// The hook as the driver finds it before the first run.
struct ResolvedHook {
  HookConfig config;
  std::optional<std::string> sha256;
};

std::optional<ResolvedHook> resolve_hook(const std::string& text, const std::string& python) {
  if (text.empty()) return std::nullopt;
  ResolvedHook hook{parse_hook(text, python), std::nullopt};
  const LoadedHook loaded = load_hook(hook.config);
  if (!loaded.file.empty()) hook.sha256 = sha256_file_hex(loaded.file);
  return hook;
}

void refuse_existing(const fs::path& manifest) {
  if (!fs::exists(manifest)) return;
  throw SweepConfigError(fmt::format(
      "{} already holds a sweep: continue it with `resume`, or give another output folder",
      manifest.string()));
}

/// The folder is created where missing; one that cannot be is the user's to know.
void create_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw SweepConfigError(
        fmt::format("cannot create the folder {}: {}", folder.string(), error.message()));
  }
}

ManifestHeader make_header(const RunSet& runs, const fs::path& script, const SweepOptions& options,
                           const Engine& engine, const Pool& pool) {
  const EngineProvenance provenance = engine.provenance();
  ManifestHeader header;
  header.script_sha256 = script::canonical_script_sha256(script);
  header.gmat_sweep_version = version;
  header.os_platform = os_platform();
  header.sweep_seed = options.sweep_seed.is_null() ? runs.design().seed() : options.sweep_seed;
  header.parameter_spec = runs.design().parameter_spec();
  header.run_count = runs.size();
  header.backend = pool.name();
  header.engine = engine.name();
  header.engine_version = provenance.version;
  header.build_version = build_version();
  header.cpu_class = cpu_class();
  header.data_files = provenance.data_files;
  const bool together = options.manifest_path.parent_path() == options.output_dir;
  header.output_dir = together ? fs::path(".") : options.output_dir;
  header.run_options = options.run_options;
  const PathStyle style = path_style(options.manifest_path, header);
  for (ManifestRun run : runs.details()) {
    run.output_dir = style.written(run.output_dir);
    header.runs.push_back(std::move(run));
  }
  return header;
}

/// The runs one call is to execute, each made when asked for.
struct Work {
  std::int64_t size = 0;
  std::function<RunSpec(std::int64_t index)> at;
};

FinishedRun skipped(RunSpec spec, std::int64_t most_failures) {
  RunOutcome outcome;
  outcome.run_id = spec.run_id;
  outcome.status = RunStatus::skipped;
  outcome.started_at = outcome.ended_at = utc_now();
  outcome.error_text = fmt::format(
      "not started: {} runs had failed, which is the limit this sweep was given", most_failures);
  return {std::move(spec), std::move(outcome)};
}

/// Puts the runs from `next` on as skipped, some at a time.
void skip_rest(const Work& work, std::int64_t next, std::int64_t most_failures,
               Recorder& recorder) {
  constexpr std::size_t group = 1000;
  std::vector<FinishedRun> runs;
  for (; next < work.size; ++next) {
    runs.push_back(skipped(work.at(next), most_failures));
    if (runs.size() < group && next + 1 < work.size) continue;
    recorder.take(runs);
    runs.clear();
  }
}

void execute(Pool& pool, const WorkerSetup& setup, const Work& work, const SweepOptions& options,
             Recorder& recorder) {
  std::int64_t next = 0;
  const auto too_many_failed = [&] {
    return options.max_failures && recorder.progress().failed >= *options.max_failures;
  };
  const auto source = [&]() -> std::optional<RunSpec> {
    if (next == work.size || too_many_failed()) return std::nullopt;
    return work.at(next++);
  };
  pool.run(setup, source,
           [&](const std::vector<FinishedRun>& finished) { recorder.take(finished); });
  if (next < work.size) skip_rest(work, next, *options.max_failures, recorder);
}

RunCommitter make_committer(ManifestWriter writer, const SweepOptions& options) {
  return {std::move(writer), options.output_dir, {options.fsync_each, options.fsync_batch}};
}

void check_script_is_recorded_one(const Manifest& manifest, const fs::path& script,
                                  const ResumeOptions& options) {
  const std::string current = script::canonical_script_sha256(script);
  if (current == manifest.header().script_sha256) return;
  const std::string message =
      fmt::format("script hash mismatch for {}: manifest={}, current={}", script.string(),
                  manifest.header().script_sha256, current);
  if (!options.allow_script_drift) {
    throw SweepConfigError(message + " (allow script drift to go on all the same)");
  }
  if (options.warn) options.warn(message);
}

bool is_to_run(const RunRecord* record, const ResumeOptions& options) {
  if (record == nullptr) return true;
  return record->status == RunStatus::failed ||
         (record->status == RunStatus::skipped && options.include_skipped);
}

/// Which of the runs are to be executed, by index.
std::vector<std::int64_t> unfinished(const Manifest& manifest, const RunSet& runs,
                                     const ResumeOptions& options) {
  std::vector<std::int64_t> indices;
  const bool counted = runs.details().empty();
  for (std::int64_t i = 0; i < runs.size(); ++i) {
    const std::int64_t id = counted ? i : runs.details()[static_cast<std::size_t>(i)].run_id;
    if (is_to_run(manifest.find(id), options)) indices.push_back(i);
  }
  return indices;
}

/// A run as its entry recorded it; without an entry, as the design has it.
RunSpec restored(RunSpec spec, const Manifest& manifest, const ResumeOptions& options) {
  if (const RunRecord* record = manifest.find(spec.run_id)) {
    const ManifestEntry entry = manifest.entry(*record);
    spec.overrides = entry.overrides;
    spec.context = entry.context;
  } else if (options.context_provider) {
    spec.context = options.context_provider(spec.run_id);
  }
  return spec;
}

WorkerSetup worker_setup(const fs::path& script, const SweepOptions& options) {
  return {EngineConfig{options.engine, script, options.gmat_data, options.engine_options},
          std::nullopt,
          {options.timeout_s, options.hook_timeout_s}};
}

}  // namespace

SweepOptions completed(SweepOptions options) {
  if (options.fsync_batch < 1) {
    throw SweepConfigError(fmt::format("fsync_batch must be >= 1, got {}", options.fsync_batch));
  }
  if (options.max_failures && *options.max_failures < 1) {
    throw SweepConfigError(fmt::format("max_failures must be >= 1, got {}", *options.max_failures));
  }
  for (const std::optional<double>& limit_s : {options.timeout_s, options.hook_timeout_s}) {
    if (!limit_s || *limit_s > 0) continue;
    throw SweepConfigError(fmt::format("a time limit must be positive, got {} s", *limit_s));
  }
  if (options.output_dir.empty()) {
    throw SweepConfigError("an output folder for the sweep is needed");
  }
  // A trailing slash would make another path of the same folder.
  options.output_dir = (fs::absolute(options.output_dir) / "").lexically_normal().parent_path();
  if (options.manifest_path.empty()) options.manifest_path = options.output_dir / "manifest.jsonl";
  options.manifest_path = fs::absolute(options.manifest_path).lexically_normal();
  if (!options.gmat_data.empty()) options.gmat_data = fs::absolute(options.gmat_data);
  return options;
}

SweepResult run_new_sweep(const RunSet& runs, const fs::path& script, const SweepOptions& options,
                          const EngineFactory& make_engine, Pool& pool) {
  refuse_existing(options.manifest_path);
  WorkerSetup setup = worker_setup(script, options);
  std::unique_ptr<Engine> engine = make_engine(setup.engine);
  check_overrides(*engine, runs);
  ManifestHeader header = make_header(runs, script, options, *engine, pool);
  engine.reset();
  if (const auto hook = resolve_hook(options.postprocess, options.python)) {
    setup.hook = hook->config;
    header.postprocess = hook->config.text;
    header.postprocess_sha256 = hook->sha256;
  }
  const std::vector<SweepInput> inputs = find_inputs(script);

  create_folder(options.output_dir);
  create_folder(options.manifest_path.parent_path());
  const FolderLock lock(options.output_dir);
  refuse_existing(options.manifest_path);
  header.inputs = copy_inputs(inputs, options.output_dir);
  ManifestWriter writer = ManifestWriter::create(options.manifest_path, header);

  const Work work{runs.size(), [&](std::int64_t index) { return runs.at(index); }};
  Recorder recorder(make_committer(std::move(writer), options), options, nullptr, work.size);
  execute(pool, setup, work, options, recorder);
  return recorder.finish();
}

namespace {

/// A sweep taken up again: what `resume` and `extend` share.
class TakenUp {
 public:
  TakenUp(const fs::path& script, const ResumeOptions& options)
      : script_(script),
        options_(options),
        lock_(options.output_dir),
        manifest_(Manifest::open(options.manifest_path)) {
    check_script_is_recorded_one(manifest_, script, options);
  }

  const Manifest& manifest() const { return manifest_; }
  RunBase base() const { return {script_, options_.output_dir, manifest_.header().run_options}; }

  /// Executes the runs of these indices, each stage after the one before has ended.
  SweepResult execute_stages(const RunSet& runs,
                             const std::vector<std::vector<std::int64_t>>& stages,
                             const EngineFactory& make_engine, Pool& pool) const {
    WorkerSetup setup = worker_setup(script_, options_);
    check_overrides(*make_engine(setup.engine), runs);
    const std::string hook_text = manifest_.header().postprocess.value_or("");
    if (const auto hook = resolve_hook(hook_text, options_.python)) setup.hook = hook->config;

    std::int64_t total = 0;
    for (const auto& indices : stages) total += std::ssize(indices);
    ManifestWriter writer = ManifestWriter::append_to(options_.manifest_path, manifest_.header());
    Recorder recorder(make_committer(std::move(writer), options_), options_, &manifest_, total);
    for (const auto& indices : stages) {
      const Work work{std::ssize(indices), [&](std::int64_t index) {
                        return restored(runs.at(indices[static_cast<std::size_t>(index)]),
                                        manifest_, options_);
                      }};
      execute(pool, setup, work, options_, recorder);
    }
    return recorder.finish();
  }

 private:
  const fs::path& script_;
  const ResumeOptions& options_;
  FolderLock lock_;
  Manifest manifest_;
};

/// Some ids for a message: `3, 7, 8 and 12 more`.
std::string some_of(const std::vector<std::int64_t>& ids) {
  constexpr std::size_t most = 10;
  const std::size_t shown = std::min(most, ids.size());
  std::string text = fmt::format(
      "{}", fmt::join(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (ids.size() > shown) text += fmt::format(" and {} more", ids.size() - shown);
  return text;
}

/// An extension continues a finished sweep only, so that what it adds is all that is missing.
void refuse_unfinished(const Manifest& manifest) {
  std::string gaps;
  if (const auto failed = manifest.failed_run_ids(); !failed.empty()) {
    gaps += fmt::format("; failed: {}", some_of(failed));
  }
  if (const auto missing = manifest.missing_run_ids(); !missing.empty()) {
    gaps += fmt::format("; missing: {}", some_of(missing));
  }
  if (gaps.empty()) return;
  throw SweepConfigError(
      fmt::format("{} cannot be extended before it is finished{}; run `resume` first",
                  manifest.path().string(), gaps));
}

std::vector<std::int64_t> range(std::int64_t first, std::int64_t end) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = first; i < end; ++i) indices.push_back(i);
  return indices;
}

}  // namespace

SweepResult resume_sweep(const fs::path& script, const ResumeOptions& options,
                         const EngineFactory& make_engine, Pool& pool) {
  const TakenUp sweep(script, options);
  const RunSet runs = RunSet::from_manifest(sweep.manifest(), sweep.base());
  return sweep.execute_stages(runs, {unfinished(sweep.manifest(), runs, options)}, make_engine,
                              pool);
}

SweepResult extend_sweep(std::int64_t n, const fs::path& script, const ResumeOptions& options,
                         const EngineFactory& make_engine, Pool& pool) {
  if (n < 1) throw SweepConfigError(fmt::format("n must be >= 1, got {}", n));
  const TakenUp sweep(script, options);
  const RunSet before = RunSet::from_manifest(sweep.manifest(), sweep.base());
  if (!before.details().empty() || before.design().kind() == "explicit") {
    throw SweepConfigError("runs given one by one cannot be extended");
  }
  refuse_unfinished(sweep.manifest());
  const std::int64_t target = before.size() + n;
  const RunSet runs = RunSet::from_design(before.design().extended_to(target), sweep.base());
  // The last run goes first, and alone: its entry tells how far the sweep now reaches, so that an
  // extension that is interrupted knows what it lacks.
  return sweep.execute_stages(runs, {{target - 1}, range(before.size(), target - 1)}, make_engine,
                              pool);
}

}  // namespace gmat_sweep
