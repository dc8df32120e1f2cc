// Elapsed times in the condition of a While, where GMAT counts them from the loop's start. Numbers
// of GMAT R2026a.

#include <gtest/gtest.h>

#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

/// Sat.ElapsedSecs as reported by the sequence, which begins 600 s after the mission.
std::vector<double> elapsed_s(const std::string& sequence) {
  return test::reals(
      test::report_of(*test::engine_of("Create Spacecraft Sat;\nCreate Spacecraft Sat2;\n"
                                       "Create Propagator Prop;\nCreate Variable v i;\n"
                                       "Create ReportFile RF;\nBeginMissionSequence;\n"
                                       "Propagate Prop(Sat) {Sat.ElapsedSecs = 600};\n" +
                                       sequence)),
      "Sat.ElapsedSecs");
}

void expect_near(const std::vector<double>& found, const std::vector<double>& gmats) {
  ASSERT_EQ(found.size(), gmats.size());
  for (std::size_t i = 0; i < gmats.size(); ++i) EXPECT_NEAR(found[i], gmats[i], 1e-5);
}

const std::string step = "Propagate Prop(Sat) {Sat.ElapsedSecs = 50};\n";
const std::string report = "Report RF Sat.ElapsedSecs;\n";

TEST(LoopTime, counts_from_the_loops_start_on_either_side) {
  expect_near(elapsed_s("While Sat.ElapsedSecs < 120\n" + step + "EndWhile;\n" + report), {750});
  expect_near(elapsed_s("While 120 > Sat.ElapsedSecs\n" + step + "EndWhile;\n" + report), {750});
}

TEST(LoopTime, begins_anew_each_time_the_loop_does) {
  expect_near(elapsed_s("For i = 1:2\nWhile Sat.ElapsedDays < 0.001\n" + step + "EndWhile;\n" +
                        report + "EndFor;\n"),
              {700, 800});
}

TEST(LoopTime, is_the_missions_outside_the_condition) {
  expect_near(elapsed_s("While Sat.ElapsedSecs < 120\n" + step + report + "EndWhile;\n"),
              {650, 700, 750});
  expect_near(elapsed_s("i = 0;\nWhile Sat.ElapsedSecs < 120 & i < 10\n" + step +
                        "If Sat.ElapsedSecs > 700\ni = 20;\nEndIf;\nEndWhile;\n" + report),
              {700});
}

TEST(LoopTime, is_each_spacecrafts_own) {
  expect_near(elapsed_s("While Sat2.ElapsedSecs < Sat.ElapsedSecs\n" + step +
                        "EndWhile;\nWhile Sat2.ElapsedSecs >= Sat.ElapsedSecs\n" + step +
                        "EndWhile;\n" + report),
              {650});
}

}  // namespace
}  // namespace gmat_sweep
