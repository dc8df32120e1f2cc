#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::engine_of;
using test::engine_with;
using test::message_of;
using test::reals;
using test::report_of;
using test::small_mission_with;
using testing::AllOf;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Execute, for_counts_up_and_down_and_not_at_all) {
  const auto engine = engine_with(R"(
For V = 1:2:6;
  Report RF V;
EndFor;
For V = 3:-1:1;
  Report RF V;
EndFor;
For V = 5:1:4;
  Report RF V;
EndFor;
)");
  EXPECT_THAT(reals(report_of(*engine), "V"), ElementsAre(1, 3, 5, 3, 2, 1));
}

TEST(Execute, if_takes_the_first_branch_that_holds) {
  const auto engine = engine_with(R"(
For V = 1:4;
  If V == 1 | V == 3;
    W = 10;
  Else;
    W = 20;
  EndIf;
  Report RF W;
EndFor;
)");
  EXPECT_THAT(reals(report_of(*engine), "W"), ElementsAre(10, 20, 10, 20));
}

TEST(Execute, while_ends_when_its_condition_fails) {
  const auto engine = engine_with("V = 1;\nWhile V < 100;\n  V = 3 * V;\nEndWhile;\nReport RF V;");
  EXPECT_THAT(reals(report_of(*engine), "V"), ElementsAre(243));
}

TEST(Execute, arithmetic_follows_gmats_precedence_and_functions) {
  const auto engine = engine_with(R"(
V = 2 + 3 * 4 ^ 2 / 8 - sqrt(16);
W = sin(Deg2Rad(30)) + min(4, 2) * mod(7, 4);
A(1,2) = V * W;
Report RF V W A(1,2);
)");
  const auto table = report_of(*engine);
  EXPECT_THAT(reals(table, "V"), ElementsAre(DoubleNear(4.0, 1e-14)));
  EXPECT_THAT(reals(table, "W"), ElementsAre(DoubleNear(6.5, 1e-14)));
  EXPECT_THAT(reals(table, "A(1,2)"), ElementsAre(DoubleNear(26.0, 1e-13)));
}

TEST(Execute, strings_are_assigned_compared_and_reported) {
  const auto engine = engine_with(R"(
S = 'raised';
V = strcmp(S, 'raised');
Report RF S V;
)");
  const auto table = report_of(*engine);
  EXPECT_THAT(std::get<std::vector<std::string>>(table.find("S")->values), ElementsAre("raised"));
  EXPECT_THAT(reals(table, "V"), ElementsAre(1.0));
}

TEST(Execute, velocity_burn_raises_the_energy_by_what_it_says) {
  const auto engine = engine_with(R"(
V = Sat.VMAG;
Burn.Element1 = 0.1;
Maneuver Burn(Sat);
W = Sat.VMAG - V;
Report RF W Sat.INC;
)");
  const auto table = report_of(*engine);
  EXPECT_THAT(reals(table, "W"), ElementsAre(DoubleNear(0.1, 1e-14)));
  EXPECT_THAT(reals(table, "Sat.INC"), ElementsAre(DoubleNear(28.5, 1e-11)));
}

TEST(Execute, inertial_burn_adds_its_components) {
  const auto engine = engine_of(small_mission_with(R"(
Burn.Axes = MJ2000Eq;
BeginMissionSequence;
V = Sat.VZ;
Burn.Element3 = 0.25;
Maneuver Burn(Sat);
W = Sat.VZ - V;
Report RF W;
)"));
  EXPECT_THAT(reals(report_of(*engine), "W"), ElementsAre(DoubleNear(0.25, 1e-14)));
}

TEST(Execute, backward_burn_undoes_the_burn) {
  const auto engine = engine_with(R"(
V = Sat.VX;
Burn.Element1 = 0.3;
Burn.Element2 = 0.2;
Burn.Element3 = -0.1;
Maneuver Burn(Sat);
Maneuver BackProp Burn(Sat);
W = Sat.VX - V;
Report RF W;
)");
  EXPECT_THAT(reals(report_of(*engine), "W"), ElementsAre(DoubleNear(0.0, 1e-13)));
}

TEST(Execute, apsides_are_met_and_the_sequence_can_stop) {
  const auto engine = engine_with(R"(
Propagate Prop(Sat) {Sat.Earth.Apoapsis};
Report RF Sat.RMAG Sat.RadApo;
Stop;
Report RF Sat.RMAG Sat.RadApo;
)");
  const auto table = report_of(*engine);
  ASSERT_EQ(table.row_count(), 1U);
  EXPECT_NEAR(reals(table, "Sat.RMAG").at(0), reals(table, "Sat.RadApo").at(0), 1e-6);
}

TEST(Execute, spacecraft_of_one_propagator_move_together) {
  const auto engine = test::engine_of(test::small_mission_with(R"(
Create Spacecraft Other;
BeginMissionSequence;
Other = Sat;
Propagate Prop(Sat, Other) {Sat.ElapsedSecs = 600};
V = Sat.X - Other.X;
Report RF V Other.ElapsedSecs;
)"));
  const auto table = report_of(*engine);
  EXPECT_THAT(reals(table, "V"), ElementsAre(0.0));
}

TEST(Execute, spacecraft_at_different_epochs_fail_the_run) {
  const auto engine = test::engine_of(test::small_mission_with(R"(
Create Spacecraft Other;
BeginMissionSequence;
Propagate Prop(Sat, Other) {Sat.ElapsedSecs = 600};
)"));
  EXPECT_THAT(message_of<RunFailed>([&] { report_of(*engine); }),
              AllOf(HasSubstr("mission.script:25:1"), HasSubstr("different epochs")));
}

TEST(Execute, a_failure_names_the_command_and_its_line) {
  const auto engine = engine_with("V = -1;\nW = sqrt(V);");
  EXPECT_THAT(message_of<RunFailed>([&] { report_of(*engine); }),
              AllOf(HasSubstr("mission.script:24:1"), HasSubstr("sqrt of the negative number -1")));
}

TEST(Execute, runs_share_nothing) {
  const auto engine = engine_with(R"(
V = V + 1;
Propagate Prop(Sat) {Sat.ElapsedSecs = 600};
Report RF V Sat.X;
)");
  const auto first = report_of(*engine);
  const auto other = report_of(*engine, {{"Sat.SMA", 9000.0}});
  const auto again = report_of(*engine);
  EXPECT_EQ(reals(first, "V"), reals(again, "V"));
  EXPECT_EQ(reals(first, "Sat.X"), reals(again, "Sat.X"));
  EXPECT_NE(reals(first, "Sat.X"), reals(other, "Sat.X"));
}

TEST(Execute, an_epoch_past_the_earth_orientation_is_warned_of_once_a_run) {
  const auto engine = engine_with(R"(
For V = 1:3;
  Propagate Prop(Sat) {Sat.ElapsedSecs = 60};
EndFor;
Report RF Sat.Longitude;
)");
  EXPECT_THAT(test::run(*engine).warnings, IsEmpty());
  for (int run = 0; run < 2; ++run) {
    const auto result =
        test::run(*engine, {{"Sat.Epoch", std::string("01 Jan 2050 00:00:00.000")}});
    EXPECT_THAT(result.warnings, ElementsAre(AllOf(HasSubstr("Earth orientation"),
                                                   HasSubstr("earth_orientation.txt) ends "))));
    EXPECT_THAT(result.log, HasSubstr(result.warnings.front()));
  }
}

TEST(Execute, an_epoch_past_the_planetary_ephemeris_fails_the_run_with_its_line_and_file) {
  const auto engine = engine_with("Report RF Sat.EarthFixed.X;\nReport RF Sat.Luna.RMAG;");
  const auto message = message_of<RunFailed>([&] {
    report_of(*engine, {{"Sat.Epoch", std::string("01 Jan 2090 00:00:00.000")}});
  });
  EXPECT_THAT(message, AllOf(HasSubstr("mission.script:2"), HasSubstr("de405.bin"),
                             HasSubstr("spans 6912.5 to 43488.5")));
}

TEST(Execute, an_engine_knows_all_files_its_runs_will_read) {
  const auto provenance = engine_with("Report RF Sat.Luna.RMAG;")->provenance();
  EXPECT_TRUE(provenance.data_files.contains("de405.bin"));
  EXPECT_TRUE(provenance.data_files.contains("built-in/nutation.txt"));
  EXPECT_EQ(provenance.data_files.size(), provenance.data_sources.size());
  EXPECT_FALSE(engine_with("Report RF Sat.X;")->provenance().data_files.contains("de405.bin"));
}

}  // namespace
}  // namespace gmat_sweep
