#include "mission/attitude.hpp"

#include <fmt/format.h>

#include <numbers>

#include "gmat_sweep/errors.hpp"
#include "mission/run_state.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Matrix3;
using astro::Vector3;
using tables::spacecraft_fields;

constexpr double radians = std::numbers::pi / 180.0;
constexpr double seconds_per_day = 86400.0;

double real(RunState& state, ObjectId spacecraft, std::size_t index) {
  return std::get<double>(state.field(spacecraft, index));
}

const std::string& text(RunState& state, ObjectId spacecraft, std::size_t index) {
  return std::get<std::string>(state.field(spacecraft, index));
}

Vector3 vector(RunState& state, ObjectId spacecraft, std::size_t first) {
  return {real(state, spacecraft, first), real(state, spacecraft, first + 1),
          real(state, spacecraft, first + 2)};
}

const std::string& model_of(RunState& state, ObjectId spacecraft) {
  return text(state, spacecraft, field_index(spacecraft_fields, "Attitude"));
}

double elapsed_s(RunState& state, ObjectId spacecraft, double a1_mjd) {
  return (a1_mjd - state.spacecraft_of(spacecraft).attitude.epoch_a1_mjd) * seconds_per_day;
}

astro::RotationState system_axes(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto& name =
      text(state, spacecraft, field_index(spacecraft_fields, "AttitudeCoordinateSystem"));
  const auto frame = state.program().find_frame(name);
  if (!frame) throw RunFailed(fmt::format("AttitudeCoordinateSystem: there is no {}", name));
  return state.frames().axes_to_base(*frame, a1_mjd);
}

Matrix3 spun(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto& setting = state.spacecraft_of(spacecraft).attitude.setting;
  const Vector3 rate = setting.angular_velocity_rad_s();
  const double size = rate.norm();
  if (size == 0.0) return setting.matrix();
  return astro::turn_about(rate / size, size * elapsed_s(state, spacecraft, a1_mjd)) *
         setting.matrix();
}

astro::AttitudeAndRate precessed(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto angle = [&](std::size_t index) { return real(state, spacecraft, index) * radians; };
  astro::Precession motion;
  motion.body_spin_axis =
      vector(state, spacecraft, field_index(spacecraft_fields, "BodySpinAxisX"));
  motion.nutation_reference =
      vector(state, spacecraft, field_index(spacecraft_fields, "NutationReferenceVectorX"));
  motion.initial_precession_rad = angle(field_index(spacecraft_fields, "InitialPrecessionAngle"));
  motion.precession_rate_rad_s = angle(field_index(spacecraft_fields, "PrecessionRate"));
  motion.nutation_rad = angle(field_index(spacecraft_fields, "NutationAngle"));
  motion.initial_spin_rad = angle(field_index(spacecraft_fields, "InitialSpinAngle"));
  motion.spin_rate_rad_s = angle(field_index(spacecraft_fields, "SpinRate"));
  return astro::precessing(motion, elapsed_s(state, spacecraft, a1_mjd));
}

Matrix3 nadir(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto& name =
      text(state, spacecraft, field_index(spacecraft_fields, "AttitudeReferenceBody"));
  const auto body = astro::find_body(name);
  if (!body) throw RunFailed(fmt::format("AttitudeReferenceBody: there is no body {}", name));
  auto seen = state.spacecraft_of(spacecraft).state;
  if (*body != astro::Body::earth) {
    const auto& from = state.frames().solar_system().state(*body, a1_mjd);
    seen = {seen.position_km - from.position_km, seen.velocity_km_s - from.velocity_km_s};
  }
  const bool normal =
      text(state, spacecraft, field_index(spacecraft_fields, "AttitudeConstraintType")) ==
      "OrbitNormal";
  return astro::nadir_pointing(
      seen, vector(state, spacecraft, field_index(spacecraft_fields, "BodyAlignmentVectorX")),
      vector(state, spacecraft, field_index(spacecraft_fields, "BodyConstraintVectorX")),
      normal ? astro::NadirConstraint::orbit_normal : astro::NadirConstraint::velocity);
}

[[noreturn]] void fail(RunState& state, ObjectId spacecraft, const GmatSweepError& error) {
  throw RunFailed(fmt::format("the attitude of {}: {}", state.program().objects[spacecraft].name,
                              error.what()));
}

}  // namespace

Matrix3 attitude_of(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto& model = model_of(state, spacecraft);
  try {
    if (model == "Spinner") return spun(state, spacecraft, a1_mjd);
    if (model == "PrecessingSpinner") return precessed(state, spacecraft, a1_mjd).matrix;
    if (model == "NadirPointing") return nadir(state, spacecraft, a1_mjd);
    return system_axes(state, spacecraft, a1_mjd).to_inertial.transpose();
  } catch (const GmatSweepError& error) {
    fail(state, spacecraft, error);
  }
}

Vector3 angular_velocity_rad_s(RunState& state, ObjectId spacecraft, double a1_mjd) {
  const auto& model = model_of(state, spacecraft);
  try {
    if (model == "Spinner") {
      return state.spacecraft_of(spacecraft).attitude.setting.angular_velocity_rad_s();
    }
    if (model == "PrecessingSpinner") {
      return precessed(state, spacecraft, a1_mjd).angular_velocity_rad_s;
    }
    if (model == "NadirPointing") {
      throw GmatSweepError("the model NadirPointing has no rates, in GMAT neither");
    }
    const auto axes = system_axes(state, spacecraft, a1_mjd);
    return astro::angular_velocity_of(Matrix3(axes.to_inertial.transpose()),
                                      Matrix3(axes.to_inertial_rate_per_s.transpose()));
  } catch (const GmatSweepError& error) {
    fail(state, spacecraft, error);
  }
}

void hold_attitude(RunState& state, ObjectId spacecraft) {
  auto& at = state.spacecraft_of(spacecraft);
  if (model_of(state, spacecraft) == "Spinner") {
    at.attitude.setting.set_matrix(spun(state, spacecraft, at.epoch.mjd));
  }
  at.attitude.epoch_a1_mjd = at.epoch.mjd;
}

void assign_attitude(RunState& state, ObjectId spacecraft, std::string_view field,
                     const FieldValue& value) {
  hold_attitude(state, spacecraft);
  set_attitude(state.spacecraft_of(spacecraft).attitude.setting, field, value);
}

void assign_euler_sequence(RunState& state, ObjectId spacecraft, std::string_view sequence) {
  const auto read = astro::parse_euler_sequence(sequence);
  if (read) state.spacecraft_of(spacecraft).attitude.setting.set_sequence(*read);
}

}  // namespace gmat_sweep::mission
