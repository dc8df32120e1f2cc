#pragma once

#include <array>
#include <optional>

namespace gmat_sweep::mission {

/// Five points, in the order in which they were taken.
struct SplinePoints {
  std::array<double, 5> x{};
  std::array<double, 5> y{};
};

/// y at `x` on the cubic spline through five points whose third derivatives are continuous at the
/// second and the fourth ("not a knot"). `x` must rise or fall from point to point.
/// @return nothing when `x` lies in none of the intervals, or when two points coincide
/// Source: GMAT R2026a, NotAKnotInterpolator, whose arithmetic this keeps; C. de Boor, "A Practical
/// Guide to Splines", chapter IV.
std::optional<double> interpolate_not_a_knot(const SplinePoints& points, double x);

}  // namespace gmat_sweep::mission
