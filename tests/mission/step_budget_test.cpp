// EngineRequest::max_steps and describe_failure.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string failure_of(std::string_view sequence, std::optional<std::int64_t> max_steps,
                       bool describe = false) {
  const test::TemporaryDirectory folder;
  EngineRequest request;
  request.output_dir = folder.path();
  request.max_steps = max_steps;
  request.describe_failure = describe;
  try {
    test::engine_with(sequence)->run(request);
    return "";
  } catch (const RunFailed& error) {
    return error.what();
  }
}

constexpr std::string_view endless = "While 1 > 0\n  V = V + 1;\nEndWhile;\n";

TEST(StepBudget, a_loop_without_end_fails_at_its_line) {
  // The sequence begins after the mission's own 22 lines.
  EXPECT_THAT(failure_of(endless, 1000),
              AllOf(HasSubstr("mission.script:23:1: "), HasSubstr("limit of 1000")));
}

TEST(StepBudget, a_propagation_that_takes_more_steps_fails_at_its_line) {
  EXPECT_THAT(failure_of("\nPropagate Prop(Sat) {Sat.ElapsedDays = 1};\n", 10),
              AllOf(HasSubstr("mission.script:24:1: "), HasSubstr("limit of 10")));
}

TEST(StepBudget, what_a_run_needs_is_exactly_enough) {
  constexpr std::string_view three_passes = "For V = 1:3\n  W = V;\nEndFor;\n";
  EXPECT_EQ(failure_of(three_passes, 3), "");
  EXPECT_NE(failure_of(three_passes, 2), "");
}

TEST(StepBudget, loops_and_propagations_draw_on_one_budget) {
  constexpr std::string_view both =
      "For V = 1:4\n  Propagate Prop(Sat) {Sat.ElapsedSecs = 1};\nEndFor;\n";
  EXPECT_EQ(failure_of(both, 8), "");
  EXPECT_NE(failure_of(both, 7), "");
}

TEST(StepBudget, without_one_a_run_goes_on) {
  EXPECT_EQ(failure_of("Propagate Prop(Sat) {Sat.ElapsedDays = 1};\n", std::nullopt), "");
}

TEST(DescribeFailure, the_state_is_shown_only_when_asked_for) {
  EXPECT_THAT(failure_of(endless, 5, true),
              AllOf(HasSubstr("\nSat: epoch 01 Jan 2026 00:00:00.000 UTC"),
                    HasSubstr("EarthMJ2000Eq"), HasSubstr("\nV = 5")));
  EXPECT_THAT(failure_of(endless, 5), Not(HasSubstr("epoch")));
}

}  // namespace
}  // namespace gmat_sweep
