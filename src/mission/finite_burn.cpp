#include "mission/finite_burn.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/hardware_fields.hpp"
#include "mission/thrust_force.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::finite_burn_fields;
using tables::thruster_fields;

bool is_firing(RunState& state, ObjectId thruster) {
  return std::get<bool>(state.field(thruster, field_index(thruster_fields, "IsFiring")));
}

void set_firing(RunState& state, const FiniteBurnCommand& command, bool firing) {
  const auto& program = state.program();
  const auto& names =
      std::get<Names>(state.field(command.burn, field_index(finite_burn_fields, "Thrusters")));
  const auto& craft = program.objects[command.spacecraft].name;
  const auto& fitted = state.fitting(command.spacecraft).thrusters;
  for (const auto& name : names) {
    const auto id = program.find(fmt::format("{}.{}", craft, name));
    if (!id || std::ranges::find(fitted, *id) == fitted.end()) {
      throw RunFailed(fmt::format("{} has no thruster {}, which the FiniteBurn {} fires", craft,
                                  name, program.objects[command.burn].name));
    }
    state.field(*id, field_index(thruster_fields, "IsFiring")) = firing;
  }
}

}  // namespace

void begin_finite_burn(RunState& state, const FiniteBurnCommand& command, std::string& log) {
  set_firing(state, command, true);
  ThrustForce(state, command.spacecraft, std::span(&command.burn, 1))
      .evaluate(state.spacecraft_of(command.spacecraft).epoch.mjd);
  auto& active = state.propulsion().active;
  const ActiveBurn burn{command.burn, command.spacecraft};
  if (std::ranges::find(active, burn) != active.end()) {
    log += fmt::format("the FiniteBurn {} is active already; it does not begin again",
                       state.program().objects[command.burn].name);
    return;
  }
  active.push_back(burn);
}

void end_finite_burn(RunState& state, const FiniteBurnCommand& command) {
  auto& active = state.propulsion().active;
  const auto known = std::ranges::find(active, ActiveBurn{command.burn, command.spacecraft});
  if (known == active.end()) return;
  set_firing(state, command, false);
  active.erase(known);
}

bool burn_is_firing(RunState& state, ObjectId burn) {
  const auto& program = state.program();
  const auto found = state.propulsion().burns.find(burn);
  if (found == state.propulsion().burns.end()) return false;
  const auto& names =
      std::get<Names>(state.field(burn, field_index(finite_burn_fields, "Thrusters")));
  return std::ranges::any_of(names, [&](const std::string& name) {
    const auto id = program.find(program.objects[found->second.spacecraft].name + "." + name);
    return id && is_firing(state, *id);
  });
}

std::vector<ObjectId> burns_of(RunState& state, ObjectId spacecraft) {
  std::vector<ObjectId> result;
  const auto& thrusters = state.fitting(spacecraft).thrusters;
  const bool fires =
      std::ranges::any_of(thrusters, [&](ObjectId one) { return is_firing(state, one); });
  if (!fires) return result;
  for (const auto& one : state.propulsion().active) {
    if (one.spacecraft == spacecraft) result.push_back(one.burn);
  }
  return result;
}

}  // namespace gmat_sweep::mission
