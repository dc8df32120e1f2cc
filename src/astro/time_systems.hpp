#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/data_notes.hpp"
#include "astro/earth_orientation.hpp"
#include "astro/leap_seconds.hpp"
#include "astro/split_time.hpp"

namespace gmat_sweep::astro {

/// A.1 = TAI + 0.0343817 s; the propagation's time in GMAT.
enum class TimeSystem { a1, tai, utc, ut1, tdb, tt };

/// GMAT's modified Julian dates count from JD 2430000.0 (5 Jan 1941, noon).
inline constexpr double mjd_offset_jd = 2430000.0;
inline constexpr double seconds_per_day = 86400.0;
/// A.1 modified Julian date of J2000, as GMAT has it.
inline constexpr double a1_mjd_of_j2000 = 21545.0;

/// Converts modified Julian dates (offset JD 2430000) between time systems exactly as GMAT does,
/// roundings included; GMAT's UT1-to-TAI, which stops after one pass, as well. Immutable and cheap
/// to copy, but for the notes it may be given: then it belongs to their run.
class TimeConverter {
 public:
  TimeConverter(std::shared_ptr<const LeapSeconds> leap_seconds,
                std::shared_ptr<const EarthOrientation> earth_orientation,
                std::shared_ptr<DataNotes> notes = nullptr);

  double convert(double mjd, TimeSystem from, TimeSystem to) const;
  SplitTime convert(const SplitTime& mjd, TimeSystem from, TimeSystem to) const;

  /// Whether a time lies within an inserted leap second.
  bool is_in_leap_second(double mjd, TimeSystem system) const;

  const LeapSeconds& leap_seconds() const { return *leap_seconds_; }
  const EarthOrientation& earth_orientation() const { return *earth_orientation_; }

 private:
  double to_tai(double mjd, TimeSystem from) const;
  double from_tai(double tai_mjd, TimeSystem to) const;
  SplitTime to_tai(const SplitTime& mjd, TimeSystem from) const;
  SplitTime from_tai(const SplitTime& tai_mjd, TimeSystem to) const;
  double ut1_minus_utc_s(double tai_mjd, double utc_mjd) const;

  std::shared_ptr<const LeapSeconds> leap_seconds_;
  std::shared_ptr<const EarthOrientation> earth_orientation_;
  std::shared_ptr<DataNotes> notes_;  ///< told of UT1 past the Earth orientation; may be null
};

}  // namespace gmat_sweep::astro
