#include "astro/earth_orientation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "astro/text_table.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

/// MJD with offset 2400000.5 less MJD with offset 2430000.
constexpr double offset_difference_day = 29999.5;

void check_next_day(const TextTable& table, const std::vector<EarthOrientation::Day>& days) {
  const std::size_t n = days.size();
  if (n > 1 && days[n - 1].utc_mjd != days[n - 2].utc_mjd + 1)
    table.fail("the days do not follow one another");
}

}  // namespace

EarthOrientation::EarthOrientation(std::vector<Day> days, const LeapSeconds& leap_seconds,
                                   std::string source)
    : days_(std::move(days)), source_(std::move(source)) {
  if (days_.size() < 2) throw GmatSweepError("Earth orientation: fewer than two days of data");
  tai_mjd_.reserve(days_.size());
  for (const Day& day : days_)
    tai_mjd_.push_back(day.utc_mjd - offset_difference_day +
                       leap_seconds.tai_minus_utc_s(day.utc_mjd) / 86400.0);
}

std::vector<EarthOrientation::Day> EarthOrientation::parse_eopc04(std::string_view text,
                                                                  const std::string& name) {
  TextTable table(text, name);
  bool in_data = false;
  while (!in_data && table.next_line()) in_data = table.word() == "(0h";
  if (!in_data) table.fail("no line beginning '(0h UTC)' before the data: not an eopc04 file");
  std::vector<Day> days;
  while (table.next_line()) {
    if (table.line_is_blank()) continue;
    table.integer("the year");
    table.integer("the month");
    table.integer("the day");
    Day day;
    day.utc_mjd = static_cast<double>(table.integer("the modified Julian date"));
    day.x_arcsec = table.real("x");
    day.y_arcsec = table.real("y");
    day.ut1_minus_utc_s = table.real("UT1-UTC");
    day.length_of_day_s = table.real("the length of day");
    days.push_back(day);
    check_next_day(table, days);
  }
  if (days.size() < 2) table.fail("fewer than two days of data");
  return days;
}

std::vector<EarthOrientation::Day> EarthOrientation::parse_own_table(std::string_view text,
                                                                     const std::string& name) {
  TextTable table(text, name);
  std::vector<Day> days;
  double next_mjd = 0;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    if (table.line().starts_with("first_mjd")) {
      table.word();
      next_mjd = static_cast<double>(table.integer("the first modified Julian date"));
      continue;
    }
    if (next_mjd == 0) table.fail("'first_mjd N' must stand before the data");
    Day day;
    day.utc_mjd = next_mjd++;
    // Whole numbers divided by powers of ten: the doubles nearest to the source's decimals.
    day.x_arcsec = static_cast<double>(table.integer("x")) / 1e6;
    day.y_arcsec = static_cast<double>(table.integer("y")) / 1e6;
    day.ut1_minus_utc_s = static_cast<double>(table.integer("UT1-UTC")) / 1e7;
    day.length_of_day_s = static_cast<double>(table.integer("the length of day")) / 1e7;
    days.push_back(day);
  }
  if (days.size() < 2) table.fail("fewer than two days of data");
  return days;
}

double EarthOrientation::ut1_minus_utc_s(double tai_mjd) const {
  if (tai_mjd >= tai_mjd_.back()) return days_.back().ut1_minus_utc_s;
  if (tai_mjd <= tai_mjd_.front()) return days_.front().ut1_minus_utc_s;
  // The days are a second short or long of even at most, so this is off by one at most.
  std::size_t i = static_cast<std::size_t>(tai_mjd - tai_mjd_.front());
  i = std::min(i, tai_mjd_.size() - 2);
  while (tai_mjd < tai_mjd_[i]) --i;
  while (tai_mjd >= tai_mjd_[i + 1]) ++i;
  const double length_day = tai_mjd_[i + 1] - tai_mjd_[i];
  const double ratio = (tai_mjd - tai_mjd_[i]) / length_day;
  double difference_s = days_[i + 1].ut1_minus_utc_s - days_[i].ut1_minus_utc_s;
  // A day with a leap second: UT1 runs on, UTC's step is taken out.
  const double excess_s = (length_day - 1.0) * 86400.0;
  if (std::abs(excess_s) > 0.6) difference_s -= std::floor(excess_s + 0.5);
  return days_[i].ut1_minus_utc_s + ratio * difference_s;
}

PolarMotion EarthOrientation::polar_motion(double utc_day, double day_fraction) const {
  const double since_first = utc_day - days_.front().utc_mjd;
  if (since_first < 0) return {days_[0].x_arcsec, days_[0].y_arcsec, days_[0].length_of_day_s};
  if (since_first >= static_cast<double>(days_.size() - 1)) {
    const Day& last = days_.back();
    return {last.x_arcsec, last.y_arcsec, last.length_of_day_s};
  }
  const std::size_t i = static_cast<std::size_t>(since_first);
  const Day& day = days_[i];
  const Day& next = days_[i + 1];
  // NOTE: the length of day is not interpolated, because GMAT does not.
  return {day.x_arcsec + day_fraction * (next.x_arcsec - day.x_arcsec),
          day.y_arcsec + day_fraction * (next.y_arcsec - day.y_arcsec), day.length_of_day_s};
}

double EarthOrientation::first_utc_mjd() const {
  return days_.front().utc_mjd - offset_difference_day;
}
double EarthOrientation::last_utc_mjd() const {
  return days_.back().utc_mjd - offset_difference_day;
}

}  // namespace gmat_sweep::astro
