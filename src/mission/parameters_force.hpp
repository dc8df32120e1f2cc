#pragma once

#include "astro/vectors.hpp"
#include "mission/program.hpp"

/// Parameters that depend on a force model: `Sat.FM.AtmosDensity`, `Sat.FM.Acceleration`.
namespace gmat_sweep::mission {

class RunState;
struct SpacecraftProperties;

/// What forces act on of a spacecraft. Throws RunFailed without mass.
SpacecraftProperties properties_of(RunState& state, ObjectId spacecraft);

/// Density of the force model's atmosphere where the spacecraft is, with the spacecraft's factor;
/// zero without drag [kg/km^3].
double density_kg_km3(RunState& state, ObjectId spacecraft, ObjectId force_model);

/// The acceleration of the whole force model, thrust aside, MJ2000Eq axes [km/s^2].
astro::Vector3 force_acceleration_km_s2(RunState& state, ObjectId spacecraft, ObjectId force_model);

/// The same with the finite burns that act on the spacecraft.
astro::Vector3 acceleration_with_thrust_km_s2(RunState& state, ObjectId spacecraft,
                                              ObjectId force_model);

/// What a force model makes of the equinoctial elements per second, by what it adds to a point
/// mass; all zero where it adds nothing, as in GMAT.
struct EquinoctialRates {
  double sma_km_s = 0.0;
  double h_per_s = 0.0;
  double k_per_s = 0.0;
  double p_per_s = 0.0;
  double q_per_s = 0.0;
  double true_longitude_deg_s = 0.0;
};
/// Source: M. J. H. Walker, B. Ireland and J. Owens, "A set of modified equinoctial orbit
/// elements", Celestial Mechanics 36, 409-419, 1985.
EquinoctialRates equinoctial_rates(RunState& state, ObjectId spacecraft, ObjectId force_model);

}  // namespace gmat_sweep::mission
