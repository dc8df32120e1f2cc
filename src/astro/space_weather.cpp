#include "astro/space_weather.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace gmat_sweep::astro {
namespace {

/// Ap for Kp = 0, 1/3, 2/3, ... 9.
constexpr std::array<double, 28> ap_of_thirds{0,   2,   3,   4,   5,   6,   7,   9,  12, 15,
                                              18,  22,  27,  32,  39,  48,  56,  67, 80, 94,
                                              111, 132, 154, 179, 207, 236, 300, 400};
/// The same Kp, to two decimals as in the table.
double kp_of_third(std::size_t i) {
  constexpr double parts[] = {0.0, 0.33, 0.67};
  const std::size_t whole = i / 3;
  return static_cast<double>(whole) + parts[i % 3];
}

/// F10.7 is measured at 20 h UTC, and was at 17 h until the station moved on 31 May 1991.
double flux_offset_day(double utc_mjd) {
  constexpr double moved_mjd = 18408.0;
  return (utc_mjd < moved_mjd ? 5.0 : 8.0) / 24.0;
}

/// Which three hours of a day a time falls in; the last for any later time.
int three_hours(double day_fraction) {
  return std::min(static_cast<int>(std::floor(day_fraction * 8.0)), 7);
}

/// The place of the last day that begins before a time, or of the first day.
std::size_t place_at(std::span<const SpaceWeatherDay> days, double utc_mjd) {
  const auto after = std::ranges::upper_bound(days, utc_mjd, {}, &SpaceWeatherDay::utc_mjd);
  return after == days.begin() ? 0 : static_cast<std::size_t>(after - days.begin()) - 1;
}

double mean_of_eight(std::span<const double> values) {
  double sum = 0.0;
  for (std::size_t i = 0; i < 8; ++i) sum += values[i];
  return sum / 8.0;
}

}  // namespace

double ap_from_kp(double kp) {
  const auto third = static_cast<std::size_t>((kp + .01) * 3.0);
  return third < ap_of_thirds.size() ? ap_of_thirds[third] : 15.0;
}

double kp_from_ap(double ap) {
  std::size_t right = 1;
  while (right + 1 < ap_of_thirds.size() && ap > ap_of_thirds[right]) ++right;
  const double low = ap_of_thirds[right - 1];
  const double kp = kp_of_third(right - 1);
  return kp + (ap - low) * (kp_of_third(right) - kp) / (ap_of_thirds[right] - low);
}

SpaceWeather::SpaceWeather(const WeatherSettings& settings,
                           std::shared_ptr<const SpaceWeatherDays> days,
                           std::shared_ptr<const std::vector<SchattenMonth>> months)
    : settings_(settings), days_(std::move(days)), months_(std::move(months)) {
  // NOTE: GMAT keeps its defaults where a script gives zero.
  const WeatherSettings defaults;
  if (settings_.f107 == 0.0) settings_.f107 = defaults.f107;
  if (settings_.f107_average == 0.0) settings_.f107_average = defaults.f107_average;
  if (settings_.kp == 0.0) settings_.kp = defaults.kp;
  constant_ap_ = ap_from_kp(settings_.kp);
}

WeatherSource SpaceWeather::source_at(double utc_mjd) const {
  double predictions_begin = 0.0;
  if (settings_.historic == WeatherSource::cssi) {
    predictions_begin = days_->observed.back().utc_mjd + 1.0;
  } else if (settings_.predicted == WeatherSource::cssi) {
    predictions_begin = days_->predicted.front().utc_mjd;
  } else if (settings_.predicted == WeatherSource::schatten) {
    predictions_begin = months_->front().utc_mjd;
  }
  return utc_mjd < predictions_begin ? settings_.historic : settings_.predicted;
}

std::optional<SpaceWeather::Outside> SpaceWeather::outside(double utc_mjd) const {
  const bool observed = settings_.historic == WeatherSource::cssi;
  const auto source = source_at(utc_mjd);
  if (source == WeatherSource::constant) return std::nullopt;
  Outside file{source, 0.0, 0.0};
  if (source == WeatherSource::schatten) {
    file.first_utc_mjd = months_->front().utc_mjd;
    file.last_utc_mjd = months_->back().utc_mjd;
  } else {
    file.first_utc_mjd =
        observed ? days_->observed.front().utc_mjd : days_->predicted.front().utc_mjd;
    file.last_utc_mjd = settings_.predicted == WeatherSource::cssi
                            ? days_->predicted.back().utc_mjd
                            : days_->observed.back().utc_mjd + 1.0;
  }
  const bool inside = utc_mjd >= file.first_utc_mjd && utc_mjd <= file.last_utc_mjd;
  return inside ? std::nullopt : std::optional(file);
}

MsisWeather SpaceWeather::constant_msis() const {
  MsisWeather weather{settings_.f107, settings_.f107_average, {}};
  weather.ap.fill(constant_ap_);
  return weather;
}

JacchiaWeather SpaceWeather::constant_jacchia() const {
  return {settings_.f107, settings_.f107_average, settings_.kp};
}

MsisWeather SpaceWeather::msis(double utc_mjd) const {
  switch (source_at(utc_mjd)) {
    case WeatherSource::constant:
      return constant_msis();
    case WeatherSource::schatten:
      return schatten_msis(utc_mjd);
    case WeatherSource::cssi:
      break;
  }
  const bool observed =
      settings_.historic == WeatherSource::cssi && utc_mjd < days_->observed.back().utc_mjd + 1.0;
  return observed ? observed_msis(utc_mjd) : predicted_msis(utc_mjd);
}

JacchiaWeather SpaceWeather::jacchia(double utc_mjd) const {
  switch (source_at(utc_mjd)) {
    case WeatherSource::constant:
      return constant_jacchia();
    case WeatherSource::schatten:
      return schatten_jacchia(utc_mjd);
    case WeatherSource::cssi:
      break;
  }
  const bool observed =
      settings_.historic == WeatherSource::cssi && utc_mjd < days_->observed.back().utc_mjd + 1.0;
  return observed ? observed_jacchia(utc_mjd) : predicted_jacchia(utc_mjd);
}

MsisWeather SpaceWeather::observed_msis(double utc_mjd) const {
  const auto& days = days_->observed;
  const std::size_t today = place_at(days, utc_mjd);
  const double fraction = utc_mjd - days[today].utc_mjd;
  const double offset = flux_offset_day(utc_mjd);

  // The indices of this and the three days before, latest first.
  std::array<double, 32> past{};
  std::size_t count = 0;
  for (int i = three_hours(fraction); i >= 0; --i)
    past[count++] = days[today].ap[static_cast<std::size_t>(i)];
  for (std::size_t back = 1; back <= 3; ++back)
    for (std::size_t i = 8; i-- > 0;)
      past[count++] = today >= back ? days[today - back].ap[i] : days[0].ap[0];

  MsisWeather weather;
  weather.ap[0] = days[today].ap_average;
  std::copy_n(past.begin(), 4, weather.ap.begin() + 1);
  weather.ap[5] = mean_of_eight(std::span(past).subspan(4));
  weather.ap[6] = mean_of_eight(std::span(past).subspan(12));

  // The flux of the previous day, along a straight line between the days.
  if (utc_mjd >= days.front().utc_mjd) {
    std::size_t after = today;
    double to = days[after].utc_mjd + offset + 0.5;
    double from = to;
    if (from > utc_mjd) {
      if (after > 0) {
        --after;
        from = days[after].utc_mjd + offset + 0.5;
      }
    } else {
      to = after + 1 < days.size() ? days[after + 1].utc_mjd + offset + 0.5 : from + 1.0;
    }
    const double first = days[after > 0 ? after - 1 : 0].f107;
    const double second = after + 1 < days.size() ? days[after].f107 : first;
    const double share = to > from ? (utc_mjd - from) / (to - from) : 0.0;
    weather.f107 = first + share * (second - first);
  } else {
    weather.f107 = days.front().f107;
  }
  const std::size_t centre = fraction < offset && today > 0 ? today - 1 : today;
  weather.f107_average = days[centre].f107_average;
  return weather;
}

JacchiaWeather SpaceWeather::observed_jacchia(double utc_mjd) const {
  const auto& days = days_->observed;
  const std::size_t today = place_at(days, utc_mjd);
  const double fraction = utc_mjd - days[today].utc_mjd;
  std::size_t flux = fraction < flux_offset_day(utc_mjd) && today > 0 ? today - 1 : today;
  if (flux > 0) --flux;
  // The atmosphere answers to the field some 6.7 hours later.
  const int part = three_hours(fraction - 6.7 / 24.0);
  double kp = days[today].kp[static_cast<std::size_t>(std::max(part, 0))];
  if (part < 0 && today > 0)
    kp = days[today - 1].kp[static_cast<std::size_t>(std::max(8 + part, 0))];
  return {days[flux].f107, days[flux].f107_average, kp};
}

SpaceWeatherDay SpaceWeather::constant_day() const {
  SpaceWeatherDay day;
  day.kp.fill(settings_.kp);
  day.ap.fill(constant_ap_);
  day.ap_average = constant_ap_;
  day.f107 = settings_.f107;
  day.f107_average = settings_.f107_average;
  return day;
}

SpaceWeatherDay SpaceWeather::day_for(double utc_mjd) const {
  const auto& predicted = days_->predicted;
  if (utc_mjd >= predicted.front().utc_mjd) return predicted[place_at(predicted, utc_mjd)];
  if (settings_.historic != WeatherSource::cssi) return constant_day();
  return days_->observed[place_at(days_->observed, utc_mjd)];
}

MsisWeather SpaceWeather::predicted_msis(double utc_mjd) const {
  const auto& days = days_->predicted;
  const double fraction = utc_mjd - days[place_at(days, utc_mjd)].utc_mjd;
  // NOTE: GMAT takes yesterday for all four days here.
  const SpaceWeatherDay yesterday = day_for(utc_mjd - 1.0);
  auto part = static_cast<std::size_t>(std::max(three_hours(fraction), 0));
  const auto next = [&] {
    const double ap = yesterday.ap[part];
    part = part == 0 ? 7 : part - 1;
    return ap;
  };
  MsisWeather weather;
  weather.ap[0] = yesterday.ap_average;
  for (std::size_t i = 1; i <= 4; ++i) weather.ap[i] = next();
  for (std::size_t i = 5; i <= 6; ++i) {
    double sum = 0.0;
    for (int k = 0; k < 8; ++k) sum += next();
    weather.ap[i] = sum / 8.0;
  }
  const double centre = fraction < flux_offset_day(utc_mjd) ? utc_mjd - 1.0 : utc_mjd;
  weather.f107 = day_for(centre - 1.0).f107;
  weather.f107_average = day_for(centre).f107_average;
  return weather;
}

JacchiaWeather SpaceWeather::predicted_jacchia(double utc_mjd) const {
  const auto& days = days_->predicted;
  const SpaceWeatherDay& today = days[place_at(days, utc_mjd)];
  const double fraction = utc_mjd - today.utc_mjd;
  int part = three_hours(fraction - 6.7 / 24.0);
  const SpaceWeatherDay field = part >= 0 ? day_for(utc_mjd) : day_for(utc_mjd - 1.0);
  if (part < 0) part += 8;
  const double kp = field.kp[static_cast<std::size_t>(std::max(part, 0))];
  if (fraction >= flux_offset_day(utc_mjd))
    return {day_for(utc_mjd - 1.0).f107, today.f107_average, kp};
  return {day_for(utc_mjd - 2.0).f107, day_for(utc_mjd - 1.0).f107_average, kp};
}

namespace {

/// The place of the month in force: the last whose middle lies before, or the first.
std::size_t month_at(std::span<const SchattenMonth> months, double utc_mjd) {
  const auto after = std::ranges::upper_bound(months, utc_mjd, {}, &SchattenMonth::utc_mjd);
  return after == months.begin() ? 0 : static_cast<std::size_t>(after - months.begin()) - 1;
}

}  // namespace

MsisWeather SpaceWeather::schatten_msis(double utc_mjd) const {
  const std::size_t place = month_at(*months_, utc_mjd);
  const auto timing = static_cast<std::size_t>(settings_.timing);
  const std::size_t column = 3 * timing + static_cast<std::size_t>(settings_.error);
  const SchattenMonth& month = (*months_)[place];
  MsisWeather weather;
  weather.f107 = month.f107[column];
  if (place + 1 < months_->size()) {
    const SchattenMonth& next = (*months_)[place + 1];
    const double share = (utc_mjd - month.utc_mjd) / (next.utc_mjd - month.utc_mjd);
    weather.f107 += share * (next.f107[column] - month.f107[column]);
  }
  weather.f107_average = weather.f107;
  weather.ap.fill(month.ap[timing]);
  return weather;
}

JacchiaWeather SpaceWeather::schatten_jacchia(double utc_mjd) const {
  const SchattenMonth& month = (*months_)[month_at(*months_, utc_mjd)];
  const auto timing = static_cast<std::size_t>(settings_.timing);
  const double f107 = month.f107[3 * timing + static_cast<std::size_t>(settings_.error)];
  return {f107, f107, kp_from_ap(month.ap[timing])};
}

}  // namespace gmat_sweep::astro
