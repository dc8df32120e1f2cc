#include "astro/force_radiation.hpp"

#include <cmath>
#include <numbers>

namespace gmat_sweep::astro {
namespace {

constexpr double speed_of_light_m_s = 299792458.0;

/// The part of the Sun's disc left where the discs overlap.
/// @param a, b  apparent radii of Sun and body [rad]
/// @param c  apparent distance of their centres [rad]
double partly_lit(double a, double b, double c) {
  const double a2 = a * a;
  const double b2 = b * b;
  const double x = (c * c + a2 - b2) / (2.0 * c);
  const double y = std::sqrt(a2 - x * x);
  const double hidden = a2 * std::acos(x / a) + b2 * std::acos((c - x) / b) - c * y;
  return 1.0 - hidden / (std::numbers::pi * a2);
}

}  // namespace

double sunlit_fraction(const Vector3& spacecraft_from_body_km, const Vector3& sun_from_body_km,
                       const Vector3& sun_from_spacecraft_km, double sun_radius_km,
                       double body_radius_km) {
  if (spacecraft_from_body_km.dot(sun_from_body_km) > 0.0) return 1.0;  // on the day side
  const double sun_km = sun_from_spacecraft_km.norm();
  const double body_km = spacecraft_from_body_km.norm();
  if (sun_radius_km >= sun_km) return 1.0;
  if (body_radius_km >= body_km) return 0.0;
  const double a = std::asin(sun_radius_km / sun_km);
  const double b = std::asin(body_radius_km / body_km);
  const Vector3 to_sun = sun_from_spacecraft_km / sun_km;
  const Vector3 to_spacecraft = spacecraft_from_body_km / body_km;
  const double c = std::acos(-to_spacecraft.dot(to_sun));
  if (a + b <= c) return 1.0;
  if (c < b - a) return 0.0;
  if (std::abs(a - b) < c) return partly_lit(a, b, c);
  return 1.0 - b * b / (a * a);
}

double sunlit_fraction(const Vector3& position_km, const Vector3& sun_km, double sun_radius_km,
                       std::span<const ShadowBody> bodies,
                       const Vector3& central_body_from_earth_km) {
  const Vector3 to_sun_km = sun_km - position_km;
  double least = 1.0;
  int partial_count = 0;
  const ShadowBody* partial[2] = {};
  double fraction_of[2] = {};
  for (const ShadowBody& body : bodies) {
    const double fraction =
        sunlit_fraction(position_km - body.from_central_body_km, sun_km - body.from_central_body_km,
                        to_sun_km, sun_radius_km, body.radius_km);
    if (fraction < least) least = fraction;
    if (least == 0.0) return 0.0;
    if (fraction == 1.0) continue;
    if (partial_count < 2) {
      partial[partial_count] = &body;
      fraction_of[partial_count] = fraction;
    }
    ++partial_count;
  }
  if (partial_count != 2) return least;
  // NOTE: GMAT takes the bodies from the Earth and the spacecraft from the central body here, so
  // that about other central bodies than the Earth the test compares unlike vectors; so do we.
  const Vector3 first = central_body_from_earth_km + partial[0]->from_central_body_km - position_km;
  const Vector3 second =
      central_body_from_earth_km + partial[1]->from_central_body_km - position_km;
  const double a = std::asin(partial[0]->radius_km / first.norm());
  const double b = std::asin(partial[1]->radius_km / second.norm());
  const double c = std::acos(first.dot(second) / (first.norm() * second.norm()));
  return a + b < c ? fraction_of[0] + fraction_of[1] - 1.0 : least;
}

Vector3 solar_radiation_acceleration_km_s2(const Vector3& sun_to_spacecraft_km,
                                           double sunlit_fraction, double cr, double area_m2,
                                           double mass_kg, const SolarFlux& flux) {
  if (!(sunlit_fraction > 0.0)) return Vector3::Zero();
  double distance_km = sun_to_spacecraft_km.norm();
  if (distance_km == 0.0) distance_km = 1.0;
  const double ratio = flux.nominal_distance_km / distance_km;
  const double pressure_n_m2 = flux.flux_w_m2 / speed_of_light_m_s;
  const double magnitude_km_s2 =
      sunlit_fraction * pressure_n_m2 * (ratio * ratio) / mass_kg * (cr * area_m2) * 0.001;
  return magnitude_km_s2 * (sun_to_spacecraft_km / distance_km);
}

}  // namespace gmat_sweep::astro
