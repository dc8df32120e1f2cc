#pragma once

#include "gmat_sweep/engine.hpp"
#include "sweep/run_set.hpp"

namespace gmat_sweep {

/// Checks, before the first run, that the engine accepts the fields and values of a sweep: each
/// value of each axis of a grid, each row of explicit runs, the first run of drawn designs (whose
/// values are all of one kind). Throws SweepConfigError with every complaint, one a line.
void check_overrides(const Engine& engine, const RunSet& runs);

}  // namespace gmat_sweep
