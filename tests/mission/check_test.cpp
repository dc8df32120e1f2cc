#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/compile.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<mission::Diagnostic> check(std::string_view text) {
  return mission::check(script::parse_text(text, "mission.script"), astro::DataCatalogue());
}

TEST(Check, a_mission_that_can_be_run_has_nothing_to_say) {
  EXPECT_THAT(check(test::small_mission_with(
                  "BeginMissionSequence;\nPropagate Prop(Sat) {Sat.Earth.Apoapsis};\n")),
              IsEmpty());
}

TEST(Check, everything_unsupported_is_reported_at_once_in_file_order) {
  const auto found = check(R"(Create Spacecraft Sat;
Create FiniteBurn FB;
Sat.Attitude = SpiceAttitude;
Create ForceModel FM;
FM.RelativisticCorrection = On;
FM.Wind = On;
BeginMissionSequence;
BeginFiniteBurn FB(Sat);
Unheard Of;
)");
  std::vector<int> lines;
  for (const auto& one : found) lines.push_back(one.location.line);
  EXPECT_TRUE(std::ranges::is_sorted(lines));
  EXPECT_GE(found.size(), 4U);
}

TEST(Check, display_resources_and_their_commands_have_no_effect) {
  EXPECT_THAT(check(R"(Create Spacecraft Sat;
Create OrbitView View;
View.Add = {Sat, Earth};
View.ViewPointVector = [30000 0 0];
Create XYPlot Plot;
Create Propagator Prop;
BeginMissionSequence;
Toggle View Plot Off;
PenUp Plot;
Propagate Prop(Sat) {Sat.ElapsedSecs = 60};
PenDown Plot;
MarkPoint Plot;
ClearPlot Plot;
)"),
              IsEmpty());
}

TEST(Check, a_misspelt_field_is_named_with_its_line_and_the_nearest) {
  const auto found = check("Create Spacecraft Sat;\nSat.DryMas = 3;\n");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].location.line, 2);
  EXPECT_THAT(found[0].text, AllOf(HasSubstr("DryMas"), HasSubstr("DryMass")));
}

TEST(Check, values_out_of_range_or_of_the_wrong_type_are_named) {
  const auto found = check(R"(Create Spacecraft Sat;
Sat.DryMass = -1;
Sat.ECC = -0.1;
Sat.DateFormat = JulianDays;
Sat.Epoch = 'yesterday';
Create Propagator Prop;
Prop.Type = Euler;
Prop.MaxStepAttempts = 2.5;
)");
  std::vector<int> lines;
  for (const auto& one : found) lines.push_back(one.location.line);
  EXPECT_THAT(lines, testing::ElementsAre(2, 3, 4, 5, 7, 8));
}

TEST(Check, an_unsupported_resource_is_reported_once_and_not_at_each_use) {
  const auto found = check(R"(Create Spacecraft Sat;
Create Formation Group;
Create ReportFile RF;
RF.Add = {Sat.Group.X, Sat.Group.Y};
)");
  EXPECT_THAT(found, SizeIs(1));
}

TEST(Check, names_that_are_not_created_are_reported_where_they_are_used) {
  const auto found = check(R"(Create Spacecraft Sat;
Create Propagator Prop;
BeginMissionSequence;
Propagate Prop(Sad) {Sat.ElapsedSecs = 60};
Report RF Sat.X;
X = 3;
)");
  EXPECT_THAT(found, SizeIs(3));
}

TEST(Check, compile_throws_all_of_them_with_file_line_and_column) {
  const auto message = test::message_of<ScriptError>(
      [] { test::engine_of("Create Spacecraft Sat;\nSat.DryMas = 3;\nSat.Cdd = 1;\n"); });
  EXPECT_THAT(message, AllOf(HasSubstr("mission.script:2:1: "), HasSubstr("mission.script:3:1: ")));
}

}  // namespace
}  // namespace gmat_sweep
