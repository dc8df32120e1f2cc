#include "astro/propulsion.hpp"

#include <algorithm>
#include <cmath>

namespace gmat_sweep::astro {
namespace {

using Coefficients = std::array<double, 16>;

/// Whether any of the terms beyond the parabola was given.
bool has_powers(const Coefficients& c) {
  const bool given = std::any_of(c.begin() + 5, c.begin() + 12, [](double x) { return x != 0.0; });
  return given || (c[12] != 0.0 && c[12] != 1.0) || c[13] != 0.0;
}

double polynomial(const Coefficients& c, double p, double temperature_ratio) {
  double value = c[2] + p * (c[3] + p * c[4]);
  if (has_powers(c)) {
    value += c[5] * std::pow(p, c[6]) + c[7] * std::pow(p, c[8]) + c[9] * std::pow(p, c[10]) +
             c[11] * std::pow(c[12], p * c[13]);
  }
  value *= std::pow(temperature_ratio, 1.0 + c[14] + p * c[15]);
  return value + c[0] + c[1] * p;
}

double quartic(const std::array<double, 5>& c, double x) {
  const double x2 = x * x;
  const double x3 = x2 * x;
  return c[4] * (x3 * x) + c[3] * x3 + c[2] * x2 + c[1] * x + c[0];
}

}  // namespace

ThrustAndImpulse chemical_performance(const ChemicalPerformance& thruster, double pressure_kpa,
                                      double temperature_ratio) {
  return {polynomial(thruster.thrust, pressure_kpa, temperature_ratio),
          polynomial(thruster.impulse, pressure_kpa, temperature_ratio)};
}

ElectricOutput electric_performance(const ElectricPerformance& thruster, double power_kw) {
  if (power_kw < thruster.minimum_power_kw) return {};
  const double power = std::min(power_kw, thruster.maximum_power_kw);
  const double gravity = thruster.gravity_m_s2;
  ElectricOutput out;
  out.specific_impulse_s = thruster.specific_impulse_s;
  switch (thruster.model) {
    case ElectricModel::thrust_mass_polynomial:
      out.thrust_n = quartic(thruster.thrust_mn, power) / 1.0e3;
      out.mass_flow_kg_s = quartic(thruster.mass_flow_mg_s, power) / 1.0e6;
      out.specific_impulse_s = out.thrust_n / (out.mass_flow_kg_s * gravity);
      break;
    case ElectricModel::constant_thrust_and_isp:
      out.thrust_n = thruster.constant_thrust_n;
      out.mass_flow_kg_s = thruster.constant_thrust_n / (thruster.specific_impulse_s * gravity);
      break;
    case ElectricModel::fixed_efficiency: {
      const double exhaust_km_s = thruster.specific_impulse_s * gravity * 0.001;
      out.thrust_n = (2.0 * thruster.efficiency * power) / exhaust_km_s;
      out.mass_flow_kg_s =
          (2.0 * thruster.efficiency * power * 0.001) / (exhaust_km_s * exhaust_km_s);
      break;
    }
  }
  if (out.thrust_n < 0.0) {
    out.thrust_n = 0.0;
    out.specific_impulse_s = 0.0;
  }
  return out;
}

double solar_power_factor(const std::array<double, 5>& c, double distance_au) {
  const double square = distance_au * distance_au;
  const double numerator = c[0] + c[1] / distance_au + c[2] / square;
  const double denominator = 1.0 + c[3] * distance_au + c[4] * square;
  return (1.0 / square) * (numerator / denominator);
}

double decayed_power_factor(double annual_decay_percent, double days) {
  return std::pow(1.0 - annual_decay_percent / 100.0, days / 365.25);
}

}  // namespace gmat_sweep::astro
