#pragma once

#include <string>
#include <vector>

#include "mission/program.hpp"

namespace gmat_sweep::mission {

class RunState;

/// A FiniteBurn that has begun and not ended.
struct ActiveBurn {
  ObjectId burn = 0;
  ObjectId spacecraft = 0;
  bool operator==(const ActiveBurn&) const = default;
};

/// BeginFiniteBurn. Throws RunFailed when the burn cannot fire. What GMAT warns of is added to
/// `log`.
void begin_finite_burn(RunState& state, const FiniteBurnCommand& command, std::string& log);

/// EndFiniteBurn: nothing happens when the burn is not active.
void end_finite_burn(RunState& state, const FiniteBurnCommand& command);

/// Whether any of its thrusters fires on the spacecraft it last fired on.
bool burn_is_firing(RunState& state, ObjectId burn);

/// The burns that act on a propagated spacecraft: none when none of its thrusters fires.
std::vector<ObjectId> burns_of(RunState& state, ObjectId spacecraft);

}  // namespace gmat_sweep::mission
