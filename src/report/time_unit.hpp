#pragma once

namespace gmat_sweep::report {

struct TimeUnit {
  const char* name;
  double seconds;
};

/// The unit in which a span of time is a handy number.
constexpr TimeUnit time_unit_for(double span_s) {
  if (span_s >= 3 * 86400.0) return {"d", 86400};
  if (span_s >= 3 * 3600.0) return {"h", 3600};
  if (span_s >= 3 * 60.0) return {"min", 60};
  return {"s", 1};
}

}  // namespace gmat_sweep::report
