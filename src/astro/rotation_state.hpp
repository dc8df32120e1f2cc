#pragma once

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// A rotation and its rate of change: r_inertial = to_inertial * r_fixed, and
/// v_inertial = to_inertial * v_fixed + to_inertial_rate_per_s * r_fixed.
struct RotationState {
  Matrix3 to_inertial = Matrix3::Identity();
  Matrix3 to_inertial_rate_per_s = Matrix3::Zero();
};

/// The axes' angular velocity in the inertial axes [rad/s].
inline Vector3 spin_of(const RotationState& rotation) {
  const Matrix3 cross = rotation.to_inertial_rate_per_s * rotation.to_inertial.transpose();
  return {cross(2, 1), cross(0, 2), cross(1, 0)};
}

/// A state seen in the rotated axes, origin kept.
inline CartesianState rotate_from_inertial(const CartesianState& state,
                                           const RotationState& rotation) {
  return {rotation.to_inertial.transpose() * state.position_km,
          rotation.to_inertial_rate_per_s.transpose() * state.position_km +
              rotation.to_inertial.transpose() * state.velocity_km_s};
}

/// The other way.
inline CartesianState rotate_to_inertial(const CartesianState& state,
                                         const RotationState& rotation) {
  return {rotation.to_inertial * state.position_km,
          rotation.to_inertial_rate_per_s * state.position_km +
              rotation.to_inertial * state.velocity_km_s};
}

}  // namespace gmat_sweep::astro
