#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/engine_config.hpp"
#include "gmat_sweep/run.hpp"
#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

/// How long a run may take, by the wall clock. A run that takes longer is ended, and `failed`.
struct RunLimits {
  std::optional<double> run_s;   ///< engine and hook together
  std::optional<double> hook_s;  ///< the hook alone
};

/// What every worker of a sweep needs, besides the runs themselves.
struct WorkerSetup {
  EngineConfig engine;
  std::optional<HookConfig> hook;
  RunLimits limits;
};

struct FinishedRun {
  RunSpec spec;
  RunOutcome outcome;
};

/// Gives the next run, or nothing when no more are to be handed out. Called only when a worker has
/// room, so a sweep's runs are never all in memory.
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
  /// when the source is exhausted and all outcomes are handed over. What source or sink throw ends
  /// the workers and comes through.
  /// Throws BackendError when workers cannot be started or are lost beyond replacement; ScriptError
  /// and SweepConfigError as making the engine does.
  virtual void run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) = 0;
};

}  // namespace gmat_sweep
