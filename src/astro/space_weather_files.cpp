#include "astro/space_weather_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>

#include "astro/text_table.hpp"

namespace gmat_sweep::astro {
namespace {

/// Midnight of a calendar day, offset JD 2430000.
double midnight_mjd(const TextTable& table, long year, long month, long day) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) table.fail(fmt::format("there is no day {}-{}-{}", year, month, day));
  constexpr double unix_epoch_mjd = 40587.0 - 29999.5;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return unix_epoch_mjd + static_cast<double>(days);
}

SpaceWeatherDay parse_day(const TextTable& table) {
  SpaceWeatherDay day;
  day.utc_mjd =
      midnight_mjd(table, table.integer_at(0, 4, "the year"), table.integer_at(4, 3, "the month"),
                   table.integer_at(7, 3, "the day"));
  for (std::size_t i = 0; i < 8; ++i) {
    day.kp[i] = static_cast<double>(table.integer_at(18 + 3 * i, 3, "ten times Kp")) / 10.0;
    day.ap[i] = table.real_at(46 + 4 * i, 4, "Ap");
  }
  day.ap_average = table.real_at(78, 4, "the day's mean Ap");
  day.f107 = table.real_at(112, 6, "the observed F10.7");
  day.f107_average = table.real_at(118, 6, "the observed F10.7's centred mean");
  return day;
}

/// Whether a day has neither Kp nor Ap, as predicted months in some editions of the file.
bool lacks_geomagnetic_indices(std::string_view line) {
  return line.substr(18, 64).find_first_not_of(' ') == std::string_view::npos;
}

}  // namespace

SpaceWeatherDays parse_cssi_space_weather(std::string_view text, const std::string& name) {
  SpaceWeatherDays days;
  TextTable table(text, name);
  std::vector<SpaceWeatherDay>* section = nullptr;
  bool is_cssi = false;
  while (table.next_line()) {
    const std::string_view line = table.line();
    if (line.starts_with("DATATYPE")) {
      std::string upper(line);
      std::ranges::transform(upper, upper.begin(),
                             [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      is_cssi = upper.find("CSSISPACEWEATHER") != std::string::npos;
      continue;
    }
    if (line.starts_with("BEGIN OBSERVED")) {
      section = &days.observed;
    } else if (line.starts_with("BEGIN DAILY_PREDICTED") ||
               line.starts_with("BEGIN MONTHLY_PREDICTED")) {
      section = &days.predicted;
    } else if (line.starts_with("BEGIN") || line.starts_with("END")) {
      section = nullptr;
    } else if (section == &days.predicted && line.size() > 60 && lacks_geomagnetic_indices(line)) {
      // GMAT reads none after it either; what lies beyond is clamped, and said to be.
      break;
    } else if (section != nullptr && line.size() > 60) {
      const auto day = parse_day(table);
      // A file may repeat a day; the first stands.
      if (section->empty() || day.utc_mjd > section->back().utc_mjd) section->push_back(day);
    }
  }
  if (!is_cssi) table.fail("no line 'DATATYPE CssiSpaceWeather': not a CSSI space weather file");
  if (days.observed.empty()) table.fail("no days between BEGIN OBSERVED and END OBSERVED");
  return days;
}

std::vector<SchattenMonth> parse_schatten_predictions(std::string_view text,
                                                      const std::string& name) {
  std::vector<SchattenMonth> months;
  TextTable table(text, name);
  bool in_data = false;
  bool ended = false;
  while (!ended && table.next_line()) {
    if (table.line().find("BEGIN_DATA") != std::string_view::npos) {
      in_data = true;
      continue;
    }
    ended = table.line().find("END_DATA") != std::string_view::npos;
    if (!in_data || ended || table.line_is_blank()) continue;
    const long month = table.integer("the month");
    const long year = table.integer("the year");
    const double first = midnight_mjd(table, year, month, 1);
    const double next =
        month == 12 ? midnight_mjd(table, year + 1, 1, 1) : midnight_mjd(table, year, month + 1, 1);
    SchattenMonth entry;
    // NOTE: half a day before the middle, as GMAT has it.
    entry.utc_mjd = (first + next) * 0.5 - 0.5;
    for (std::size_t timing = 0; timing < 3; ++timing) {
      for (std::size_t i = 0; i < 3; ++i) entry.f107[3 * timing + i] = table.real("an F10.7");
      entry.ap[timing] = table.real("an Ap");
    }
    months.push_back(entry);
  }
  if (!in_data || !ended) table.fail("no BEGIN_DATA and END_DATA: not a Schatten file");
  if (months.empty()) table.fail("no months between BEGIN_DATA and END_DATA");
  return months;
}

}  // namespace gmat_sweep::astro
