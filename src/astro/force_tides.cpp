#include "astro/force_tides.hpp"

#include <algorithm>
#include <cmath>

#include "astro/text_table.hpp"
#include "base/lower_case.hpp"

namespace gmat_sweep::astro {
namespace {

/// Normalised Legendre functions of degrees 2 and 3 of the sine of a latitude.
std::array<std::array<double, 4>, 4> legendre(double latitude_rad) {
  const double s = std::sin(latitude_rad);
  const double c = std::cos(latitude_rad);
  std::array<std::array<double, 4>, 4> p{};
  p[2] = {std::sqrt(5.0) * (1.5 * s * s - 0.5), 3.0 * std::sqrt(5.0 / 3.0) * c * s,
          1.5 * std::sqrt(5.0 / 3.0) * c * c, 0.0};
  p[3] = {std::sqrt(7.0) * (2.5 * s * s * s - 1.5 * s),
          std::sqrt(7.0 / 6.0) * c * (7.5 * s * s - 1.5), 7.5 * std::sqrt(7.0 / 15.0) * c * c * s,
          2.5 * std::sqrt(0.7) * c * c * c};
  return p;
}

}  // namespace

LoveNumbers LoveNumbers::of_earth() {
  LoveNumbers love;
  love.k[2] = {0.30190, 0.29830, 0.30102, 0.0};
  love.k[3] = {0.093, 0.093, 0.093, 0.094};
  love.k_plus = {-0.00087, -0.00079, -0.00057};
  return love;
}

LoveNumbers LoveNumbers::from_tide_file(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  LoveNumbers love;
  bool found = false;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '%') continue;
    const std::string key = lower_case(table.word());
    if (key == "k") {
      const long n = table.integer("the degree");
      const long m = table.integer("the order");
      if (n < 0 || n > 3 || m < 0 || m > 3) table.fail("degree and order must be 0 to 3");
      love.k[static_cast<std::size_t>(n)][static_cast<std::size_t>(m)] =
          table.real("the Love number");
    } else if (key == "kplus") {
      const long m = table.integer("the order");
      if (m < 0 || m > 2) table.fail("the order must be 0 to 2");
      love.k_plus[static_cast<std::size_t>(m)] = table.real("the Love number");
    } else {
      table.fail("expected 'K n m value' or 'KPlus m value'");
    }
    found = true;
  }
  if (!found) table.fail("no Love numbers found: not a .tide file");
  return love;
}

void add_solid_tide(const LoveNumbers& love, const Vector3& raiser_fixed_km, double mu_ratio,
                    double radius_km, GravityEvaluator::Corrections& corrections) {
  const double across_km = std::hypot(raiser_fixed_km.x(), raiser_fixed_km.y());
  const double distance_km = raiser_fixed_km.norm();
  const double longitude = std::atan2(raiser_fixed_km.y(), raiser_fixed_km.x());
  const auto p = legendre(std::atan2(raiser_fixed_km.z(), across_km));
  for (std::size_t n = 2; n <= 3; ++n)
    for (std::size_t m = 0; m <= n; ++m) {
      const double f =
          mu_ratio * std::pow(radius_km / distance_km, static_cast<double>(n + 1)) * p[n][m];
      const double c = f * std::cos(static_cast<double>(m) * longitude);
      const double s = f * std::sin(static_cast<double>(m) * longitude);
      const double share = love.k[n][m] / static_cast<double>(2 * n + 1);
      corrections.c[n][m] += share * c;
      corrections.s[n][m] += share * s;
      if (n != 2) continue;
      const double share_plus = love.k_plus[m] / static_cast<double>(2 * n + 1);
      corrections.c[4][m] += share_plus * c;
      corrections.s[4][m] += share_plus * s;
    }
}

}  // namespace gmat_sweep::astro
