#include "design/quantiles.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace gmat_sweep {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double normal_sf(double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); }

/// The log of the upper tail's probability; the asymptotic series takes over where erfc nears its
/// underflow.
double log_normal_sf(double x) {
  if (x < 35) return std::log(normal_sf(x));
  if (x == infinity) return -infinity;
  const double r = 1 / (x * x);
  const double series = -r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r * (1 - 9 * r))));
  return -0.5 * x * x - std::log(x * std::sqrt(2 * std::numbers::pi)) + std::log1p(series);
}

/// The x >= a whose upper tail has the log-probability `target`, by Newton on the nearly quadratic
/// log of the tail. @pre a >= 0
double inverse_log_sf(double target, double a) {
  double x = std::max(a, std::sqrt(std::max(0.0, -2 * target)));
  for (int iteration = 0; iteration < 100; ++iteration) {
    const double log_sf = log_normal_sf(x);
    const double log_pdf = -0.5 * x * x - 0.5 * std::log(2 * std::numbers::pi);
    const double step = (log_sf - target) * std::exp(log_sf - log_pdf);
    x += step;
    if (std::abs(step) <= 1e-15 * std::abs(x)) break;
  }
  return x;
}

/// For an interval in the upper tail, where the probabilities may underflow but their ratios do
/// not.
double upper_tail_quantile(double u, double a, double b) {
  const double log_a = log_normal_sf(a);
  const double ratio = std::exp(log_normal_sf(b) - log_a);
  return inverse_log_sf(log_a + std::log1p(u * (ratio - 1)), a);
}

}  // namespace

double normal_cdf(double x) { return normal_sf(-x); }

double normal_quantile(double u) {
  if (u <= 0) return -infinity;
  if (u >= 1) return infinity;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * u);
}

double truncated_normal_quantile(double u, double a, double b) {
  double x = 0;
  if (a > 5) {
    x = upper_tail_quantile(u, a, b);
  } else if (b < -5) {
    x = -upper_tail_quantile(1 - u, -b, -a);
  } else {
    // From whichever side leaves the smaller probability, so that none is lost to rounding.
    const double below = normal_cdf(a) + u * (normal_cdf(b) - normal_cdf(a));
    const double above = normal_sf(b) + (1 - u) * (normal_sf(a) - normal_sf(b));
    x = below <= above ? normal_quantile(below) : -normal_quantile(above);
  }
  return std::clamp(x, a, b);
}

}  // namespace gmat_sweep
