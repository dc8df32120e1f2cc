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

/// From the burn's axes to MJ2000Eq, for the state as it is.
Matrix3 burn_axes(RunState& state, ObjectId burn, const CartesianState& at, double a1_mjd) {
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
  // The attitude engine knows one attitude: fixed to EarthMJ2000Eq, unturned.
  return Matrix3::Identity();
}

/// The velocity change that undoes the burn: the one before it whose burn leads
/// to the velocity now. GMAT iterates likewise.
Vector3 undone(RunState& state, ObjectId burn, const CartesianState& at, const Vector3& change,
               double a1_mjd) {
  CartesianState before = at;
  Vector3 step = burn_axes(state, burn, before, a1_mjd) * change;
  for (int i = 0; i < 50; ++i) {
    before.velocity_km_s = at.velocity_km_s - step;
    const Vector3 next = burn_axes(state, burn, before, a1_mjd) * change;
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
    spacecraft.state.velocity_km_s += undone(state, command.burn, spacecraft.state, change, a1_mjd);
  } else {
    spacecraft.state.velocity_km_s +=
        burn_axes(state, command.burn, spacecraft.state, a1_mjd) * change;
  }
  ++spacecraft.revision;
}

}  // namespace gmat_sweep::mission
