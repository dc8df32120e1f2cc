#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/run.hpp"
#include "gmat_sweep/stop.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

class LazyTable;

/// How far a sweep is. A run counts once its outputs and its manifest entry are written.
struct SweepProgress {
  std::int64_t done = 0;  ///< ok + failed + skipped
  std::int64_t ok = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;
  std::int64_t total = 0;  ///< runs to be executed by this call
};

struct SweepOptions {
  /// Folder for the manifest, the runs' folders and the inputs; created when missing. One that
  /// already holds a manifest is refused.
  std::filesystem::path output_dir;
  /// Empty: `output_dir`/manifest.jsonl.
  std::filesystem::path manifest_path;

  int workers = -1;               ///< worker processes; -1: one for each core this process may use
  std::string backend = "local";  ///< "local": worker processes; "debug": in this process, in turn

  std::string engine = "native";    ///< "native" or "gmat"
  std::filesystem::path gmat_data;  ///< GMAT's data folder; empty: only the data carried along
  Value::Map engine_options;

  Value sweep_seed;        ///< null or an integer; recorded, and used by random designs
  Value::Map run_options;  ///< recorded, and given to every run

  /// What runs after each successful run, in its worker: `package.module:function`,
  /// `./libmy_hooks.so:function` or `exec:./program --flag`. Empty: nothing.
  std::string postprocess;
  std::string python;  ///< the interpreter for a Python hook; empty: python3

  /// Limits by the wall clock, for a run with its hook, and for the hook alone; a run that takes
  /// longer is ended and `failed`. The "debug" backend has none.
  std::optional<double> timeout_s;
  std::optional<double> hook_timeout_s;
  /// Once that many runs of this call have failed, those not yet handed out are `skipped`.
  std::optional<std::int64_t> max_failures;

  /// How many integrator steps and loop passes a run may take; one that takes more is `failed`,
  /// with the line it stood at.
  std::optional<std::int64_t> max_steps;
  /// How much memory (RLIMIT_DATA) a worker process, and each process of its hook, may have
  /// [bytes]; a run that needs more is `failed`. The "debug" backend has none.
  std::optional<std::int64_t> memory_limit_bytes;
  /// How often a run that failed is tried again, once the others have been handed out. Each try is
  /// recorded; the last one counts. A run under which its worker died twice is quarantined: neither
  /// tried again nor resumed unless asked for.
  int retries = 0;

  /// Stops the sweep early when requested; runs under way may go on for `grace_s` seconds and are
  /// then ended, without a record, for `resume` to run. Must outlive the call.
  const StopRequest* stop = nullptr;
  double grace_s = 30;

  /// true: a run counts only when its outputs and its entry are durable; runs that finish together
  /// are made durable together. false: that is done every `fsync_batch` runs.
  bool fsync_each = true;
  int fsync_batch = 50;

  /// Called from the thread that runs the sweep, after each group of runs that finished together.
  std::function<void(const SweepProgress&)> progress;
  /// Told, from that thread, of each warning that runs record, once whatever the number of runs.
  std::function<void(const std::string&)> warn;
};

struct ResumeOptions : SweepOptions {
  /// Go on although the script, or a file it includes, is no longer the one the manifest records.
  /// Without it that is a SweepConfigError with both hashes. `warn` is told of it.
  bool allow_script_drift = false;
  /// The same of all that the manifest records a result to depend on: script, included files, data
  /// files, engine, hook.
  bool allow_drift = false;
  /// Also run what was skipped.
  bool include_skipped = false;
  /// Also run what is quarantined.
  bool include_quarantined = false;
  /// The context of a run that has no entry to restore it from.
  std::function<Value::Map(std::int64_t run_id)> context_provider;
};

/// What a sweep came to: all runs of its manifest, those of earlier calls included.
struct SweepResult {
  std::int64_t run_count = 0;  ///< runs the manifest has an entry for
  std::int64_t ok = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;
  /// Runs of this call that a stop left without a final outcome, for `resume` to run.
  std::int64_t not_run = 0;
  double run_seconds = 0;   ///< the runs' durations, added up
  double wall_seconds = 0;  ///< of this call
  std::filesystem::path output_dir;
  std::filesystem::path manifest_path;
};

/// `N runs (A ok[, B failed][, C skipped]) in T.TT s — output: PATH`, where the time is the sum of
/// the runs' durations.
std::string summary_line(const SweepResult& result);

/// Runs a mission script over the full factorial of `axes` (dotted path to list of values; see
/// `gmat_sweep::grid` for the order of runs) and records every run in `options.output_dir`.
///
/// A run that fails is data: it lands in the manifest with its message, and the sweep goes on.
/// Throws, before anything is created, ScriptError for a script that cannot be run and
/// SweepConfigError for a grid, a field or an option that cannot be accepted; BackendError when
/// the workers cannot be started or are lost.
SweepResult sweep(const std::filesystem::path& script, const Value::Map& axes,
                  const SweepOptions& options);

/// A sweep over any design, or over runs given one by one, or one taken up again from its
/// manifest. Errors are those of `sweep`.
class Sweep {
 public:
  Sweep(const std::filesystem::path& script, const Design& design, SweepOptions options);

  /// Runs given one by one, each with its own run_id, overrides, context, folder, seed and
  /// options. A spec without `output_dir` gets `options.output_dir`/run-<id>; all must name the
  /// same script. Recorded as a design of kind `explicit`.
  Sweep(std::vector<RunSpec> runs, SweepOptions options);

  /// A sweep begun earlier, also by the Python package.
  /// @param script  empty: the sweep's own copy of it, with the copies of what it includes
  /// Throws ManifestCorruptError for a damaged manifest, SweepConfigError for an output folder or
  /// a script that is not there.
  static Sweep from_manifest(const std::filesystem::path& manifest,
                             const std::filesystem::path& script, ResumeOptions options);

  Sweep(Sweep&&) noexcept;
  Sweep& operator=(Sweep&&) noexcept;
  ~Sweep();

  /// Executes a new sweep.
  SweepResult run();

  /// Executes what is failed or missing in the manifest, with the hook it records. The result
  /// counts all runs.
  /// Throws SweepConfigError also for a script, an included file, a data file, an engine or a hook
  /// that is not the one recorded, naming each, unless allowed.
  SweepResult resume();

  /// Adds `n` runs to a finished sweep, as if it had been larger from the start (`monte_carlo` with
  /// n more runs draws the same values): run ids go on from the last. One that is interrupted is
  /// finished by `resume`.
  /// Throws SweepConfigError when the sweep has failed or missing runs, naming them, and when its
  /// design cannot be extended (see `Design::extended_to`).
  SweepResult extend(std::int64_t n);

  /// Where this sweep's manifest lies: absolute.
  const std::filesystem::path& manifest_path() const;

  /// `lazy_extra_outputs` of this sweep's manifest as it is now (gmat_sweep/tables.hpp).
  LazyTable to_extra_outputs(const std::string& key) const;

 private:
  class Impl;
  explicit Sweep(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace gmat_sweep
