#include "astro/coordinate_system.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double j2000_mjd = 2451545.0 - mjd_offset_jd;
constexpr double rad_per_deg = std::numbers::pi / 180.0;

struct NamedAxes {
  std::string_view name;
  AxesKind kind;
};
constexpr std::array<NamedAxes, 21> named_axes{{
    {"MJ2000Eq", AxesKind::mj2000_eq},
    {"MJ2000Ec", AxesKind::mj2000_ec},
    {"MODEq", AxesKind::mod_eq},
    {"MODEc", AxesKind::mod_ec},
    {"TODEq", AxesKind::tod_eq},
    {"TODEc", AxesKind::tod_ec},
    {"MOEEq", AxesKind::moe_eq},
    {"MOEEc", AxesKind::moe_ec},
    {"TOEEq", AxesKind::toe_eq},
    {"TOEEc", AxesKind::toe_ec},
    {"ICRF", AxesKind::icrf},
    {"TEME", AxesKind::teme},
    {"Equator", AxesKind::equator},
    {"BodyFixed", AxesKind::body_fixed},
    {"BodyInertial", AxesKind::body_inertial},
    {"BodySpinSun", AxesKind::body_spin_sun},
    {"GSE", AxesKind::gse},
    {"GSM", AxesKind::gsm},
    {"Topocentric", AxesKind::topocentric},
    {"ObjectReferenced", AxesKind::object_referenced},
    {"LocalAlignedConstrained", AxesKind::local_aligned_constrained},
}};

/// True when the axes never move.
bool is_constant(AxesKind kind) {
  switch (kind) {
    case AxesKind::mj2000_eq:
    case AxesKind::mj2000_ec:
    case AxesKind::moe_eq:
    case AxesKind::moe_ec:
    case AxesKind::toe_eq:
    case AxesKind::toe_ec:
    case AxesKind::icrf:
    case AxesKind::body_inertial:
      return true;
    default:
      return false;
  }
}

Matrix3 ecliptic_to_equator(double obliquity_rad) {
  Matrix3 matrix;
  matrix << 1.0, 0.0, 0.0,                                     //
      0.0, std::cos(obliquity_rad), -std::sin(obliquity_rad),  //
      0.0, std::sin(obliquity_rad), std::cos(obliquity_rad);
  return matrix;
}

Matrix3 mj2000_ecliptic_to_equator() {
  Matrix3 matrix;
  matrix << 1.0, 0.0, 0.0,                               //
      0.0, 0.917482062076895741, -0.397777155914121383,  //
      0.0, 0.397777155914121383, 0.917482062076895741;
  return matrix;
}

Matrix3 columns(const Vector3& x, const Vector3& y, const Vector3& z) {
  Matrix3 matrix;
  matrix << x, y, z;
  return matrix;
}

/// Rate of a unit vector along `vector`, given the vector's own rate.
Vector3 unit_rate(const Vector3& unit, const Vector3& rate, double length) {
  return rate / length - (unit / length) * unit.dot(rate);
}

}  // namespace

std::optional<AxesKind> axes_kind_from_name(std::string_view name) {
  for (const NamedAxes& axes : named_axes)
    if (axes.name == name) return axes.kind;
  return std::nullopt;
}

const std::string& axes_kind_names() {
  static const std::string names = [] {
    std::string list;
    for (const NamedAxes& axes : named_axes)
      list += fmt::format("{}{}", list.empty() ? "" : ", ", axes.name);
    return list;
  }();
  return names;
}

std::optional<ReferenceAxis> reference_axis_from_name(std::string_view name) {
  ReferenceAxis axis;
  if (name.empty()) return axis;
  if (name.front() == '-') {
    axis.reversed = true;
    name.remove_prefix(1);
  }
  if (name == "R" || name == "r")
    axis.along = ReferenceAxis::Along::r;
  else if (name == "V" || name == "v")
    axis.along = ReferenceAxis::Along::v;
  else if (name == "N" || name == "n")
    axis.along = ReferenceAxis::Along::n;
  else
    return std::nullopt;
  return axis;
}

CoordinateSystem::CoordinateSystem(CoordinateSystemSpec spec, FrameContext& context)
    : spec_(std::move(spec)), context_(&context), nutation_(context.nutation()) {
  check();
  if (spec_.axes == AxesKind::body_fixed)
    body_fixed_.emplace(std::get<Body>(spec_.origin->what), context.solar_system(),
                        context.nutation(), context.nutation_update_interval_s());
  if (spec_.axes == AxesKind::gsm)
    body_fixed_.emplace(Body::earth, context.solar_system(), context.nutation());
  if (spec_.constraint_system)
    constraint_ = std::make_unique<CoordinateSystem>(*spec_.constraint_system, context);
  if (is_constant(spec_.axes)) constant_ = calculate(spec_.epoch_a1_mjd, true);
}

void CoordinateSystem::check() const {
  const auto refuse = [&](std::string_view why) {
    throw GmatSweepError(fmt::format("coordinate system {}: {}", spec_.name, why));
  };
  if (!spec_.origin) refuse("it has no origin");
  const bool wants_body = spec_.axes == AxesKind::body_fixed ||
                          spec_.axes == AxesKind::body_inertial ||
                          spec_.axes == AxesKind::body_spin_sun || spec_.axes == AxesKind::equator;
  if (wants_body && !std::holds_alternative<Body>(spec_.origin->what))
    refuse("its axes need a celestial body as origin");
  if (spec_.axes == AxesKind::topocentric &&
      !std::holds_alternative<Point::Surface>(spec_.origin->what))
    refuse("Topocentric axes need a ground station as origin");
  if (spec_.axes == AxesKind::teme) {
    const Body* body = std::get_if<Body>(&spec_.origin->what);
    if (body == nullptr || *body != Body::earth)
      refuse("TEME axes are defined for the Earth alone");
  }
  if (spec_.axes == AxesKind::object_referenced) {
    if (!spec_.primary || !spec_.secondary)
      refuse("ObjectReferenced axes need a Primary and a Secondary");
    int used = 0;
    for (const ReferenceAxis* axis : {&spec_.x, &spec_.y, &spec_.z})
      used += axis->along != ReferenceAxis::Along::unset;
    if (used != 2) refuse("exactly two of XAxis, YAxis and ZAxis must be set, to R, V or N");
    if ((spec_.x.along == spec_.y.along && spec_.x.along != ReferenceAxis::Along::unset) ||
        (spec_.x.along == spec_.z.along && spec_.x.along != ReferenceAxis::Along::unset) ||
        (spec_.y.along == spec_.z.along && spec_.y.along != ReferenceAxis::Along::unset))
      refuse("two of its axes are along the same direction");
  }
  if (spec_.axes == AxesKind::local_aligned_constrained &&
      (!spec_.reference_object || !spec_.constraint_system))
    refuse("LocalAlignedConstrained axes need a ReferenceObject and a ConstraintCoordinateSystem");
}

/// The reduction to an epoch's equator.
struct CoordinateSystem::OfDate {
  double tt_centuries = 0;
  Matrix3 mean_to_mj2000eq = Matrix3::Identity();
  Matrix3 true_to_mj2000eq = Matrix3::Identity();
};

CoordinateSystem::OfDate CoordinateSystem::of_date(double a1_mjd, bool with_nutation,
                                                   bool fresh_nutation) {
  OfDate result;
  // NOTE: GMAT uses TT where the theory has TDB.
  result.tt_centuries =
      (context_->converter().convert(a1_mjd, TimeSystem::a1, TimeSystem::tt) - j2000_mjd) / 36525.0;
  result.mean_to_mj2000eq = precession_matrix(result.tt_centuries).transpose();
  if (!with_nutation) return result;
  constexpr double update_interval_s = 60.0;
  const double since_s = std::abs(a1_mjd - nutation_a1_mjd_) * seconds_per_day;
  if (fresh_nutation || !(since_s < update_interval_s)) {
    const NutationAngles angles = nutation_.angles(result.tt_centuries);
    delta_psi_rad_ = angles.delta_psi_rad;
    nutation_matrix_ = nutation_matrix(angles);
    nutation_a1_mjd_ = a1_mjd;
  }
  result.true_to_mj2000eq = result.mean_to_mj2000eq * nutation_matrix_.transpose();
  return result;
}

Matrix3 CoordinateSystem::equator_and_ecliptic(AxesKind kind, double a1_mjd, bool fresh_nutation) {
  const bool is_true = kind == AxesKind::tod_eq || kind == AxesKind::tod_ec ||
                       kind == AxesKind::toe_eq || kind == AxesKind::toe_ec ||
                       kind == AxesKind::teme;
  const OfDate date = of_date(a1_mjd, is_true, fresh_nutation);
  const double obliquity = mean_obliquity_rad(date.tt_centuries);
  switch (kind) {
    case AxesKind::mod_ec:
    case AxesKind::moe_ec:
      return date.mean_to_mj2000eq * ecliptic_to_equator(obliquity);
    case AxesKind::tod_ec:
    case AxesKind::toe_ec: {
      Matrix3 longitude;
      const double c = std::cos(-delta_psi_rad_);
      const double s = std::sin(-delta_psi_rad_);
      longitude << c, -s, 0.0, s, c, 0.0, 0.0, 0.0, 1.0;
      return date.mean_to_mj2000eq * Matrix3(ecliptic_to_equator(obliquity) * longitude);
    }
    case AxesKind::tod_eq:
    case AxesKind::toe_eq:
      return date.true_to_mj2000eq;
    case AxesKind::teme: {
      const double equinoxes = delta_psi_rad_ * std::cos(obliquity);
      Matrix3 turn;
      const double c = std::cos(-equinoxes);
      const double s = std::sin(-equinoxes);
      turn << c, s, 0.0, -s, c, 0.0, 0.0, 0.0, 1.0;
      return date.true_to_mj2000eq * turn;
    }
    default:
      return date.mean_to_mj2000eq;
  }
}

const RotationState& CoordinateSystem::axes(const Instant& a1, bool fresh_nutation) {
  if (constant_) return *constant_;
  if (spec_.axes == AxesKind::body_fixed) return body_fixed_->at(a1, fresh_nutation);
  rotation_ = calculate(a1, fresh_nutation);
  return rotation_;
}

// NOTE: of all axes GMAT takes BodyFixed alone at a split epoch; the others it gives one double.
RotationState CoordinateSystem::calculate(const Instant& a1, bool fresh_nutation) {
  const double mjd = a1.mjd();
  switch (spec_.axes) {
    case AxesKind::mj2000_eq:
    case AxesKind::icrf:
      return {};
    case AxesKind::mj2000_ec:
      return {mj2000_ecliptic_to_equator(), Matrix3::Zero()};
    case AxesKind::body_inertial:
      return {body_inertial_to_mj2000eq(std::get<Body>(spec_.origin->what), context_->converter()),
              Matrix3::Zero()};
    case AxesKind::body_fixed:
      return body_fixed_->at(a1, fresh_nutation);
    case AxesKind::equator:
      return equator(mjd, fresh_nutation);
    case AxesKind::body_spin_sun:
      return body_spin_sun(mjd);
    case AxesKind::gse:
      return solar_ecliptic(mjd);
    case AxesKind::gsm:
      return solar_magnetic(mjd, fresh_nutation);
    case AxesKind::topocentric:
      return topocentric(a1);
    case AxesKind::object_referenced:
      return object_referenced(mjd);
    case AxesKind::local_aligned_constrained:
      return aligned_constrained(mjd);
    default:
      return {equator_and_ecliptic(spec_.axes, mjd, fresh_nutation), Matrix3::Zero()};
  }
}

RotationState CoordinateSystem::equator(double a1_mjd, bool fresh_nutation) {
  const Body body = std::get<Body>(spec_.origin->what);
  if (body == Body::earth)
    return {of_date(a1_mjd, true, fresh_nutation).true_to_mj2000eq, Matrix3::Zero()};
  if (body == Body::luna) {
    LunarLibration libration = context_->solar_system().libration(a1_mjd);
    libration.angle_rad[2] = 0.0;
    libration.rate_rad_per_s[2] = 0.0;
    return lunar_axes(libration);
  }
  const double tdb_days = context_->converter().convert(a1_mjd, TimeSystem::a1, TimeSystem::tdb) +
                          mjd_offset_jd - 2451545.0;
  PoleAndMeridian pole = pole_and_meridian(constants_of(body).orientation_deg, tdb_days);
  pole.meridian_deg = 0.0;
  pole.meridian_rate_deg_per_day = 0.0;
  return axes_of(pole);
}

RotationState CoordinateSystem::body_spin_sun(double a1_mjd) {
  const Body body = std::get<Body>(spec_.origin->what);
  // GMAT makes the body-fixed axes anew for each call.
  BodyFixedAxes fixed_axes(body, context_->solar_system(), context_->nutation());
  const RotationState fixed = fixed_axes.at(a1_mjd);
  const Matrix3 turning = fixed.to_inertial_rate_per_s * fixed.to_inertial.transpose();
  const Vector3 spin = Vector3(-turning(1, 2), turning(0, 2), -turning(0, 1)).normalized();
  const CartesianState sun = context_->solar_system().state(Body::sun, a1_mjd);
  const CartesianState& here = context_->solar_system().state(body, a1_mjd);
  const Vector3 r = sun.position_km - here.position_km;
  const Vector3 v = sun.velocity_km_s - here.velocity_km_s;
  const double distance = r.norm();
  const Vector3 x = r / distance;
  const Vector3 across = spin.cross(x);
  const Vector3 y = across.normalized();
  const Vector3 x_rate = v / distance - x * x.dot(v / distance);
  const Vector3 spin_fixed = fixed.to_inertial.transpose() * spin;
  const Vector3 across_rate =
      Vector3(fixed.to_inertial_rate_per_s * spin_fixed).cross(x) + spin.cross(x_rate);
  const Vector3 y_rate = unit_rate(y, across_rate, across.norm());
  return {columns(x, y, x.cross(y)), columns(x_rate, y_rate, x_rate.cross(y) + x.cross(y_rate))};
}

RotationState CoordinateSystem::solar_ecliptic(double a1_mjd) {
  const CartesianState& sun = context_->solar_system().state(Body::sun, a1_mjd);
  const double distance = sun.position_km.norm();
  const Vector3 x = sun.position_km / distance;
  const Vector3 z = sun.position_km.cross(sun.velocity_km_s).normalized();
  const Vector3 x_rate = sun.velocity_km_s / distance - x * x.dot(sun.velocity_km_s / distance);
  return {columns(x, z.cross(x), z), columns(x_rate, z.cross(x_rate), Vector3::Zero())};
}

RotationState CoordinateSystem::solar_magnetic(double a1_mjd, bool fresh_nutation) {
  // The geomagnetic dipole in Earth-fixed axes, latitude 78.6 deg, longitude -70.1 deg.
  constexpr double longitude = -70.1 * rad_per_deg;
  constexpr double latitude = 78.6 * rad_per_deg;
  const Vector3 dipole(std::cos(latitude) * std::cos(longitude),
                       std::cos(latitude) * std::sin(longitude), std::sin(latitude));
  const RotationState& fixed = body_fixed_->at(a1_mjd, fresh_nutation);
  const CartesianState& sun = context_->solar_system().state(Body::sun, a1_mjd);
  const double distance = sun.position_km.norm();
  const Vector3 x = sun.position_km / distance;
  const Vector3 dipole_inertial = fixed.to_inertial * dipole;
  const Vector3 across = dipole_inertial.cross(x);
  const Vector3 y = across.normalized();
  const Vector3 x_rate = sun.velocity_km_s / distance - x * x.dot(sun.velocity_km_s / distance);
  const Vector3 across_rate =
      Vector3(fixed.to_inertial_rate_per_s * dipole).cross(x) + dipole_inertial.cross(x_rate);
  const Vector3 y_rate = unit_rate(y, across_rate, across.norm());
  return {columns(x, y, x.cross(y)), columns(x_rate, y_rate, x_rate.cross(y) + x.cross(y_rate))};
}

RotationState CoordinateSystem::topocentric(const Instant& a1) {
  const auto& surface = std::get<Point::Surface>(spec_.origin->what);
  const Vector3& place = surface.fixed_km;
  const BodyConstants& body = constants_of(surface.body);
  const double across = std::hypot(place.x(), place.y());
  if (across < 1e-3)
    throw GmatSweepError(fmt::format(
        "coordinate system {}: Topocentric axes are undefined at the poles", spec_.name));
  const double e2 = 2 * body.flattening - body.flattening * body.flattening;
  double latitude = std::atan2(place.z(), across);
  for (double change = 1.0; change > 1e-11;) {
    const double sine = std::sin(latitude);
    const double c = body.equatorial_radius_km / std::sqrt(1 - e2 * sine * sine);
    const double next = std::atan((place.z() + c * e2 * sine) / across);
    change = std::abs(next - latitude);
    latitude = next;
  }
  const double longitude = std::atan2(place.y(), place.x());
  const Vector3 up(std::cos(latitude) * std::cos(longitude),
                   std::cos(latitude) * std::sin(longitude), std::sin(latitude));
  const Vector3 east = Vector3(0, 0, 1).cross(up).normalized();
  const Matrix3 to_fixed = columns(east.cross(up), east, up);
  const RotationState& fixed = context_->surface_axes(*spec_.origin).at(a1);
  return {fixed.to_inertial * to_fixed, fixed.to_inertial_rate_per_s * to_fixed};
}

RotationState CoordinateSystem::object_referenced(double a1_mjd) {
  const CartesianState primary = context_->state_of(*spec_.primary, a1_mjd);
  const CartesianState secondary = context_->state_of(*spec_.secondary, a1_mjd);
  const Vector3 r = secondary.position_km - primary.position_km;
  const Vector3 v = secondary.velocity_km_s - primary.velocity_km_s;
  const Vector3 n = r.cross(v);
  constexpr double smallest = 1e-12;
  if (r.norm() < smallest || v.norm() < smallest || n.norm() < smallest)
    throw GmatSweepError(fmt::format(
        "coordinate system {} is undefined: its primary and secondary coincide, are at rest to one "
        "another, or move along their line",
        spec_.name));
  const Vector3 r_unit = r.normalized();
  // NOTE: GMAT holds V and N fixed (it sets the acceleration to zero).
  const Vector3 r_rate = unit_rate(r_unit, v, r.norm());
  struct Axis {
    Vector3 unit = Vector3::Zero();
    Vector3 rate = Vector3::Zero();
  };
  const auto axis = [&](const ReferenceAxis& wanted) {
    Axis result;
    if (wanted.along == ReferenceAxis::Along::r) result = {r_unit, r_rate};
    if (wanted.along == ReferenceAxis::Along::v) result.unit = v.normalized();
    if (wanted.along == ReferenceAxis::Along::n) result.unit = n.normalized();
    if (wanted.reversed) result = {-result.unit, -result.rate};
    return result;
  };
  const auto third = [](const Axis& a, const Axis& b) {
    return Axis{a.unit.cross(b.unit), a.rate.cross(b.unit) + a.unit.cross(b.rate)};
  };
  Axis x = axis(spec_.x);
  Axis y = axis(spec_.y);
  Axis z = axis(spec_.z);
  if (spec_.z.along == ReferenceAxis::Along::unset)
    z = third(x, y);
  else if (spec_.y.along == ReferenceAxis::Along::unset)
    y = third(z, x);
  else
    x = third(y, z);
  return {columns(x.unit, y.unit, z.unit), columns(x.rate, y.rate, z.rate)};
}

RotationState CoordinateSystem::aligned_constrained(double a1_mjd) {
  const CartesianState here = origin(a1_mjd);
  const CartesianState there = context_->state_of(*spec_.reference_object, a1_mjd);
  const Vector3 align = there.position_km - here.position_km;
  const Vector3 align_rate = there.velocity_km_s - here.velocity_km_s;
  // NOTE: GMAT converts the constraint's vector as if it were a position, so that a constraint
  // system whose origin is not the Earth adds its origin's place; so do we.
  const CartesianState constraint =
      to_earth_mj2000eq({spec_.constraint_reference_vector, Vector3::Zero()}, *constraint_, a1_mjd);
  const Vector3& constrain = constraint.position_km;
  const Vector3& constrain_rate = constraint.velocity_km_s;
  const Vector3 normal = align.cross(constrain);
  const Vector3 normal_body = spec_.alignment_vector.cross(spec_.constraint_vector);
  constexpr double smallest = 1e-9;
  if (align.norm() < smallest || constrain.norm() < smallest || normal.norm() < smallest ||
      normal_body.norm() < smallest)
    throw GmatSweepError(fmt::format(
        "coordinate system {} is undefined: its alignment and constraint vectors are near zero or "
        "along one line",
        spec_.name));
  const Vector3 a = align.normalized();
  const Vector3 n = normal.normalized();
  const Vector3 a_rate = unit_rate(a, align_rate, align.norm());
  const Vector3 n_rate =
      unit_rate(n, align_rate.cross(constrain) + align.cross(constrain_rate), normal.norm());
  const Vector3 a_body = spec_.alignment_vector.normalized();
  const Vector3 n_body = normal_body.normalized();
  const Matrix3 from_body = columns(a_body, n_body, a_body.cross(n_body)).transpose();
  return {columns(a, n, a.cross(n)) * from_body,
          columns(a_rate, n_rate, a_rate.cross(n) + a.cross(n_rate)) * from_body};
}

namespace {

CartesianState rotated(const Matrix3& matrix, const CartesianState& state) {
  return {matrix * state.position_km, matrix * state.velocity_km_s};
}

bool is_earth(const PointPtr& point) {
  const Body* body = std::get_if<Body>(&point->what);
  return body != nullptr && *body == Body::earth;
}

/// From a system's axes to MJ2000Eq axes or the ICRF's, and its origin to the Earth.
CartesianState to_base(const CartesianState& state, CoordinateSystem& from, const Instant& a1,
                       bool keep_origin, bool fresh_nutation) {
  CartesianState result = rotate_to_inertial(state, from.axes(a1, fresh_nutation));
  if (keep_origin) return result;
  CartesianState origin = from.origin(a1);
  if (from.is_icrf())
    origin = rotated(from.context().icrf().to_mj2000eq(a1.mjd()).transpose(), origin);
  return {result.position_km + origin.position_km, result.velocity_km_s + origin.velocity_km_s};
}

CartesianState from_base(const CartesianState& state, CoordinateSystem& to, const Instant& a1,
                         bool keep_origin, bool fresh_nutation) {
  CartesianState result = state;
  if (!keep_origin) {
    CartesianState origin = to.origin(a1);
    if (to.is_icrf())
      origin = rotated(to.context().icrf().to_mj2000eq(a1.mjd()).transpose(), origin);
    result = {state.position_km - origin.position_km, state.velocity_km_s - origin.velocity_km_s};
  }
  return rotate_from_inertial(result, to.axes(a1, fresh_nutation));
}

}  // namespace

CartesianState convert(const CartesianState& state, CoordinateSystem& from, CoordinateSystem& to,
                       const Instant& a1, bool fresh_nutation) {
  if (&from == &to) return state;
  const bool same_origin = is_same_point(from.spec().origin, to.spec().origin);
  CartesianState base = to_base(state, from, a1, same_origin, fresh_nutation);
  if (from.is_icrf() != to.is_icrf()) {
    const Matrix3 icrf_to_mj2000eq = from.context().icrf().to_mj2000eq(a1.mjd());
    base = rotated(from.is_icrf() ? icrf_to_mj2000eq : Matrix3(icrf_to_mj2000eq.transpose()), base);
  }
  return from_base(base, to, a1, same_origin, fresh_nutation);
}

CartesianState from_earth_mj2000eq(const CartesianState& state, CoordinateSystem& to,
                                   const Instant& a1, bool fresh_nutation) {
  CartesianState base = state;
  if (to.is_icrf()) base = rotated(to.context().icrf().to_mj2000eq(a1.mjd()).transpose(), base);
  return from_base(base, to, a1, is_earth(to.spec().origin), fresh_nutation);
}

CartesianState to_earth_mj2000eq(const CartesianState& state, CoordinateSystem& from,
                                 const Instant& a1, bool fresh_nutation) {
  const CartesianState base =
      to_base(state, from, a1, is_earth(from.spec().origin), fresh_nutation);
  return from.is_icrf() ? rotated(from.context().icrf().to_mj2000eq(a1.mjd()), base) : base;
}

}  // namespace gmat_sweep::astro
