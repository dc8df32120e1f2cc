#include "mission/vector_parameter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"
#include "mission/attitude.hpp"
#include "mission/hardware.hpp"
#include "mission/mass_properties.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/hardware_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Vector3;
using tables::thruster_fields;

astro::Matrix3 attitude(RunState& state, ObjectId spacecraft) {
  return attitude_of(state, spacecraft, state.spacecraft_of(spacecraft).epoch.mjd);
}

Matrix quaternion(RunState& state, ObjectId spacecraft) {
  const auto q = astro::quaternion_of(attitude(state, spacecraft));
  return {1, 4, {q[0], q[1], q[2], q[3]}};
}

Matrix direction_cosines(RunState& state, ObjectId spacecraft) {
  const auto matrix = attitude(state, spacecraft);
  Matrix result{3, 3, {}};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) result.values.push_back(matrix(row, column));
  }
  return result;
}

Vector3 three_fields(RunState& state, ObjectId object, std::size_t first) {
  const auto at = [&](std::size_t i) { return std::get<double>(state.field(object, first + i)); };
  return {at(0), at(1), at(2)};
}

/// Of the thrusters that fire, about the centre of mass. GMAT takes a thrust's direction as it is
/// given, in the thruster's own axes, and its place in body axes.
/// Source: GMAT R2026a, ODEModel::GetTorquesForSpacecraft.
Matrix burn_torque(RunState& state, ObjectId spacecraft) {
  Vector3 sum = Vector3::Zero();
  const Vector3 center_m = system_center_of_mass_m(state, spacecraft);
  for (const auto id : state.fitting(spacecraft).thrusters) {
    const auto thruster = read_thruster(state, id);
    if (!thruster.firing) continue;
    const Vector3 place_m = three_fields(state, id, field_index(thruster_fields, "HWOriginInBCSX"));
    const Vector3 direction =
        three_fields(state, id, field_index(thruster_fields, "ThrustDirection1")).normalized();
    sum += (place_m - center_m).cross(output_of(state, thruster).applied_thrust_n * direction);
  }
  return {1, 3, {sum.x(), sum.y(), sum.z()}};
}

/// Light exerts none on a spacecraft that has no plates.
Matrix no_torque(RunState&, ObjectId) { return {1, 3, {0.0, 0.0, 0.0}}; }

/// Without moments of inertia GMAT's are the identity, on which gravity exerts no torque.
/// Throws RunFailed with them.
Matrix gravity_torque(RunState& state, ObjectId spacecraft) {
  if (!models_inertia(state, spacecraft)) return no_torque(state, spacecraft);
  throw RunFailed(fmt::format(
      "{}: GravityTorque, of gravity on moments of inertia (ExtendedMassPropertiesModel) is not "
      "supported by the native engine",
      state.program().objects[spacecraft].name));
}

Matrix total_torque(RunState& state, ObjectId spacecraft) {
  gravity_torque(state, spacecraft);
  return burn_torque(state, spacecraft);
}

constexpr VectorParameter parameters[] = {
    {.name = "Quaternion",
     .owner = "Spacecraft",
     .columns = 4,
     .doc = "attitude: quaternion; can be set",
     .get = quaternion},
    {.name = "DirectionCosineMatrix",
     .owner = "Spacecraft",
     .rows = 3,
     .doc = "attitude: matrix of inertial to body components",
     .get = direction_cosines},
    {.name = "BurnTorque",
     .owner = "ForceModel",
     .unit = "N m",
     .doc = "of the thrusters that fire, by HWOriginInBCSX to Z and ThrustDirection1 to 3",
     .get = burn_torque},
    {.name = "GravityTorque",
     .owner = "ForceModel",
     .unit = "N m",
     .doc = "0, as in GMAT without moments of inertia; with them the run fails",
     .get = gravity_torque},
    {.name = "SRPTorque",
     .owner = "ForceModel",
     .unit = "N m",
     .doc = "0, as in GMAT without an NPlate model, which is refused",
     .get = no_torque},
    {.name = "TotalTorque",
     .owner = "ForceModel",
     .unit = "N m",
     .doc = "the sum of the three",
     .get = total_torque},
};

}  // namespace

std::span<const VectorParameter> vector_parameters() { return parameters; }

const VectorParameter* find_vector_parameter(std::string_view name) {
  const auto* found = std::ranges::find(parameters, name, &VectorParameter::name);
  return found == std::end(parameters) ? nullptr : found;
}

}  // namespace gmat_sweep::mission
