#pragma once

#include "astro/vectors.hpp"
#include "mission/frame.hpp"

/// Where the mass of a spacecraft is, by its ExtendedMassPropertiesModel.
namespace gmat_sweep::mission {

class RunState;

/// Whether the model holds a centre of mass, and moments of inertia.
bool models_center_of_mass(RunState& state, ObjectId spacecraft);
bool models_inertia(RunState& state, ObjectId spacecraft);

/// Of the dry spacecraft and its propellant, in body axes; the origin, GMAT's value, where it is
/// not modelled. Source: GMAT R2026a, Spacecraft::CalculateSystemCenterOfMass.
astro::Vector3 system_center_of_mass_m(RunState& state, ObjectId spacecraft);

/// The same about the centre of mass, in body axes; the identity, GMAT's value, where it is not
/// modelled. As in GMAT a spacecraft without tanks has its dry moments.
/// Source: GMAT R2026a, Spacecraft::CalculateSystemMOI.
astro::Matrix3 system_inertia_kg_m2(RunState& state, ObjectId spacecraft);

}  // namespace gmat_sweep::mission
