#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.hpp"
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
using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path layout =
    std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / "layout";

TEST(VectorParameters, stand_in_reports_as_gmat_writes_them) {
  const test::TemporaryDirectory folder;
  const auto engine = mission::make_native_engine(
      script::parse_file(layout / "vector_report.script"), astro::DataCatalogue());
  engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  for (const auto* name : {"vector_report.report", "vector_report_steps.report"}) {
    EXPECT_EQ(read_file(folder.path() / name), read_file(layout / name)) << name;
  }
}

TEST(VectorParameters, have_a_column_of_the_table_for_each_number) {
  const auto engine = engine_of(small_mission_with(
      "Sat.Attitude = Spinner;\nBeginMissionSequence;\nSat.Quaternion = [0 0 0.6 0.8];\n"
      "Report RF Sat.Quaternion;\n"));
  const auto table = report_of(*engine);
  EXPECT_THAT(reals(table, "Sat.Quaternion(1,3)"), ElementsAre(testing::DoubleNear(0.6, 1e-15)));
  EXPECT_THAT(reals(table, "Sat.Quaternion(1,4)"), ElementsAre(testing::DoubleNear(0.8, 1e-15)));
}

TEST(VectorParameters, are_not_calculated_with) {
  for (const auto* statement :
       {"A = 2*Sat.Quaternion;", "V = norm(Sat.Quaternion);", "A = -Sat.DirectionCosineMatrix;",
        "A = Sat.DirectionCosineMatrix';", "A = QuaternionToDCM(Sat.Quaternion);"}) {
    EXPECT_THAT(message_of<ScriptError>([&] { engine_with(statement); }),
                HasSubstr("GMAT does not calculate with it"))
        << statement;
  }
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("V = Sat.Quaternion;"); }),
              HasSubstr("Sat.Quaternion is not a number"));
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("V = Sat.Quaternion(1,1);"); }),
              HasSubstr("first assigned to an Array"));
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("A = Sat.DirectionCosineMatrix;"); }),
              HasSubstr("A is an Array of 2 by 3; Sat.DirectionCosineMatrix is 3 by 3"));
}

TEST(VectorParameters, torques_depend_on_a_force_model) {
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Report RF Sat.BurnTorque;"); }),
              HasSubstr("BurnTorque depends on a ForceModel: Sat.FM.BurnTorque"));
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Report RF Sat.Prop.BurnTorque;"); }),
              HasSubstr("Prop is a Propagator; expected a ForceModel"));
}

TEST(WholeAttitudes, are_set_with_as_many_numbers_as_they_have) {
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Sat.Quaternion = [0 0 1];"); }),
              HasSubstr("expected a list of 4 numbers"));
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Sat.EulerAngles = A;"); }),
              HasSubstr("Sat.EulerAngles takes an Array of 3 numbers; A is 2 by 3"));
  EXPECT_THAT(message_of<ScriptError>([] {
                engine_of(small_mission_with("Sat.MRPs = [0.1 0.2];\nBeginMissionSequence;\n"));
              }),
              HasSubstr("mission.script:22:1: Sat.MRPs: expected a list of 3 numbers"));
}

TEST(WholeAttitudes, that_gmat_cannot_read_are_not_read) {
  for (const auto* name : {"MRPs", "EulerAngles", "EulerAngleRates", "AngularVelocity"}) {
    EXPECT_THAT(
        message_of<ScriptError>([&] { engine_with(std::string("Report RF Sat.") + name + ";"); }),
        HasSubstr("can be set but not read"))
        << name;
  }
}

TEST(WholeAttitudes, a_matrix_that_gmat_ignores_is_refused) {
  const auto* expected = "GMAT takes it and changes nothing";
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Sat.DirectionCosineMatrix = A;"); }),
              HasSubstr(expected));
  EXPECT_THAT(message_of<ScriptError>([] {
                engine_of(
                    small_mission_with("Sat.DirectionCosineMatrix = [1 0 0; 0 1 0; 0 0 1];\n"
                                       "BeginMissionSequence;\n"));
              }),
              HasSubstr(expected));
}

TEST(WholeAttitudes, are_overridden_by_lists) {
  const auto engine = engine_of(small_mission_with(
      "Sat.Attitude = Spinner;\nBeginMissionSequence;\nReport RF Sat.Q3 Sat.Q4;\n"));
  const auto table = report_of(
      *engine,
      {{"Sat.Quaternion", Value(Value::List{Value(0.0), Value(0.0), Value(0.6), Value(0.8)})}});
  EXPECT_NEAR(reals(table, "Sat.Q3").at(0), 0.6, 1e-15);
  EXPECT_NEAR(reals(table, "Sat.Q4").at(0), 0.8, 1e-15);
}

TEST(HardwareInTheSequence, is_checked_before_the_run) {
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Sat.Tanks = {Prop};"); }),
              HasSubstr("expected the name of a ChemicalTank or ElectricTank, found Prop"));
  EXPECT_THAT(message_of<ScriptError>([] { engine_with("Sat.PowerSystem = Foo;"); }),
              HasSubstr("Foo, which is not created"));
}

}  // namespace
}  // namespace gmat_sweep
