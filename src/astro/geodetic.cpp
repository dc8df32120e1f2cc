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
  const double ecc2 = flattening * (2.0 - flattening);
  const double polar_radius_km = equatorial_radius_km * (1.0 - flattening);

  // Bowring's parametric latitude, whose first step is good to 1e-11 rad near a body.
  const double across = (1.0 - flattening) * p;
  const double scale = 1.0 / std::sqrt(z * z + across * across);
  const double sin_beta = z * scale;
  const double cos_beta = across * scale;
  const double up = z + ecc2 / (1.0 - ecc2) * polar_radius_km * sin_beta * sin_beta * sin_beta;
  const double out = p - ecc2 * equatorial_radius_km * cos_beta * cos_beta * cos_beta;
  const double norm = 1.0 / std::sqrt(up * up + out * out);

  GeodeticPlace place;
  const double sine = up * norm;
  const double cosine = out * norm;
  place.sin_latitude = sine;
  place.cos_latitude = cosine;
  const double w2 = 1.0 - ecc2 * sine * sine;
  const double w = std::sqrt(w2);
  place.altitude_km = p * cosine + z * sine - equatorial_radius_km * w;

  constexpr double near_pole = 1e-4;
  if (cosine > near_pole) {
    const double normal_km = equatorial_radius_km / w;
    const double ratio = ecc2 * normal_km * cosine * cosine * cosine / (w2 * p);
    const double geocentric_error = (z * cosine - p * sine) / std::sqrt(p2 + z * z);
    const double error = error_when_stopped_rad(geocentric_error, ratio);
    const double rise_km = sine * (p / (cosine * cosine) - normal_km * ecc2 * cosine / w2);
    place.altitude_km += rise_km * error;
    place.sin_latitude += cosine * error;
    place.cos_latitude -= sine * error;
  }
  if (p > 0.0) {
    place.sin_longitude = fixed_km.y() / p;
    place.cos_longitude = fixed_km.x() / p;
  }
  return place;
}

}  // namespace gmat_sweep::astro
