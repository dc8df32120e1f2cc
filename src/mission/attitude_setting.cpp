#include "mission/attitude_setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Matrix3;
using astro::Vector3;
using tables::spacecraft_fields;

constexpr double radians = std::numbers::pi / 180.0;
/// How far a direction cosine matrix may be from a rotation.
constexpr double matrix_tolerance = 1.0e-12;
/// GMAT's tolerance on the sine or cosine of a singular second angle.
constexpr double angle_tolerance = 1.0e-10;

constexpr std::string_view setting_fields[] = {"Q1",
                                               "Q2",
                                               "Q3",
                                               "Q4",
                                               "EulerAngle1",
                                               "EulerAngle2",
                                               "EulerAngle3",
                                               "DCM11",
                                               "DCM12",
                                               "DCM13",
                                               "DCM21",
                                               "DCM22",
                                               "DCM23",
                                               "DCM31",
                                               "DCM32",
                                               "DCM33",
                                               "MRP1",
                                               "MRP2",
                                               "MRP3",
                                               "EulerAngleRate1",
                                               "EulerAngleRate2",
                                               "EulerAngleRate3",
                                               "AngularVelocityX",
                                               "AngularVelocityY",
                                               "AngularVelocityZ",
                                               "Quaternion",
                                               "EulerAngles",
                                               "MRPs",
                                               "EulerAngleRates",
                                               "AngularVelocity"};

}  // namespace

bool is_attitude_field(std::string_view field) {
  return std::ranges::find(setting_fields, field) != std::end(setting_fields);
}

void begin_attitude(AttitudeSetting& setting, std::vector<FieldValue>& fields) {
  constexpr std::size_t first = field_index(spacecraft_fields, "AttitudeCoordinateSystem");
  constexpr std::size_t last = field_index(spacecraft_fields, "BodyConstraintVectorZ");
  for (std::size_t i = first; i <= last; ++i) fields[i] = default_value(spacecraft_fields[i]);
  setting = {};
}

void set_attitude(AttitudeSetting& setting, std::string_view field, const FieldValue& value) {
  if (const auto* whole = std::get_if<Reals>(&value)) return setting.set(field, *whole);
  setting.set(field, std::get<double>(value));
}

Matrix3 AttitudeSetting::unchecked_matrix() const {
  switch (form_) {
    case Form::quaternion:
      return astro::matrix_of_quaternion(quaternion_);
    case Form::euler_angles:
      return astro::matrix_of_euler_angles(angles_rad_, sequence_);
    case Form::rodrigues:
      return astro::matrix_of_rodrigues(rodrigues_);
    case Form::matrix:
      break;
  }
  return matrix_;
}

void AttitudeSetting::bring_to(Form form) {
  if (form == form_) return;
  const Matrix3 matrix = unchecked_matrix();
  matrix_ = matrix;
  quaternion_ = astro::quaternion_of(matrix);
  angles_rad_ = astro::euler_angles_rad(matrix, sequence_);
  rodrigues_ = astro::rodrigues_of(quaternion_);
  form_ = form;
}

void AttitudeSetting::set(std::string_view field, double value) {
  const auto digit = [&](std::size_t from_end) {
    return static_cast<std::size_t>(field[field.size() - from_end] - '1');
  };
  if (field.starts_with("EulerAngleRate")) {
    if (!rates_are_euler_) {
      euler_rates_rad_s_ =
          astro::euler_rates_of(angular_velocity_rad_s_,
                                astro::euler_angles_rad(unchecked_matrix(), sequence_), sequence_);
    }
    rates_are_euler_ = true;
    euler_rates_rad_s_[static_cast<Eigen::Index>(digit(1))] = value * radians;
  } else if (field.starts_with("AngularVelocity")) {
    angular_velocity_rad_s_ = angular_velocity_rad_s();
    rates_are_euler_ = false;
    angular_velocity_rad_s_[field.back() - 'X'] = value * radians;
  } else if (field.starts_with("EulerAngle")) {
    bring_to(Form::euler_angles);
    angles_rad_[static_cast<Eigen::Index>(digit(1))] = value * radians;
  } else if (field.starts_with("DCM")) {
    bring_to(Form::matrix);
    matrix_(static_cast<Eigen::Index>(digit(2)), static_cast<Eigen::Index>(digit(1))) = value;
  } else if (field.starts_with("MRP")) {
    bring_to(Form::rodrigues);
    rodrigues_[static_cast<Eigen::Index>(digit(1))] = value;
  } else if (field.starts_with("Q")) {
    bring_to(Form::quaternion);
    quaternion_[digit(1)] = value;
  }
}

void AttitudeSetting::set(std::string_view field, std::span<const double> values) {
  const bool velocity = field == "AngularVelocity";
  const auto name = field == "Quaternion"  ? std::string_view("Q")
                    : velocity             ? field
                    : field.ends_with('s') ? field.substr(0, field.size() - 1)
                                           : field;
  for (std::size_t i = 0; i < values.size(); ++i) {
    set(fmt::format("{}{}", name, static_cast<char>((velocity ? 'X' : '1') + static_cast<int>(i))),
        values[i]);
  }
}

void AttitudeSetting::set_sequence(const astro::EulerSequence& sequence) {
  const Vector3 velocity = angular_velocity_rad_s();
  if (form_ == Form::euler_angles) bring_to(Form::matrix);
  angular_velocity_rad_s_ = velocity;
  rates_are_euler_ = false;
  sequence_ = sequence;
}

void AttitudeSetting::set_matrix(const Matrix3& matrix) {
  angular_velocity_rad_s_ = angular_velocity_rad_s();
  rates_are_euler_ = false;
  form_ = Form::matrix;
  matrix_ = matrix;
}

Matrix3 AttitudeSetting::matrix() const {
  if (form_ == Form::quaternion) {
    const auto& q = quaternion_;
    if (std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]) < 1.0e-10) {
      throw GmatSweepError("the quaternion has no length");
    }
  } else if (form_ == Form::matrix) {
    const Matrix3 rest = matrix_ * matrix_.transpose() - Matrix3::Identity();
    if (!(rest.cwiseAbs().maxCoeff() <= matrix_tolerance)) {
      throw GmatSweepError("the direction cosine matrix is no rotation");
    }
  } else if (form_ == Form::euler_angles) {
    const bool symmetric = sequence_[0] == sequence_[2];
    const double measure = symmetric ? std::sin(angles_rad_[1]) : std::cos(angles_rad_[1]);
    if (std::abs(measure) < angle_tolerance) {
      throw GmatSweepError(
          fmt::format("EulerAngle2 = {} deg is singular in this sequence: it must not be {}",
                      angles_rad_[1] / radians, symmetric ? "0 or 180 deg" : "90 or -90 deg"));
    }
  }
  return unchecked_matrix();
}

Vector3 AttitudeSetting::angular_velocity_rad_s() const {
  if (!rates_are_euler_) return angular_velocity_rad_s_;
  const Vector3 angles = form_ == Form::euler_angles
                             ? angles_rad_
                             : astro::euler_angles_rad(unchecked_matrix(), sequence_);
  return astro::angular_velocity_of(euler_rates_rad_s_, angles, sequence_);
}

}  // namespace gmat_sweep::mission
