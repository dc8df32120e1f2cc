#pragma once

#include "astro/earth_rotation.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// What the correction needs to know of the central body at an epoch.
struct RelativityInputs {
  double mu_km3_s2 = 0;
  double radius_km = 0;  ///< its equatorial radius
  /// Its body-fixed axes to its BodyInertial axes (GMAT's, not MJ2000Eq), and the rate.
  RotationState fixed_to_body_inertial;
  double sun_mu_km3_s2 = 0;
  CartesianState from_sun;  ///< the central body's state from the Sun
  bool is_sun = false;      ///< the central body is the Sun: no geodesic precession
};

/// Relativistic correction: Schwarzschild, geodesic precession and Lense-Thirring terms.
/// @param state  of the spacecraft from the central body
/// @return acceleration [km/s^2]
/// Source: IERS Conventions 2010, 10.3; G. Petit and B. Luzum (eds.).
Vector3 relativistic_acceleration_km_s2(const CartesianState& state,
                                        const RelativityInputs& inputs);

}  // namespace gmat_sweep::astro
