#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double rad_per_deg = pi / 180.0;
constexpr double deg_per_rad = 180.0 / pi;
constexpr double tolerance = 1e-7;

void check_shape(double c3_km2_s2, double ecc) {
  if (std::abs(c3_km2_s2) < tolerance)
    throw GmatSweepError(fmt::format(
        "the orbit is nearly parabolic (C3Energy = {} km^2/s^2, ECC = {}); asymptote elements are "
        "undefined for a parabola",
        c3_km2_s2, ecc));
  if (ecc <= tolerance)
    throw GmatSweepError(fmt::format(
        "the orbit is nearly circular (ECC = {}); asymptote elements are undefined for a circle",
        ecc));
}

/// East and north about an asymptote.
struct Compass {
  Vector3 east, north;
};

Compass compass_about(const Vector3& asymptote) {
  if (std::acos(std::min(std::abs(asymptote.z()), 1.0)) < tolerance)
    throw GmatSweepError("asymptote elements are undefined: the asymptote points along Z");
  const Vector3 east = Vector3::UnitZ().cross(asymptote).normalized();
  return {east, asymptote.cross(east)};
}

double in_circle_deg(double angle_rad) {
  return (angle_rad < 0.0 ? angle_rad + 2.0 * pi : angle_rad) * deg_per_rad;
}

}  // namespace

SixElements to_asymptote(const CartesianState& state, double mu_km3_s2, Asymptote which) {
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  const double distance = r.norm();
  if (v.norm() < tolerance)
    throw GmatSweepError("asymptote elements are undefined without velocity");
  const Vector3 momentum = r.cross(v);
  const Vector3 ecc_vector =
      ((v.squaredNorm() - mu_km3_s2 / distance) * r - r.dot(v) * v) / mu_km3_s2;
  const double ecc = ecc_vector.norm();
  const double c3 = v.squaredNorm() - 2.0 * mu_km3_s2 / distance;
  check_shape(c3, ecc);

  Vector3 asymptote = -ecc_vector / ecc;
  if (c3 > 0.0) {
    const double scale = 1.0 / (1.0 + c3 * momentum.squaredNorm() / mu_km3_s2 / mu_km3_s2);
    const double turn = (which == Asymptote::incoming ? -1.0 : 1.0) * std::sqrt(c3) / mu_km3_s2;
    asymptote = scale * (turn * momentum.cross(ecc_vector) - ecc_vector);
  }
  const auto compass = compass_about(asymptote);
  const Vector3 b = momentum.cross(asymptote);
  double anomaly = std::acos(std::clamp(ecc_vector.dot(r) / (ecc * distance), -1.0, 1.0));
  if (r.dot(v) < 0.0) anomaly = 2.0 * pi - anomaly;
  return {-mu_km3_s2 / c3 * (1.0 - ecc),
          c3,
          in_circle_deg(std::atan2(asymptote.y(), asymptote.x())),
          std::asin(std::clamp(asymptote.z(), -1.0, 1.0)) * deg_per_rad,
          in_circle_deg(std::atan2(b.dot(compass.east), -b.dot(compass.north))),
          anomaly * deg_per_rad};
}

CartesianState from_asymptote(const SixElements& e, double mu_km3_s2, Asymptote which) {
  const double c3 = e[1];
  const double ecc = 1.0 + e[0] * c3 / mu_km3_s2;
  check_shape(c3, ecc);
  const double rha = e[2] * rad_per_deg;
  const double dha = e[3] * rad_per_deg;
  const Vector3 asymptote(std::cos(dha) * std::cos(rha), std::cos(dha) * std::sin(rha),
                          std::sin(dha));
  const auto compass = compass_about(asymptote);
  const double azimuth = pi / 2.0 - e[4] * rad_per_deg;
  const Vector3 normal = std::sin(azimuth) * compass.east + std::cos(azimuth) * compass.north;
  Vector3 to_periapsis = -asymptote;
  if (c3 > 0.0) {
    const double greatest = std::acos(-1.0 / ecc);
    const double side = which == Asymptote::incoming ? 1.0 : -1.0;
    to_periapsis =
        side * std::sin(greatest) * normal.cross(asymptote) + std::cos(greatest) * asymptote;
  }
  const Vector3 ahead = normal.cross(to_periapsis);
  const double anomaly = e[5] * rad_per_deg;
  const double p = e[0] * (1.0 + ecc);
  const double scale = 1.0 + ecc * std::cos(anomaly);
  if (p <= 0.0 || scale <= 1e-10)
    throw GmatSweepError(
        fmt::format("a true anomaly of {} deg does not lie on the orbit with a radius of periapsis "
                    "of {} km and "
                    "ECC = {}",
                    e[5], e[0], ecc));
  const double speed = std::sqrt(mu_km3_s2 / p);
  return {p / scale * (std::cos(anomaly) * to_periapsis + std::sin(anomaly) * ahead),
          speed * (-std::sin(anomaly) * to_periapsis + (ecc + std::cos(anomaly)) * ahead)};
}

}  // namespace gmat_sweep::astro
