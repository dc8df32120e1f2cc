#include "mission/burn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/burn_frame.hpp"
#include "mission/hardware.hpp"
#include "mission/tables/burn_fields.hpp"
#include "mission/tables/hardware_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::CartesianState;
using astro::Vector3;
using tables::chemical_tank_fields;
using tables::impulsive_burn_fields;

/// The velocity change that undoes the burn: the one before it whose burn leads
/// to the velocity now. GMAT iterates likewise.
Vector3 undone(RunState& state, const ManeuverCommand& command, const BurnFrame& frame,
               const CartesianState& at, const Vector3& change, double a1_mjd) {
  CartesianState before = at;
  Vector3 step = burn_axes(state, frame, command.spacecraft, before, a1_mjd) * change;
  for (int i = 0; i < 50; ++i) {
    before.velocity_km_s = at.velocity_km_s - step;
    const Vector3 next = burn_axes(state, frame, command.spacecraft, before, a1_mjd) * change;
    const double moved = (next - step).norm();
    step = next;
    if (moved < 1e-14) break;
  }
  return -step;
}

/// The tank that a burn spends from. GMAT has several in the script's language, but only one at
/// work.
ObjectId burning_tank(RunState& state, const ManeuverCommand& command) {
  const auto& program = state.program();
  const auto& burn = program.objects[command.burn].name;
  const auto& craft = program.objects[command.spacecraft].name;
  const auto& names =
      std::get<Names>(state.field(command.burn, field_index(impulsive_burn_fields, "Tank")));
  if (names.empty()) {
    throw RunFailed(fmt::format("{0}.DecrementMass is on, and {0}.Tank names no tank", burn));
  }
  if (names.size() > 1) {
    throw RunFailed(
        fmt::format("{}.Tank names {} tanks; an impulsive burn spends from one, in "
                    "GMAT too",
                    burn, names.size()));
  }
  const auto id = program.find(craft + "." + names.front());
  const auto& fitted = state.fitting(command.spacecraft).tanks;
  if (!id || std::ranges::find(fitted, *id) == fitted.end()) {
    throw RunFailed(fmt::format("the burn {} spends from the tank {}, which {} does not have", burn,
                                names.front(), craft));
  }
  return *id;
}

/// Source: GMAT R2026a, ImpulsiveBurn::DecrementMass, the rocket equation.
void spend(RunState& state, const ManeuverCommand& command, const Vector3& change) {
  const auto real = [&](std::size_t index) {
    return std::get<double>(state.field(command.burn, index));
  };
  const double exhaust_m_s = real(field_index(impulsive_burn_fields, "Isp")) *
                             real(field_index(impulsive_burn_fields, "GravitationalAccel"));
  const double exponent = change.norm() * 1000.0 / exhaust_m_s;
  const double spent_kg = total_mass_kg(state, command.spacecraft) *
                          (std::exp(command.back_prop ? exponent : -exponent) - 1.0);
  const auto tank = burning_tank(state, command);
  const double now_kg =
      std::get<double>(state.field(tank, field_index(chemical_tank_fields, "FuelMass")));
  set_fuel_mass(state, tank, now_kg + spent_kg);
}

}  // namespace

void apply_impulsive_burn(RunState& state, const ManeuverCommand& command) {
  const auto real = [&](std::size_t index) {
    return std::get<double>(state.field(command.burn, index));
  };
  const Vector3 change(real(field_index(impulsive_burn_fields, "Element1")),
                       real(field_index(impulsive_burn_fields, "Element2")),
                       real(field_index(impulsive_burn_fields, "Element3")));
  auto& spacecraft = state.spacecraft_of(command.spacecraft);
  const double a1_mjd = spacecraft.epoch.mjd;
  const auto frame = read_burn_frame(state, command.burn);
  const auto at = spacecraft.state;
  const Vector3 added = command.back_prop
                            ? undone(state, command, frame, at, change, a1_mjd)
                            : burn_axes(state, frame, command.spacecraft, at, a1_mjd) * change;
  spacecraft.state.velocity_km_s += added;
  state.propulsion().burns[command.burn] = {
      .spacecraft = command.spacecraft, .velocity_change_km_s = added, .a1_mjd = a1_mjd};
  ++spacecraft.revision;
  if (std::get<bool>(
          state.field(command.burn, field_index(impulsive_burn_fields, "DecrementMass")))) {
    spend(state, command, change);
  }
}

}  // namespace gmat_sweep::mission
