#include "astro/earth_rotation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "astro/sine_cosine.hpp"
#include "base/lanes.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double rad_per_deg = std::numbers::pi / 180.0;
constexpr double rad_per_arcsec = (1.0 / 3600.0) * rad_per_deg;
constexpr double j2000_mjd = 2451545.0 - mjd_offset_jd;
constexpr double offset_difference_day = mjd_offset_jd - 2400000.5;
/// From here on the equation of the equinoxes has two terms of the Moon's node.
constexpr double jd_of_january_1_1997 = 2450449.5;

/// Mean sidereal time of Greenwich [rad], IAU 1982.
double greenwich_mean_sidereal_time_rad(const SplitTime& ut1_mjd) {
  const double t = (ut1_mjd + (mjd_offset_jd - 2451545.0)).days() / 36525.0;
  constexpr double deg_per_s = 15.0 / 3600.0;
  // The modified Julian date begins at noon, as the formula wants.
  const double since_noon_s = static_cast<double>(ut1_mjd.whole_seconds()) + ut1_mjd.fraction_s();
  const double angle = ((67310.54841 * deg_per_s) + since_noon_s / seconds_per_day * 360.0 +
                        (8640184.812866 * deg_per_s) * t + (0.093104 * deg_per_s) * (t * t) -
                        (6.2e-06 * deg_per_s) * (t * t * t)) *
                       rad_per_deg;
  return angle - std::floor(angle / two_pi) * two_pi;
}

/// The part of the equation of the equinoxes that does not hang on the nutation [rad].
double node_terms_rad(double tt_jd, double moon_node_rad) {
  if (!(tt_jd > jd_of_january_1_1997)) return 0.0;
  return (0.00264 * std::sin(moon_node_rad) + 0.000063 * std::sin(2.0 * moon_node_rad)) *
         rad_per_arcsec;
}

double tt_centuries_of(double a1_mjd) {
  constexpr double tt_minus_a1_day = (32.184 - 0.0343817) / seconds_per_day;
  return ((a1_mjd - j2000_mjd) + tt_minus_a1_day) / 36525.0;
}

/// The nutation's matrix from the mean obliquity at the segment's origin: it moves by 6e-9 rad in a
/// day, which only shows multiplied with the nutation's 1e-4.
Matrix3 nutation_about(const SineCosine& mean, const NutationAngles& angles) {
  const SineCosine psi = of_small(angles.delta_psi_rad);
  const SineCosine off = turned(mean, of_small(angles.delta_epsilon_rad));
  Matrix3 matrix;
  matrix << psi.cosine, -psi.sine * mean.cosine, -psi.sine * mean.sine,  //
      psi.sine * off.cosine, off.cosine * psi.cosine * mean.cosine + off.sine * mean.sine,
      mean.sine * off.cosine * psi.cosine - off.sine * mean.cosine,  //
      off.sine * psi.sine, off.sine * psi.cosine * mean.cosine - mean.sine * off.cosine,
      off.sine * mean.sine * psi.cosine + off.cosine * mean.cosine;
  return matrix;
}

}  // namespace

/// Everything at one epoch but the nutation.
struct EarthFixedAxes::Orientation {
  double tt_centuries = 0;
  double utc_day_fraction = 0;
  double sidereal_rad = 0;
  PolarMotion polar;
};

EarthFixedAxes::EarthFixedAxes(TimeConverter converter,
                               std::shared_ptr<const NutationSeries> nutation,
                               double nutation_update_interval_s)
    : converter_(std::move(converter)),
      nutation_(std::move(nutation)),
      nutation_update_interval_s_(nutation_update_interval_s) {}

void EarthFixedAxes::reset() {
  nutation_a1_mjd_ = 0.0;
  has_rotation_ = false;
}

const RotationState& EarthFixedAxes::at(const SplitTime& a1_mjd) {
  if (has_rotation_ && a1_mjd == last_a1_mjd_) return rotation_;
  const double since_origin_s = since_segment_origin_s(a1_mjd);
  const double since_nutation_s = std::abs(a1_mjd.days() - nutation_a1_mjd_) * seconds_per_day;
  if (!(since_nutation_s < nutation_update_interval_s_)) update_nutation(a1_mjd.days());
  evaluate(since_origin_s, true);
  last_a1_mjd_ = a1_mjd;
  has_rotation_ = true;
  return rotation_;
}

const RotationState& EarthFixedAxes::rotation_at(double a1_mjd) {
  double since_origin_s = (a1_mjd - segment_.origin_mjd) * seconds_per_day;
  if (!(since_origin_s >= segment_.first_s && since_origin_s <= segment_.last_s))
    since_origin_s = since_segment_origin_s(SplitTime(a1_mjd));
  const double since_nutation_s = std::abs(a1_mjd - nutation_a1_mjd_) * seconds_per_day;
  if (!(since_nutation_s < nutation_update_interval_s_)) update_nutation(a1_mjd);
  evaluate(since_origin_s, false);
  has_rotation_ = false;
  return rotation_;
}

const RotationState& EarthFixedAxes::at_with_fresh_nutation(const SplitTime& a1_mjd) {
  const double since_origin_s = since_segment_origin_s(a1_mjd);
  update_nutation(a1_mjd.days());
  evaluate(since_origin_s, true);
  last_a1_mjd_ = a1_mjd;
  has_rotation_ = true;
  return rotation_;
}

EarthFixedAxes::Orientation EarthFixedAxes::orientation(const SplitTime& a1_mjd) const {
  const SplitTime utc =
      converter_.convert(a1_mjd, TimeSystem::a1, TimeSystem::utc) + offset_difference_day;
  const SplitTime ut1 = converter_.convert(a1_mjd, TimeSystem::a1, TimeSystem::ut1);
  const SplitTime tt = converter_.convert(a1_mjd, TimeSystem::a1, TimeSystem::tt);
  Orientation result;
  // NOTE: GMAT uses TT throughout where the theory has TDB.
  result.tt_centuries = (tt - j2000_mjd).days() / 36525.0;
  result.utc_day_fraction =
      (static_cast<double>(utc.whole_seconds()) + utc.fraction_s()) / seconds_per_day;
  result.sidereal_rad =
      greenwich_mean_sidereal_time_rad(ut1) +
      node_terms_rad(tt.days() + mjd_offset_jd, moon_ascending_node_rad(result.tt_centuries));
  result.polar = converter_.earth_orientation().polar_motion(static_cast<double>(utc.whole_days()),
                                                             result.utc_day_fraction);
  return result;
}

double EarthFixedAxes::since_segment_origin_s(const SplitTime& a1_mjd) {
  const double since_origin_s = (a1_mjd - segment_.origin_a1_mjd).seconds();
  if (since_origin_s >= segment_.first_s && since_origin_s <= segment_.last_s)
    return since_origin_s;
  start_segment(a1_mjd);
  apply_nutation();
  return 0.0;
}

void EarthFixedAxes::update_nutation(double a1_mjd) {
  const NutationAngles angles = nutation_.angles(tt_centuries_of(a1_mjd));
  delta_psi_rad_ = angles.delta_psi_rad;
  nutation_matrix_ = nutation_about({segment_.sin_obliquity, segment_.cos_obliquity}, angles);
  nutation_a1_mjd_ = a1_mjd;
  apply_nutation();
}

GMAT_SWEEP_WIDE void EarthFixedAxes::multiply(const Matrix3& left, const Rows& right,
                                              Rows& result) {
  const Lanes first = load_lanes(right.row[0].data());
  const Lanes second = load_lanes(right.row[1].data());
  const Lanes third = load_lanes(right.row[2].data());
  for (int k = 0; k < 3; ++k)
    store_lanes(result.row[static_cast<std::size_t>(k)].data(),
                left(k, 0) * first + left(k, 1) * second + left(k, 2) * third);
}

void EarthFixedAxes::apply_nutation() {
  const SineCosine sidereal = turned({segment_.sin_sidereal, segment_.cos_sidereal},
                                     of_small(delta_psi_rad_ * segment_.cos_obliquity));
  cos_sidereal_ = sidereal.cosine;
  sin_sidereal_ = sidereal.sine;
  multiply(nutation_matrix_, segment_.precession, to_true_of_date_);
  multiply(nutation_matrix_, segment_.precession_rate_per_s, to_true_of_date_rate_per_s_);
}

void EarthFixedAxes::start_segment(const SplitTime& a1_mjd) {
  constexpr double longest_s = 900.0;
  double since_s = (a1_mjd - day_.origin_a1_mjd).seconds();
  if (!(since_s >= day_.first_s && since_s <= day_.last_s)) {
    start_day(a1_mjd);
    since_s = 0.0;
  }
  segment_.origin_a1_mjd = a1_mjd;
  segment_.origin_mjd = a1_mjd.days();
  segment_.first_s = std::max(-longest_s, day_.first_s - since_s);
  segment_.last_s = std::min(longest_s, day_.last_s - since_s);
  const double sidereal_rad = day_.sidereal_rad + day_.sidereal_rate_rad_per_s * since_s;
  segment_.sin_sidereal = std::sin(sidereal_rad);
  segment_.cos_sidereal = std::cos(sidereal_rad);
  // The mean obliquity is held for a segment alone: in a day it moves by 6e-9 rad.
  const double obliquity_rad = mean_obliquity_rad(tt_centuries_of(a1_mjd.days()));
  segment_.sin_obliquity = std::sin(obliquity_rad);
  segment_.cos_obliquity = std::cos(obliquity_rad);
  segment_.x_rad = day_.x_rad + day_.x_rate_rad_per_s * since_s;
  segment_.y_rad = day_.y_rad + day_.y_rate_rad_per_s * since_s;
  for (int k = 0; k < 3; ++k)
    for (int i = 0; i < 3; ++i) {
      const auto row = static_cast<std::size_t>(k);
      const auto column = static_cast<std::size_t>(i);
      const double rate = day_.precession_rate_per_s(k, i);
      const double bend = day_.precession_bend_per_s2(k, i);
      segment_.precession.row[row][column] =
          day_.precession(k, i) + since_s * (rate + since_s * bend);
      segment_.precession_rate_per_s.row[row][column] = rate + 2.0 * since_s * bend;
    }
}

void EarthFixedAxes::start_day(const SplitTime& a1_mjd) {
  constexpr double margin_s = 2.0;  // about midnight, where UTC may step and the tables have a node
  const Orientation here = orientation(a1_mjd);

  const double of_day_s = here.utc_day_fraction * seconds_per_day;
  day_.origin_a1_mjd = a1_mjd;
  day_.first_s = margin_s - of_day_s;
  day_.last_s = seconds_per_day - margin_s - of_day_s;
  if (day_.first_s > 0.0 || day_.last_s < 0.0) day_.first_s = day_.last_s = 0.0;

  // A second epoch within the same day, for the rates.
  const double apart_s = day_.last_s >= -day_.first_s ? day_.last_s : day_.first_s;
  const Orientation there = apart_s == 0.0 ? here : orientation(a1_mjd.plus_seconds(apart_s));
  const double per_s = apart_s == 0.0 ? 0.0 : 1.0 / apart_s;
  // The turn between the two, to the nearest whole turn from what the mean rate gives.
  constexpr double mean_rate_rad_per_s = 7.2921158e-5;
  const double turn =
      mean_rate_rad_per_s * apart_s +
      std::remainder(there.sidereal_rad - here.sidereal_rad - mean_rate_rad_per_s * apart_s,
                     two_pi);
  day_.sidereal_rad = here.sidereal_rad;
  day_.sidereal_rate_rad_per_s = turn * per_s;
  day_.x_rad = here.polar.x_arcsec * rad_per_arcsec;
  day_.y_rad = here.polar.y_arcsec * rad_per_arcsec;
  day_.x_rate_rad_per_s = (there.polar.x_arcsec - here.polar.x_arcsec) * rad_per_arcsec * per_s;
  day_.y_rate_rad_per_s = (there.polar.y_arcsec - here.polar.y_arcsec) * rad_per_arcsec * per_s;
  day_.spin_rad_per_s = 7.29211514670698e-05 * (1.0 - here.polar.length_of_day_s / seconds_per_day);

  constexpr double half_day_centuries = 0.5 / 36525.0;
  const Matrix3 before = precession_matrix(here.tt_centuries - half_day_centuries);
  const Matrix3 after = precession_matrix(here.tt_centuries + half_day_centuries);
  day_.precession = precession_matrix(here.tt_centuries);
  day_.precession_rate_per_s = (after - before) / seconds_per_day;
  day_.precession_bend_per_s2 =
      2.0 * (after - 2.0 * day_.precession + before) / (seconds_per_day * seconds_per_day);
}

/// What turns the true equator of date to the Earth, and when.
struct EarthFixedAxes::Turn {
  double since_origin_s;
  SineCosine sidereal;
  SineCosine x;  ///< of polar motion
  SineCosine y;
  double spin_rad_per_s;
};

namespace {

/// Three columns into a matrix, which keeps them one after the other.
GMAT_SWEEP_INLINE void store_columns(Matrix3& matrix, Lanes first, Lanes second, Lanes third) {
  double* to = matrix.data();
  store_lanes(to, first);  // the fourth lane is overwritten by what follows
  store_lanes(to + 3, second);
  store_pair(to + 6, third[0], third[1]);
  to[8] = third[2];
}

}  // namespace

// to_fixed = polar * spin * true_of_date, worked on rows, so that the transposes come out.
GMAT_SWEEP_WIDE void EarthFixedAxes::turn(const Turn& turn, bool with_rates) {
  const auto true_of_date = [&](std::size_t row) {
    return load_lanes(to_true_of_date_.row[row].data()) +
           turn.since_origin_s * load_lanes(to_true_of_date_rate_per_s_.row[row].data());
  };
  const Lanes m0 = true_of_date(0);
  const Lanes m1 = true_of_date(1);
  const Lanes m2 = true_of_date(2);
  const auto [n, c] = turn.sidereal;
  const auto [sin_x, cos_x] = turn.x;
  const auto [sin_y, cos_y] = turn.y;
  const Lanes r0 = c * m0 + n * m1;
  const Lanes r1 = c * m1 - n * m0;
  store_columns(rotation_.to_inertial, cos_x * r0 + (sin_x * sin_y) * r1 - (sin_x * cos_y) * m2,
                cos_y * r1 + sin_y * m2, sin_x * r0 - (cos_x * sin_y) * r1 + (cos_x * cos_y) * m2);
  const Lanes spin = turn.spin_rad_per_s * m2;
  spin_rad_per_s_ = {spin[0], spin[1], spin[2]};
  if (!with_rates) return;
  // NOTE: of the rates GMAT keeps the Earth's spin alone.
  const Lanes d0 = turn.spin_rad_per_s * r1;
  const Lanes d1 = -turn.spin_rad_per_s * r0;
  store_columns(rotation_.to_inertial_rate_per_s, cos_x * d0 + (sin_x * sin_y) * d1, cos_y * d1,
                sin_x * d0 - (cos_x * sin_y) * d1);
}

void EarthFixedAxes::evaluate(double since_origin_s, bool with_rates) {
  // A segment is no longer than 0.07 rad either way.
  const SineCosine since_origin = of_moderate(day_.sidereal_rate_rad_per_s * since_origin_s);
  // Polar motion is some 1e-6 rad: these are its sines and cosines to the last bit.
  const double sin_x = -(segment_.x_rad + day_.x_rate_rad_per_s * since_origin_s);
  const double sin_y = -(segment_.y_rad + day_.y_rate_rad_per_s * since_origin_s);
  turn({since_origin_s,
        turned({sin_sidereal_, cos_sidereal_}, since_origin),
        {sin_x, 1.0 - 0.5 * sin_x * sin_x},
        {sin_y, 1.0 - 0.5 * sin_y * sin_y},
        day_.spin_rad_per_s},
       with_rates);
}

}  // namespace gmat_sweep::astro
