#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "astro/coordinate_system.hpp"
#include "gmat_sweep/errors.hpp"

// The axes of a CoordinateSystem that follow bodies, the Sun or spacecraft.
namespace gmat_sweep::astro {
namespace {

constexpr double rad_per_deg = std::numbers::pi / 180.0;

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
  const BodyConstants& body = context_->constants()[surface.body];
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

}  // namespace gmat_sweep::astro
