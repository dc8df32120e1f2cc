#include "mission/burn_frame.hpp"

#include <fmt/format.h>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/attitude.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::CartesianState;
using astro::Matrix3;
using astro::Vector3;

const std::string& text(const Program& program, const FieldTable& fields, ObjectId owner,
                        std::string_view field) {
  return std::get<std::string>(fields[owner][program.objects[owner].type->find(field)]);
}

/// Columns are the axes: V along the velocity, N along the orbit normal, B = V x N.
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

CartesianState seen_from(RunState& state, astro::Body body, const CartesianState& from_earth,
                         double a1_mjd) {
  if (body == astro::Body::earth) return from_earth;
  const auto& origin = state.frames().solar_system().state(body, a1_mjd);
  return {from_earth.position_km - origin.position_km,
          from_earth.velocity_km_s - origin.velocity_km_s};
}

}  // namespace

std::string problem_with_burn_frame(const Program& program, const FieldTable& fields,
                                    ObjectId owner) {
  const auto& name = program.objects[owner].name;
  const auto& system = text(program, fields, owner, "CoordinateSystem");
  if (system != "Local") {
    if (program.find_frame(system)) return {};
    return fmt::format("{}.CoordinateSystem: there is no {}{}", name, system,
                       did_you_mean(system, program.frame_names()));
  }
  const auto& origin = text(program, fields, owner, "Origin");
  if (astro::find_body(origin)) return {};
  return fmt::format("{}.Origin: there is no body {}", name, origin);
}

BurnFrame read_burn_frame(const RunState& state, ObjectId owner) {
  const auto& program = state.program();
  const auto& fields = state.fields();
  const auto problem = problem_with_burn_frame(program, fields, owner);
  if (!problem.empty()) throw RunFailed(problem);
  const auto& system = text(program, fields, owner, "CoordinateSystem");
  if (system != "Local") {
    return {.kind = BurnFrame::Kind::system, .frame = *program.find_frame(system)};
  }
  BurnFrame frame;
  frame.origin = *astro::find_body(text(program, fields, owner, "Origin"));
  const auto& axes = text(program, fields, owner, "Axes");
  if (axes == "LVLH") frame.kind = BurnFrame::Kind::local_vertical;
  if (axes == "MJ2000Eq") frame.kind = BurnFrame::Kind::inertial;
  if (axes == "SpacecraftBody") frame.kind = BurnFrame::Kind::body;
  return frame;
}

Matrix3 burn_axes(RunState& state, const BurnFrame& frame, ObjectId spacecraft,
                  const CartesianState& from_earth, double a1_mjd) {
  switch (frame.kind) {
    case BurnFrame::Kind::velocity_normal:
      return vnb_axes(seen_from(state, frame.origin, from_earth, a1_mjd));
    case BurnFrame::Kind::local_vertical:
      return lvlh_axes(seen_from(state, frame.origin, from_earth, a1_mjd));
    case BurnFrame::Kind::inertial:
      break;
    case BurnFrame::Kind::body:
      return attitude_of(state, spacecraft, a1_mjd).transpose();
    case BurnFrame::Kind::system:
      return state.frames().axes_to_base(frame.frame, a1_mjd).to_inertial;
  }
  return Matrix3::Identity();
}

}  // namespace gmat_sweep::mission
