#include "mission/mass_properties.hpp"

#include "mission/hardware.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/hardware_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Matrix3;
using astro::Vector3;
using tables::spacecraft_fields;

double real(RunState& state, ObjectId object, std::size_t index) {
  return std::get<double>(state.field(object, index));
}

const std::string& model_of(RunState& state, ObjectId spacecraft) {
  return std::get<std::string>(
      state.field(spacecraft, field_index(spacecraft_fields, "ExtendedMassPropertiesModel")));
}

double fuel_mass_kg(RunState& state, ObjectId tank) {
  return real(state, tank, field_index(tables::tank_fields, "FuelMass"));
}

double dry_mass_kg(RunState& state, ObjectId spacecraft) {
  return real(state, spacecraft, field_index(spacecraft_fields, "DryMass"));
}

Vector3 dry_center_m(RunState& state, ObjectId spacecraft) {
  constexpr std::size_t first = field_index(spacecraft_fields, "DryCenterOfMassX");
  return {real(state, spacecraft, first), real(state, spacecraft, first + 1),
          real(state, spacecraft, first + 2)};
}

Matrix3 dry_inertia_kg_m2(RunState& state, ObjectId spacecraft) {
  constexpr std::size_t first = field_index(spacecraft_fields, "DryMomentOfInertiaXX");
  const auto at = [&](std::size_t i) { return real(state, spacecraft, first + i); };
  Matrix3 result;
  result << at(0), at(1), at(2), at(1), at(3), at(4), at(2), at(4), at(5);
  return result;
}

/// The centre of mass whether it is modelled or not.
Vector3 mean_center_m(RunState& state, ObjectId spacecraft) {
  Vector3 sum = dry_mass_kg(state, spacecraft) * dry_center_m(state, spacecraft);
  for (const auto tank : state.fitting(spacecraft).tanks) {
    sum += fuel_mass_kg(state, tank) * tank_geometry(state, tank).center_m;
  }
  return sum / total_mass_kg(state, spacecraft);
}

}  // namespace

bool models_center_of_mass(RunState& state, ObjectId spacecraft) {
  return model_of(state, spacecraft).starts_with("CenterOfMass");
}

bool models_inertia(RunState& state, ObjectId spacecraft) {
  return model_of(state, spacecraft).ends_with("MomentOfInertia");
}

Vector3 system_center_of_mass_m(RunState& state, ObjectId spacecraft) {
  if (!models_center_of_mass(state, spacecraft)) return Vector3::Zero();
  return mean_center_m(state, spacecraft);
}

Matrix3 system_inertia_kg_m2(RunState& state, ObjectId spacecraft) {
  if (!models_inertia(state, spacecraft)) return Matrix3::Identity();
  Matrix3 result = dry_inertia_kg_m2(state, spacecraft);
  const auto& tanks = state.fitting(spacecraft).tanks;
  if (tanks.empty()) return result;
  const Vector3 center = mean_center_m(state, spacecraft);
  const Vector3 r = dry_center_m(state, spacecraft) - center;
  result +=
      dry_mass_kg(state, spacecraft) * (r.squaredNorm() * Matrix3::Identity() - r * r.transpose());
  for (const auto tank : tanks) result += tank_geometry(state, tank, center).inertia_kg_m2;
  return result;
}

}  // namespace gmat_sweep::mission
