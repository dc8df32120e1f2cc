#pragma once

#include "astro/split_time.hpp"
#include "astro/time_systems.hpp"

namespace gmat_sweep::astro {

/// An A.1 epoch as GMAT holds it at one place or another: in one double (its A1Mjd) or split (its
/// GmatTime). The two round differently on the way to other time systems, by some 3e-7 s, which a
/// planet's place shows; so an instant remembers which it is.
class Instant {
 public:
  Instant(double a1_mjd) : mjd_(a1_mjd), split_(a1_mjd), is_split_(false) {}
  Instant(const SplitTime& a1_mjd) : mjd_(a1_mjd.days()), split_(a1_mjd), is_split_(true) {}

  double mjd() const { return mjd_; }
  const SplitTime& split() const { return split_; }
  bool is_split() const { return is_split_; }

  /// In another time system, converted in this instant's own form.
  SplitTime in(TimeSystem system, const TimeConverter& converter) const {
    return is_split_ ? converter.convert(split_, TimeSystem::a1, system)
                     : SplitTime(converter.convert(mjd_, TimeSystem::a1, system));
  }

  bool operator==(const Instant&) const = default;

 private:
  double mjd_;
  SplitTime split_;
  bool is_split_;
};

}  // namespace gmat_sweep::astro
