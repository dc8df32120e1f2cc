#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "astro/leap_seconds.hpp"

namespace gmat_sweep::astro {

struct PolarMotion {
  double x_arcsec = 0;
  double y_arcsec = 0;
  double length_of_day_s = 0;  ///< excess over 86400 s
};

/// Daily Earth orientation (IERS EOP 08 C04): interpolated as GMAT does, and past either end held
/// at the first or last day. Immutable.
class EarthOrientation {
 public:
  struct Day {
    double utc_mjd = 0;  ///< offset JD 2400000.5, a whole number
    double x_arcsec = 0;
    double y_arcsec = 0;
    double ut1_minus_utc_s = 0;
    double length_of_day_s = 0;
  };

  /// @pre days are in order of time, at least two
  /// @param source  the file, for messages
  EarthOrientation(std::vector<Day> days, const LeapSeconds& leap_seconds, std::string source = {});

  /// Reads an IERS eopc04 file. Throws GmatSweepError with `name` and the line.
  static std::vector<Day> parse_eopc04(std::string_view text, const std::string& name);
  /// Reads the project's own table (data/earth_orientation.txt).
  static std::vector<Day> parse_own_table(std::string_view text, const std::string& name);

  /// UT1-UTC [s] at a TAI modified Julian date with offset JD 2430000.
  double ut1_minus_utc_s(double tai_mjd) const;
  /// Polar motion and length of day at a UTC modified Julian date with offset JD 2400000.5, given
  /// as its whole day and the fraction of that day.
  PolarMotion polar_motion(double utc_day, double day_fraction) const;

  /// The UTC modified Julian dates (offset JD 2430000) between which nothing is clamped.
  double first_utc_mjd() const;
  double last_utc_mjd() const;
  bool covers_tai(double tai_mjd) const {
    return tai_mjd >= tai_mjd_.front() && tai_mjd <= tai_mjd_.back();
  }
  const std::string& source() const { return source_; }
  const std::vector<Day>& days() const { return days_; }

 private:
  std::vector<Day> days_;
  std::string source_;
  std::vector<double> tai_mjd_;  ///< of each day, offset JD 2430000
};

}  // namespace gmat_sweep::astro
