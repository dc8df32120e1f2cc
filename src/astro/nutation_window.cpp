#include "astro/nutation_window.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace gmat_sweep::astro {
namespace {

constexpr double days_per_century = 36525.0;

/// Clenshaw's sum of Chebyshev terms at x in [-1, 1].
template <std::size_t n>
double chebyshev(const std::array<double, n>& coefficients, double x) {
  double b1 = 0;
  double b2 = 0;
  for (std::size_t i = n - 1; i > 0; --i) {
    const double b0 = coefficients[i] + 2 * x * b1 - b2;
    b2 = b1;
    b1 = b0;
  }
  return coefficients[0] + x * b1 - b2;
}

}  // namespace

NutationWindow::NutationWindow(std::shared_ptr<const NutationSeries> series)
    : series_(std::move(series)),
      asked_day_(std::numeric_limits<double>::quiet_NaN()),
      window_day_(std::numeric_limits<double>::quiet_NaN()) {}

NutationAngles NutationWindow::angles(double tt_centuries) {
  const double days = tt_centuries * days_per_century;
  const double day = std::floor(days);
  if (day != window_day_) {
    // One question alone is cheaper answered by the series itself.
    if (day != asked_day_) {
      asked_day_ = day;
      return series_->angles(tt_centuries);
    }
    build(day);
  }
  const double x = 2.0 * (days - day) - 1.0;
  NutationAngles result;
  result.delta_psi_rad = chebyshev(psi_, x);
  result.delta_epsilon_rad = chebyshev(epsilon_, x);
  result.mean_obliquity_rad = mean_obliquity_rad(tt_centuries);
  result.moon_ascending_node_rad = moon_ascending_node_rad(tt_centuries);
  return result;
}

void NutationWindow::build(double day) {
  std::array<NutationAngles, nodes> samples;
  const auto node_angle = [](std::size_t i) {
    return std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(nodes);
  };
  for (std::size_t i = 0; i < nodes; ++i)
    samples[i] = series_->angles((day + 0.5 * (std::cos(node_angle(i)) + 1.0)) / days_per_century);
  for (std::size_t k = 0; k < nodes; ++k) {
    double psi = 0;
    double epsilon = 0;
    for (std::size_t i = 0; i < nodes; ++i) {
      const double weight = std::cos(static_cast<double>(k) * node_angle(i));
      psi += weight * samples[i].delta_psi_rad;
      epsilon += weight * samples[i].delta_epsilon_rad;
    }
    const double scale = (k == 0 ? 1.0 : 2.0) / static_cast<double>(nodes);
    psi_[k] = scale * psi;
    epsilon_[k] = scale * epsilon;
  }
  window_day_ = day;
}

}  // namespace gmat_sweep::astro
