#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/engine_config.hpp"
#include "gmat_sweep/run.hpp"
#include "gmat_sweep/stop.hpp"
#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

/// What a run may take. One that takes more is ended, and `failed`.
struct RunLimits {
  std::optional<double> run_s = {};               ///< by the wall clock: engine and hook together
  std::optional<double> hook_s = {};              ///< the hook alone
  std::optional<std::int64_t> max_steps = {};     ///< see EngineRequest
  std::optional<std::int64_t> memory_bytes = {};  ///< a worker process's data, and each of its hook
};

/// How a sweep is told to stop before its runs are exhausted.
struct StopControl {
  const StopRequest* request = nullptr;  ///< null: it is not
  double grace_s = 0;                    ///< how long running runs may go on then
};

/// What every worker of a sweep needs, besides the runs themselves.
struct WorkerSetup {
  EngineConfig engine;
  std::optional<HookConfig> hook;
  RunLimits limits;
  StopControl stop;
  bool describe_failures = false;  ///< see EngineRequest::describe_failure
};

struct FinishedRun {
  RunSpec spec;
  RunOutcome outcome;
  bool worker_died = false;  ///< by itself, while it held this run
};

/// Gives the next run, or nothing when there is none to be handed out now; it is asked again after
/// the sink took runs. Called only when a worker has room, so a sweep's runs are never all in
/// memory.
using RunSource = std::function<std::optional<RunSpec>()>;

/// Takes runs that finished together, at least one, in any order. Workers go on meanwhile.
using RunSink = std::function<void(std::vector<FinishedRun>)>;

/// Where runs are executed. Source and sink are called from the thread that called `run`.
class Pool {
 public:
  virtual ~Pool() = default;

  /// "LocalPool" and so on: the manifest's `backend`.
  virtual std::string name() const = 0;

  /// Executes every run of the source and hands each outcome to the sink, exactly once. Returns
  /// when the source has no more and all outcomes are handed over. What source or sink throw ends
  /// the workers and comes through.
  ///
  /// Once a stop is requested no more runs are handed out; those under way may finish within the
  /// grace period, after which they are ended without an outcome.
  /// Throws BackendError when workers cannot be started or are lost beyond replacement; ScriptError
  /// and SweepConfigError as making the engine does.
  virtual void run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) = 0;
};

}  // namespace gmat_sweep
