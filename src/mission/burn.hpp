#pragma once

#include "mission/program.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {

/// Applies an ImpulsiveBurn to a spacecraft. Throws RunFailed for axes that are
/// not defined there.
void apply_impulsive_burn(RunState& state, const ManeuverCommand& command);

}  // namespace gmat_sweep::mission
