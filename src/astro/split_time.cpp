#include "astro/split_time.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace gmat_sweep::astro {
namespace {

constexpr long day_s = 86400;

/// Brings whole seconds into [0, 86400). NOTE: as in GMAT, seconds of minus a whole number of days
/// come out as 86400 of the day before that.
void carry_seconds(long& day, long& second) {
  if (second >= 0 && second < day_s) return;
  const long days = std::labs(second) / day_s;
  if (second >= 0) {
    second -= days * day_s;
    day += days;
  } else {
    second += (days + 1) * day_s;
    day -= days + 1;
  }
}

}  // namespace

SplitTime::SplitTime(double days) {
  const double magnitude = days < 0.0 ? -days : days;
  day_ = static_cast<long>(magnitude);
  const double part = magnitude - static_cast<double>(day_);
  second_ = static_cast<long>(part * 86400);
  fraction_s_ = part * 86400 - static_cast<double>(second_);
  if (days < 0.0) {
    day_ = -day_;
    second_ = -second_;
    fraction_s_ = -fraction_s_;
  }
  if (fraction_s_ < 0.0) {
    fraction_s_ += 1.0;
    second_ -= 1;
  }
  carry_seconds(day_, second_);
}

SplitTime SplitTime::from_seconds(double seconds) {
  const double magnitude = seconds < 0.0 ? -seconds : seconds;
  const long day = static_cast<long>(magnitude / 86400);
  const double rest = magnitude - static_cast<double>(day) * 86400;
  const long second = static_cast<long>(rest);
  const double fraction = rest - static_cast<double>(second);
  return seconds < 0.0 ? SplitTime(-day, -second, -fraction) : SplitTime(day, second, fraction);
}

SplitTime SplitTime::from_text(std::string_view text) {
  std::string digits(text);
  if (digits.find('.') == std::string::npos) digits += '.';
  digits += "000000000";
  const std::size_t point = digits.find('.');
  const long day = std::atol(digits.substr(0, point).c_str());
  const std::string_view decimals = std::string_view(digits).substr(point + 1);
  // NOTE: the first seven decimals and the rest are converted apart, and the former's seconds
  // rounded to 1e-5 (which they are multiples of 0.00864 of), as GMAT does to keep the digits.
  const double high_s = std::atof(fmt::format("0.{}", decimals.substr(0, 7)).c_str()) * 86400.0;
  const double low_s = std::atof(fmt::format("0.0000000{}", decimals.substr(7)).c_str()) * 86400.0;
  long second = static_cast<long>(std::floor(high_s));
  double part = high_s - std::floor(high_s);
  part = std::floor(part * 1e5 + 0.5) / 1e5;
  if (part + low_s >= 1) {
    part = (part - 1) + low_s;
    ++second;
  } else {
    part = part + low_s;
  }
  if (second > day_s) return {day + 1, second - day_s, part};
  return {day, second, part};
}

SplitTime SplitTime::operator+(const SplitTime& other) const {
  SplitTime sum(day_ + other.day_, second_ + other.second_, fraction_s_ + other.fraction_s_);
  if (sum.fraction_s_ >= 1.0) {
    sum.fraction_s_ -= 1.0;
    ++sum.second_;
  } else if (sum.fraction_s_ < 0.0) {
    sum.fraction_s_ += 1.0;
    --sum.second_;
  }
  carry_seconds(sum.day_, sum.second_);
  return sum;
}

SplitTime SplitTime::operator-(const SplitTime& other) const {
  SplitTime difference(day_ - other.day_, second_ - other.second_, fraction_s_ - other.fraction_s_);
  if (difference.fraction_s_ >= 1.0) {
    const long whole = static_cast<long>(difference.fraction_s_);
    difference.fraction_s_ -= static_cast<double>(whole);
    difference.second_ += whole;
  } else if (difference.fraction_s_ < 0.0) {
    const long whole = static_cast<long>(-difference.fraction_s_);
    difference.fraction_s_ += static_cast<double>(whole + 1);
    difference.second_ -= whole + 1;
  }
  carry_seconds(difference.day_, difference.second_);
  return difference;
}

}  // namespace gmat_sweep::astro
