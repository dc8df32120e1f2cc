#include "mission/integrators/not_a_knot_spline.hpp"

#include <cstddef>

namespace gmat_sweep::mission {
namespace {

constexpr std::size_t count = 5;

/// The points, beginning with the least x when they rise at the end and with the greatest when they
/// fall. Points that rise and fall are thus turned round, not sorted.
SplinePoints turned(const SplinePoints& points, bool rising) {
  std::size_t start = 0;
  for (std::size_t i = 1; i < count; ++i) {
    const bool before = rising ? points.x[i] < points.x[start] : -points.x[i] < -points.x[start];
    if (before) start = i;
  }
  SplinePoints result;
  for (std::size_t i = 0; i < count; ++i) {
    result.x[i] = points.x[(start + i) % count];
    result.y[i] = points.y[(start + i) % count];
  }
  return result;
}

/// The spline's second derivatives at the points, from the conditions at the inner points.
std::optional<std::array<double, count>> second_derivatives(const SplinePoints& p,
                                                            const std::array<double, 4>& h) {
  std::array<double, 4> slope{};
  for (std::size_t i = 0; i < 4; ++i) slope[i] = (p.y[i + 1] - p.y[i]) / h[i];

  const double first = h[0] + h[1];
  const double last = h[2] + h[3];
  if (first == 0.0 || last == 0.0) return std::nullopt;
  const double a00 = 2.0 * h[1] + h[0];
  const double a01 = 2.0 * h[0] + h[1];
  const double a11 = h[2] + 2.0 * h[3];
  const double a12 = 2.0 * h[2] + h[3];
  const double a20 = h[1] * h[1] / first;
  const double a21 = h[0] * h[1] / first + 2.0 * (h[1] + h[2]) + h[2] * h[3] / last;
  const double a22 = h[2] * h[2] / last;
  const double determinant = a00 * (a11 * a22 - a12 * a21) + a01 * (a12 * a20);
  if (determinant == 0.0 || a22 == 0.0) return std::nullopt;

  const double b0 = 6.0 * (slope[1] - slope[0]);
  const double b1 = 6.0 * (slope[3] - slope[2]);
  const double b2 = 6.0 * (slope[2] - slope[1]);
  std::array<double, count> s{};
  s[0] = (b0 * (a11 * a22 - a12 * a21) + a01 * (a12 * b2 - b1 * a22)) / determinant;
  s[2] = (a00 * (b1 * a22 - a12 * b2) + b0 * (a12 * a20)) / determinant;
  s[4] = (b2 - a20 * s[0] - a21 * s[2]) / a22;
  s[1] = (h[1] * s[0] + h[0] * s[2]) / first;
  s[3] = (h[3] * s[2] + h[2] * s[4]) / last;
  return s;
}

std::optional<std::size_t> interval_of(const SplinePoints& p, bool rising, double x) {
  for (std::size_t i = 0; i < 4; ++i) {
    const bool inside = rising ? p.x[i] <= x && p.x[i + 1] >= x : p.x[i] >= x && p.x[i + 1] <= x;
    if (inside) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> interpolate_not_a_knot(const SplinePoints& points, double x) {
  const bool rising = points.x[count - 1] > points.x[count - 2];
  const SplinePoints p = turned(points, rising);
  std::array<double, 4> h{};
  for (std::size_t i = 0; i < 4; ++i) {
    h[i] = p.x[i + 1] - p.x[i];
    if (h[i] == 0.0) return std::nullopt;
  }
  const auto s = second_derivatives(p, h);
  const auto interval = interval_of(p, rising, x);
  if (!s || !interval) return std::nullopt;

  const std::size_t i = *interval;
  const double a = ((*s)[i + 1] - (*s)[i]) / (6.0 * h[i]);
  const double b = (*s)[i] / 2.0;
  const double c = (p.y[i + 1] - p.y[i]) / h[i] - (2.0 * h[i] * (*s)[i] + h[i] * (*s)[i + 1]) / 6.0;
  const double dx = x - p.x[i];
  return a * (dx * dx * dx) + b * (dx * dx) + c * dx + p.y[i];
}

}  // namespace gmat_sweep::mission
