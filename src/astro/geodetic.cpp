#include "astro/geodetic.hpp"

#include <cmath>

namespace gmat_sweep::astro {
namespace {

/// What is left of the error of a geocentric latitude when GMAT stops iterating: each step shrinks
/// it by `ratio`, and the last step is the first below GMAT's tolerance.
double error_when_stopped_rad(double first_error_rad, double ratio) {
  constexpr double tolerance_rad = 1.0e-7;
  double error = first_error_rad;
  double step = 1.0;
  while (std::abs(step) > tolerance_rad) {
    const double next = ratio * error;
    step = next - error;
    error = next;
  }
  return error;
}

}  // namespace

GeodeticPlace geodetic_place(const Vector3& fixed_km, double equatorial_radius_km,
                             double flattening) {
  const double z = fixed_km.z();
  const double p2 = fixed_km.x() * fixed_km.x() + fixed_km.y() * fixed_km.y();
  const double p = std::sqrt(p2);
  const double per_p = 1.0 / p;  // not asked for on the axis
  const double ecc2 = flattening * (2.0 - flattening);
  const double polar_radius_km = equatorial_radius_km * (1.0 - flattening);

  // Bowring's step from the parametric latitude, whose tangent is z over (1 - f) p: good to 1e-11
  // rad near a body. Everything is left scaled by `scale3`, so that few roots wait for another.
  const double across = (1.0 - flattening) * p;
  const double scale2 = z * z + (1.0 - flattening) * (1.0 - flattening) * p2;
  const double scale3 = scale2 * std::sqrt(scale2);
  const double up = z * scale3 + ecc2 / (1.0 - ecc2) * polar_radius_km * z * z * z;
  const double out = p * scale3 - ecc2 * equatorial_radius_km * across * across * across;
  const double norm = 1.0 / std::sqrt(up * up + out * out);
  const double flat = std::sqrt((1.0 - ecc2) * up * up + out * out);

  GeodeticPlace place;
  const double sine = up * norm;
  const double cosine = out * norm;
  place.sin_latitude = sine;
  place.cos_latitude = cosine;
  place.altitude_km = norm * (p * out + z * up - equatorial_radius_km * flat);

  constexpr double near_pole = 1e-4;
  if (cosine > near_pole) {
    const double w = flat * norm;
    // The radius of curvature's change with latitude, but for the cosine.
    const double bulge_km = ecc2 * equatorial_radius_km / (w * w * w);
    const double ratio = bulge_km * cosine * cosine * cosine * per_p;
    const double geocentric_error = (z * cosine - p * sine) / std::sqrt(p2 + z * z);
    const double error = error_when_stopped_rad(geocentric_error, ratio);
    const double rise_km = sine * (p / (cosine * cosine) - bulge_km * cosine);
    place.altitude_km += rise_km * error;
    place.sin_latitude += cosine * error;
    place.cos_latitude -= sine * error;
  }
  if (p > 0.0) {
    place.sin_longitude = fixed_km.y() * per_p;
    place.cos_longitude = fixed_km.x() * per_p;
  }
  return place;
}

}  // namespace gmat_sweep::astro
