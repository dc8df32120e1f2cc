#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "astro/attitude.hpp"
#include "mission/field_table.hpp"

namespace gmat_sweep::mission {

/// A spacecraft's attitude as its fields set it: each field changes one element of the form it
/// belongs to, after the attitude has been brought into that form, as GMAT does. Matrices turn
/// MJ2000Eq components into body components.
class AttitudeSetting {
 public:
  /// Q1 to Q4, EulerAngle1 to 3, DCM11 to 33, MRP1 to 3, AngularVelocityX to Z, EulerAngleRate1
  /// to 3 (angles in degrees). Nothing is done for any other name.
  void set(std::string_view field, double value);
  /// Quaternion, EulerAngles, MRPs, AngularVelocity and EulerAngleRates, whole.
  void set(std::string_view field, std::span<const double> values);
  /// Keeps the attitude, in another sequence's angles.
  void set_sequence(const astro::EulerSequence& sequence);
  /// Puts another attitude in the place of the one set.
  void set_matrix(const astro::Matrix3& matrix);

  /// Throws GmatSweepError for a quaternion of no length, a matrix that is no rotation and singular
  /// Euler angles.
  astro::Matrix3 matrix() const;
  /// In body components [rad/s].
  astro::Vector3 angular_velocity_rad_s() const;
  const astro::EulerSequence& sequence() const { return sequence_; }

 private:
  enum class Form : std::uint8_t { quaternion, euler_angles, matrix, rodrigues };
  void bring_to(Form form);
  astro::Matrix3 unchecked_matrix() const;

  Form form_ = Form::euler_angles;
  bool rates_are_euler_ = false;
  astro::EulerSequence sequence_{3, 2, 1};
  astro::Quaternion quaternion_{0.0, 0.0, 0.0, 1.0};
  astro::Vector3 angles_rad_ = astro::Vector3::Zero();
  astro::Matrix3 matrix_ = astro::Matrix3::Identity();
  astro::Vector3 rodrigues_ = astro::Vector3::Zero();
  astro::Vector3 angular_velocity_rad_s_ = astro::Vector3::Zero();
  astro::Vector3 euler_rates_rad_s_ = astro::Vector3::Zero();
};

/// An attitude field, of one number or whole, takes a value.
void set_attitude(AttitudeSetting& setting, std::string_view field, const FieldValue& value);

/// GMAT makes a new attitude of the model that a spacecraft is given: all that was set of the one
/// before is lost.
/// @param fields  of the spacecraft
void begin_attitude(AttitudeSetting& setting, std::vector<FieldValue>& fields);

/// What of the attitude a spacecraft keeps while a mission runs.
struct AttitudeState {
  AttitudeSetting setting = {};
  double epoch_a1_mjd = 0.0;  ///< that the setting holds at
};

/// Whether a field of Spacecraft is one that AttitudeSetting::set takes, of one number or whole.
bool is_attitude_field(std::string_view field);

}  // namespace gmat_sweep::mission
