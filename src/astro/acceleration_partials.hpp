#pragma once

#include <cmath>

#include "astro/vectors.hpp"

/// How accelerations change with a spacecraft's state: the blocks of the matrix that a state
/// transition matrix is propagated with.
namespace gmat_sweep::astro {

/// Of a body's attraction.
/// @param from_body_km  the spacecraft's position from the body
/// @return d(acceleration)/d(position) in the same axes [1/s^2]
/// @pre from_body_km is finite and non-zero
/// Source: GMAT Mathematical Specifications, "Point mass", the partial derivatives.
inline Matrix3 point_mass_gradient_per_s2(const Vector3& from_body_km, double mu_km3_s2) {
  const double distance2 = from_body_km.squaredNorm();
  const double rate = mu_km3_s2 / (distance2 * std::sqrt(distance2));
  return rate * (3.0 / distance2 * from_body_km * from_body_km.transpose() - Matrix3::Identity());
}

/// Of sunlight, with the lit fraction of the Sun held: GMAT leaves the edges of shadows out.
/// @param acceleration_km_s2  by the light
/// @param from_sun_km  the spacecraft's position from the Sun
/// @return d(acceleration)/d(position) [1/s^2]
/// @pre from_sun_km is not zero
/// Source: GMAT Mathematical Specifications, "Solar radiation pressure": the pressure falls with
/// the square of the distance.
inline Matrix3 radiation_gradient_per_s2(const Vector3& acceleration_km_s2,
                                         const Vector3& from_sun_km) {
  const double distance2 = from_sun_km.squaredNorm();
  const double rate = acceleration_km_s2.dot(from_sun_km) / distance2;
  return rate * (Matrix3::Identity() - 3.0 / distance2 * from_sun_km * from_sun_km.transpose());
}

/// How an acceleration changes with position [1/s^2] and velocity [1/s].
struct AccelerationPartials {
  Matrix3 position_per_s2 = Matrix3::Zero();
  Matrix3 velocity_per_s = Matrix3::Zero();
};

/// By differences forward, 10 m and 1 mm/s apart, as GMAT takes them of drag.
/// @param acceleration_km_s2  of a CartesianState, in its axes
template <typename Acceleration>
AccelerationPartials differenced_partials(const CartesianState& state,
                                          Acceleration acceleration_km_s2) {
  constexpr double apart_km = 1e-2;
  constexpr double apart_km_s = 1e-6;
  const Vector3 here = acceleration_km_s2(state);
  AccelerationPartials partials;
  for (Eigen::Index i = 0; i < 3; ++i) {
    CartesianState moved = state;
    moved.position_km[i] += apart_km;
    partials.position_per_s2.col(i) = (acceleration_km_s2(moved) - here) / apart_km;
    moved = state;
    moved.velocity_km_s[i] += apart_km_s;
    partials.velocity_per_s.col(i) = (acceleration_km_s2(moved) - here) / apart_km_s;
  }
  return partials;
}

}  // namespace gmat_sweep::astro
