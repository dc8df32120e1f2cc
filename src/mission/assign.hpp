#pragma once

#include "mission/program.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {

/// Assigns a value with GMAT's conversions: an orbit element replaces one of
/// the six that describe the state as it is, an epoch is read in its format.
/// Overrides and the mission sequence both come here. Throws RunFailed for a
/// value out of range, an epoch that cannot be read, an orbit that is none.
void assign(RunState& state, const Target& target, const FieldValue& value);

/// An assignment command: evaluates its right side and assigns it.
void execute_assignment(RunState& state, const AssignCommand& command);

}  // namespace gmat_sweep::mission
