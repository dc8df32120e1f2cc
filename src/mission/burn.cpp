#include "mission/burn.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/tables/burn_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::CartesianState;
using astro::Matrix3;
using astro::Vector3;
using tables::impulsive_burn_fields;

/// Columns are the axes: V along the velocity, N along the orbit normal, B = V
/// x N.
Matrix3 vnb_axes(const CartesianState& s) {
  const Vector3 v = s.velocity_km_s.normalized();
  const Vector3 n = s.position_km.cross(s.velocity_km_s).normalized();
  Matrix3 axes;
  axes << v, n, v.cross(n);
  return axes;
}

/// X along the position, Z along the orbit normal, Y completes.
Matrix3 lvlh_axes(const CartesianState& s) {
  const Vector3 x = s.position_km.normalized();
  const Vector3 z = s.position_km.cross(s.velocity_km_s).normalized();
  Matrix3 axes;
  axes << x, z.cross(x), z;
  return axes;
}

/// The engine knows one attitude: body axes along EarthMJ2000Eq's, which is GMAT's default.
void require_plain_attitude(RunState& state, ObjectId spacecraft) {
  const auto& object = state.program().objects[spacecraft];
  for (const std::string_view name : {"Attitude",
                                      "AttitudeCoordinateSystem",
                                      "Q1",
                                      "Q2",
                                      "Q3",
                                      "Q4",
                                      "EulerAngle1",
                                      "EulerAngle2",
                                      "EulerAngle3",
                                      "MRP1",
                                      "MRP2",
                                      "MRP3",
                                      "DCM12",
                                      "DCM13",
                                      "DCM21",
                                      "DCM23",
                                      "DCM31",
                                      "DCM32",
                                      "DCM11",
                                      "DCM22",
                                      "DCM33",
                                      "AngularVelocityX",
                                      "AngularVelocityY",
                                      "AngularVelocityZ",
                                      "EulerAngleRate1",
                                      "EulerAngleRate2",
                                      "EulerAngleRate3"}) {
    const auto index = object.type->find(name);
    if (state.field(spacecraft, index) == default_value(object.type->fields[index])) continue;
    throw RunFailed(
        fmt::format("a burn in SpacecraftBody axes with {}.{} other than GMAT's "
                    "default is not supported",
                    object.name, name));
  }
}

/// From the burn's axes to MJ2000Eq, for the state as it is.
Matrix3 burn_axes(RunState& state, const ManeuverCommand& command, const CartesianState& at,
                  double a1_mjd) {
  const ObjectId burn = command.burn;
  const ObjectId spacecraft = command.spacecraft;
  const auto text = [&](std::size_t index) -> const std::string& {
    return std::get<std::string>(state.field(burn, index));
  };
  const auto& object = state.program().objects[burn];
  const auto& system = text(field_index(impulsive_burn_fields, "CoordinateSystem"));
  if (system != "Local") {
    const auto frame = state.program().find_frame(system);
    if (!frame) {
      throw RunFailed(fmt::format("{}.CoordinateSystem: there is no {}", object.name, system));
    }
    // The axes alone: the origin is taken away again.
    const Vector3 origin = state.frames().to_base({}, *frame, a1_mjd).position_km;
    Matrix3 axes;
    for (int i = 0; i < 3; ++i) {
      CartesianState unit;
      unit.position_km[i] = 1.0;
      axes.col(i) = state.frames().to_base(unit, *frame, a1_mjd).position_km - origin;
    }
    return axes;
  }
  const auto& axes = text(field_index(impulsive_burn_fields, "Axes"));
  if (axes == "VNB" || axes == "LVLH") {
    const auto& origin = text(field_index(impulsive_burn_fields, "Origin"));
    const auto body = astro::find_body(origin);
    if (!body) throw RunFailed(fmt::format("{}.Origin: there is no body {}", object.name, origin));
    CartesianState seen = at;
    if (*body != astro::Body::earth) {
      const auto& from = state.frames().solar_system().state(*body, a1_mjd);
      seen = {at.position_km - from.position_km, at.velocity_km_s - from.velocity_km_s};
    }
    return axes == "VNB" ? vnb_axes(seen) : lvlh_axes(seen);
  }
  if (axes == "SpacecraftBody") require_plain_attitude(state, spacecraft);
  return Matrix3::Identity();
}

/// The velocity change that undoes the burn: the one before it whose burn leads
/// to the velocity now. GMAT iterates likewise.
Vector3 undone(RunState& state, const ManeuverCommand& command, const CartesianState& at,
               const Vector3& change, double a1_mjd) {
  CartesianState before = at;
  Vector3 step = burn_axes(state, command, before, a1_mjd) * change;
  for (int i = 0; i < 50; ++i) {
    before.velocity_km_s = at.velocity_km_s - step;
    const Vector3 next = burn_axes(state, command, before, a1_mjd) * change;
    const double moved = (next - step).norm();
    step = next;
    if (moved < 1e-14) break;
  }
  return -step;
}

}  // namespace

void apply_impulsive_burn(RunState& state, const ManeuverCommand& command) {
  const auto real = [&](std::size_t index) {
    return std::get<double>(state.field(command.burn, index));
  };
  const Vector3 change(real(field_index(impulsive_burn_fields, "Element1")),
                       real(field_index(impulsive_burn_fields, "Element2")),
                       real(field_index(impulsive_burn_fields, "Element3")));
  auto& spacecraft = state.spacecraft_of(command.spacecraft);
  const double a1_mjd = spacecraft.epoch.mjd;
  if (command.back_prop) {
    spacecraft.state.velocity_km_s += undone(state, command, spacecraft.state, change, a1_mjd);
  } else {
    spacecraft.state.velocity_km_s += burn_axes(state, command, spacecraft.state, a1_mjd) * change;
  }
  ++spacecraft.revision;
}

}  // namespace gmat_sweep::mission
