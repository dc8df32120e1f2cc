#pragma once

#include <cstdint>
#include <functional>

#include "gmat_sweep/run.hpp"
#include "gmat_sweep/sweep.hpp"
#include "sweep/attempts.hpp"
#include "sweep/pool.hpp"
#include "sweep/recorder.hpp"

namespace gmat_sweep {

/// The runs one call is to execute, each made when asked for.
struct Work {
  std::int64_t size = 0;
  std::function<RunSpec(std::int64_t index)> at;
};

/// Executes the runs, failed ones again as `attempts` allows once the others have been handed out,
/// until all are on record, the user's limit of failures is reached (the rest is then `skipped`),
/// or a stop is requested.
void execute(Pool& pool, const WorkerSetup& setup, const Work& work, const SweepOptions& options,
             Attempts& attempts, Recorder& recorder);

}  // namespace gmat_sweep
