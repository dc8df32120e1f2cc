#include "mission/object_parameter.hpp"

#include <algorithm>
#include <numbers>

#include "mission/attitude.hpp"
#include "mission/finite_burn.hpp"
#include "mission/hardware.hpp"
#include "mission/mass_properties.hpp"
#include "mission/parameters_force.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Vector3;

constexpr double degrees = 180.0 / std::numbers::pi;

constexpr std::string_view spacecraft_only[] = {"Spacecraft"};
constexpr std::string_view thrusters[] = {"ChemicalThruster", "ElectricThruster"};
constexpr std::string_view power_systems[] = {"SolarPowerSystem", "NuclearPowerSystem"};
constexpr std::string_view force_models[] = {"ForceModel"};
constexpr std::string_view finite_burns[] = {"FiniteBurn"};
constexpr std::string_view impulsive_burns[] = {"ImpulsiveBurn"};
constexpr std::string_view tanks[] = {"ChemicalTank", "ElectricTank"};

astro::Matrix3 attitude(RunState& state, ObjectId spacecraft) {
  return attitude_of(state, spacecraft, state.spacecraft_of(spacecraft).epoch.mjd);
}

const astro::EulerSequence& sequence_of(RunState& state, ObjectId spacecraft) {
  return state.spacecraft_of(spacecraft).attitude.setting.sequence();
}

template <int Row, int Column>
double direction_cosine(RunState& state, ObjectId spacecraft, ObjectId) {
  return attitude(state, spacecraft)(Row, Column);
}

template <int I>
double quaternion(RunState& state, ObjectId spacecraft, ObjectId) {
  return astro::quaternion_of(attitude(state, spacecraft))[I];
}

template <int I>
double rodrigues(RunState& state, ObjectId spacecraft, ObjectId) {
  return astro::rodrigues_of(astro::quaternion_of(attitude(state, spacecraft)))[I];
}

Vector3 angles_rad(RunState& state, ObjectId spacecraft) {
  return astro::euler_angles_rad(attitude(state, spacecraft), sequence_of(state, spacecraft));
}

template <int I>
double euler_angle(RunState& state, ObjectId spacecraft, ObjectId) {
  return angles_rad(state, spacecraft)[I] * degrees;
}

Vector3 velocity(RunState& state, ObjectId spacecraft) {
  return angular_velocity_rad_s(state, spacecraft, state.spacecraft_of(spacecraft).epoch.mjd);
}

template <int I>
double angular_velocity(RunState& state, ObjectId spacecraft, ObjectId) {
  return velocity(state, spacecraft)[I] * degrees;
}

template <int I>
double euler_rate(RunState& state, ObjectId spacecraft, ObjectId) {
  return astro::euler_rates_of(velocity(state, spacecraft), angles_rad(state, spacecraft),
                               sequence_of(state, spacecraft))[I] *
         degrees;
}

double mass(RunState& state, ObjectId spacecraft, ObjectId) {
  return total_mass_kg(state, spacecraft);
}

/// Zero while the thruster does not fire.
ThrusterOutput output(RunState& state, ObjectId thruster) {
  const auto read = read_thruster(state, thruster);
  return read.firing ? output_of(state, read) : ThrusterOutput{};
}

/// What the burn did last, zero once it has ended.
BurnMemory last_of(RunState& state, ObjectId burn) {
  const auto& memories = state.propulsion().burns;
  const auto found = memories.find(burn);
  if (found == memories.end() || !burn_is_firing(state, burn)) return {};
  return found->second;
}

template <int I>
double total_thrust(RunState& state, ObjectId, ObjectId burn) {
  return last_of(state, burn).thrust_n[I];
}

template <int I>
double total_acceleration(RunState& state, ObjectId, ObjectId burn) {
  return last_of(state, burn).acceleration_km_s2[I];
}

/// An ImpulsiveBurn's velocity change, as it was last applied.
template <int I>
double velocity_change(RunState& state, std::size_t frame, ObjectId burn) {
  const auto& memories = state.propulsion().burns;
  const auto found = memories.find(burn);
  if (found == memories.end()) return 0.0;
  const auto axes = state.frames().axes_to_base(frame, found->second.a1_mjd);
  return axes.to_inertial.col(I).dot(found->second.velocity_change_km_s);
}

template <int Row, int Column>
double tank_axes(RunState& state, ObjectId, ObjectId tank) {
  return tank_geometry(state, tank).axes(Row, Column);
}

template <int I>
double fuel_center(RunState& state, ObjectId, ObjectId tank) {
  return tank_geometry(state, tank).center_m[I];
}

template <int Row, int Column>
double fuel_inertia(RunState& state, ObjectId, ObjectId tank) {
  return tank_geometry(state, tank).inertia_kg_m2(Row, Column);
}

template <int I>
double system_center(RunState& state, ObjectId spacecraft, ObjectId) {
  return system_center_of_mass_m(state, spacecraft)[I];
}

template <int Row, int Column>
double system_inertia(RunState& state, ObjectId spacecraft, ObjectId) {
  return system_inertia_kg_m2(state, spacecraft)(Row, Column);
}

constexpr ObjectParameter tank_parameter(std::string_view name, std::string_view unit,
                                         std::string_view doc,
                                         double (*get)(RunState&, ObjectId, ObjectId)) {
  return {.name = name, .owners = tanks, .unit = unit, .doc = doc, .get = get};
}

constexpr ObjectParameter burn_parameter(std::string_view name,
                                         double (*get)(RunState&, std::size_t, ObjectId)) {
  return {.name = name,
          .owners = impulsive_burns,
          .unit = "km/s",
          .doc = "velocity change as last applied, in a coordinate system; 0 before",
          .get = get,
          .in_frame = true};
}

constexpr ObjectParameter attitude_parameter(std::string_view name, std::string_view unit,
                                             std::string_view doc,
                                             double (*get)(RunState&, ObjectId, ObjectId)) {
  return {.name = name, .owners = spacecraft_only, .unit = unit, .doc = doc, .get = get};
}

constexpr ObjectParameter angle_parameter(std::string_view name,
                                          double (*get)(RunState&, ObjectId, ObjectId)) {
  return {.name = name,
          .owners = spacecraft_only,
          .unit = "deg",
          .doc = "attitude: angle of EulerAngleSequence",
          .get = get};
}

constexpr std::string_view system_doc =
    "centre of mass, body axes; 0 unless ExtendedMassPropertiesModel has it";
constexpr std::string_view inertia_system_doc =
    "inertia about it, body axes; the identity unless ExtendedMassPropertiesModel has it";
constexpr std::string_view axes_doc = "matrix of body components to the tank's";
constexpr std::string_view center_doc = "centre of the propellant's mass, body axes";
constexpr std::string_view inertia_doc = "the propellant's inertia about the body's origin";
constexpr std::string_view matrix_doc = "attitude: matrix of inertial to body components";
constexpr std::string_view quaternion_doc = "attitude: quaternion";
constexpr std::string_view rodrigues_doc = "attitude: modified Rodrigues parameter";
constexpr std::string_view rate_doc = "attitude: rate of an angle of EulerAngleSequence";
constexpr std::string_view velocity_doc = "attitude: angular velocity, body components";

template <double EquinoctialRates::*Rate>
double rate(RunState& state, ObjectId spacecraft, ObjectId forces) {
  return equinoctial_rates(state, spacecraft, forces).*Rate;
}

template <int I>
double acceleration(RunState& state, ObjectId spacecraft, ObjectId forces) {
  return acceleration_with_thrust_km_s2(state, spacecraft, forces)[I];
}

const ObjectParameter parameters[] = {
    {"AtmosDensity", force_models, "kg/km^3", "density of its atmosphere", density_kg_km3},
    {"Acceleration", force_models, "km/s^2", "acceleration by it and by finite burns",
     [](RunState& state, ObjectId spacecraft, ObjectId forces) {
       return acceleration_with_thrust_km_s2(state, spacecraft, forces).norm();
     }},
    {"AccelerationX", force_models, "km/s^2", "the same along X, MJ2000Eq", acceleration<0>},
    {"AccelerationY", force_models, "km/s^2", "the same along Y, MJ2000Eq", acceleration<1>},
    {"AccelerationZ", force_models, "km/s^2", "the same along Z, MJ2000Eq", acceleration<2>},
    {"SMADot", force_models, "km/s", "rate of the semi-major axis by it",
     rate<&EquinoctialRates::sma_km_s>},
    {"EquinoctialHDot", force_models, "1/s", "rate of EquinoctialH by it",
     rate<&EquinoctialRates::h_per_s>},
    {"EquinoctialKDot", force_models, "1/s", "rate of EquinoctialK by it",
     rate<&EquinoctialRates::k_per_s>},
    {"EquinoctialPDot", force_models, "1/s", "rate of EquinoctialP by it",
     rate<&EquinoctialRates::p_per_s>},
    {"EquinoctialQDot", force_models, "1/s", "rate of EquinoctialQ by it",
     rate<&EquinoctialRates::q_per_s>},
    {"TLONGDot", force_models, "deg/s", "rate of the true longitude",
     rate<&EquinoctialRates::true_longitude_deg_s>},
    {.name = "TotalMass",
     .owners = spacecraft_only,
     .unit = "kg",
     .doc = "dry mass and propellant",
     .get = mass},

    attitude_parameter("DCM11", "", matrix_doc, direction_cosine<0, 0>),
    attitude_parameter("DCM12", "", matrix_doc, direction_cosine<0, 1>),
    attitude_parameter("DCM13", "", matrix_doc, direction_cosine<0, 2>),
    attitude_parameter("DCM21", "", matrix_doc, direction_cosine<1, 0>),
    attitude_parameter("DCM22", "", matrix_doc, direction_cosine<1, 1>),
    attitude_parameter("DCM23", "", matrix_doc, direction_cosine<1, 2>),
    attitude_parameter("DCM31", "", matrix_doc, direction_cosine<2, 0>),
    attitude_parameter("DCM32", "", matrix_doc, direction_cosine<2, 1>),
    attitude_parameter("DCM33", "", matrix_doc, direction_cosine<2, 2>),
    attitude_parameter("Q1", "", quaternion_doc, quaternion<0>),
    attitude_parameter("Q2", "", quaternion_doc, quaternion<1>),
    attitude_parameter("Q3", "", quaternion_doc, quaternion<2>),
    attitude_parameter("Q4", "", quaternion_doc, quaternion<3>),
    attitude_parameter("MRP1", "", rodrigues_doc, rodrigues<0>),
    attitude_parameter("MRP2", "", rodrigues_doc, rodrigues<1>),
    attitude_parameter("MRP3", "", rodrigues_doc, rodrigues<2>),
    angle_parameter("EulerAngle1", euler_angle<0>),
    angle_parameter("EulerAngle2", euler_angle<1>),
    angle_parameter("EulerAngle3", euler_angle<2>),
    attitude_parameter("EulerAngleRate1", "deg/s", rate_doc, euler_rate<0>),
    attitude_parameter("EulerAngleRate2", "deg/s", rate_doc, euler_rate<1>),
    attitude_parameter("EulerAngleRate3", "deg/s", rate_doc, euler_rate<2>),
    attitude_parameter("AngularVelocityX", "deg/s", velocity_doc, angular_velocity<0>),
    attitude_parameter("AngularVelocityY", "deg/s", velocity_doc, angular_velocity<1>),
    attitude_parameter("AngularVelocityZ", "deg/s", velocity_doc, angular_velocity<2>),

    attitude_parameter("SystemCenterOfMassX", "m", system_doc, system_center<0>),
    attitude_parameter("SystemCenterOfMassY", "m", system_doc, system_center<1>),
    attitude_parameter("SystemCenterOfMassZ", "m", system_doc, system_center<2>),
    attitude_parameter("SystemMomentOfInertiaXX", "kg m^2", inertia_system_doc,
                       system_inertia<0, 0>),
    attitude_parameter("SystemMomentOfInertiaXY", "kg m^2", inertia_system_doc,
                       system_inertia<0, 1>),
    attitude_parameter("SystemMomentOfInertiaXZ", "kg m^2", inertia_system_doc,
                       system_inertia<0, 2>),
    attitude_parameter("SystemMomentOfInertiaYY", "kg m^2", inertia_system_doc,
                       system_inertia<1, 1>),
    attitude_parameter("SystemMomentOfInertiaYZ", "kg m^2", inertia_system_doc,
                       system_inertia<1, 2>),
    attitude_parameter("SystemMomentOfInertiaZZ", "kg m^2", inertia_system_doc,
                       system_inertia<2, 2>),

    tank_parameter("R_SB11", "", axes_doc, tank_axes<0, 0>),
    tank_parameter("R_SB12", "", axes_doc, tank_axes<0, 1>),
    tank_parameter("R_SB13", "", axes_doc, tank_axes<0, 2>),
    tank_parameter("R_SB21", "", axes_doc, tank_axes<1, 0>),
    tank_parameter("R_SB22", "", axes_doc, tank_axes<1, 1>),
    tank_parameter("R_SB23", "", axes_doc, tank_axes<1, 2>),
    tank_parameter("R_SB31", "", axes_doc, tank_axes<2, 0>),
    tank_parameter("R_SB32", "", axes_doc, tank_axes<2, 1>),
    tank_parameter("R_SB33", "", axes_doc, tank_axes<2, 2>),
    tank_parameter("FuelCenterOfMassX_BCS", "m", center_doc, fuel_center<0>),
    tank_parameter("FuelCenterOfMassY_BCS", "m", center_doc, fuel_center<1>),
    tank_parameter("FuelCenterOfMassZ_BCS", "m", center_doc, fuel_center<2>),
    tank_parameter("FuelMomentOfInertiaXX_BCS", "kg m^2", inertia_doc, fuel_inertia<0, 0>),
    tank_parameter("FuelMomentOfInertiaXY_BCS", "kg m^2", inertia_doc, fuel_inertia<0, 1>),
    tank_parameter("FuelMomentOfInertiaXZ_BCS", "kg m^2", inertia_doc, fuel_inertia<0, 2>),
    tank_parameter("FuelMomentOfInertiaYY_BCS", "kg m^2", inertia_doc, fuel_inertia<1, 1>),
    tank_parameter("FuelMomentOfInertiaYZ_BCS", "kg m^2", inertia_doc, fuel_inertia<1, 2>),
    tank_parameter("FuelMomentOfInertiaZZ_BCS", "kg m^2", inertia_doc, fuel_inertia<2, 2>),

    burn_parameter("Element1", velocity_change<0>),
    burn_parameter("Element2", velocity_change<1>),
    burn_parameter("Element3", velocity_change<2>),
    burn_parameter("V", velocity_change<0>),
    burn_parameter("N", velocity_change<1>),
    burn_parameter("B", velocity_change<2>),

    {.name = "ThrustMagnitude",
     .owners = thrusters,
     .unit = "N",
     .doc = "thrust with scale and duty cycle; 0 while it does not fire",
     .get = [](RunState& s, ObjectId, ObjectId o) { return output(s, o).applied_thrust_n; }},
    {.name = "Isp",
     .owners = thrusters,
     .unit = "s",
     .doc = "specific impulse; 0 while it does not fire",
     .get = [](RunState& s, ObjectId, ObjectId o) { return output(s, o).specific_impulse_s; }},
    {.name = "MassFlowRate",
     .owners = thrusters,
     .unit = "kg/s",
     .doc = "change of mass, negative; 0 while it does not fire",
     .get = [](RunState& s, ObjectId, ObjectId o) { return output(s, o).mass_flow_kg_s; }},

    {.name = "TotalPowerAvailable",
     .owners = power_systems,
     .unit = "kW",
     .doc = "power generated",
     .get = generated_power_kw},
    {.name = "RequiredBusPower",
     .owners = power_systems,
     .unit = "kW",
     .doc = "power of the bus",
     .get = bus_power_kw},
    {.name = "ThrustPowerAvailable",
     .owners = power_systems,
     .unit = "kW",
     .doc = "power left for thrusters",
     .get = thrust_power_kw},

    {.name = "TotalThrust1",
     .owners = finite_burns,
     .unit = "N",
     .doc = "thrust along X of MJ2000Eq; 0 while the burn does not fire",
     .get = total_thrust<0>},
    {.name = "TotalThrust2",
     .owners = finite_burns,
     .unit = "N",
     .doc = "thrust along Y",
     .get = total_thrust<1>},
    {.name = "TotalThrust3",
     .owners = finite_burns,
     .unit = "N",
     .doc = "thrust along Z",
     .get = total_thrust<2>},
    {.name = "TotalAcceleration1",
     .owners = finite_burns,
     .unit = "km/s^2",
     .doc = "acceleration along X of MJ2000Eq; 0 while the burn does not fire",
     .get = total_acceleration<0>},
    {.name = "TotalAcceleration2",
     .owners = finite_burns,
     .unit = "km/s^2",
     .doc = "acceleration along Y",
     .get = total_acceleration<1>},
    {.name = "TotalAcceleration3",
     .owners = finite_burns,
     .unit = "km/s^2",
     .doc = "acceleration along Z",
     .get = total_acceleration<2>},
    {.name = "TotalMassFlowRate",
     .owners = finite_burns,
     .unit = "kg/s",
     .doc = "change of mass, negative; 0 while the burn does not fire",
     .get = [](RunState& s, ObjectId, ObjectId o) { return last_of(s, o).mass_flow_kg_s; }},
};

}  // namespace

const ObjectParameter* find_object_parameter(std::string_view type, std::string_view name,
                                             bool in_frame) {
  const auto found = std::ranges::find_if(parameters, [&](const ObjectParameter& one) {
    return one.name == name && one.in_frame == in_frame &&
           std::ranges::find(one.owners, type) != one.owners.end();
  });
  return found == std::end(parameters) ? nullptr : found;
}

std::span<const ObjectParameter> object_parameters() { return parameters; }

}  // namespace gmat_sweep::mission
