#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::astro {

/// TAI minus UTC since 1961. Immutable.
class LeapSeconds {
 public:
  /// From `utc_jd` on, TAI-UTC = offset_s + (MJD - drift_origin_mjd) * drift_s_per_day.
  struct Entry {
    double utc_jd = 0;
    double offset_s = 0;
    double drift_origin_mjd = 0;
    double drift_s_per_day = 0;
  };

  /// @pre entries are in order of time and not empty
  explicit LeapSeconds(std::vector<Entry> entries);

  /// Reads GMAT's and USNO's tai-utc.dat. Throws GmatSweepError with `name` and the line.
  static LeapSeconds from_tai_utc_dat(std::string_view text, const std::string& name);
  /// Reads the project's own table (data/leap_seconds.txt).
  static LeapSeconds from_own_table(std::string_view text, const std::string& name);

  /// TAI-UTC [s] at a UTC modified Julian date with offset JD 2400000.5; 0 before the table.
  double tai_minus_utc_s(double utc_mjd_2400000_5) const;
  /// Whether a TAI modified Julian date with offset JD 2400000.5 lies in the second before a step.
  bool is_in_leap_second(double tai_mjd_2400000_5) const;

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::vector<double> tai_mjd_;  ///< of each entry, offset JD 2400000.5
};

}  // namespace gmat_sweep::astro
