#pragma once

#include <string>
#include <string_view>

#include "gmat_sweep/run.hpp"

namespace gmat_sweep {

UtcTime utc_now();

/// As Python's datetime.isoformat: `2026-01-02T03:04:05.000678+00:00`, without the fraction when
/// it is zero.
std::string to_iso8601(UtcTime time);

/// Reads what `to_iso8601` and Python's isoformat write, any offset, `Z` included; a time without
/// offset is UTC. Throws GmatSweepError with the text found.
UtcTime parse_iso8601(std::string_view text);

/// Seconds on a clock that never steps back, from an arbitrary origin.
double monotonic_seconds();

}  // namespace gmat_sweep
