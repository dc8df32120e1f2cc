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

}  // namespace gmat_sweep::mission
