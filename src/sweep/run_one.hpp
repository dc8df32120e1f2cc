#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/file_system.hpp"
#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/hook.hpp"
#include "gmat_sweep/run.hpp"
#include "store/parquet_writer.hpp"

namespace gmat_sweep {

class WorkerLog;

/// What runs after each run that the engine brought to its end: gets the run and the engine's
/// outcome, and gives the files it wrote under keys of its own. Throws to fail the run.
using Hook = std::function<HookOutputs(const RunSpec&, const RunOutcome&)>;

/// The file in a run's folder that says what happened. It is the first thing a run writes, so a
/// folder that holds it is known to be a run's.
inline constexpr const char* worker_log_name = "worker.log";

/// Executes runs one after another: what a worker process does. Keeps what runs share. Not for use
/// from two threads at once.
class RunExecutor {
 public:
  struct Options {
    Hook hook;  ///< empty: none
    /// Called with the engine's outcome when a hook is about to start.
    std::function<void(const RunOutcome&)> engine_done;
    /// Sends what is printed during a run to its worker.log. For processes that do nothing else.
    bool capture_standard_streams = false;
    std::optional<std::int64_t> max_steps;  ///< see EngineRequest
    bool describe_failures = false;         ///< see EngineRequest
    FileSystem* files = &system_files();    ///< must outlive the executor
  };

  /// @param engine  must outlive this object
  RunExecutor(const Engine& engine, Options options);

  /// Executes one run in its folder, which is emptied first: engine, Parquet files, hook. Each file
  /// is written aside and renamed, so that under its name it is whole; none is durable yet.
  ///
  /// Never throws: whatever goes wrong makes the outcome `failed`, with the reason in `error_text`.
  /// A folder that holds files but no worker.log is left alone, and fails the run; so does a log
  /// that cannot be written whole.
  RunOutcome run_one(const RunSpec& spec) noexcept;

 private:
  /// @param left  outputs of a run that failed
  void run_engine(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log,
                  std::vector<EngineOutput>& left);
  void write_outputs(const std::vector<EngineOutput>& outputs, const RunSpec& spec,
                     RunOutcome& outcome, WorkerLog& log);
  void run_hook(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log);

  const Engine& engine_;
  Options options_;
  store::ParquetEncoder encoder_;
};

}  // namespace gmat_sweep
