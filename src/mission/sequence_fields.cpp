#include "mission/sequence_fields.hpp"

#include <algorithm>
#include <array>

namespace gmat_sweep::mission {
namespace {

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_tank_parameter(std::string_view field) {
  constexpr std::array<std::string_view, 6> plain = {"FuelMass",       "Pressure", "Temperature",
                                                     "RefTemperature", "Volume",   "FuelDensity"};
  return is_among(plain, field) || field.starts_with("FuelCenterOfMass") ||
         field.starts_with("FuelMomentOfInertia");
}

bool is_thruster_parameter(std::string_view field) {
  constexpr std::array<std::string_view, 4> plain = {"DutyCycle", "ThrustScaleFactor",
                                                     "GravitationalAccel", "Isp"};
  const bool coefficient = field.size() >= 2 && (field[0] == 'C' || field[0] == 'K') &&
                           field[1] >= '1' && field[1] <= '9';
  return is_among(plain, field) || field.starts_with("ThrustDirection") || coefficient;
}

}  // namespace

bool may_change_in_sequence(std::string_view type, const Field& field) {
  constexpr std::array<std::string_view, 7> none = {
      "CoordinateSystem",      "Barycenter", "LibrationPoint", "GroundStation", "FileInterface",
      "DifferentialCorrector", "Yukon"};
  constexpr std::array<std::string_view, 7> of_impulsive_burns = {
      "CoordinateSystem", "Origin", "Axes", "DecrementMass", "Tank", "Isp", "GravitationalAccel"};
  constexpr std::array<std::string_view, 4> of_reports = {"LeftJustify", "ZeroFill",
                                                          "AppendToExistingFile", "TargetStatus"};
  if (field.support == FieldSupport::inert) return true;
  if (type.ends_with("Tank")) return is_tank_parameter(field.name);
  if (type.ends_with("Thruster")) return is_thruster_parameter(field.name);
  if (type.ends_with("PowerSystem")) return false;
  if (type == "ImpulsiveBurn") return !is_among(of_impulsive_burns, field.name);
  if (type == "FiniteBurn") return field.name != "Thrusters" && field.name != "Tanks";
  if (type == "ReportFile") return !is_among(of_reports, field.name);
  return !is_among(none, type);
}

}  // namespace gmat_sweep::mission
