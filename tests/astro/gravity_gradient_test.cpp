#include "astro/gravity_gradient.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "astro/acceleration_partials.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/force_radiation.hpp"

namespace gmat_sweep::astro {
namespace {

/// Central differences, extrapolated once: their error falls with the fourth power of the step.
template <typename Function>
Matrix3 slope(const Function& function, const Vector3& at, double step) {
  Matrix3 result;
  for (Eigen::Index i = 0; i < 3; ++i) {
    const auto difference = [&](double by) -> Vector3 {
      const Vector3 move = by * Vector3::Unit(i);
      return (function(at + move) - function(at - move)) / (2.0 * by);
    };
    result.col(i) = (4.0 * difference(0.5 * step) - difference(step)) / 3.0;
  }
  return result;
}

double off(const Matrix3& found, const Matrix3& expected) {
  return (found - expected).norm() / expected.norm();
}

TEST(GravityGradient, is_the_slope_of_the_acceleration) {
  const DataCatalogue data;
  const auto field = data.gravity("EGM96.cof", Body::earth, 20, 20);
  for (const auto& [degree, order] :
       {std::pair{20, 20}, {20, 5}, {9, 9}, {3, 1}, {2, 0}, {1, 1}, {0, 0}}) {
    const GravityEvaluator gravity(*field, degree, order);
    GravityGradient gradient(*field, degree, order);
    for (const Vector3& place : {Vector3(4100, -3900, 4200), Vector3(-6800, 10, -20),
                                 Vector3(3, -2, -6900), Vector3(-500, 20000, 30000)}) {
      const auto expected =
          slope([&](const Vector3& p) { return gravity.acceleration_km_s2(p); }, place, 20.0);
      EXPECT_LT(off(gradient.at(place), expected), 1e-10)
          << degree << 'x' << order << " at " << place.transpose();
    }
  }
}

TEST(GravityGradient, is_free_of_sources_and_symmetric) {
  const DataCatalogue data;
  GravityGradient gradient(*data.gravity("EGM96.cof", Body::earth, 20, 20), 20, 20);
  const Matrix3 found = gradient.at({5000, 3000, -3500});
  EXPECT_LT(std::abs(found.trace()), 1e-14 * found.norm());
  EXPECT_LT(off(found.transpose(), found), 1e-15);
}

TEST(GravityGradient, is_finite_over_the_pole) {
  const DataCatalogue data;
  GravityGradient gradient(*data.gravity("JGM3.cof", Body::earth, 20, 20), 20, 20);
  const Matrix3 over = gradient.at({0, 0, 7000});
  ASSERT_TRUE(over.allFinite());
  EXPECT_LT(off(gradient.at({1e-6, 0, 7000}), over), 1e-9);
}

TEST(GravityGradient, takes_corrections_to_the_coefficients) {
  const DataCatalogue data;
  GravityModel changed = *data.gravity("JGM2.cof", Body::earth, 6, 6);
  GravityGradient gradient(changed, 6, 6);
  GravityEvaluator::Corrections corrections;
  for (int n = 2; n <= 4; ++n) {
    for (int m = 0; m <= n; ++m) {
      corrections.c[n][m] = 1e-4 * (n + m);
      corrections.s[n][m] = m == 0 ? 0.0 : -1e-4 * (n - m + 1);
      changed.set(n, m, changed.c(n, m) + corrections.c[n][m],
                  changed.s(n, m) + corrections.s[n][m]);
    }
  }
  gradient.set_corrections(corrections);
  const Vector3 place(4100, -3900, 4200);
  EXPECT_LT(off(gradient.at(place), GravityGradient(changed, 6, 6).at(place)), 1e-15);
}

TEST(GravityGradient, ends_at_gmats_greatest_degree) {
  GravityModel model("steep", 110, 110, 398600.4415, 6378.1363);
  for (int n = 2; n <= 110; ++n) model.set(n, n / 2, 1e-6, -2e-6);
  const Vector3 place(4100, -3900, 4200);
  const Matrix3 all = GravityGradient(model, 110, 110).at(place);
  EXPECT_EQ(all, GravityGradient(model, 100, 100).at(place));
  EXPECT_NE(all, GravityGradient(model, 99, 99).at(place));
  const GravityEvaluator gravity(model, 100, 100);
  const auto expected =
      slope([&](const Vector3& p) { return gravity.acceleration_km_s2(p); }, place, 5.0);
  EXPECT_LT(off(all, expected), 1e-8);
}

TEST(AccelerationPartials, of_a_point_mass_are_its_slope) {
  const Vector3 place(7000, -2000, 1500);
  const auto pull = [](const Vector3& p) -> Vector3 {
    return -398600.4415 / std::pow(p.norm(), 3) * p;
  };
  EXPECT_LT(off(point_mass_gradient_per_s2(place, 398600.4415), slope(pull, place, 20.0)), 1e-10);
}

TEST(AccelerationPartials, of_sunlight_are_its_slope_with_the_lit_part_held) {
  const Vector3 place(1.1e8, -0.9e8, 0.2e8);
  const auto push = [](const Vector3& p) {
    return solar_radiation_acceleration_km_s2(p, 0.4, 1.8, 20.0, 500.0, {});
  };
  EXPECT_LT(off(radiation_gradient_per_s2(push(place), place), slope(push, place, 1e5)), 1e-9);
  EXPECT_EQ(radiation_gradient_per_s2(Vector3::Zero(), place), Matrix3::Zero());
}

TEST(AccelerationPartials, by_differences_are_of_positions_and_velocities) {
  Matrix3 by_position;
  by_position << 1, 2, 3, 4, 5, 6, 7, 8, 10;
  Matrix3 by_velocity;
  by_velocity << -1, 0, 2, 0.5, 3, 1, 0, 1, -4;
  const CartesianState state{{7, -2, 1.5}, {-0.5, 7, 1}};
  const auto found = differenced_partials(state, [&](const CartesianState& s) -> Vector3 {
    return by_position * s.position_km + by_velocity * s.velocity_km_s;
  });
  EXPECT_LT(off(found.position_per_s2, by_position), 1e-11);
  EXPECT_LT(off(found.velocity_per_s, by_velocity), 1e-8);
}

}  // namespace
}  // namespace gmat_sweep::astro
