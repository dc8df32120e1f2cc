#include "mission/field_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mission/tables/burn_fields.hpp"
#include "mission/tables/force_fields.hpp"
#include "mission/tables/frame_fields.hpp"
#include "mission/tables/hardware_fields.hpp"
#include "mission/tables/output_fields.hpp"
#include "mission/tables/propagator_fields.hpp"
#include "mission/tables/solver_fields.hpp"
#include "mission/tables/spacecraft_fields.hpp"
#include "mission/tables/value_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using enum TypeSupport;

constexpr ResourceType types[] = {
    {.name = "Spacecraft", .fields = tables::spacecraft_fields, .doc = "a spacecraft"},
    {.name = "ForceModel", .fields = tables::force_model_fields, .doc = "the forces that act"},
    {.name = "GravityField",
     .fields = tables::gravity_field_fields,
     .doc = "the harmonics of one body of a ForceModel"},
    {.name = "Propagator",
     .fields = tables::propagator_fields,
     .doc = "an integrator with its force model"},
    {.name = "ImpulsiveBurn",
     .fields = tables::impulsive_burn_fields,
     .doc = "an instantaneous change of velocity"},
    {.name = "FiniteBurn", .fields = tables::finite_burn_fields, .doc = "a burn that takes time"},
    {.name = "ChemicalTank", .fields = tables::chemical_tank_fields, .doc = "a propellant tank"},
    {.name = "ElectricTank", .fields = tables::tank_fields, .doc = "a propellant tank"},
    {.name = "ChemicalThruster", .fields = tables::chemical_thruster_fields, .doc = "a thruster"},
    {.name = "ElectricThruster", .fields = tables::electric_thruster_fields, .doc = "a thruster"},
    {.name = "SolarPowerSystem", .fields = tables::solar_power_fields, .doc = "a power system"},
    {.name = "NuclearPowerSystem", .fields = tables::power_system_fields, .doc = "a power system"},
    {.name = "CoordinateSystem",
     .fields = tables::coordinate_system_fields,
     .doc = "axes with an origin"},
    {.name = "Barycenter", .fields = tables::barycenter_fields, .doc = "a centre of mass"},
    {.name = "LibrationPoint",
     .fields = tables::libration_point_fields,
     .doc = "a libration point"},
    {.name = "GroundStation", .fields = tables::ground_station_fields, .doc = "a station"},
    {.name = "DifferentialCorrector",
     .fields = tables::differential_corrector_fields,
     .doc = "a targeter"},
    {.name = "Yukon", .fields = tables::yukon_fields, .doc = "an optimiser"},
    {.name = "ReportFile", .fields = tables::report_file_fields, .doc = "a table of values"},
    {.name = "FileInterface",
     .fields = tables::file_interface_fields,
     .doc = "a file to read from"},
    {.name = "Variable", .fields = tables::variable_fields, .doc = "a number"},
    {.name = "Array", .fields = tables::array_fields, .doc = "a matrix of numbers"},
    {.name = "String", .fields = tables::string_fields, .doc = "a text"},

    {.name = "OrbitView", .support = display, .doc = "a drawing of orbits"},
    {.name = "OpenGLPlot", .support = display, .doc = "a drawing of orbits"},
    {.name = "Enhanced3DView", .support = display, .doc = "a drawing of orbits"},
    {.name = "GroundTrackPlot", .support = display, .doc = "a drawing of ground tracks"},
    {.name = "XYPlot", .support = display, .doc = "a plot"},
    {.name = "OpenFramesInterface", .support = display, .doc = "a drawing"},
    {.name = "OpenFramesView", .support = display, .doc = "a drawing"},
    {.name = "OpenFramesVector", .support = display, .doc = "a drawing"},
    {.name = "OpenFramesSensorMask", .support = display, .doc = "a drawing"},
    {.name = "OpenFramesSubscriber", .support = display, .doc = "a drawing"},
    {.name = "DynamicDataDisplay", .support = display, .doc = "a table on the screen"},

    {.name = "Planet", .support = unsupported, .doc = "a body the user defines"},
    {.name = "Moon", .support = unsupported, .doc = "a body the user defines"},
    {.name = "Asteroid", .support = unsupported, .doc = "a body the user defines"},
    {.name = "Comet", .support = unsupported, .doc = "a body the user defines"},
    {.name = "FminconOptimizer", .support = unsupported, .doc = "a commercial optimiser"},
    {.name = "SNOPT", .support = unsupported, .doc = "a commercial optimiser"},
    {.name = "VF13ad", .support = unsupported, .doc = "a commercial optimiser"},
    {.name = "EphemerisFile", .support = unsupported, .doc = "an ephemeris"},
    {.name = "ContactLocator", .support = unsupported, .doc = "contacts with a station"},
    {.name = "EclipseLocator", .support = unsupported, .doc = "eclipses"},
    {.name = "IntrusionLocator", .support = unsupported, .doc = "intrusions into a view"},
    {.name = "GmatFunction", .fields = tables::gmat_function_fields, .doc = "a function in a file"},
    {.name = "MatlabFunction", .support = unsupported, .doc = "a function in MATLAB"},
    {.name = "Formation", .support = unsupported, .doc = "spacecraft moved together"},
    {.name = "SolarSystem", .support = unsupported, .doc = "the bodies and their ephemeris"},
    {.name = "ThrustHistoryFile", .support = unsupported, .doc = "thrust from a file"},
    {.name = "ThrustSegment", .support = unsupported, .doc = "thrust from a file"},
    {.name = "ConicalFOV", .support = unsupported, .doc = "a field of view"},
    {.name = "RectangularFOV", .support = unsupported, .doc = "a field of view"},
    {.name = "CustomFOV", .support = unsupported, .doc = "a field of view"},
    {.name = "Imager", .support = unsupported, .doc = "a sensor"},
    {.name = "Plate", .support = unsupported, .doc = "a plate of an NPlate model"},
    {.name = "PlanetographicRegion", .support = unsupported, .doc = "a region of a planet"},
    {.name = "Antenna", .support = unsupported, .doc = "for estimation"},
    {.name = "Receiver", .support = unsupported, .doc = "for estimation"},
    {.name = "Transmitter", .support = unsupported, .doc = "for estimation"},
    {.name = "Transponder", .support = unsupported, .doc = "for estimation"},
    {.name = "ErrorModel", .support = unsupported, .doc = "for estimation"},
    {.name = "TrackingFileSet", .support = unsupported, .doc = "for estimation"},
    {.name = "TrackingDataAdapter", .support = unsupported, .doc = "for estimation"},
    {.name = "DataFile", .support = unsupported, .doc = "for estimation"},
    {.name = "AcceptFilter", .support = unsupported, .doc = "for estimation"},
    {.name = "RejectFilter", .support = unsupported, .doc = "for estimation"},
    {.name = "Simulator", .support = unsupported, .doc = "for estimation"},
    {.name = "BatchEstimator", .support = unsupported, .doc = "for estimation"},
    {.name = "ExtendedKalmanFilter", .support = unsupported, .doc = "for estimation"},
    {.name = "Smoother", .support = unsupported, .doc = "for estimation"},
    {.name = "EstimatedParameter", .support = unsupported, .doc = "for estimation"},
    {.name = "ProcessNoiseModel", .support = unsupported, .doc = "for estimation"},
    {.name = "ExternalModel", .support = unsupported, .doc = "a force of a plug-in"},
    {.name = "PolyhedronGravityModel", .support = unsupported, .doc = "a force of a plug-in"},
    {.name = "PythonFunction", .support = unsupported, .doc = "a function in Python"},
    {.name = "Trajectory", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "Phase", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "OptimalControlGuess", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "OptimalControlFunction", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "DynamicsConfiguration", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "CustomLinkageConstraint", .support = unsupported, .doc = "of the plug-in CSALT"},
    {.name = "EMTGSpacecraft", .support = unsupported, .doc = "of the plug-in CSALT"},
};

struct Alias {
  std::string_view name;
  std::string_view means;
};

constexpr Alias aliases[] = {{"PropSetup", "Propagator"},
                             {"ODEModel", "ForceModel"},
                             {"FuelTank", "ChemicalTank"},
                             {"Thruster", "ChemicalThruster"},
                             {"GroundTrack", "GroundTrackPlot"}};

bool is_list(FieldKind kind) { return kind == FieldKind::names || kind == FieldKind::reals; }

std::string describe_range(const Range& range) {
  const bool low = range.low != -std::numeric_limits<double>::infinity();
  const bool high = range.high != std::numeric_limits<double>::infinity();
  std::string text;
  if (low) text += fmt::format(" {} {:g}", range.low_open ? ">" : ">=", range.low);
  if (low && high) text += " and";
  if (high) text += fmt::format(" {} {:g}", range.high_open ? "<" : "<=", range.high);
  return text;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(',');
    items.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return items;
}

Reals reals_of(std::string_view text) {
  Reals values;
  for (const auto& item : split_list(text)) values.push_back(std::stod(item));
  return values;
}

}  // namespace

std::size_t ResourceType::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &Field::name);
  return static_cast<std::size_t>(found - fields.begin());
}

const ResourceType* find_resource_type(std::string_view name) {
  const auto alias = std::ranges::find(aliases, name, &Alias::name);
  if (alias != std::end(aliases)) name = alias->means;
  const auto found = std::ranges::find(types, name, &ResourceType::name);
  return found == std::end(types) ? nullptr : found;
}

std::span<const ResourceType> resource_types() { return types; }

FieldValue default_value(const Field& field) {
  switch (field.kind) {
    case FieldKind::real:
    case FieldKind::integer:
    case FieldKind::orbit:
      return field.number;
    case FieldKind::boolean:
      return field.number != 0.0;
    case FieldKind::names:
      return split_list(field.text);
    case FieldKind::reals:
      return reals_of(field.text);
    default:
      return std::string(field.text);
  }
}

std::vector<FieldValue> default_values(const ResourceType& type) {
  std::vector<FieldValue> values;
  values.reserve(type.fields.size());
  for (const auto& field : type.fields) values.push_back(default_value(field));
  return values;
}

std::vector<std::string> field_names(const ResourceType& type) {
  std::vector<std::string> names;
  for (const auto& field : type.fields) names.emplace_back(field.name);
  return names;
}

std::string describe_accepted(const Field& field) {
  const auto choices = fmt::format("{}", fmt::join(field.choices, ", "));
  switch (field.kind) {
    case FieldKind::real:
    case FieldKind::orbit:
      return "a real number" + describe_range(field.range);
    case FieldKind::integer:
      return "an integer" + describe_range(field.range);
    case FieldKind::boolean:
      return field.choices.empty() ? "true or false (On or Off)" : choices;
    case FieldKind::choice:
      return field.choices.size() == 1 ? std::string(field.choices.front()) : "one of " + choices;
    case FieldKind::resource:
      return field.choices.empty() ? "the name of a resource" : "the name of a " + choices;
    case FieldKind::names:
      return "a list of names";
    case FieldKind::reals:
      return field.count == 0 ? "a list of numbers"
                              : fmt::format("a list of {} numbers", field.count);
    case FieldKind::epoch:
      return "an epoch in the spacecraft's DateFormat";
    case FieldKind::file:
      return "a file name";
    case FieldKind::text:
      return "text";
  }
  return is_list(field.kind) ? "a list" : "a value";
}

}  // namespace gmat_sweep::mission
