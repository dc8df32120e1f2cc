#pragma once

#include <cmath>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// Acceleration by a point mass, in the frame of an origin that it accelerates as well.
/// @param position_km  of the spacecraft from the origin [km]
/// @param body_km  of the point mass from the origin [km]; zero where it is the origin itself
/// @param mu_km3_s2  of the point mass [km^3/s^2]
/// @return acceleration in the same axes [km/s^2]
/// @pre the spacecraft is not at the point mass
/// Source: GMAT Mathematical Specifications, "Point mass".
inline Vector3 point_mass_acceleration_km_s2(const Vector3& position_km, const Vector3& body_km,
                                             double mu_km3_s2) {
  const Vector3 relative_km = body_km - position_km;
  const double r2 = relative_km.squaredNorm();
  Vector3 direct = relative_km * (mu_km3_s2 / (r2 * std::sqrt(r2)));
  const double origin_r2 = body_km.squaredNorm();
  if (origin_r2 == 0.0) return direct;
  return direct - (mu_km3_s2 / std::sqrt(origin_r2 * origin_r2 * origin_r2)) * body_km;
}

}  // namespace gmat_sweep::astro
