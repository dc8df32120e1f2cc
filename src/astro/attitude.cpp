#include "astro/attitude.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double degrees = 180.0 / std::numbers::pi;

constexpr std::string_view sequences[] = {"123", "231", "312", "132", "321", "213",
                                          "121", "232", "313", "131", "323", "212"};

Vector3 unit(int axis) { return Vector3::Unit(axis - 1); }

bool is_symmetric(const EulerSequence& sequence) { return sequence[0] == sequence[2]; }

/// The axis the sequence leaves out, or for symmetric ones the third; and the sign of the three
/// axes taken in the order first, second, third.
struct Handed {
  int third = 0;
  double sign = 1.0;
};

Handed handed(const EulerSequence& s) {
  const int third = 6 - s[0] - s[1];
  const bool even = (s[1] - s[0] + 3) % 3 == 1;
  return {third, even ? 1.0 : -1.0};
}

/// The columns turn Euler rates into an angular velocity in body components.
Matrix3 rate_matrix(const Vector3& angles_rad, const EulerSequence& s) {
  const Matrix3 second = turn_about(unit(s[1]), angles_rad[1]);
  const Matrix3 third = turn_about(unit(s[2]), angles_rad[2]);
  Matrix3 result;
  result.col(0) = third * (second * unit(s[0]));
  result.col(1) = third * unit(s[1]);
  result.col(2) = unit(s[2]);
  return result;
}

Vector3 direction(const Vector3& v, std::string_view what) {
  const double size = v.norm();
  if (size < 1.0e-5) {
    throw GmatSweepError(
        fmt::format("{} ({}, {}, {}) has no direction: its length must be 1e-5 or "
                    "more",
                    what, v.x(), v.y(), v.z()));
  }
  return v / size;
}

/// Three unit vectors from two: the first along `main`.
Matrix3 triad(const Vector3& main, const Vector3& other) {
  const Vector3 normal = main.cross(other);
  const Vector3 last = main.cross(normal);
  for (const auto* v : {&main, &normal, &last}) {
    if (v->norm() < 1.0e-5) {
      throw GmatSweepError(
          "the nadir pointing attitude is undefined: the alignment and the "
          "constraint vector are zero or parallel");
    }
  }
  Matrix3 result;
  result << main.normalized(), normal.normalized(), last.normalized();
  return result;
}

}  // namespace

std::optional<EulerSequence> parse_euler_sequence(std::string_view text) {
  if (std::ranges::find(sequences, text) == std::end(sequences)) return std::nullopt;
  return EulerSequence{text[0] - '0', text[1] - '0', text[2] - '0'};
}

Matrix3 turn_about(const Vector3& a, double angle_rad) {
  const double c = std::cos(angle_rad);
  const double s = std::sin(angle_rad);
  Matrix3 cross;
  cross << 0.0, -a.z(), a.y(), a.z(), 0.0, -a.x(), -a.y(), a.x(), 0.0;
  return c * Matrix3::Identity() + (1.0 - c) * a * a.transpose() - s * cross;
}

Matrix3 matrix_of_quaternion(const Quaternion& quaternion) {
  const double size = std::sqrt(quaternion[0] * quaternion[0] + quaternion[1] * quaternion[1] +
                                quaternion[2] * quaternion[2] + quaternion[3] * quaternion[3]);
  const Vector3 v = Vector3(quaternion[0], quaternion[1], quaternion[2]) / size;
  const double w = quaternion[3] / size;
  Matrix3 cross;
  cross << 0.0, -v.z(), v.y(), v.z(), 0.0, -v.x(), -v.y(), v.x(), 0.0;
  return (w * w - v.squaredNorm()) * Matrix3::Identity() + 2.0 * v * v.transpose() -
         2.0 * w * cross;
}

Matrix3 matrix_of_euler_angles(const Vector3& angles_rad, const EulerSequence& s) {
  return turn_about(unit(s[2]), angles_rad[2]) * turn_about(unit(s[1]), angles_rad[1]) *
         turn_about(unit(s[0]), angles_rad[0]);
}

Matrix3 matrix_of_rodrigues(const Vector3& m) {
  const double square = m.squaredNorm();
  const double scale = 1.0 / (1.0 + square);
  return matrix_of_quaternion(
      {2.0 * m.x() * scale, 2.0 * m.y() * scale, 2.0 * m.z() * scale, (1.0 - square) * scale});
}

Quaternion quaternion_of(const Matrix3& m) {
  const double trace = m.trace();
  const std::array<double, 4> sizes{m(0, 0), m(1, 1), m(2, 2), trace};
  const auto largest = std::ranges::max_element(sizes) - sizes.begin();
  Quaternion q{};
  if (largest == 3) {
    q = {m(1, 2) - m(2, 1), m(2, 0) - m(0, 2), m(0, 1) - m(1, 0), 1.0 + trace};
  } else {
    const int i = static_cast<int>(largest);
    const int j = (i + 1) % 3;
    const int k = (i + 2) % 3;
    const auto at = [&](int index) -> double& { return q[static_cast<std::size_t>(index)]; };
    at(i) = 2.0 * m(i, i) + 1.0 - trace;
    at(j) = m(i, j) + m(j, i);
    at(k) = m(i, k) + m(k, i);
    at(3) = m(j, k) - m(k, j);
  }
  const double size = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  for (double& element : q) element /= size;
  return q;
}

Vector3 euler_angles_rad(const Matrix3& m, const EulerSequence& s) {
  const auto [third, sign] = handed(s);
  const int i = s[0] - 1;
  const int j = s[1] - 1;
  const int k = third - 1;
  double first = 0.0;
  double second = 0.0;
  if (is_symmetric(s)) {
    first = std::atan2(m(i, j), -sign * m(i, k));
    second = std::acos(std::clamp(m(i, i), -1.0, 1.0));
  } else {
    first = std::atan2(-sign * m(k, j), m(k, k));
    second = std::asin(std::clamp(sign * m(k, i), -1.0, 1.0));
  }
  // What is left once the first two turns are undone is the third turn alone.
  const Matrix3 left =
      m * turn_about(unit(s[0]), first).transpose() * turn_about(unit(s[1]), second).transpose();
  const int a = s[2] % 3;
  const int b = (s[2] + 1) % 3;
  return {first, second, std::atan2(left(a, b), left(a, a))};
}

Vector3 rodrigues_of(const Quaternion& q) { return Vector3(q[0], q[1], q[2]) / (1.0 + q[3]); }

Vector3 euler_rates_of(const Vector3& angular_velocity, const Vector3& angles_rad,
                       const EulerSequence& sequence) {
  const double measure = is_symmetric(sequence) ? std::sin(angles_rad[1]) : std::cos(angles_rad[1]);
  if (measure == 0.0) {
    throw GmatSweepError(
        fmt::format("the Euler angles ({}, {}, {}) deg are singular: the second must not be {}",
                    angles_rad[0] * degrees, angles_rad[1] * degrees, angles_rad[2] * degrees,
                    is_symmetric(sequence) ? "0 or 180 deg" : "90 or -90 deg"));
  }
  return rate_matrix(angles_rad, sequence).inverse() * angular_velocity;
}

Vector3 angular_velocity_of(const Vector3& euler_rates, const Vector3& angles_rad,
                            const EulerSequence& sequence) {
  return rate_matrix(angles_rad, sequence) * euler_rates;
}

Vector3 angular_velocity_of(const Matrix3& matrix, const Matrix3& rate_per_s) {
  const Matrix3 cross = -(rate_per_s * matrix.transpose());
  return {cross(2, 1), cross(0, 2), cross(1, 0)};
}

Matrix3 nadir_pointing(const CartesianState& from_reference, const Vector3& body_alignment,
                       const Vector3& body_constraint, NadirConstraint constraint) {
  const Vector3& position = from_reference.position_km;
  const Vector3& velocity = from_reference.velocity_km_s;
  const Vector3 momentum = position.cross(velocity);
  const bool undefined =
      body_alignment.norm() < 1.0e-5 || body_constraint.norm() < 1.0e-5 ||
      body_alignment.normalized().dot(body_constraint.normalized()) > 1.0 - 1.0e-5 ||
      position.norm() < 1.0e-5 || velocity.norm() < 1.0e-5 || momentum.norm() < 1.0e-5;
  if (undefined) {
    throw GmatSweepError(
        "the nadir pointing attitude is undefined: the alignment and the "
        "constraint vector are zero or parallel, or the orbit has no plane");
  }
  const Vector3 up = position.normalized();
  const Vector3 normal = momentum.normalized();
  Matrix3 orbit_axes;
  orbit_axes << up, normal, up.cross(normal);
  const Vector3 wanted =
      constraint == NadirConstraint::orbit_normal ? Vector3::UnitY() : Vector3(0.0, 0.0, -1.0);
  const Matrix3 orbit_to_body =
      triad(-Vector3::UnitX(), wanted) * triad(body_alignment, body_constraint).transpose();
  return (orbit_axes * orbit_to_body).transpose();
}

AttitudeAndRate precessing(const Precession& motion, double elapsed_s) {
  const Vector3 spin = direction(motion.body_spin_axis, "BodySpinAxis");
  const Vector3 reference = direction(motion.nutation_reference, "NutationReferenceVector");
  const double spin_angle = motion.spin_rate_rad_s * elapsed_s + motion.initial_spin_rad;
  const double precession_angle =
      motion.precession_rate_rad_s * elapsed_s + motion.initial_precession_rad;

  Matrix3 aligned = Matrix3::Identity();
  const double angle = std::acos(std::clamp(spin.dot(reference), -1.0, 1.0));
  if (angle >= 1.0e-16) aligned = turn_about(spin.cross(reference).normalized(), angle);

  Vector3 first = spin.cross(Vector3::UnitX());
  if (first.norm() < 1.0e-5) first = Vector3::UnitY();
  first.normalize();
  const Vector3 second = spin.cross(first).normalized();

  AttitudeAndRate result;
  result.matrix = turn_about(spin, spin_angle) * turn_about(first, motion.nutation_rad) *
                  turn_about(spin, precession_angle) * aligned;
  const double tilt = std::sin(motion.nutation_rad);
  const double along = motion.precession_rate_rad_s * std::cos(motion.nutation_rad);
  result.angular_velocity_rad_s =
      first * (motion.precession_rate_rad_s * tilt * std::sin(spin_angle)) +
      second * (motion.precession_rate_rad_s * tilt * std::cos(spin_angle)) +
      spin * (along + motion.spin_rate_rad_s);
  return result;
}

}  // namespace gmat_sweep::astro
