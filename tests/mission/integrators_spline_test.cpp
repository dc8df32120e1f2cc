#include <gtest/gtest.h>

#include <cmath>

#include "mission/integrators/not_a_knot_spline.hpp"

namespace gmat_sweep::mission {
namespace {

double cubic(double x) { return ((0.5 * x - 2.0) * x + 3.0) * x - 7.0; }

SplinePoints points_of(std::array<double, 5> x, double (*f)(double)) {
  SplinePoints points{x, {}};
  for (std::size_t i = 0; i < 5; ++i) points.y[i] = f(x[i]);
  return points;
}

TEST(NotAKnotSpline, gives_a_cubic_exactly) {
  const SplinePoints points = points_of({-1.0, 0.5, 1.0, 3.0, 3.5}, cubic);
  for (const double x : {-1.0, -0.3, 0.7, 1.0, 2.2, 3.4, 3.5}) {
    EXPECT_NEAR(interpolate_not_a_knot(points, x).value(), cubic(x), 1e-12) << x;
  }
}

TEST(NotAKnotSpline, takes_falling_points_as_well) {
  const SplinePoints points = points_of({4.0, 2.5, 2.0, 1.0, -1.0}, cubic);
  EXPECT_NEAR(interpolate_not_a_knot(points, 1.7).value(), cubic(1.7), 1e-12);
}

/// The error of a cubic spline goes with the fourth power of the spacing.
TEST(NotAKnotSpline, converges_with_the_fourth_power) {
  const auto sine = [](double x) { return std::sin(x); };
  const auto error = [&](double h) {
    const SplinePoints points =
        points_of({0.3, 0.3 + h, 0.3 + 2 * h, 0.3 + 3 * h, 0.3 + 4 * h}, sine);
    const double x = 0.3 + 1.5 * h;
    return std::fabs(interpolate_not_a_knot(points, x).value() - std::sin(x));
  };
  EXPECT_NEAR(std::log2(error(0.1) / error(0.05)), 4.0, 0.3);
}

TEST(NotAKnotSpline, does_not_extrapolate) {
  const SplinePoints points = points_of({0.0, 1.0, 2.0, 3.0, 4.0}, cubic);
  EXPECT_FALSE(interpolate_not_a_knot(points, -0.01).has_value());
  EXPECT_FALSE(interpolate_not_a_knot(points, 4.01).has_value());
}

TEST(NotAKnotSpline, coinciding_points_have_no_spline) {
  EXPECT_FALSE(interpolate_not_a_knot(points_of({0.0, 1.0, 1.0, 3.0, 4.0}, cubic), 2.0));
}

}  // namespace
}  // namespace gmat_sweep::mission
