#pragma once

#include <algorithm>
#include <array>

#include "mission/tables.hpp"

/// Tanks, thrusters and power systems, as GMAT's src/base/hardware names and
/// defaults their fields.
namespace gmat_sweep::mission {

template <std::size_t N>
consteval std::size_t field_index(const std::array<Field, N>& fields, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (fields[i].name == name) return i;
  }
  throw "no such field";
}

}  // namespace gmat_sweep::mission

namespace gmat_sweep::mission::tables {

/// One table after the other.
template <std::size_t A, std::size_t B>
consteval std::array<Field, A + B> joined(const Field (&first)[A], const Field (&second)[B]) {
  std::array<Field, A + B> all{};
  std::copy(first, first + A, all.begin());
  std::copy(second, second + B, all.begin() + A);
  return all;
}

inline constexpr Range above_absolute_zero{.low = -273.15, .low_open = true};
inline constexpr Range percent{.low = 0.0, .high = 100.0};

inline constexpr std::string_view pressure_models[] = {"PressureRegulated", "BlowDown"};
inline constexpr std::string_view rotation_options[] = {"Construct"};
inline constexpr std::string_view refused_rotations[] = {"DCM", "Euler"};
inline constexpr std::string_view thruster_axes[] = {"VNB", "LVLH", "MJ2000Eq", "SpacecraftBody"};
inline constexpr std::string_view thrust_models[] = {"ThrustMassPolynomial", "ConstantThrustAndIsp",
                                                     "FixedEfficiency"};
inline constexpr std::string_view shadow_models[] = {"None", "DualCone"};
inline constexpr std::string_view power_epoch_formats[] = {
    "UTCGregorian", "TAIGregorian", "TTGregorian", "TDBGregorian", "A1Gregorian",
    "UTCModJulian", "TAIModJulian", "TTModJulian", "TDBModJulian", "A1ModJulian"};
inline constexpr std::string_view throttle_logics[] = {"MaxNumberOfThrusters"};

/// Of tanks of both kinds.
inline constexpr Field tank_fields[] = {
    {.name = "FuelMass", .doc = "propellant [kg]", .number = 756},
    {.name = "AllowNegativeFuelMass", .kind = boolean, .doc = "whether FuelMass may go below zero"},
    {.name = "FuelCenterOfMassX", .doc = "centre of mass [m]"},
    {.name = "FuelCenterOfMassY", .doc = "centre of mass [m]"},
    {.name = "FuelCenterOfMassZ", .doc = "centre of mass [m]"},
    {.name = "FuelMomentOfInertiaXX",
     .doc = "inertia [kg m^2]",
     .number = 99,
     .range = not_negative},
    {.name = "FuelMomentOfInertiaXY", .doc = "inertia [kg m^2]"},
    {.name = "FuelMomentOfInertiaXZ", .doc = "inertia [kg m^2]"},
    {.name = "FuelMomentOfInertiaYY",
     .doc = "inertia [kg m^2]",
     .number = 99,
     .range = not_negative},
    {.name = "FuelMomentOfInertiaYZ", .doc = "inertia [kg m^2]"},
    {.name = "FuelMomentOfInertiaZZ",
     .doc = "inertia [kg m^2]",
     .number = 99,
     .range = not_negative},
    {.name = "RotationOption",
     .kind = choice,
     .doc = "how the tank's axes are given: from the two directions",
     .text = "Construct",
     .choices = rotation_options,
     .refused = refused_rotations},
    {.name = "DirectionX", .doc = "tank's axes"},
    {.name = "DirectionY", .doc = "tank's axes"},
    {.name = "DirectionZ", .doc = "tank's axes", .number = 1},
    {.name = "SecondDirectionX", .doc = "tank's axes"},
    {.name = "SecondDirectionY", .doc = "tank's axes", .number = -1},
    {.name = "SecondDirectionZ", .doc = "tank's axes"},
    {.name = "HWOriginInBCSX", .doc = "place on the spacecraft [m]"},
    {.name = "HWOriginInBCSY", .doc = "place on the spacecraft [m]"},
    {.name = "HWOriginInBCSZ", .doc = "place on the spacecraft [m]"},
};
inline constexpr Field chemical_tank_only[] = {
    {.name = "Pressure", .doc = "pressure [kPa]", .number = 1500, .range = not_negative},
    {.name = "Temperature",
     .doc = "temperature of the propellant [C]",
     .number = 20,
     .range = above_absolute_zero},
    {.name = "RefTemperature",
     .doc = "temperature that thrust and Isp are given for [C]",
     .number = 20,
     .range = above_absolute_zero},
    {.name = "Volume", .doc = "volume of the tank [m^3]", .number = 0.75, .range = not_negative},
    {.name = "FuelDensity", .doc = "density [kg/m^3]", .number = 1260, .range = positive},
    {.name = "PressureModel",
     .kind = choice,
     .doc = "whether the pressure is held or falls as the propellant is spent",
     .text = "PressureRegulated",
     .choices = pressure_models},
    {.name = "PressureRegulated",
     .kind = boolean,
     .support = read_only,
     .doc = "older form of PressureModel",
     .number = 1},
};
inline constexpr auto chemical_tank_fields = joined(tank_fields, chemical_tank_only);

/// What thrusters of both kinds begin with.
inline constexpr Field thruster_fields[] = {
    {.name = "CoordinateSystem",
     .kind = text,
     .doc = "Local (see Origin and Axes), or a CoordinateSystem",
     .text = "Local"},
    {.name = "Origin", .kind = text, .doc = "body of local axes", .text = "Earth"},
    {.name = "Axes", .kind = choice, .doc = "local axes", .text = "VNB", .choices = thruster_axes},
    {.name = "ThrustDirection1",
     .doc = "direction of the acceleration, first component",
     .number = 1},
    {.name = "ThrustDirection2", .doc = "second component"},
    {.name = "ThrustDirection3", .doc = "third component"},
    {.name = "DutyCycle",
     .doc = "part of the time in which it fires",
     .number = 1,
     .range = unit_interval},
    {.name = "ThrustScaleFactor",
     .doc = "factor on the thrust, not on the mass flow",
     .number = 1,
     .range = not_negative},
    {.name = "DecrementMass", .kind = boolean, .doc = "whether propellant is spent"},
    {.name = "Tank", .kind = names, .doc = "tanks the propellant comes from"},
    {.name = "MixRatio", .kind = reals, .doc = "share of each tank; none: equal shares"},
    {.name = "GravitationalAccel",
     .doc = "acceleration Isp is given for [m/s^2]",
     .number = 9.81,
     .range = positive},
    {.name = "IsFiring", .kind = boolean, .support = read_only, .doc = "whether it fires"},
    {.name = "HWOriginInBCSX", .doc = "place on the spacecraft, for BurnTorque [m]"},
    {.name = "HWOriginInBCSY", .doc = "place on the spacecraft, for BurnTorque [m]"},
    {.name = "HWOriginInBCSZ", .doc = "place on the spacecraft, for BurnTorque [m]"},
};
inline constexpr Field chemical_thruster_only[] = {
    {.name = "C1", .doc = "thrust [N]", .number = 10},
    {.name = "C2", .doc = "thrust [N/kPa]"},
    {.name = "C3", .doc = "thrust [N]"},
    {.name = "C4", .doc = "thrust [N/kPa]"},
    {.name = "C5", .doc = "thrust [N/kPa^2]"},
    {.name = "C6", .doc = "thrust [N/kPa^C7]"},
    {.name = "C7", .doc = "exponent of C6"},
    {.name = "C8", .doc = "thrust [N/kPa^C9]"},
    {.name = "C9", .doc = "exponent of C8"},
    {.name = "C10", .doc = "thrust [N/kPa^C11]"},
    {.name = "C11", .doc = "exponent of C10"},
    {.name = "C12", .doc = "thrust [N]"},
    {.name = "C13", .doc = "base of C12's power"},
    {.name = "C14", .doc = "exponent of C13 [1/kPa]"},
    {.name = "C15", .doc = "exponent of the temperature ratio, less one"},
    {.name = "C16", .doc = "exponent of the temperature ratio [1/kPa]"},
    {.name = "K1", .doc = "specific impulse [s]", .number = 300},
    {.name = "K2", .doc = "specific impulse [s/kPa]"},
    {.name = "K3", .doc = "specific impulse [s]"},
    {.name = "K4", .doc = "specific impulse [s/kPa]"},
    {.name = "K5", .doc = "specific impulse [s/kPa^2]"},
    {.name = "K6", .doc = "specific impulse [s/kPa^K7]"},
    {.name = "K7", .doc = "exponent of K6"},
    {.name = "K8", .doc = "specific impulse [s/kPa^K9]"},
    {.name = "K9", .doc = "exponent of K8"},
    {.name = "K10", .doc = "specific impulse [s/kPa^K11]"},
    {.name = "K11", .doc = "exponent of K10"},
    {.name = "K12", .doc = "specific impulse [s]"},
    {.name = "K13", .doc = "base of K12's power"},
    {.name = "K14", .doc = "exponent of K13 [1/kPa]"},
    {.name = "K15", .doc = "exponent of the temperature ratio, less one"},
    {.name = "K16", .doc = "exponent of the temperature ratio [1/kPa]"},
};
inline constexpr auto chemical_thruster_fields = joined(thruster_fields, chemical_thruster_only);

inline constexpr Field electric_thruster_only[] = {
    {.name = "ThrustModel",
     .kind = choice,
     .doc = "where thrust and mass flow come from",
     .text = "ThrustMassPolynomial",
     .choices = thrust_models},
    {.name = "MaximumUsablePower",
     .doc = "power beyond which more has no effect [kW]",
     .number = 7.266,
     .range = positive},
    {.name = "MinimumUsablePower",
     .doc = "power below which it does not fire [kW]",
     .number = 0.638,
     .range = positive},
    {.name = "ThrustCoeff1", .doc = "thrust [mN]", .number = -5.19082},
    {.name = "ThrustCoeff2", .doc = "thrust [mN/kW]", .number = 2.96519},
    {.name = "ThrustCoeff3", .doc = "thrust [mN/kW^2]", .number = -14.4789},
    {.name = "ThrustCoeff4", .doc = "thrust [mN/kW^3]", .number = 54.05382},
    {.name = "ThrustCoeff5", .doc = "thrust [mN/kW^4]", .number = -0.00100092},
    {.name = "MassFlowCoeff1", .doc = "mass flow [mg/s]", .number = -0.004776},
    {.name = "MassFlowCoeff2", .doc = "mass flow [mg/s/kW]", .number = 0.05717},
    {.name = "MassFlowCoeff3", .doc = "mass flow [mg/s/kW^2]", .number = -0.09956},
    {.name = "MassFlowCoeff4", .doc = "mass flow [mg/s/kW^3]", .number = 0.03211},
    {.name = "MassFlowCoeff5", .doc = "mass flow [mg/s/kW^4]", .number = 2.13781},
    {.name = "FixedEfficiency", .doc = "of the model of that name", .number = 0.7},
    {.name = "Isp", .doc = "specific impulse [s]", .number = 4200},
    {.name = "ConstantThrust", .doc = "thrust [N]", .number = 0.237},
};
inline constexpr auto electric_thruster_fields = joined(thruster_fields, electric_thruster_only);

/// What power systems of both kinds begin with.
inline constexpr Field power_system_fields[] = {
    {.name = "EpochFormat",
     .kind = choice,
     .doc = "form of InitialEpoch",
     .text = "UTCGregorian",
     .choices = power_epoch_formats},
    {.name = "InitialEpoch",
     .kind = text,
     .doc = "epoch InitialMaxPower is given for",
     .text = "01 Jan 2000 11:59:28.000"},
    {.name = "InitialMaxPower",
     .doc = "power at InitialEpoch, one astronomical unit from the Sun [kW]",
     .number = 1.2,
     .range = not_negative},
    {.name = "AnnualDecayRate", .doc = "loss in a year [%]", .number = 5, .range = percent},
    {.name = "Margin",
     .doc = "part of what is left over the bus that thrusters do not get [%]",
     .number = 5,
     .range = percent},
    {.name = "BusCoeff1", .doc = "power of the bus [kW]", .number = 0.3},
    {.name = "BusCoeff2", .doc = "power of the bus [kW AU]"},
    {.name = "BusCoeff3", .doc = "power of the bus [kW AU^2]"},
};
inline constexpr Field solar_power_only[] = {
    {.name = "ShadowModel",
     .kind = choice,
     .doc = "whether shadows take power away",
     .text = "DualCone",
     .choices = shadow_models},
    {.name = "ShadowBodies", .kind = names, .doc = "bodies that cast a shadow", .text = "Earth"},
    {.name = "SolarCoeff1", .doc = "of the power's fall with distance", .number = 1.32077},
    {.name = "SolarCoeff2", .doc = "of the power's fall with distance", .number = -0.10848},
    {.name = "SolarCoeff3", .doc = "of the power's fall with distance", .number = -0.11665},
    {.name = "SolarCoeff4", .doc = "of the power's fall with distance", .number = 0.10843},
    {.name = "SolarCoeff5", .doc = "of the power's fall with distance", .number = -0.01279},
};
inline constexpr auto solar_power_fields = joined(power_system_fields, solar_power_only);

inline constexpr Field finite_burn_fields[] = {
    {.name = "Thrusters", .kind = names, .doc = "thrusters that fire together"},
    {.name = "ThrottleLogicAlgorithm",
     .kind = choice,
     .doc = "how power is shared between electric thrusters",
     .text = "MaxNumberOfThrusters",
     .choices = throttle_logics},
    {.name = "Tanks", .kind = names, .support = inert, .doc = "of older scripts"},
    {.name = "BurnScaleFactor", .support = inert, .doc = "of older scripts", .number = 1},
    {.name = "CoordinateSystem", .kind = text, .support = inert, .doc = "of older scripts"},
    {.name = "Origin", .kind = text, .support = inert, .doc = "of older scripts"},
    {.name = "Axes", .kind = text, .support = inert, .doc = "of older scripts"},
};

}  // namespace gmat_sweep::mission::tables
