#include "astro/propulsion.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gmat_sweep::astro {
namespace {

TEST(ChemicalThruster, every_term_of_the_polynomial_counts) {
  ChemicalPerformance thruster;
  for (std::size_t i = 0; i < 16; ++i) {
    thruster.thrust[i] = 0.1 * static_cast<double>(i + 1);
    thruster.impulse[i] = 0.2 * static_cast<double>(i + 1);
  }
  const double p = 1.7;
  const double t = 1.1;
  const auto value = [&](const std::array<double, 16>& c) {
    const double sum = c[2] + p * (c[3] + p * c[4]) + c[5] * std::pow(p, c[6]) +
                       c[7] * std::pow(p, c[8]) + c[9] * std::pow(p, c[10]) +
                       c[11] * std::pow(c[12], p * c[13]);
    return c[0] + c[1] * p + sum * std::pow(t, 1.0 + c[14] + p * c[15]);
  };
  const auto out = chemical_performance(thruster, p, t);
  EXPECT_NEAR(out.thrust_n, value(thruster.thrust), 1e-13);
  EXPECT_NEAR(out.specific_impulse_s, value(thruster.impulse), 1e-12);
}

TEST(ElectricThruster, is_off_below_its_least_power_and_cut_at_its_most) {
  ElectricPerformance thruster;
  thruster.model = ElectricModel::fixed_efficiency;
  thruster.minimum_power_kw = 1.0;
  thruster.maximum_power_kw = 5.0;
  thruster.efficiency = 0.6;
  thruster.specific_impulse_s = 3000.0;
  EXPECT_EQ(electric_performance(thruster, 0.999).thrust_n, 0.0);
  EXPECT_EQ(electric_performance(thruster, 0.999).mass_flow_kg_s, 0.0);
  EXPECT_EQ(electric_performance(thruster, 9.0).thrust_n,
            electric_performance(thruster, 5.0).thrust_n);
  const auto out = electric_performance(thruster, 5.0);
  EXPECT_NEAR(out.thrust_n, 2.0 * 0.6 * 5000.0 / (3000.0 * 9.81), 1e-12);
  EXPECT_NEAR(out.mass_flow_kg_s * 3000.0 * 9.81, out.thrust_n, 1e-12);
}

TEST(ElectricThruster, negative_thrust_counts_as_none) {
  ElectricPerformance thruster;
  thruster.maximum_power_kw = 5.0;
  thruster.thrust_mn = {-1.0, 0.0, 0.0, 0.0, 0.0};
  thruster.mass_flow_mg_s = {2.0, 0.0, 0.0, 0.0, 0.0};
  const auto out = electric_performance(thruster, 2.0);
  EXPECT_EQ(out.thrust_n, 0.0);
  EXPECT_EQ(out.specific_impulse_s, 0.0);
  EXPECT_EQ(out.mass_flow_kg_s, 2.0e-6);
}

TEST(PowerSystem, loses_its_rate_in_a_year_of_365_and_a_quarter_days) {
  EXPECT_DOUBLE_EQ(decayed_power_factor(5.0, 365.25), 0.95);
  EXPECT_DOUBLE_EQ(decayed_power_factor(5.0, 0.0), 1.0);
}

TEST(PowerSystem, gmats_default_array_gives_its_power_at_one_astronomical_unit) {
  const std::array<double, 5> coefficients{1.32077, -0.10848, -0.11665, 0.10843, -0.01279};
  EXPECT_NEAR(solar_power_factor(coefficients, 1.0), 1.0, 1e-5);
  EXPECT_LT(solar_power_factor(coefficients, 2.0), 0.3);
}

}  // namespace
}  // namespace gmat_sweep::astro
