#include <fmt/format.h>

#include <Eigen/Geometry>
#include <chrono>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"
#include "mission/function_values.hpp"
#include "mission/run_state.hpp"

/// GMAT's functions of time, of places and of attitude. Source: GMAT's help, "Script Language", and
/// the behaviour of GMAT R2026a.
namespace gmat_sweep::mission {
namespace {

astro::EpochFormat format_of(std::string_view function, const std::string& name) {
  if (const auto format = astro::parse_epoch_format(name)) return *format;
  throw RunFailed(fmt::format("{}: '{}' is no epoch format; expected one of {}", function, name,
                              astro::epoch_format_names()));
}

std::string epoch_in(double mjd, astro::TimeSystem from, astro::EpochFormat to,
                     const astro::TimeConverter& times) {
  const double converted = times.convert(mjd, from, to.system);
  if (!to.gregorian) return number_text(converted);
  return astro::format_gregorian(converted, times.is_in_leap_second(mjd, from));
}

/// A quaternion, scalar last, made of length one.
Eigen::Quaterniond quaternion(std::string_view function, const Datum& datum) {
  const auto m = as_matrix(datum);
  if (m.rows != 1 || m.columns != 4) {
    throw RunFailed(fmt::format("{}: a quaternion is a row of four, found {} by {}", function,
                                m.rows, m.columns));
  }
  Eigen::Quaterniond q(m.values[3], m.values[0], m.values[1], m.values[2]);
  const double length = q.norm();
  if (length == 0.0) throw RunFailed(fmt::format("{}: the quaternion is zero", function));
  if (std::abs(length - 1.0) > 1e-12) q.coeffs() /= length;
  return q;
}

astro::Vector3 place_of(const std::string& name, double a1_mjd, RunState& state) {
  const auto id = state.program().find(name);
  if (id && state.program().objects[*id].spacecraft) {
    return state.spacecraft_of(*id).state.position_km;
  }
  if (const auto body = astro::find_body(name)) {
    return state.frames().solar_system().state(*body, a1_mjd).position_km;
  }
  throw RunFailed(fmt::format("Angle: {} is no spacecraft and no body", name));
}

astro::RotationState rotation(Arguments arguments, RunState& state) {
  const auto frame = state.program().find_frame(text(arguments[0]));
  if (!frame) {
    throw RunFailed(fmt::format("RotationMatrix: {} is no coordinate system", text(arguments[0])));
  }
  const auto format = format_of("RotationMatrix", text(arguments[2]));
  const auto epoch = astro::parse_epoch(text(arguments[1]), format, state.times());
  return state.frames().axes_to_base(*frame, epoch.mjd);
}

Matrix rows_of(const astro::Matrix3& m) {
  Matrix result{3, 3, std::vector<double>(9)};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      result.at(i, j) = m(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
    }
  }
  return result;
}

}  // namespace

Datum uniform_deviate(Arguments, RunState& state) { return state.deviates().uniform(); }

Datum normal_deviate(Arguments, RunState& state) { return state.deviates().normal(); }

Datum set_seed(Arguments arguments, RunState& state) {
  const double seed = number(arguments[0]);
  if (!(seed >= 0.0 && seed <= 4294967295.0)) {
    throw RunFailed(fmt::format("SetSeed: expected a number from 0 to 4294967295, found {}", seed));
  }
  state.deviates().seed(static_cast<std::uint32_t>(seed));
  return seed;
}

Datum convert_time(Arguments arguments, RunState& state) {
  const auto from = format_of("ConvertTime", text(arguments[0]));
  const auto to = format_of("ConvertTime", text(arguments[1]));
  double mjd = 0.0;
  if (const auto* given = std::get_if<double>(&arguments[2])) {
    mjd = *given;
  } else if (from.gregorian) {
    mjd = astro::parse_gregorian(text(arguments[2]));
  } else {
    mjd = number(str2num_of(arguments.subspan(2), state));
  }
  return epoch_in(mjd, from.system, to, state.times());
}

Datum system_time(Arguments arguments, RunState& state) {
  const auto to = format_of("SystemTime", text(arguments[0]));
  // 1 Jan 1970 is the modified Julian date 10587.5 of GMAT.
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const double days = std::chrono::duration<double>(since).count() / astro::seconds_per_day;
  return epoch_in(days + 10'587.5, astro::TimeSystem::utc, to, state.times());
}

Datum angle_at_vertex(Arguments arguments, RunState& state) {
  double a1_mjd = astro::a1_mjd_of_j2000;
  for (auto one = arguments.rbegin(); one != arguments.rend(); ++one) {
    const auto id = state.program().find(text(*one));
    if (id && state.program().objects[*id].spacecraft) a1_mjd = state.spacecraft_of(*id).epoch.mjd;
  }
  const auto vertex = place_of(text(arguments[0]), a1_mjd, state);
  const astro::Vector3 a = (place_of(text(arguments[1]), a1_mjd, state) - vertex).normalized();
  const astro::Vector3 b = (place_of(text(arguments[2]), a1_mjd, state) - vertex).normalized();
  const double angle = std::acos(a.dot(b)) * 180.0 / std::numbers::pi;
  if (std::isnan(angle)) throw RunFailed("Angle: two of the points are the same");
  return angle;
}

Datum rotation_matrix(Arguments arguments, RunState& state) {
  return rows_of(rotation(arguments, state).to_inertial);
}

Datum rotation_matrix_rate(Arguments arguments, RunState& state) {
  return rows_of(rotation(arguments, state).to_inertial_rate_per_s);
}

Datum quaternion_product(Arguments arguments, RunState&) {
  const auto q =
      quaternion("QuaternionProduct", arguments[0]) * quaternion("QuaternionProduct", arguments[1]);
  return Matrix{1, 4, {q.x(), q.y(), q.z(), q.w()}};
}

Datum quaternion_rotation(Arguments arguments, RunState&) {
  const auto q = quaternion("QuaternionRotation", arguments[0]);
  const auto m = as_matrix(arguments[1]);
  if (m.rows != 1 || m.columns != 3) {
    throw RunFailed(fmt::format("QuaternionRotation: expected a row of three, found {} by {}",
                                m.rows, m.columns));
  }
  const Eigen::Vector3d v(m.values[0], m.values[1], m.values[2]);
  const Eigen::Vector3d axis = q.vec();
  const Eigen::Vector3d turned = (q.w() * q.w() - axis.squaredNorm()) * v +
                                 2.0 * axis.dot(v) * axis + 2.0 * q.w() * axis.cross(v);
  return Matrix{1, 3, {turned.x(), turned.y(), turned.z()}};
}

/// Source: J. B. Kuipers, "Quaternions and Rotation Sequences", equation 7.17.
Datum quaternion_to_dcm(Arguments arguments, RunState&) {
  const auto q = quaternion("QuaternionToDCM", arguments[0]);
  return rows_of(q.toRotationMatrix().transpose());
}

}  // namespace gmat_sweep::mission
