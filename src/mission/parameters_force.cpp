#include "mission/parameters_force.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"
#include "mission/dynamics.hpp"
#include "mission/hardware.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

/// The spacecraft's state from the force model's central body.
astro::CartesianState from_center(RunState& state, const SpacecraftState& spacecraft,
                                  astro::Body center) {
  if (center == astro::Body::earth) return spacecraft.state;
  const auto body = state.frames().solar_system().state(center, spacecraft.epoch.mjd);
  return {spacecraft.state.position_km - body.position_km,
          spacecraft.state.velocity_km_s - body.velocity_km_s};
}

}  // namespace

SpacecraftProperties properties_of(RunState& state, ObjectId id) {
  using tables::spacecraft_fields;
  const auto real = [&](std::size_t index) { return std::get<double>(state.field(id, index)); };
  const double mass_kg = total_mass_kg(state, id);
  if (!(mass_kg > 0.0)) {
    throw RunFailed(fmt::format("{} has a total mass of {} kg; it must be greater than 0",
                                state.program().objects[id].name, mass_kg));
  }
  return {.mass_kg = mass_kg,
          .cr = real(field_index(spacecraft_fields, "Cr")),
          .srp_area_m2 = real(field_index(spacecraft_fields, "SRPArea")),
          .drag = {real(field_index(spacecraft_fields, "Cd")),
                   real(field_index(spacecraft_fields, "DragArea")),
                   real(field_index(spacecraft_fields, "AtmosDensityScaleFactor"))}};
}

double density_kg_km3(RunState& state, ObjectId id, ObjectId force_model) {
  auto& dynamics = state.forces(force_model);
  const auto& spacecraft = state.spacecraft_of(id);
  const auto properties = properties_of(state, id);
  const auto seen = from_center(state, spacecraft, dynamics.central_body());
  return 1e9 * properties.drag.density_factor *
         dynamics.density_kg_m3(spacecraft.epoch.split, seen.position_km);
}

astro::Vector3 force_acceleration_km_s2(RunState& state, ObjectId id, ObjectId force_model) {
  auto& dynamics = state.forces(force_model);
  const auto& spacecraft = state.spacecraft_of(id);
  const auto seen = from_center(state, spacecraft, dynamics.central_body());
  dynamics.start(spacecraft.epoch.split, {properties_of(state, id)});
  const auto& r = seen.position_km;
  const auto& v = seen.velocity_km_s;
  const std::array<double, 6> at{r.x(), r.y(), r.z(), v.x(), v.y(), v.z()};
  std::array<double, 6> rate{};
  dynamics(0.0, at, rate);
  return {rate[3], rate[4], rate[5]};
}

}  // namespace gmat_sweep::mission
