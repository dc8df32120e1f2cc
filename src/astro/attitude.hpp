#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "astro/vectors.hpp"

/// Forms of an attitude. A matrix here turns inertial components into body components; angles are
/// in radians. Source of the formulae: GMAT Mathematical Specifications, "Attitude".
namespace gmat_sweep::astro {

/// Vector part, then the scalar.
using Quaternion = std::array<double, 4>;

/// The axes of three turns, 1 to 3 each, the first turn first.
using EulerSequence = std::array<int, 3>;

/// Reads one of the twelve sequences, as `321`.
std::optional<EulerSequence> parse_euler_sequence(std::string_view text);

/// The matrix of a turn of the frame about an axis.
/// @param axis  a unit vector; a zero vector gives no turn when the angle is zero
Matrix3 turn_about(const Vector3& axis, double angle_rad);

/// @param quaternion  of any length but zero
Matrix3 matrix_of_quaternion(const Quaternion& quaternion);
Matrix3 matrix_of_euler_angles(const Vector3& angles_rad, const EulerSequence& sequence);
Matrix3 matrix_of_rodrigues(const Vector3& rodrigues);

Quaternion quaternion_of(const Matrix3& matrix);
Vector3 euler_angles_rad(const Matrix3& matrix, const EulerSequence& sequence);
/// Modified Rodrigues parameters.
Vector3 rodrigues_of(const Quaternion& quaternion);

/// Between the body's angular velocity, in body components [rad/s], and the rates of its Euler
/// angles [rad/s]. The first throws GmatSweepError where the second angle makes the sequence
/// singular.
Vector3 euler_rates_of(const Vector3& angular_velocity, const Vector3& angles_rad,
                       const EulerSequence& sequence);
Vector3 angular_velocity_of(const Vector3& euler_rates, const Vector3& angles_rad,
                            const EulerSequence& sequence);

/// The body's angular velocity from its matrix and the matrix's rate, in body components [rad/s].
Vector3 angular_velocity_of(const Matrix3& matrix, const Matrix3& rate_per_s);

/// Body axes that point one body vector at the reference body, with another held as near as can be
/// to the orbit's normal or to the velocity. Throws GmatSweepError when they are undefined.
enum class NadirConstraint { orbit_normal, velocity };
Matrix3 nadir_pointing(const CartesianState& from_reference, const Vector3& body_alignment,
                       const Vector3& body_constraint, NadirConstraint constraint);

/// Spin about a body axis that itself precesses about an inertial vector.
struct Precession {
  Vector3 body_spin_axis = Vector3::UnitZ();
  Vector3 nutation_reference = Vector3::UnitZ();  ///< inertial
  double initial_precession_rad = 0.0;
  double precession_rate_rad_s = 0.0;
  double nutation_rad = 0.0;
  double initial_spin_rad = 0.0;
  double spin_rate_rad_s = 0.0;
};
struct AttitudeAndRate {
  Matrix3 matrix = Matrix3::Identity();
  Vector3 angular_velocity_rad_s = Vector3::Zero();  ///< body components
};
/// Throws GmatSweepError when one of the two vectors has no direction.
/// @param elapsed_s  since the initial angles
AttitudeAndRate precessing(const Precession& motion, double elapsed_s);

}  // namespace gmat_sweep::astro
