#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

std::string refusal(const Engine& engine, const std::string& path, const Value& value) {
  return message_of<SweepConfigError>([&] { engine.check_overrides({{path, value}}); });
}

TEST(Overrides, element_of_the_orbit_keeps_the_others) {
  const auto engine = engine_with("Report RF Sat.SMA Sat.ECC Sat.INC Sat.TA;");
  const auto table = report_of(*engine, {{"Sat.SMA", 8000.0}});
  EXPECT_NEAR(reals(table, "Sat.SMA").at(0), 8000.0, 1e-9);
  EXPECT_NEAR(reals(table, "Sat.ECC").at(0), 0.001, 1e-12);
  EXPECT_NEAR(reals(table, "Sat.INC").at(0), 28.5, 1e-10);
  EXPECT_NEAR(reals(table, "Sat.TA").at(0), 30.0, 1e-9);
}

TEST(Overrides, are_assigned_in_sorted_order_each_with_its_conversion) {
  const auto engine = engine_with("Report RF Sat.X Sat.SMA;");
  // SMA before X: X replaces a component of the state that has the new SMA.
  const auto both = report_of(*engine, {{"Sat.X", 6900.0}, {"Sat.SMA", 8000.0}});
  EXPECT_EQ(reals(both, "Sat.X").at(0), 6900.0);
  EXPECT_GT(std::abs(reals(both, "Sat.SMA").at(0) - 8000.0), 1.0);
}

TEST(Overrides, date_format_comes_before_the_epoch_it_is_for) {
  const auto engine = engine_with("Report RF Sat.TAIModJulian;");
  const auto table =
      report_of(*engine, {{"Sat.Epoch", "31000.5"}, {"Sat.DateFormat", "TAIModJulian"}});
  const auto& times = std::get<std::vector<Timestamp>>(table.find("time")->values);
  // 31000.5 days after 5 Jan 1941 12:00.
  EXPECT_EQ(times.at(0).ns, (31000LL - 10587LL) * 86'400'000'000'000LL);
}

TEST(Overrides, what_others_are_read_by_comes_first) {
  const auto engine = engine_of(small_mission_with(R"(Create CoordinateSystem Ecliptic;
Ecliptic.Origin = Earth;
Ecliptic.Axes = MJ2000Ec;
BeginMissionSequence;
Report RF Sat.AngularVelocityX Sat.Ecliptic.AOP Sat.EarthFixed.X Sat.A1ModJulian;
)"));
  const auto table =
      report_of(*engine, {{"Sat.AngularVelocityX", 5.0}, {"Sat.Attitude", "Spinner"}});
  EXPECT_THAT(reals(table, "Sat.AngularVelocityX"), ElementsAre(DoubleNear(5.0, 1e-12)));
  const auto turned = report_of(*engine, {{"Sat.AOP", 50.0}, {"Sat.CoordinateSystem", "Ecliptic"}});
  EXPECT_THAT(reals(turned, "Sat.Ecliptic.AOP"), ElementsAre(DoubleNear(50.0, 1e-9)));
  const auto later =
      report_of(*engine, {{"Sat.EarthFixed.X", 3000.0}, {"Sat.Epoch", "02 Jan 2026 07:00:00.000"}});
  EXPECT_THAT(reals(later, "Sat.EarthFixed.X"), ElementsAre(DoubleNear(3000.0, 1e-8)));
}

TEST(Overrides, of_a_spacecrafts_hardware_leave_the_other_overrides_their_order) {
  const auto engine = engine_of(small_mission_with(R"(Create ChemicalTank Tank;
BeginMissionSequence;
Report RF Sat.TotalMass;
)"));
  const auto table =
      report_of(*engine, {{"Sat.DryMass", 100.0}, {"Sat.Tanks", "Tank"}, {"Tank.FuelMass", 11.0}});
  EXPECT_THAT(reals(table, "Sat.TotalMass"), ElementsAre(111.0));
}

TEST(Overrides, assignments_in_the_mission_sequence_still_win) {
  const auto engine = engine_with("V = 5;\nReport RF V W;");
  const auto table = report_of(*engine, {{"V", 1.0}, {"W.Value", 2}});
  EXPECT_THAT(reals(table, "V"), ElementsAre(5.0));
  EXPECT_THAT(reals(table, "W"), ElementsAre(2.0));
}

TEST(Overrides, reach_elements_of_arrays_and_nested_fields) {
  const auto engine = engine_with("V = FM.GravityField.Earth.Degree;\nReport RF A(2,3) V;");
  const auto table = report_of(*engine, {{"A(2,3)", 7.5}, {"FM.GravityField.Earth.Degree", 8}});
  EXPECT_THAT(reals(table, "A(2,3)"), ElementsAre(7.5));
  EXPECT_THAT(reals(table, "V"), ElementsAre(8.0));
}

TEST(Overrides, of_a_degree_beyond_the_file_fail_the_run_with_its_line) {
  const auto engine = engine_with("Propagate Prop(Sat) {Sat.ElapsedSecs = 60};");
  const auto message = message_of<RunFailed>([&] {
    report_of(*engine, {{"FM.GravityField.Earth.Degree", 300}});
  });
  EXPECT_THAT(message, AllOf(HasSubstr("mission.script:23:"), HasSubstr("300")));
}

TEST(Overrides, unknown_names_are_refused_with_the_nearest) {
  const auto engine = engine_with("Report RF V;");
  EXPECT_THAT(refusal(*engine, "Sad.SMA", 7000.0), AllOf(HasSubstr("Sad"), HasSubstr("Sat")));
  EXPECT_THAT(refusal(*engine, "Sat.SMAA", 7000.0), AllOf(HasSubstr("SMAA"), HasSubstr("SMA")));
  EXPECT_THAT(refusal(*engine, "FM.GravityField.Earth.Degre", 2), HasSubstr("Degre"));
}

TEST(Overrides, values_of_the_wrong_type_say_what_is_expected_and_what_was_found) {
  const auto engine = engine_with("Report RF V;");
  EXPECT_THAT(refusal(*engine, "Sat.DryMass", "heavy"),
              AllOf(HasSubstr("a real number"), HasSubstr("'heavy'")));
  EXPECT_THAT(refusal(*engine, "FM.GravityField.Earth.Degree", 2.5),
              AllOf(HasSubstr("an integer"), HasSubstr("2.5")));
  EXPECT_THAT(refusal(*engine, "RF.WriteHeaders", 3), HasSubstr("true or false"));
  EXPECT_THAT(refusal(*engine, "Sat.SMA", Value::List{1, 2}), HasSubstr("the list [1, 2]"));
  EXPECT_THAT(refusal(*engine, "V", nullptr), HasSubstr("null"));
}

TEST(Overrides, of_what_is_computed_or_drawn_are_refused) {
  const auto engine = engine_with("Report RF V;");
  EXPECT_THAT(refusal(*engine, "Sat.TotalMass", 1.0), HasSubstr("cannot be set"));
  EXPECT_THAT(refusal(*engine, "RF.Add", Value::List{"Sat.X"}), HasSubstr("columns"));
  EXPECT_THAT(refusal(*engine, "Sat", 1.0), HasSubstr("name one of its fields"));
  EXPECT_THAT(refusal(*engine, "A(3,1)", 1.0), HasSubstr("2 by 3"));
}

TEST(Overrides, out_of_range_fail_the_run_and_not_the_sweep) {
  const auto engine = engine_with("Report RF V;");
  EXPECT_EQ(refusal(*engine, "Sat.DryMass", -1.0), "");
  EXPECT_THAT(message_of<RunFailed>([&] {
                report_of(*engine, {{"Sat.DryMass", -1.0}});
              }),
              AllOf(HasSubstr("Sat.DryMass"), HasSubstr(">= 0"), HasSubstr("-1")));
}

TEST(Overrides, that_make_no_orbit_fail_the_run) {
  const auto engine = engine_with("Propagate Prop(Sat) {Sat.ElapsedSecs = 60};");
  EXPECT_THAT(message_of<RunFailed>([&] {
                report_of(*engine, {{"Sat.ECC", 1.0}});
              }),
              HasSubstr("Sat"));
  EXPECT_THAT(message_of<RunFailed>([&] {
                report_of(*engine, {{"Sat.SMA", -7000.0}});
              }),
              AllOf(HasSubstr("SMA = -7000"), HasSubstr("makes no orbit")));
  EXPECT_THAT(message_of<RunFailed>([&] {
                report_of(*engine, {{"Sat.ECC", 1.5}});
              }),
              HasSubstr("makes no orbit"));
}

TEST(Overrides, that_together_make_a_hyperbola_run) {
  const auto engine =
      engine_with("Propagate Prop(Sat) {Sat.ElapsedSecs = 60};\nReport RF Sat.SMA Sat.ECC;");
  const auto table = report_of(*engine, {{"Sat.ECC", 1.5}, {"Sat.SMA", -20000.0}});
  EXPECT_THAT(reals(table, "Sat.SMA"), ElementsAre(DoubleNear(-20000.0, 1e-3)));
}

}  // namespace
}  // namespace gmat_sweep
