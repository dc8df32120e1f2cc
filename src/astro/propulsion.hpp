#pragma once

#include <array>
#include <cstdint>

namespace gmat_sweep::astro {

/// GMAT's polynomials of a chemical thruster: C1 to C16 and K1 to K16.
struct ChemicalPerformance {
  std::array<double, 16> thrust{};   ///< [N], of the pressure in kPa
  std::array<double, 16> impulse{};  ///< [s], of the pressure in kPa
};

struct ThrustAndImpulse {
  double thrust_n = 0.0;
  double specific_impulse_s = 0.0;
};

/// @param temperature_ratio  temperature over reference temperature, both in degrees Celsius, as
///                           GMAT divides them
/// Source: GMAT R2026a User Guide, "ChemicalThruster", thrust and Isp polynomials.
ThrustAndImpulse chemical_performance(const ChemicalPerformance& thruster, double pressure_kpa,
                                      double temperature_ratio);

enum class ElectricModel : std::uint8_t {
  thrust_mass_polynomial,
  constant_thrust_and_isp,
  fixed_efficiency
};

struct ElectricPerformance {
  ElectricModel model = ElectricModel::thrust_mass_polynomial;
  double maximum_power_kw = 0.0;
  double minimum_power_kw = 0.0;
  std::array<double, 5> thrust_mn{};       ///< of the power in kW, lowest power first
  std::array<double, 5> mass_flow_mg_s{};  ///< of the power in kW, lowest power first
  double efficiency = 0.0;
  double specific_impulse_s = 0.0;
  double constant_thrust_n = 0.0;
  double gravity_m_s2 = 9.81;
};

struct ElectricOutput {
  double thrust_n = 0.0;
  double specific_impulse_s = 0.0;
  double mass_flow_kg_s = 0.0;  ///< spent, so not negative for sensible coefficients
};

/// Nothing when the power is less than the thruster needs.
/// @param power_kw  what this thruster is given; beyond the most it can use it is cut
/// Source: GMAT R2026a User Guide, "ElectricThruster".
ElectricOutput electric_performance(const ElectricPerformance& thruster, double power_kw);

/// GMAT's fall of a solar array's power with distance.
/// @param distance_au  from the Sun [au]
/// @return power over the power at one astronomical unit
/// Source: GMAT R2026a User Guide, "SolarPowerSystem".
double solar_power_factor(const std::array<double, 5>& coefficients, double distance_au);

/// What is left after a yearly loss.
/// @param days  since the power was 1; a year is 365.25 days
double decayed_power_factor(double annual_decay_percent, double days);

}  // namespace gmat_sweep::astro
