#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "astro/split_time.hpp"
#include "astro/time_systems.hpp"

namespace gmat_sweep::astro {

/// As Gregorian dates name them.
inline constexpr std::array<std::string_view, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// How an epoch is written in a script: a time system with `ModJulian` or `Gregorian`.
struct EpochFormat {
  TimeSystem system = TimeSystem::tai;
  bool gregorian = false;
  bool operator==(const EpochFormat&) const = default;
};

/// Reads `UTCGregorian`, `A1ModJulian` and so on; nothing for any other name. UT1 has no format.
std::optional<EpochFormat> parse_epoch_format(std::string_view name);
std::string to_string(EpochFormat format);
/// All names, in GMAT's order, for messages.
const std::string& epoch_format_names();

/// An A.1 epoch in both of GMAT's forms. They are computed separately, as GMAT does, and may differ
/// by the rounding of a double.
struct A1Epoch {
  double mjd = a1_mjd_of_j2000;
  SplitTime split = SplitTime(a1_mjd_of_j2000);
};

/// Reads an epoch. Accepts GMAT's range, 04 Oct 1957 12:00:00.000 to 28 Feb 2100 00:00:00.000.
/// Throws GmatSweepError with the text found and the form expected.
A1Epoch parse_epoch(std::string_view text, EpochFormat format, const TimeConverter& converter);

/// `01 Jan 2026 00:00:00.000`, rounded to the millisecond as GMAT rounds. Within a leap second of
/// UTC the seconds run to 60.
/// @param mjd  in the format's own time system
std::string format_gregorian(double mjd, bool in_leap_second = false);

/// The Gregorian text of an A.1 epoch in another time system, as GMAT's reports give it.
std::string format_a1_as_gregorian(double a1_mjd, TimeSystem system,
                                   const TimeConverter& converter);

/// Reads `01 Jan 2026 00:00:00.000` (milliseconds optional) into a modified Julian date of the
/// same time system, without the range check. Throws GmatSweepError with the form expected.
double parse_gregorian(std::string_view text);
SplitTime parse_gregorian_split(std::string_view text);

}  // namespace gmat_sweep::astro
