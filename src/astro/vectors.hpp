#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace gmat_sweep::astro {

using Vector3 = Eigen::Vector3d;
using Vector6 = Eigen::Matrix<double, 6, 1>;
using Matrix3 = Eigen::Matrix3d;

/// Position and velocity in one set of axes, from one origin.
struct CartesianState {
  Vector3 position_km = Vector3::Zero();
  Vector3 velocity_km_s = Vector3::Zero();
};

}  // namespace gmat_sweep::astro
