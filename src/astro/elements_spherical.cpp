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

struct Lengths {
  double distance_km = 0;
  double speed_km_s = 0;
};

Lengths lengths_of(const CartesianState& state) {
  const Lengths lengths{state.position_km.norm(), state.velocity_km_s.norm()};
  constexpr double least = 1e-10;
  if (lengths.distance_km < least)
    throw GmatSweepError(fmt::format("spherical elements are undefined: RMAG = {} km is below {}",
                                     lengths.distance_km, least));
  if (lengths.speed_km_s < least)
    throw GmatSweepError(fmt::format("spherical elements are undefined: VMAG = {} km/s is below {}",
                                     lengths.speed_km_s, least));
  return lengths;
}

Vector3 direction(double right_ascension_rad, double declination_rad) {
  const double c = std::cos(declination_rad);
  return {c * std::cos(right_ascension_rad), c * std::sin(right_ascension_rad),
          std::sin(declination_rad)};
}

void check_within_quarter(const char* name, double angle_deg) {
  if (angle_deg < -90.0 || angle_deg > 90.0)
    throw GmatSweepError(fmt::format("{} = {} deg: expected -90 to 90", name, angle_deg));
}

}  // namespace

SixElements to_spherical_azfpa(const CartesianState& state) {
  const auto [distance, speed] = lengths_of(state);
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  const double ra = std::atan2(r.y(), r.x());
  const double dec = std::asin(r.z() / distance);
  const Vector3 east(std::cos(ra + pi / 2.0), std::sin(ra + pi / 2.0), 0.0);
  const Vector3 north(-std::sin(dec) * std::cos(ra), -std::sin(dec) * std::sin(ra), std::cos(dec));
  const double azimuth = std::atan2(east.dot(v), north.dot(v));
  const double from_vertical = std::acos(std::clamp(r.dot(v) / (distance * speed), -1.0, 1.0));
  return {distance, ra * deg_per_rad,      dec * deg_per_rad,
          speed,    azimuth * deg_per_rad, from_vertical * deg_per_rad};
}

CartesianState from_spherical_azfpa(const SixElements& e) {
  const double ra = e[1] * rad_per_deg;
  const double dec = e[2] * rad_per_deg;
  const double azimuth = e[4] * rad_per_deg;
  const double from_vertical = e[5] * rad_per_deg;
  const Vector3 up = direction(ra, dec);
  const Vector3 east(-std::sin(ra), std::cos(ra), 0.0);
  const Vector3 north(-std::sin(dec) * std::cos(ra), -std::sin(dec) * std::sin(ra), std::cos(dec));
  const Vector3 along = std::sin(azimuth) * east + std::cos(azimuth) * north;
  return {e[0] * up, e[3] * (std::cos(from_vertical) * up + std::sin(from_vertical) * along)};
}

SixElements to_spherical_radec(const CartesianState& state) {
  const auto [distance, speed] = lengths_of(state);
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  return {
      distance, std::atan2(r.y(), r.x()) * deg_per_rad, std::asin(r.z() / distance) * deg_per_rad,
      speed,    std::atan2(v.y(), v.x()) * deg_per_rad, std::asin(v.z() / speed) * deg_per_rad};
}

CartesianState from_spherical_radec(const SixElements& e) {
  return {e[0] * direction(e[1] * rad_per_deg, e[2] * rad_per_deg),
          e[3] * direction(e[4] * rad_per_deg, e[5] * rad_per_deg)};
}

SixElements to_planetodetic(const CartesianState& state, double equatorial_radius_km,
                            double flattening) {
  auto elements = to_spherical_azfpa(state);
  const Vector3& r = state.position_km;
  const double across = std::sqrt(r.x() * r.x() + r.y() * r.y());
  const double ecc2 = flattening * (2.0 - flattening);
  double latitude = elements[2] * rad_per_deg;
  for (double change = 1.0; change >= 1e-13;) {
    const double s = std::sin(latitude);
    const double normal = equatorial_radius_km / std::sqrt(1.0 - ecc2 * s * s);
    const double next = std::atan((r.z() + normal * ecc2 * s) / across);
    change = std::abs(next - latitude);
    latitude = next;
  }
  elements[2] = latitude * deg_per_rad;
  elements[5] = 90.0 - elements[5];
  return elements;
}

CartesianState from_planetodetic(const SixElements& e, double equatorial_radius_km,
                                 double flattening) {
  check_within_quarter("PlanetodeticLAT", e[2]);
  check_within_quarter("PlanetodeticHFPA", e[5]);
  const double latitude = e[2] * rad_per_deg;
  const double ecc2 = flattening * (2.0 - flattening);
  const double sine = std::sin(latitude);
  const double normal = equatorial_radius_km / std::sqrt(1.0 - ecc2 * sine * sine);
  // NOTE: the geocentric latitude by a series in the flattening, as in GMAT, and left alone within
  // a thousandth of a degree of the poles.
  const double near_pole = 0.001 * rad_per_deg;
  double geocentric = latitude;
  for (double change = 1.0; change >= 1e-13;) {
    if (pi / 2.0 - std::abs(geocentric) < near_pole) break;
    const double altitude = e[0] * std::cos(geocentric) / std::cos(latitude) - normal;
    const double d = altitude / equatorial_radius_km + 1.0;
    const double sin2 = std::sin(2.0 * latitude);
    const double sin4 = std::sin(4.0 * latitude);
    const double next = latitude - sin2 / d * flattening +
                        (-sin2 / (2.0 * d * d) + (1.0 / (4.0 * d * d) + 1.0 / (4.0 * d)) * sin4) *
                            flattening * flattening;
    change = std::abs(next - geocentric);
    geocentric = next;
  }
  return from_spherical_azfpa({e[0], e[1], geocentric * deg_per_rad, e[3], e[4], 90.0 - e[5]});
}

}  // namespace gmat_sweep::astro
