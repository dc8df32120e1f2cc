#include "astro/coordinate_system.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double j2000_mjd = 2451545.0 - mjd_offset_jd;

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

}  // namespace

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
  PoleAndMeridian pole = pole_and_meridian(body, tdb_days);
  pole.meridian_deg = 0.0;
  pole.meridian_rate_deg_per_day = 0.0;
  return axes_of(pole);
}

}  // namespace gmat_sweep::astro
