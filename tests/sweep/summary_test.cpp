#include <gtest/gtest.h>

#include "gmat_sweep/sweep.hpp"

namespace gmat_sweep {
namespace {

SweepResult result(std::int64_t ok, std::int64_t failed, std::int64_t skipped) {
  SweepResult result;
  result.run_count = ok + failed + skipped;
  result.ok = ok;
  result.failed = failed;
  result.skipped = skipped;
  result.run_seconds = 12.344;
  result.output_dir = "sweep";
  return result;
}

// As the Python package prints it.
TEST(SummaryLineTest, only_what_there_is_is_named) {
  EXPECT_EQ(summary_line(result(6, 0, 0)), "6 runs (6 ok) in 12.34 s — output: sweep");
  EXPECT_EQ(summary_line(result(5, 1, 0)), "6 runs (5 ok, 1 failed) in 12.34 s — output: sweep");
  EXPECT_EQ(summary_line(result(3, 1, 2)),
            "6 runs (3 ok, 1 failed, 2 skipped) in 12.34 s — output: sweep");
  EXPECT_EQ(summary_line(result(0, 2, 0)), "2 runs (2 failed) in 12.34 s — output: sweep");
  EXPECT_EQ(summary_line(result(0, 0, 0)), "0 runs (0 ok) in 12.34 s — output: sweep");
}

}  // namespace
}  // namespace gmat_sweep
