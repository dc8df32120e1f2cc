#include "astro/geodetic.hpp"

#include <cmath>

namespace gmat_sweep::astro {

GeodeticPlace geodetic_place(const Vector3& fixed_km, double equatorial_radius_km,
                             double flattening) {
  constexpr double tolerance_rad = 1.0e-7;
  constexpr double near_pole = 1e-9;
  const double z = fixed_km.z();
  const double p = std::sqrt(fixed_km.x() * fixed_km.x() + fixed_km.y() * fixed_km.y());
  const double ecc2 = flattening * (2.0 - flattening);
  const auto normal_km = [&](double sine) {
    return equatorial_radius_km / std::sqrt(1.0 - ecc2 * sine * sine);
  };

  const double distance = std::sqrt(z * z + p * p);
  double sine = z / distance;
  double cosine = p / distance;
  double normal = normal_km(sine);
  for (double change = 1.0; change > tolerance_rad;) {
    const double up = z + normal * ecc2 * sine;
    const double norm = std::sqrt(up * up + p * p);
    const double next_sine = up / norm;
    const double next_cosine = p / norm;
    change = std::abs(next_sine * cosine - next_cosine * sine);
    sine = next_sine;
    cosine = next_cosine;
    normal = normal_km(sine);
  }

  GeodeticPlace place;
  place.sin_latitude = sine;
  place.cos_latitude = cosine;
  place.altitude_km =
      cosine > near_pole ? p / cosine - normal : std::abs(z) - normal * (1.0 - ecc2);
  if (p > 0.0) {
    place.sin_longitude = fixed_km.y() / p;
    place.cos_longitude = fixed_km.x() / p;
  }
  return place;
}

}  // namespace gmat_sweep::astro
