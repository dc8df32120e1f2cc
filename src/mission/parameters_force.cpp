#include "mission/parameters_force.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/dynamics.hpp"
#include "mission/finite_burn.hpp"
#include "mission/hardware.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/spacecraft_fields.hpp"
#include "mission/thrust_force.hpp"

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

astro::Vector3 acceleration_with_thrust_km_s2(RunState& state, ObjectId id, ObjectId force_model) {
  astro::Vector3 sum = force_acceleration_km_s2(state, id, force_model);
  const auto burns = burns_of(state, id);
  if (burns.empty()) return sum;
  const double a1_mjd = state.spacecraft_of(id).epoch.mjd;
  sum += ThrustForce(state, id, burns).evaluate(a1_mjd).acceleration_km_s2;
  return sum;
}

EquinoctialRates equinoctial_rates(RunState& state, ObjectId id, ObjectId force_model) {
  const auto center = state.forces(force_model).central_body();
  const auto seen = from_center(state, state.spacecraft_of(id), center);
  const auto& r = seen.position_km;
  const auto& v = seen.velocity_km_s;
  const double mu = state.bodies()[center].mu_km3_s2;
  const double distance = r.norm();
  const astro::Vector3 extra =
      force_acceleration_km_s2(state, id, force_model) + mu / (distance * distance * distance) * r;
  if (!(extra.norm() > 0.0)) return {};
  astro::SixElements elements{};
  astro::KeplerianElements kepler;
  try {
    elements = astro::to_equinoctial(seen, mu);
    kepler = astro::to_keplerian(seen, mu);
  } catch (const GmatSweepError& error) {
    throw RunFailed(error.what());
  }
  const double ey = elements[1];
  const double ex = elements[2];
  const double ny = elements[3];
  const double nx = elements[4];
  const double semilatus = kepler.sma_km * (1.0 - kepler.ecc * kepler.ecc);
  const double longitude =
      (kepler.raan_deg + kepler.aop_deg + kepler.anomaly_deg) * std::numbers::pi / 180.0;
  const double s = std::sin(longitude);
  const double c = std::cos(longitude);
  const double w = 1.0 + ex * c + ey * s;
  const double tilt = nx * s - ny * c;
  const astro::Vector3 out = r / distance;
  const astro::Vector3 normal = r.cross(v).normalized();
  const double ahead = extra.dot(normal.cross(out));
  const double radial = extra.dot(out);
  const double across = extra.dot(normal);
  const double root = std::sqrt(semilatus / mu);
  const double node = root * (1.0 + nx * nx + ny * ny) * across / (2.0 * w);
  EquinoctialRates rates;
  rates.sma_km_s = 2.0 * kepler.sma_km * kepler.sma_km / mu * v.dot(extra);
  rates.h_per_s = root * (-radial * c + (((w + 1.0) * s + ey) * ahead + ex * tilt * across) / w);
  rates.k_per_s = root * (radial * s + (((w + 1.0) * c + ex) * ahead - ey * tilt * across) / w);
  rates.p_per_s = node * s;
  rates.q_per_s = node * c;
  rates.true_longitude_deg_s =
      (std::sqrt(mu * semilatus) * w * w / (semilatus * semilatus) + root * tilt * across / w) *
      180.0 / std::numbers::pi;
  return rates;
}

}  // namespace gmat_sweep::mission
