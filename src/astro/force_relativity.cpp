#include "astro/force_relativity.hpp"

#include <cmath>

namespace gmat_sweep::astro {
namespace {

constexpr double c_km_s = 299792.458;

/// Angular momentum per unit mass of a rigid, homogeneous sphere that turns as the body does.
/// NOTE: GMAT leaves the axes in BodyInertial where the state is in MJ2000Eq; for the Earth the two
/// are one.
Vector3 specific_angular_momentum_km2_s(const RelativityInputs& inputs) {
  const Matrix3& r = inputs.fixed_to_body_inertial.to_inertial;
  const Matrix3& rate = inputs.fixed_to_body_inertial.to_inertial_rate_per_s;
  const Vector3 spin_rad_s(-r.col(2).dot(rate.col(1)), r.col(2).dot(rate.col(0)),
                           -r.col(1).dot(rate.col(0)));
  return r.col(2) * (0.4 * inputs.radius_km * inputs.radius_km * spin_rad_s.norm());
}

}  // namespace

Vector3 relativistic_acceleration_km_s2(const CartesianState& state,
                                        const RelativityInputs& inputs) {
  const Vector3& position = state.position_km;
  const Vector3& velocity = state.velocity_km_s;
  const double r = position.norm();
  const double scale = inputs.mu_km3_s2 / (c_km_s * c_km_s * r * r * r);
  const Vector3 schwarzschild =
      scale * ((4.0 * inputs.mu_km3_s2 / r - velocity.squaredNorm()) * position +
               4.0 * position.dot(velocity) * velocity);

  Vector3 geodesic = Vector3::Zero();
  if (!inputs.is_sun) {
    const double sun_distance = inputs.from_sun.position_km.norm();
    const double sun_scale =
        inputs.sun_mu_km3_s2 / (c_km_s * c_km_s * sun_distance * sun_distance * sun_distance);
    const Vector3 omega =
        (1.5 * inputs.from_sun.velocity_km_s).cross(-sun_scale * inputs.from_sun.position_km);
    geodesic = 2.0 * omega.cross(velocity);
  }

  const Vector3 momentum = specific_angular_momentum_km2_s(inputs);
  const Vector3 lense_thirring =
      2.0 * scale *
      (3.0 / (r * r) * position.dot(momentum) * position.cross(velocity) +
       velocity.cross(momentum));
  return schwarzschild + geodesic + lense_thirring;
}

}  // namespace gmat_sweep::astro
