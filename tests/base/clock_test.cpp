#include "base/clock.hpp"

#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

TEST(Clock, times_are_written_as_python_isoformat_writes_them) {
  const UtcTime time{std::chrono::microseconds{1'767'323'045'000'678}};
  EXPECT_EQ(to_iso8601(time), "2026-01-02T03:04:05.000678+00:00");
  EXPECT_EQ(to_iso8601(time - std::chrono::microseconds{678}), "2026-01-02T03:04:05+00:00");
}

TEST(Clock, times_of_any_offset_are_read_as_utc) {
  const UtcTime time = parse_iso8601("2026-01-02T03:04:05.000678+00:00");
  EXPECT_EQ(parse_iso8601(to_iso8601(time)), time);
  EXPECT_EQ(parse_iso8601("2026-01-02T05:04:05.000678+02:00"), time);
  EXPECT_EQ(parse_iso8601("2026-01-01T21:34:05.000678-05:30"), time);
  EXPECT_EQ(parse_iso8601("2026-01-02T03:04:05.000678Z"), time);
}

TEST(Clock, malformed_times_are_refused) {
  for (const char* text : {"", "2026-13-01T00:00:00", "2026-02-30T00:00:00", "yesterday"}) {
    EXPECT_THROW(parse_iso8601(text), GmatSweepError) << text;
  }
}

}  // namespace
}  // namespace gmat_sweep
