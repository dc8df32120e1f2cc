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

void set_firing(RunState& state, const FiniteBurnCommand& command, bool firing) {
  const auto& program = state.program();
  const auto& names =
      std::get<Names>(state.field(command.burn, field_index(finite_burn_fields, "Thrusters")));
  for (const auto spacecraft : command.spacecraft) {
    for (const auto& name : names) {
      const auto id = program.find(program.objects[spacecraft].name + "." + name);
      const auto& fitted = state.fitting(spacecraft).thrusters;
      if (!id || std::ranges::find(fitted, *id) == fitted.end()) {
        throw RunFailed(fmt::format("{} has no thruster {}, which the FiniteBurn {} fires",
                                    program.objects[spacecraft].name, name,
                                    program.objects[command.burn].name));
      }
      state.field(*id, field_index(thruster_fields, "IsFiring")) = firing;
    }
  }
}

bool overlaps(const std::vector<ObjectId>& a, const std::vector<ObjectId>& b) {
  return std::ranges::any_of(a, [&](ObjectId id) { return std::ranges::find(b, id) != b.end(); });
}

}  // namespace

void begin_finite_burn(RunState& state, const FiniteBurnCommand& command, std::string& log) {
  set_firing(state, command, true);
  for (const auto id : command.spacecraft) {
    auto& spacecraft = state.spacecraft_of(id);
    spacecraft.maneuvering = true;
    ThrustForce(state, id, std::span(&command.burn, 1)).evaluate(spacecraft.epoch.mjd);
  }
  auto& active = state.propulsion().active;
  const auto known = std::ranges::find_if(active, [&](const ActiveBurn& one) {
    return one.burn == command.burn && overlaps(one.spacecraft, command.spacecraft);
  });
  if (known != active.end()) {
    log += fmt::format("the FiniteBurn {} is active already; it does not begin again",
                       state.program().objects[command.burn].name);
    return;
  }
  active.push_back({command.burn, command.spacecraft});
}

void end_finite_burn(RunState& state, const FiniteBurnCommand& command, std::string& log) {
  auto& active = state.propulsion().active;
  const auto known = std::ranges::find_if(active, [&](const ActiveBurn& one) {
    return one.burn == command.burn && overlaps(one.spacecraft, command.spacecraft);
  });
  if (known == active.end()) return;
  const bool all = std::ranges::all_of(known->spacecraft, [&](ObjectId id) {
    return std::ranges::find(command.spacecraft, id) != command.spacecraft.end();
  });
  if (!all) {
    log += fmt::format("the FiniteBurn {} ends for all its spacecraft, though not all are named",
                       state.program().objects[command.burn].name);
  }
  set_firing(state, command, false);
  for (const auto id : command.spacecraft) state.spacecraft_of(id).maneuvering = false;
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
    return id && std::get<bool>(state.field(*id, field_index(thruster_fields, "IsFiring")));
  });
}

std::vector<ObjectId> burns_of(RunState& state, ObjectId spacecraft) {
  std::vector<ObjectId> result;
  if (!state.spacecraft_of(spacecraft).maneuvering) return result;
  for (const auto& one : state.propulsion().active) {
    if (std::ranges::find(one.spacecraft, spacecraft) != one.spacecraft.end()) {
      result.push_back(one.burn);
    }
  }
  return result;
}

}  // namespace gmat_sweep::mission
