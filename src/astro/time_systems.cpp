#include "astro/time_systems.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double a1_minus_tai_s = 0.0343817;
constexpr double tt_minus_tai_s = 32.184;
/// MJD with offset 2400000.5 less MJD with offset 2430000.
constexpr double offset_difference_day = mjd_offset_jd - 2400000.5;
constexpr double j2000_mjd = 2451545.0 - mjd_offset_jd;
constexpr double rad_per_deg = std::numbers::pi / 180.0;

/// TDB-TT [s]: the two largest terms.
/// NOTE: GMAT gives it TAI, or TDB on the way back, where the formula has TT.
double tdb_minus_tt_s(double centuries) {
  const double anomaly_rad = (357.5277233 + 35999.05034 * centuries) * rad_per_deg;
  return 0.001658 * std::sin(anomaly_rad) + 0.00001385 * std::sin(2 * anomaly_rad);
}

}  // namespace

TimeConverter::TimeConverter(std::shared_ptr<const LeapSeconds> leap_seconds,
                             std::shared_ptr<const EarthOrientation> earth_orientation,
                             std::shared_ptr<DataNotes> notes)
    : leap_seconds_(std::move(leap_seconds)),
      earth_orientation_(std::move(earth_orientation)),
      notes_(std::move(notes)) {}

double TimeConverter::ut1_minus_utc_s(double tai_mjd, double utc_mjd) const {
  const EarthOrientation& orientation = *earth_orientation_;
  if (notes_ && !orientation.covers_tai(tai_mjd))
    notes_->clamped("Earth orientation", orientation.source(), utc_mjd, orientation.first_utc_mjd(),
                    orientation.last_utc_mjd());
  return orientation.ut1_minus_utc_s(tai_mjd);
}

double TimeConverter::convert(double mjd, TimeSystem from, TimeSystem to) const {
  return from_tai(to_tai(mjd, from), to);
}

SplitTime TimeConverter::convert(const SplitTime& mjd, TimeSystem from, TimeSystem to) const {
  return from_tai(to_tai(mjd, from), to);
}

bool TimeConverter::is_in_leap_second(double mjd, TimeSystem system) const {
  return leap_seconds_->is_in_leap_second(to_tai(mjd, system) + offset_difference_day);
}

double TimeConverter::to_tai(double mjd, TimeSystem from) const {
  switch (from) {
    case TimeSystem::a1:
      return mjd - a1_minus_tai_s / seconds_per_day;
    case TimeSystem::tai:
      return mjd;
    case TimeSystem::utc:
      return mjd + leap_seconds_->tai_minus_utc_s(mjd + offset_difference_day) / seconds_per_day;
    case TimeSystem::tdb: {
      const double centuries = (mjd - j2000_mjd) / 36525.0;
      return (mjd - tdb_minus_tt_s(centuries) / seconds_per_day) - tt_minus_tai_s / seconds_per_day;
    }
    case TimeSystem::tt:
      return mjd - tt_minus_tai_s / seconds_per_day;
    case TimeSystem::ut1:
      break;
  }
  throw GmatSweepError(
      "UT1 is not a time system epochs can be given in; use UTC, TAI, A1, TT or TDB");
}

double TimeConverter::from_tai(double tai_mjd, TimeSystem to) const {
  switch (to) {
    case TimeSystem::a1:
      return tai_mjd + a1_minus_tai_s / seconds_per_day;
    case TimeSystem::tai:
      return tai_mjd;
    case TimeSystem::tdb: {
      const double tt = tai_mjd + tt_minus_tai_s / seconds_per_day;
      return tt + tdb_minus_tt_s((tai_mjd - j2000_mjd) / 36525.0) / seconds_per_day;
    }
    case TimeSystem::tt:
      return tai_mjd + tt_minus_tai_s / seconds_per_day;
    case TimeSystem::utc:
    case TimeSystem::ut1:
      break;
  }
  // The table is asked with TAI first, then again with the UTC that gives.
  const double first_s = leap_seconds_->tai_minus_utc_s(tai_mjd + offset_difference_day);
  const double offset_s =
      leap_seconds_->tai_minus_utc_s((tai_mjd + offset_difference_day) - first_s / seconds_per_day);
  const double utc = tai_mjd - offset_s / seconds_per_day;
  if (to == TimeSystem::utc) return utc;
  return utc + ut1_minus_utc_s(tai_mjd, utc) / seconds_per_day;
}

SplitTime TimeConverter::to_tai(const SplitTime& mjd, TimeSystem from) const {
  switch (from) {
    case TimeSystem::a1:
      return mjd - a1_minus_tai_s / seconds_per_day;
    case TimeSystem::tai:
      return mjd;
    case TimeSystem::utc:
      return mjd +
             leap_seconds_->tai_minus_utc_s((mjd + offset_difference_day).days()) / seconds_per_day;
    case TimeSystem::tdb: {
      const double centuries = (mjd - j2000_mjd).days() / 36525.0;
      return (mjd - tdb_minus_tt_s(centuries) / seconds_per_day) - tt_minus_tai_s / seconds_per_day;
    }
    case TimeSystem::tt:
      return mjd - tt_minus_tai_s / seconds_per_day;
    case TimeSystem::ut1:
      break;
  }
  throw GmatSweepError(
      "UT1 is not a time system epochs can be given in; use UTC, TAI, A1, TT or TDB");
}

SplitTime TimeConverter::from_tai(const SplitTime& tai_mjd, TimeSystem to) const {
  switch (to) {
    case TimeSystem::a1:
      return tai_mjd + a1_minus_tai_s / seconds_per_day;
    case TimeSystem::tai:
      return tai_mjd;
    case TimeSystem::tdb: {
      const SplitTime tt = tai_mjd.plus_seconds(tt_minus_tai_s);
      const double centuries = (tai_mjd - j2000_mjd).days() / 36525.0;
      return tt + tdb_minus_tt_s(centuries) / seconds_per_day;
    }
    case TimeSystem::tt:
      return tai_mjd.plus_seconds(tt_minus_tai_s);
    case TimeSystem::utc:
    case TimeSystem::ut1:
      break;
  }
  const SplitTime modified = tai_mjd + offset_difference_day;
  const double first_s = leap_seconds_->tai_minus_utc_s(modified.days());
  const double offset_s =
      leap_seconds_->tai_minus_utc_s((modified - first_s / seconds_per_day).days());
  const SplitTime utc = tai_mjd - offset_s / seconds_per_day;
  if (to == TimeSystem::utc) return utc;
  return utc.plus_seconds(ut1_minus_utc_s(tai_mjd.days(), utc.days()));
}

}  // namespace gmat_sweep::astro
