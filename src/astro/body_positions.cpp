#include "astro/body_positions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gmat_sweep::astro {
namespace {

constexpr double windows_per_day = 32.0;
/// Windows begin where TDB days do (to 2 ms), and with them the pieces of a JPL ephemeris.
constexpr double tdb_minus_a1_day = (32.184 - 0.0343817) / seconds_per_day;
constexpr double x_per_day = 2.0 * windows_per_day;

/// The monomials of the Chebyshev polynomials: row k holds those of T(k).
constexpr std::array<std::array<double, 6>, 6> chebyshev_monomials{{{1, 0, 0, 0, 0, 0},
                                                                    {0, 1, 0, 0, 0, 0},
                                                                    {-1, 0, 2, 0, 0, 0},
                                                                    {0, -3, 0, 4, 0, 0},
                                                                    {1, 0, -8, 0, 8, 0},
                                                                    {0, 5, 0, -20, 0, 16}}};

}  // namespace

BodyPositions::BodyPositions(Body center, SolarSystem& solar_system)
    : center_(center), solar_system_(&solar_system) {}

std::size_t BodyPositions::add(Body body) {
  const auto found = std::ranges::find(bodies_, body);
  const auto place = static_cast<std::size_t>(found - bodies_.begin());
  if (found == bodies_.end()) bodies_.push_back(body);
  return place;
}

void BodyPositions::add_libration() { with_libration_ = true; }

LunarLibration BodyPositions::libration() const {
  return {position_km(bodies_.size()), libration_rate_rad_per_s_};
}

void BodyPositions::sample(const SplitTime& a1_mjd, double* into) {
  const Vector3 center_km = solar_system_->position_km(center_, a1_mjd);
  for (const Body body : bodies_) {
    const Vector3 position_km = solar_system_->position_km(body, a1_mjd) - center_km;
    into = std::copy(position_km.begin(), position_km.end(), into);
  }
  if (!with_libration_) return;
  const LunarLibration& libration = solar_system_->libration(a1_mjd);
  std::copy(libration.angle_rad.begin(), libration.angle_rad.end(), into);
  libration_rate_rad_per_s_ = libration.rate_rad_per_s;
}

void BodyPositions::build(Window& window, double number) {
  const std::size_t width = values_.size();
  window.number = std::numeric_limits<double>::quiet_NaN();  // until it is whole
  window.middle_a1_mjd = (number + 0.5) / windows_per_day - tdb_minus_a1_day;
  const SplitTime middle(window.middle_a1_mjd);
  const auto angle = [](std::size_t i) {
    return std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(nodes);
  };
  samples_.resize(nodes * width);
  for (std::size_t i = 0; i < nodes; ++i) {
    const double from_middle_s = std::cos(angle(i)) / x_per_day * seconds_per_day;
    sample(middle.plus_seconds(from_middle_s), samples_.data() + i * width);
  }
  window.coefficients.assign(nodes * width, 0.0);
  for (std::size_t k = 0; k < nodes; ++k) {
    std::array<double, nodes> weights;
    for (std::size_t i = 0; i < nodes; ++i) {
      weights[i] = (k == 0 ? 1.0 : 2.0) / static_cast<double>(nodes) *
                   std::cos(static_cast<double>(k) * angle(i));
    }
    for (std::size_t c = 0; c < width; ++c) {
      double chebyshev = 0.0;
      for (std::size_t i = 0; i < nodes; ++i) chebyshev += weights[i] * samples_[i * width + c];
      for (std::size_t power = 0; power <= k; ++power) {
        window.coefficients[power * width + c] += chebyshev * chebyshev_monomials[k][power];
      }
    }
  }
  window.number = number;
}

void BodyPositions::evaluate(const Window& window, double a1_mjd) {
  const std::size_t width = values_.size();
  const double x = (a1_mjd - window.middle_a1_mjd) * x_per_day;
  const double* const a0 = window.coefficients.data();
  const double* const a1 = a0 + width;
  const double* const a2 = a1 + width;
  const double* const a3 = a2 + width;
  const double* const a4 = a3 + width;
  const double* const a5 = a4 + width;
  double* const values = values_.data();
  for (std::size_t c = 0; c < width; ++c) {
    values[c] = a0[c] + x * (a1[c] + x * (a2[c] + x * (a3[c] + x * (a4[c] + x * a5[c]))));
  }
  if (!with_libration_) return;
  constexpr double x_per_s = x_per_day / seconds_per_day;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t c = width - 3 + i;
    const double slope =
        a1[c] + x * (2.0 * a2[c] + x * (3.0 * a3[c] + x * (4.0 * a4[c] + x * (5.0 * a5[c]))));
    libration_rate_rad_per_s_[static_cast<Eigen::Index>(i)] = slope * x_per_s;
  }
}

void BodyPositions::turn_to(double a1_mjd) {
  if (a1_mjd == a1_mjd_) return;
  if (values_.empty()) values_.resize(3 * bodies_.size() + (with_libration_ ? 3 : 0));
  const double number = std::floor((a1_mjd + tdb_minus_a1_day) * windows_per_day);
  Window& window = windows_[static_cast<std::size_t>(static_cast<long>(number) & 1)];
  if (number != window.number) {
    if (number != window.asked_number) {
      window.asked_number = number;
      sample(SplitTime(a1_mjd), values_.data());
      a1_mjd_ = a1_mjd;
      return;
    }
    build(window, number);
  }
  evaluate(window, a1_mjd);
  a1_mjd_ = a1_mjd;
}

}  // namespace gmat_sweep::astro
