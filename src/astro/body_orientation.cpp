#include "astro/body_orientation.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double rad_per_deg = pi / 180.0;

/// Rotations about the third and first axis, from the turned axes to the first ones.
Matrix3 turn_3(double angle_rad) {
  Matrix3 matrix;
  matrix << std::cos(angle_rad), -std::sin(angle_rad), 0.0,  //
      std::sin(angle_rad), std::cos(angle_rad), 0.0,         //
      0.0, 0.0, 1.0;
  return matrix;
}

Matrix3 turn_1(double angle_rad) {
  Matrix3 matrix;
  matrix << 1.0, 0.0, 0.0,                             //
      0.0, std::cos(angle_rad), -std::sin(angle_rad),  //
      0.0, std::sin(angle_rad), std::cos(angle_rad);
  return matrix;
}

double tdb_days_since_j2000(double a1_mjd, const TimeConverter& converter) {
  return converter.convert(a1_mjd, TimeSystem::a1, TimeSystem::tdb) + mjd_offset_jd - 2451545.0;
}

}  // namespace

PoleAndMeridian pole_and_meridian(Body body, double tdb_days) {
  const auto& terms = constants_of(body).orientation_deg;
  const double centuries = tdb_days / 36525.0;
  if (body != Body::neptune)
    return {terms[0] + terms[1] * centuries, terms[2] + terms[3] * centuries,
            terms[4] + terms[5] * tdb_days, terms[5]};
  // Neptune's pole nods, and its terms are amplitudes.
  constexpr double nodding_deg_per_day = 0.0014323;
  const double nodding = rad_per_deg * (357.85 + 52.316 * centuries);
  return {terms[0] + terms[1] * std::sin(nodding), terms[2] + terms[3] * std::cos(nodding),
          terms[4] + terms[5] * tdb_days - 0.48 * std::sin(nodding),
          terms[5] - 0.48 * nodding_deg_per_day * std::cos(nodding)};
}

RotationState axes_of(const PoleAndMeridian& pole) {
  const double node = pi / 2 + rad_per_deg * pole.right_ascension_deg;
  const double tilt = pi / 2 - rad_per_deg * pole.declination_deg;
  const double w = rad_per_deg * pole.meridian_deg;
  const double rate = rad_per_deg * pole.meridian_rate_deg_per_day / seconds_per_day;
  Matrix3 w_rate;
  w_rate << -rate * std::sin(w), -rate * std::cos(w), 0.0,  //
      rate * std::cos(w), -rate * std::sin(w), 0.0,         //
      0.0, 0.0, 0.0;
  return {turn_3(node) * Matrix3(turn_1(tilt) * turn_3(w)),
          turn_3(node) * Matrix3(turn_1(tilt) * w_rate)};
}

double lunar_meridian_deg(double d) {
  struct Term {
    double amplitude_deg, phase_deg, rate_deg_per_day;
  };
  constexpr Term terms[] = {
      {3.5610, 125.045, -0.0529921},  {0.1208, 250.089, -0.1059842}, {-0.0642, 260.008, 13.0120009},
      {0.0158, 176.625, 13.3407154},  {0.0252, 357.529, 0.9856003},  {-0.0066, 311.589, 26.4057084},
      {-0.0047, 134.963, 13.0649930}, {-0.0046, 276.617, 0.3287146}, {0.0028, 34.226, 1.7484877},
      {0.0052, 15.134, -0.1589763},   {0.0040, 119.743, 0.0036096},  {0.0019, 239.961, 0.1643573},
      {-0.0044, 25.053, 12.9590088}};
  double meridian = 38.3213 + 13.17635815 * d - 1.4e-12 * d * d;
  for (const Term& term : terms)
    meridian +=
        term.amplitude_deg * std::sin(rad_per_deg * (term.phase_deg + term.rate_deg_per_day * d));
  return meridian;
}

RotationState lunar_axes(const LunarLibration& libration) {
  const Vector3& angle = libration.angle_rad;
  const double c1 = std::cos(angle[0]);
  const double s1 = std::sin(angle[0]);
  const double c2 = std::cos(angle[1]);
  const double s2 = std::sin(angle[1]);
  const double c3 = std::cos(angle[2]);
  const double s3 = std::sin(angle[2]);
  RotationState result;
  result.to_inertial << c3 * c1 - s3 * c2 * s1, -s3 * c1 - c3 * c2 * s1, s2 * s1,  //
      c3 * s1 + s3 * c2 * c1, -s3 * s1 + c3 * c2 * c1, -s2 * c1,                   //
      s3 * s2, c3 * s2, c2;
  // The axes turn about the equator's pole, the node and the Moon's pole at the three rates.
  const Vector3& rate = libration.rate_rad_per_s;
  const Vector3 spin = rate[0] * Vector3::UnitZ() + rate[1] * Vector3(c1, s1, 0.0) +
                       rate[2] * result.to_inertial.col(2);
  for (int i = 0; i < 3; ++i)
    result.to_inertial_rate_per_s.col(i) = spin.cross(result.to_inertial.col(i));
  return result;
}

Matrix3 body_inertial_to_mj2000eq(Body body, const TimeConverter& converter) {
  if (body == Body::earth) return Matrix3::Identity();
  if (body == Body::luna) {
    // NOTE: GMAT's numbers for the Moon, which no formula of its own gives.
    Matrix3 matrix;
    matrix << 0.998496505205088, 0.0499357293985327, -0.0226086714041825,  //
        -0.0548154092680678, 0.909610125238044, -0.411830900942613,        //
        0.0, 0.412451018902689, 0.91097977859343;
    return matrix;
  }
  constexpr double epoch_tai_mjd = 2451544.9996274998411 - mjd_offset_jd;
  const double epoch_a1_mjd = converter.convert(epoch_tai_mjd, TimeSystem::tai, TimeSystem::a1);
  const PoleAndMeridian pole =
      pole_and_meridian(body, tdb_days_since_j2000(epoch_a1_mjd, converter));
  return turn_3(pi / 2 + rad_per_deg * pole.right_ascension_deg) *
         turn_1(pi / 2 - rad_per_deg * pole.declination_deg);
}

BodyFixedAxes::BodyFixedAxes(Body body, SolarSystem& solar_system,
                             std::shared_ptr<const NutationSeries> nutation,
                             double nutation_update_interval_s)
    : body_(body), solar_system_(&solar_system) {
  if (body == Body::earth)
    earth_.emplace(solar_system.converter(), std::move(nutation), nutation_update_interval_s);
}

const RotationState& BodyFixedAxes::at(const Instant& a1, bool fresh_nutation) {
  // NOTE: GMAT splits the epoch first here, whichever form it comes in.
  if (earth_)
    return fresh_nutation ? earth_->at_with_fresh_nutation(a1.split()) : earth_->at(a1.split());
  if (body_ == Body::luna) {
    rotation_ = lunar_axes(solar_system_->libration(a1.split()));
    return rotation_;
  }
  rotation_ =
      axes_of(pole_and_meridian(body_, tdb_days_since_j2000(a1.mjd(), solar_system_->converter())));
  return rotation_;
}

}  // namespace gmat_sweep::astro
