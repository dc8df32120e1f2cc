#include "sweep/orchestrate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/version.hpp"
#include "script/hash.hpp"
#include "store/scratch_folder.hpp"
#include "sweep/check_overrides.hpp"
#include "sweep/commit.hpp"
#include "sweep/drift.hpp"
#include "sweep/engine_options.hpp"
#include "sweep/execute.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/inputs.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/provenance.hpp"
#include "sweep/recorder.hpp"
#include "sweep/resolve_hook.hpp"
#include "sweep/staged_script.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

void refuse_existing(const fs::path& manifest) {
  // A path that cannot so much as be looked at is refused when its folder is made.
  std::error_code error;
  if (!fs::exists(manifest, error)) return;
  throw SweepConfigError(fmt::format(
      "{} already holds a sweep: continue it with `resume`, or give another output folder",
      manifest.string()));
}

/// The folder is created where missing; one that cannot be is the user's to know.
void create_folder(const fs::path& folder, FileSystem& files) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  try {
    create_folders(folder, files);
  } catch (const GmatSweepError& failure) {
    throw SweepConfigError(failure.what());
  }
  // Where the folder above may be written to but not read, its new name is as durable as it gets.
  const fs::path above = folder.parent_path();
  if (::access(above.c_str(), R_OK) == 0) sync_directory(above, files);
}

void refuse_stopped(const SweepOptions& options) {
  if (options.stop == nullptr || !options.stop->requested()) return;
  throw GmatSweepError("stopped before the first run was started");
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
  header.data_files = recorded_data_files(provenance.data_files);
  const bool together = options.manifest_path.parent_path() == options.output_dir;
  header.output_dir = together ? fs::path(".") : options.output_dir;
  header.run_options = options.run_options;
  header.engine_options = options_without_paths(options.engine_options);
  const PathStyle style = path_style(options.manifest_path, header);
  for (ManifestRun run : runs.details()) {
    run.output_dir = style.written(run.output_dir);
    header.runs.push_back(std::move(run));
  }
  return header;
}

/// Where the copies of a hook's files lie, below the output folder.
constexpr const char* hook_folder = "inputs/hook";

void record_hook(const ResolvedHook& hook, const SweepOptions& options, ManifestHeader& header) {
  const bool together = header.output_dir == ".";
  header.postprocess =
      together ? recorded_hook_text(hook.config, options.output_dir) : hook.config.text;
  header.postprocess_sha256 = hook.sha256;
  for (const HookFile& file : hook.files) {
    header.postprocess_files.push_back({hook_folder / file.place, file.sha256, file.word});
  }
}

/// Copies a hook's files with their modes: a program is to be run from its copy.
void copy_hook(const ResolvedHook& hook, const fs::path& output_dir, FileSystem& files) {
  std::vector<SweepInput> inputs;
  for (const HookFile& file : hook.files) {
    inputs.push_back({file.source, {hook_folder / file.place, file.sha256, ""}});
  }
  copy_inputs(inputs, output_dir, files);
  for (const SweepInput& input : inputs) {
    std::error_code ignored;  // set again, or missed, where the copy is needed
    fs::permissions(output_dir / input.record.path, fs::status(input.source).permissions(),
                    ignored);
  }
}

RunCommitter make_committer(ManifestWriter writer, const SweepOptions& options, FileSystem& files) {
  return {std::move(writer), options.output_dir, {options.fsync_each, options.fsync_batch}, files};
}

/// Refuses what changed, or tells of it where the user allows it.
void check_drift(const std::vector<std::string>& changes, bool allowed, std::string_view option,
                 const ResumeOptions& options) {
  if (changes.empty()) return;
  if (!allowed) {
    throw SweepConfigError(
        fmt::format("{} ({} goes on all the same)", fmt::join(changes, "\n"), option));
  }
  if (!options.warn) return;
  for (const std::string& change : changes) options.warn(change);
}

bool is_to_run(const Manifest& manifest, std::int64_t run_id, const ResumeOptions& options) {
  const RunRecord* record = manifest.find(run_id);
  if (record == nullptr) return true;
  if (record->status == RunStatus::skipped) return options.include_skipped;
  if (record->status != RunStatus::failed) return false;
  return options.include_quarantined || !manifest.entry(*record).quarantined;
}

/// Some ids for a message: `3, 7, 8 and 12 more`.
std::string some_of(const std::vector<std::int64_t>& ids) {
  constexpr std::size_t most = 10;
  const std::size_t shown = std::min(most, ids.size());
  std::string text = fmt::format(
      "{}", fmt::join(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (ids.size() > shown) text += fmt::format(" and {} more", ids.size() - shown);
  return text;
}

/// Tells of the runs that stay as they are because they end their workers.
void warn_of_quarantine(const Manifest& manifest, const ResumeOptions& options) {
  if (options.include_quarantined || !options.warn) return;
  std::vector<std::int64_t> ids;
  for (const std::int64_t id : manifest.failed_run_ids()) {
    if (manifest.entry(*manifest.find(id)).quarantined) ids.push_back(id);
  }
  if (ids.empty()) return;
  options.warn(fmt::format(
      "left in quarantine, because each ended its worker more than once: {} (include quarantined "
      "runs to try them again)",
      some_of(ids)));
}

/// Which of the runs are to be executed, by index.
std::vector<std::int64_t> unfinished(const Manifest& manifest, const RunSet& runs,
                                     const ResumeOptions& options) {
  std::vector<std::int64_t> indices;
  const bool counted = runs.details().empty();
  for (std::int64_t i = 0; i < runs.size(); ++i) {
    const std::int64_t id = counted ? i : runs.details()[static_cast<std::size_t>(i)].run_id;
    if (is_to_run(manifest, id, options)) indices.push_back(i);
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
  return {
      EngineConfig{options.engine, script, options.gmat_data, options.engine_options},
      std::nullopt,
      {options.timeout_s, options.hook_timeout_s, options.max_steps, options.memory_limit_bytes},
      {options.stop, options.grace_s}};
}

void check_counts(const SweepOptions& options) {
  if (options.retries < 0) {
    throw SweepConfigError(fmt::format("retries must be >= 0, got {}", options.retries));
  }
  if (options.max_steps && *options.max_steps < 1) {
    throw SweepConfigError(fmt::format("max_steps must be >= 1, got {}", *options.max_steps));
  }
  if (!(options.grace_s >= 0)) {
    throw SweepConfigError(
        fmt::format("the grace period must be >= 0 s, got {} s", options.grace_s));
  }
  // Below that a worker process cannot so much as start a run.
  constexpr std::int64_t least_memory_bytes = std::int64_t{16} << 20;
  if (options.memory_limit_bytes && *options.memory_limit_bytes < least_memory_bytes) {
    throw SweepConfigError(fmt::format("the memory limit must be at least 16 MiB, got {} bytes",
                                       *options.memory_limit_bytes));
  }
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
  check_counts(options);
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
                          const EngineFactory& make_engine, Pool& pool, FileSystem& files) {
  refuse_existing(options.manifest_path);
  WorkerSetup setup = worker_setup(script, options);
  std::unique_ptr<Engine> engine = make_engine(setup.engine);
  check_overrides(*engine, runs);
  ManifestHeader header = make_header(runs, script, options, *engine, pool);
  engine.reset();
  const auto hook = resolve_hook(options.postprocess, options.python);
  if (hook) {
    setup.hook = hook->config;
    record_hook(*hook, options, header);
  }
  const std::vector<SweepInput> inputs =
      find_inputs(script, function_folders(options.engine_options));

  refuse_stopped(options);
  create_folder(options.output_dir, files);
  create_folder(options.manifest_path.parent_path(), files);
  const FolderLock lock(options.output_dir, files);
  refuse_existing(options.manifest_path);
  header.inputs = copy_inputs(inputs, options.output_dir, files);
  if (hook) copy_hook(*hook, options.output_dir, files);
  ManifestWriter writer = ManifestWriter::create(options.manifest_path, header, files);

  const Work work{runs.size(), [&](std::int64_t index) { return runs.at(index); }};
  Attempts attempts(options.retries, nullptr);
  Recorder recorder(make_committer(std::move(writer), options, files), options, nullptr, work.size);
  execute(pool, setup, work, options, attempts, recorder);
  return recorder.finish();
}

namespace {

/// A sweep taken up again: what `resume` and `extend` share.
class TakenUp {
 public:
  TakenUp(const fs::path& script, const ResumeOptions& options, FileSystem& files)
      : options_(options),
        files_(files),
        lock_(options.output_dir, files),
        manifest_(
            Manifest::open(options.manifest_path, nullptr, StatusIndexUse::read_and_write, &files)),
        script_(script) {
    options_.engine_options = with_recorded_options(options_.engine_options, manifest_.header());
    if (script_.empty()) {
      use_copies();
    } else {
      const auto folders = function_folders(options_.engine_options);
      check_drift(script_drift(manifest_.header(), script_, folders),
                  options_.allow_script_drift || options_.allow_drift, "--allow-script-drift",
                  options_);
    }
  }

  const Manifest& manifest() const { return manifest_; }
  RunBase base() const { return {script_, options_.output_dir, manifest_.header().run_options}; }

  /// Executes the runs of these indices, each stage after the one before has ended.
  SweepResult execute_stages(const RunSet& runs,
                             const std::vector<std::vector<std::int64_t>>& stages,
                             const EngineFactory& make_engine, Pool& pool) const {
    WorkerSetup setup = worker_setup(script_, options_);
    std::unique_ptr<Engine> engine = make_engine(setup.engine);
    std::vector<std::string> changes = engine_drift(manifest_.header(), *engine);
    std::ranges::move(option_drift(manifest_.header(), options_.engine_options),
                      std::back_inserter(changes));
    check_overrides(*engine, runs);
    engine.reset();
    if (const auto hook = resolve_recorded_hook(manifest_.header(), manifest_.output_dir(),
                                                options_.python, HookCopies::after_originals)) {
      setup.hook = hook->config;
      std::ranges::move(hook_drift(manifest_.header(), *hook), std::back_inserter(changes));
    }
    check_drift(changes, options_.allow_drift, "--allow-drift", options_);
    check_drift(machine_drift(manifest_.header()), true, "", options_);
    refuse_stopped(options_);

    std::int64_t total = 0;
    for (const auto& indices : stages) total += std::ssize(indices);
    ManifestWriter writer =
        ManifestWriter::append_to(options_.manifest_path, manifest_.header(), files_);
    Attempts attempts(options_.retries, &manifest_);
    Recorder recorder(make_committer(std::move(writer), options_, files_), options_, &manifest_,
                      total);
    for (const auto& indices : stages) {
      const Work work{std::ssize(indices), [&](std::int64_t index) {
                        return restored(runs.at(indices[static_cast<std::size_t>(index)]),
                                        manifest_, options_);
                      }};
      execute(pool, setup, work, options_, attempts, recorder);
      if (options_.stop != nullptr && options_.stop->requested()) break;
    }
    return recorder.finish();
  }

 private:
  /// The script as the sweep copied it.
  void use_copies() {
    scratch_.emplace();
    const StagedScript staged = stage_script(manifest_, scratch_->path(), files_);
    script_ = staged.script;
    options_.engine_options =
        with_function_folders(options_.engine_options, staged.function_folders);
  }

  ResumeOptions options_;
  FileSystem& files_;
  FolderLock lock_;
  Manifest manifest_;
  std::optional<store::ScratchFolder> scratch_;
  fs::path script_;
};

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
                         const EngineFactory& make_engine, Pool& pool, FileSystem& files) {
  const TakenUp sweep(script, options, files);
  const RunSet runs = RunSet::from_manifest(sweep.manifest(), sweep.base());
  warn_of_quarantine(sweep.manifest(), options);
  return sweep.execute_stages(runs, {unfinished(sweep.manifest(), runs, options)}, make_engine,
                              pool);
}

SweepResult extend_sweep(std::int64_t n, const fs::path& script, const ResumeOptions& options,
                         const EngineFactory& make_engine, Pool& pool, FileSystem& files) {
  if (n < 1) throw SweepConfigError(fmt::format("n must be >= 1, got {}", n));
  const TakenUp sweep(script, options, files);
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
