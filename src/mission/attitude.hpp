#pragma once

#include <string_view>

#include "astro/vectors.hpp"
#include "mission/field_table.hpp"
#include "mission/frame.hpp"

namespace gmat_sweep::mission {

class RunState;

/// Body components of inertial ones at an epoch, by the spacecraft's attitude model. Throws
/// RunFailed when the attitude is undefined.
astro::Matrix3 attitude_of(RunState& state, ObjectId spacecraft, double a1_mjd);

/// In body components. Throws RunFailed for models that have no rates.
astro::Vector3 angular_velocity_rad_s(RunState& state, ObjectId spacecraft, double a1_mjd);

/// What the attitude is at the spacecraft's epoch becomes what is set, from that epoch on. Before
/// the attitude or the epoch is changed.
void hold_attitude(RunState& state, ObjectId spacecraft);

/// An attitude field is assigned to in the mission sequence.
void assign_attitude(RunState& state, ObjectId spacecraft, std::string_view field,
                     const FieldValue& value);
void assign_euler_sequence(RunState& state, ObjectId spacecraft, std::string_view sequence);

}  // namespace gmat_sweep::mission
