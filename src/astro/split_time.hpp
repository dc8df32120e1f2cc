#pragma once

#include <string_view>

namespace gmat_sweep::astro {

/// A modified Julian date (offset JD 2430000.0) or a span of days, split into whole days, whole
/// seconds and a fraction of a second, so that sums keep some 1e-16 s where one double keeps 3e-7.
///
/// GMAT propagates in this form (its GmatTime), and the order of its roundings shows in its output:
/// each operation here rounds as GMAT's does.
class SplitTime {
 public:
  SplitTime() = default;  ///< zero
  /// From days in one double.
  explicit SplitTime(double days);
  static SplitTime from_seconds(double seconds);
  /// From decimal text, digits beyond a double's kept. `text` must be a decimal number without
  /// exponent.
  static SplitTime from_text(std::string_view text);

  /// The whole as days in one double.
  double days() const {
    return static_cast<double>(day_) + (static_cast<double>(second_) + fraction_s_) / 86400.0;
  }
  /// The whole as seconds in one double.
  double seconds() const {
    return static_cast<double>(day_) * 86400.0 + static_cast<double>(second_) + fraction_s_;
  }
  long whole_days() const { return day_; }
  long whole_seconds() const { return second_; }
  double fraction_s() const { return fraction_s_; }

  SplitTime plus_seconds(double seconds) const { return *this + from_seconds(seconds); }
  SplitTime operator+(const SplitTime& other) const;
  SplitTime operator-(const SplitTime& other) const;
  SplitTime operator+(double days) const { return *this + SplitTime(days); }
  SplitTime operator-(double days) const { return *this - SplitTime(days); }

  bool operator==(const SplitTime&) const = default;
  bool operator<(const SplitTime& other) const { return (other - *this).seconds() > 0.0; }
  bool operator>(const SplitTime& other) const { return (*this - other).seconds() > 0.0; }

 private:
  SplitTime(long day, long second, double fraction_s)
      : day_(day), second_(second), fraction_s_(fraction_s) {}
  long day_ = 0;
  long second_ = 0;
  double fraction_s_ = 0.0;
};

}  // namespace gmat_sweep::astro
