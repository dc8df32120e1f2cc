#include "astro/epoch_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

struct NamedSystem {
  std::string_view name;
  TimeSystem system;
};
constexpr std::array<NamedSystem, 5> systems{{{"A1", TimeSystem::a1},
                                              {"TAI", TimeSystem::tai},
                                              {"UTC", TimeSystem::utc},
                                              {"TDB", TimeSystem::tdb},
                                              {"TT", TimeSystem::tt}}};
constexpr std::array<int, 12> days_in_month{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr double earliest_mjd = 6116.0;
constexpr double latest_mjd = 58127.5;
constexpr std::string_view earliest_gregorian = "04 Oct 1957 12:00:00.000";
constexpr std::string_view latest_gregorian = "28 Feb 2100 00:00:00.000";

struct CalendarTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (end != 0) parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

/// Digits only, as many as allowed.
std::optional<int> digits(std::string_view text, std::size_t fewest, std::size_t most) {
  if (text.size() < fewest || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_leap_year(int year) {
  // NOTE: GMAT takes 2100 for a leap year; within the range of epochs it accepts this never shows.
  return year % 4 == 0;
}

std::optional<CalendarTime> read_calendar_time(std::string_view text) {
  const auto words = split(text, ' ');
  if (words.size() != 4) return std::nullopt;
  const auto day = digits(words[0], 1, 2);
  const auto year = digits(words[2], 4, 4);
  const auto times = split(words[3], ':');
  if (!day || !year || times.size() != 3) return std::nullopt;
  int month = 0;
  for (std::size_t i = 0; i < month_names.size(); ++i)
    if (month_names[i] == words[1]) month = static_cast<int>(i) + 1;
  const auto hour = digits(times[0], 2, 2);
  const auto minute = digits(times[1], 2, 2);
  const auto seconds = split(times[2], '.');
  if (month == 0 || !hour || !minute || seconds.empty() || seconds.size() > 2) return std::nullopt;
  const auto whole = digits(seconds[0], 2, 2);
  const auto fraction = seconds.size() == 2 ? digits(seconds[1], 1, 3) : std::optional<int>(0);
  if (!whole || !fraction) return std::nullopt;
  int milliseconds = *fraction;
  if (seconds.size() == 2)
    for (std::size_t i = seconds[1].size(); i < 3; ++i) milliseconds *= 10;

  const int month_length =
      days_in_month[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap_year(*year));
  if (*year < 1950 || *day < 1 || *day > month_length || *hour > 23 || *minute > 59 || *whole > 60)
    return std::nullopt;
  // NOTE: GMAT takes the seconds through "seconds of day" and back; the last bits show it.
  const double unpacked_s =
      static_cast<double>(*whole * 1000 + milliseconds + 20000) / 1000.0 - 20.0;
  const double of_day_s = *hour * 3600.0 + *minute * 60.0 + unpacked_s;
  const double after_hours_s = of_day_s - *hour * 3600.0;
  return CalendarTime{*year, month, *day, *hour, *minute, after_hours_s - *minute * 60.0};
}

CalendarTime calendar_time_or_throw(std::string_view text) {
  const auto time = read_calendar_time(text);
  if (!time)
    throw GmatSweepError(fmt::format(
        "'{}' is not a Gregorian date; expected DD Mon YYYY HH:MM:SS.mmm, such as '01 Jan 2026 "
        "00:00:00.000', with months Jan, Feb, ... Dec",
        text));
  return *time;
}

int whole_days(const CalendarTime& t) {
  return 367 * t.year - (7 * (t.year + (t.month + 9) / 12)) / 4 + (275 * t.month) / 9 + t.day;
}

double calendar_to_mjd(const CalendarTime& t) {
  const double fraction = ((t.second / 60.0 + t.minute) / 60.0 + t.hour) / 24.0;
  return whole_days(t) + 1721013.5 - mjd_offset_jd + fraction;
}

SplitTime calendar_to_split(const CalendarTime& t) {
  const SplitTime day = (SplitTime(1721013.5) + static_cast<double>(whole_days(t))) - mjd_offset_jd;
  return day.plus_seconds(t.hour * 3600.0).plus_seconds(t.minute * 60.0).plus_seconds(t.second);
}

double number_or_throw(std::string_view text) {
  double value = 0;
  std::string_view digits_text = text;
  if (digits_text.starts_with('+')) digits_text.remove_prefix(1);
  const auto [end, error] =
      std::from_chars(digits_text.data(), digits_text.data() + digits_text.size(), value);
  if (error != std::errc() || end != digits_text.data() + digits_text.size())
    throw GmatSweepError(
        fmt::format("'{}' is not a modified Julian date; expected a number of days from JD "
                    "2430000.0, such as 31041.5",
                    text));
  return value;
}

A1Epoch to_a1(double mjd, const SplitTime& split_mjd, TimeSystem system,
              const TimeConverter& converter) {
  return {converter.convert(mjd, system, TimeSystem::a1),
          converter.convert(split_mjd, system, TimeSystem::a1)};
}

/// Halves away from zero.
double nearest_integer(double value) {
  return value < 0.0 ? std::ceil(value - 0.5) : std::floor(value + 0.5);
}

}  // namespace

std::optional<EpochFormat> parse_epoch_format(std::string_view name) {
  for (const NamedSystem& entry : systems) {
    if (!name.starts_with(entry.name)) continue;
    const std::string_view rest = name.substr(entry.name.size());
    if (rest == "ModJulian") return EpochFormat{entry.system, false};
    if (rest == "Gregorian") return EpochFormat{entry.system, true};
  }
  return std::nullopt;
}

std::string to_string(EpochFormat format) {
  for (const NamedSystem& entry : systems)
    if (entry.system == format.system)
      return fmt::format("{}{}", entry.name, format.gregorian ? "Gregorian" : "ModJulian");
  return format.gregorian ? "UT1Gregorian" : "UT1ModJulian";
}

const std::string& epoch_format_names() {
  static const std::string names =
      "A1ModJulian, TAIModJulian, UTCModJulian, TDBModJulian, TTModJulian, A1Gregorian, "
      "TAIGregorian, UTCGregorian, TDBGregorian, TTGregorian";
  return names;
}

A1Epoch parse_epoch(std::string_view text, EpochFormat format, const TimeConverter& converter) {
  if (format.gregorian) {
    const CalendarTime time = calendar_time_or_throw(text);
    const double mjd = calendar_to_mjd(time);
    if (mjd < earliest_mjd || mjd > latest_mjd)
      throw GmatSweepError(fmt::format("'{}' is outside the epochs allowed, '{}' to '{}'", text,
                                       earliest_gregorian, latest_gregorian));
    return to_a1(mjd, calendar_to_split(time), format.system, converter);
  }
  const double mjd = number_or_throw(text);
  if (mjd < earliest_mjd || mjd > latest_mjd)
    throw GmatSweepError(fmt::format("'{}' is outside the epochs allowed, {} to {}", text,
                                     earliest_mjd, latest_mjd));
  const bool has_exponent = text.find_first_of("eE") != std::string_view::npos;
  return to_a1(mjd, has_exponent ? SplitTime(mjd) : SplitTime::from_text(text), format.system,
               converter);
}

std::string format_gregorian(double mjd, bool in_leap_second) {
  const double from_midnight = in_leap_second ? (mjd + 0.5) - 1.0 / seconds_per_day : mjd + 0.5;
  long day = static_cast<long>(from_midnight);
  double of_day_s = (from_midnight - static_cast<double>(day)) * seconds_per_day;
  of_day_s = nearest_integer(of_day_s * 1e3) / 1e3;
  if (from_midnight < 0.0 && of_day_s < 0.0) of_day_s += seconds_per_day;
  if (of_day_s >= seconds_per_day) {
    of_day_s -= seconds_per_day;
    ++day;
  }
  const double hour = std::floor(of_day_s / 3600.0);
  of_day_s -= hour * 3600.0;
  const double minute = std::floor(of_day_s / 60.0);
  of_day_s -= minute * 60.0;
  const double second = nearest_integer(of_day_s * 1e3) / 1e3 + (in_leap_second ? 1.0 : 0.0);

  // Fliegel and van Flandern, Communications of the ACM 11 (1968).
  long l = day + 68569 + static_cast<long>(mjd_offset_jd);
  const long n = 4 * l / 146097;
  l -= (146097 * n + 3) / 4;
  const long i = 4000 * (l + 1) / 1461001;
  l = l - 1461 * i / 4 + 31;
  const long j = 80 * l / 2447;
  const long day_of_month = l - 2447 * j / 80;
  l = j / 11;
  const long month = j + 2 - 12 * l;
  const long year = 100 * (n - 49) + i + l;
  return fmt::format("{:02} {} {} {:02}:{:02}:{:06.3f}", day_of_month,
                     month_names[static_cast<std::size_t>(month - 1)], year, static_cast<int>(hour),
                     static_cast<int>(minute), second);
}

std::string format_a1_as_gregorian(double a1_mjd, TimeSystem system,
                                   const TimeConverter& converter) {
  const bool in_leap_second =
      system == TimeSystem::utc && converter.is_in_leap_second(a1_mjd, TimeSystem::a1);
  return format_gregorian(converter.convert(a1_mjd, TimeSystem::a1, system), in_leap_second);
}

double parse_gregorian(std::string_view text) {
  return calendar_to_mjd(calendar_time_or_throw(text));
}

SplitTime parse_gregorian_split(std::string_view text) {
  return calendar_to_split(calendar_time_or_throw(text));
}

}  // namespace gmat_sweep::astro
