#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gmat_sweep/errors.hpp"
#include "mission/compile.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A spacecraft with a tank of 200 kg and a thruster of 400 N; `setup` before the mission sequence,
/// `sequence` in it.
std::string burning(std::string_view setup, std::string_view sequence) {
  std::string text = test::small_mission_with(R"(Create ChemicalTank Tank;
Tank.FuelMass = 200;
Tank.FuelDensity = 1000;
Tank.Volume = 0.5;
Create ChemicalThruster Engine;
Engine.DecrementMass = true;
Engine.Tank = {Tank};
Engine.C1 = 400;
Sat.Tanks = {Tank};
Sat.Thrusters = {Engine};
Create FiniteBurn Long;
Long.Thrusters = {Engine};
)");
  text += setup;
  text += "BeginMissionSequence;\n";
  text += sequence;
  return text;
}

std::string problems(const std::string& text) {
  std::string all;
  for (const auto& one :
       mission::check(script::parse_text(text, "mission.script"), astro::DataCatalogue())) {
    all += std::to_string(one.location.line) + ": " + one.text + "\n";
  }
  return all;
}

std::string failure(const std::string& text, Value::Map overrides = {}) {
  return test::message_of<RunFailed>(
      [&] { test::run(*test::engine_of(text), std::move(overrides)); });
}

constexpr std::string_view begin_and_run =
    "BeginFiniteBurn Long(Sat);\nPropagate Prop(Sat) {Sat.ElapsedSecs = 600};\n";

TEST(FiniteBurn, mass_is_spent_at_thrust_over_exhaust_velocity) {
  const auto engine = test::engine_of(
      burning("",
              "BeginFiniteBurn Long(Sat);\nPropagate Prop(Sat) {Sat.ElapsedSecs = 600};\n"
              "EndFiniteBurn Long(Sat);\nPropagate Prop(Sat) {Sat.ElapsedSecs = 600};\n"
              "Report RF Sat.TotalMass Sat.Tank.FuelMass Sat.DryMass;\n"));
  const auto report = test::report_of(*engine);
  const double spent_kg = 600.0 * 400.0 / (300.0 * 9.81);
  EXPECT_NEAR(test::reals(report, "Sat.Tank.FuelMass").front(), 200.0 - spent_kg, 1e-6);
  EXPECT_NEAR(test::reals(report, "Sat.TotalMass").front(), 1050.0 - spent_kg, 1e-6);
}

TEST(FiniteBurn, an_empty_tank_fails_the_run_with_the_line) {
  EXPECT_THAT(failure(burning("Tank.FuelMass = 20;\n", begin_and_run)),
              AllOf(HasSubstr("Sat.Tank.FuelMass"), HasSubstr("the tank is empty"),
                    HasSubstr("mission.script:37")));
}

TEST(FiniteBurn, a_tank_that_allows_it_goes_below_zero) {
  EXPECT_EQ(
      failure(burning("Tank.FuelMass = 20;\nTank.AllowNegativeFuelMass = true;\n", begin_and_run)),
      "");
}

TEST(FiniteBurn, a_thruster_without_a_tank_is_refused_where_it_fires) {
  EXPECT_THAT(problems(burning("Create ChemicalThruster Bare;\nSat.Thrusters = {Engine, Bare};\n"
                               "Long.Thrusters = {Bare};\n",
                               begin_and_run)),
              HasSubstr("38: the thruster Bare has no tank"));
}

TEST(FiniteBurn, a_tank_the_spacecraft_lacks_is_refused) {
  EXPECT_THAT(problems(burning("Create ChemicalTank Other;\nSat.Tanks = {Other};\n", "")),
              HasSubstr("takes propellant from Tank, which is not among Sat.Tanks"));
}

TEST(FiniteBurn, hardware_is_read_and_set_on_its_spacecraft) {
  EXPECT_THAT(problems(burning("", "Tank.FuelMass = 100;\n")), HasSubstr("as Sat.Tank.FuelMass"));
  EXPECT_THAT(problems(burning("", "Report RF Engine.C1;\n")), HasSubstr("as Sat.Engine.C1"));
  EXPECT_THAT(problems(burning("", "Sat.Tank.FuelMass = 100;\nSat.Engine.C1 = 3;\n")), IsEmpty());
}

TEST(FiniteBurn, propellant_beyond_the_tank_is_refused_before_and_in_overrides) {
  EXPECT_THAT(problems(burning("Tank.FuelMass = 501;\n", "")), HasSubstr("capacity of 0.5 m^3"));
  EXPECT_THAT(failure(burning("", ""), {{"Tank.FuelMass", 501.0}}),
              HasSubstr("capacity of 0.5 m^3"));
}

TEST(FiniteBurn, overrides_of_hardware_reach_the_spacecraft) {
  const auto engine = test::engine_of(burning("", "Report RF Sat.TotalMass;\n"));
  EXPECT_EQ(test::reals(test::report_of(*engine, {{"Tank.FuelMass", 150.0}}), "Sat.TotalMass"),
            std::vector{1000.0});
  EXPECT_EQ(test::reals(test::report_of(*engine), "Sat.TotalMass"), std::vector{1050.0});
}

TEST(FiniteBurn, hardware_on_board_is_overridden_as_if_the_script_had_it) {
  const auto engine = test::engine_of(
      burning("Create ChemicalTank Big;\nBig.FuelMass = 300;\n",
              "Report RF Sat.TotalMass;\nBeginFiniteBurn Long(Sat);\n"
              "Propagate Prop(Sat) {Sat.ElapsedSecs = 600};\nReport RF Sat.TotalMass;\n"));
  const auto masses = [&](Value::Map overrides) {
    return test::reals(test::report_of(*engine, std::move(overrides)), "Sat.TotalMass");
  };
  EXPECT_EQ(masses({}).at(0), 1050.0);
  const double spent_kg = masses({}).at(0) - masses({}).at(1);
  const Value::List both = {"Tank", "Big"};
  EXPECT_EQ(masses({{"Sat.Tanks", both}}).at(0), 1350.0);
  EXPECT_EQ(masses({{"Sat.Tanks", both}, {"Big.FuelMass", 100.0}}).at(0), 1150.0);
  // The thruster takes its propellant from the tank it names.
  const auto swapped = masses({{"Sat.Tanks", "Big"}, {"Engine.Tank", "Big"}});
  EXPECT_EQ(swapped.at(0), 1150.0);
  EXPECT_NEAR(swapped.at(0) - swapped.at(1), spent_kg, 1e-6);
}

TEST(FiniteBurn, overrides_of_hardware_that_do_not_fit_say_why) {
  const auto text = burning("", begin_and_run);
  const auto engine = test::engine_of(text);
  const auto refusal = [&](std::string_view path, Value value) {
    return test::message_of<SweepConfigError>([&] {
      engine->check_overrides({{std::string(path), std::move(value)}});
    });
  };
  EXPECT_THAT(refusal("Sat.Tanks", "Tankk"), AllOf(HasSubstr("no tank Tankk"), HasSubstr("Tank")));
  EXPECT_THAT(refusal("Sat.Tanks", Value::List{"Engine"}), HasSubstr("no tank Engine"));
  EXPECT_THAT(refusal("Sat.PowerSystem", "Tank"), HasSubstr("no power system Tank"));
  EXPECT_THAT(refusal("Sat.Tank.FuelMass", 3.0), HasSubstr("override Tank.FuelMass"));
  EXPECT_THAT(failure(text, {{"Sat.Thrusters", Value::List{}}}),
              HasSubstr("Sat has no thruster Engine"));
}

TEST(FiniteBurn, fields_that_gmat_keeps_from_the_sequence_are_refused) {
  EXPECT_THAT(problems(burning("",
                               "Sat.Engine.HWOriginInBCSX = 1;\nSat.Tank.PressureModel = "
                               "BlowDown;\nBurn.Isp = 200;\nLong.Thrusters = {Engine};\n")),
              AllOf(HasSubstr("35: Sat.Engine.HWOriginInBCSX: GMAT does not let"),
                    HasSubstr("36: Sat.Tank.PressureModel"), HasSubstr("37: Burn.Isp"),
                    HasSubstr("38: Long.Thrusters")));
  EXPECT_EQ(problems(burning("",
                             "Sat.Engine.ThrustDirection1 = 1;\nSat.Engine.C1 = 3;\n"
                             "Sat.Tank.Pressure = 1200;\nBurn.Element1 = 2;\n")),
            "");
}

TEST(FiniteBurn, each_spacecraft_carries_its_own_copies) {
  const auto engine = test::engine_of(
      burning("Create Spacecraft Other;\nOther.Tanks = {Tank};\n",
              "Sat.Tank.FuelMass = 50;\nReport RF Sat.TotalMass Other.TotalMass;\nOther = Sat;\n"
              "Sat.Tank.FuelMass = 10;\nReport RF Sat.TotalMass Other.TotalMass;\n"));
  const auto report = test::report_of(*engine);
  EXPECT_THAT(test::reals(report, "Sat.TotalMass"), ElementsAre(900.0, 860.0));
  EXPECT_THAT(test::reals(report, "Other.TotalMass"), ElementsAre(1050.0, 900.0));
}

TEST(FiniteBurn, nystrom_cannot_spend_mass) {
  EXPECT_THAT(failure(burning("Prop.Type = RungeKutta68;\n", begin_and_run)),
              HasSubstr("RungeKutta68"));
  EXPECT_EQ(
      failure(burning("Prop.Type = RungeKutta68;\nEngine.DecrementMass = false;\n", begin_and_run)),
      "");
}

TEST(FiniteBurn, kinds_of_thrusters_do_not_mix_and_electric_ones_need_power) {
  const auto found = problems(
      burning("Create ElectricTank Xenon;\nCreate ElectricThruster Ion;\nIon.Tank = {Xenon};\n"
              "Sat.Tanks = {Tank, Xenon};\nSat.Thrusters = {Engine, Ion};\n"
              "Long.Thrusters = {Engine, Ion};\n",
              begin_and_run));
  EXPECT_THAT(found, AllOf(HasSubstr("chemical and electric thrusters"),
                           HasSubstr("needs a power system")));
}

TEST(FiniteBurn, one_propagator_of_two_spacecraft_is_refused_while_one_burns) {
  EXPECT_THAT(failure(burning("Create Spacecraft Other;\n",
                              "Other = Sat;\nBeginFiniteBurn Long(Sat);\n"
                              "Propagate Prop(Sat, Other) {Sat.ElapsedSecs = 60};\n")),
              HasSubstr("Propagate Synchronized"));
}

TEST(FiniteBurn, bad_values_are_refused_with_what_is_accepted) {
  const auto found = problems(
      burning("Engine.DutyCycle = 1.5;\nEngine.MixRatio = [1 2];\nTank.RefTemperature = 0;\n"
              "Engine.CoordinateSystem = Nowhere;\nSat.PowerSystem = Tank;\n",
              "BeginFiniteBurn Long(Sat, Sat);\n"));
  EXPECT_THAT(found,
              AllOf(HasSubstr(">= 0 and <= 1"), HasSubstr("MixRatio: expected 1 positive"),
                    HasSubstr("Tank.RefTemperature"), HasSubstr("there is no Nowhere"),
                    HasSubstr("found Tank, a ChemicalTank"), HasSubstr("takes one spacecraft")));
}

TEST(FiniteBurn, a_spacecraft_without_mass_cannot_be_propagated) {
  EXPECT_THAT(failure(burning("Sat.DryMass = 0;\nTank.FuelMass = 0;\n",
                              "Propagate Prop(Sat) {Sat.ElapsedSecs = 60};\n")),
              HasSubstr("total mass of 0 kg"));
}

TEST(ImpulsiveBurn, spends_by_the_rocket_equation_and_gives_it_back) {
  const auto engine = test::engine_of(
      burning("Burn.Element1 = 0.1;\nBurn.DecrementMass = true;\nBurn.Tank = {Tank};\n",
              "Maneuver Burn(Sat);\nReport RF Sat.TotalMass;\nManeuver BackProp Burn(Sat);\n"
              "Report RF Sat.TotalMass;\n"));
  const auto masses = test::reals(test::report_of(*engine), "Sat.TotalMass");
  ASSERT_EQ(masses.size(), 2U);
  EXPECT_NEAR(masses[0], 1050.0 * std::exp(-100.0 / (300.0 * 9.81)), 1e-9);
  EXPECT_NEAR(masses[1], 1050.0, 1e-9);
}

TEST(ImpulsiveBurn, needs_one_tank_of_the_spacecraft_with_enough_in_it) {
  EXPECT_THAT(
      failure(burning("Burn.Element1 = 9;\nBurn.DecrementMass = true;\nBurn.Tank = {Tank};\n",
                      "Maneuver Burn(Sat);\n")),
      HasSubstr("the tank is empty"));
  EXPECT_THAT(failure(burning("Burn.DecrementMass = true;\n", "Maneuver Burn(Sat);\n")),
              HasSubstr("names no tank"));
  EXPECT_THAT(failure(burning("Create ChemicalTank Other;\nBurn.DecrementMass = true;\n"
                              "Burn.Tank = {Tank, Other};\n",
                              "Maneuver Burn(Sat);\n")),
              HasSubstr("spends from one"));
}

TEST(Refusals, models_are_refused_by_name_with_the_line) {
  const auto found =
      problems(burning("FM.SRP = On;\nFM.SRP.SRPModel = NPlate;\nSat.Attitude = SpiceAttitude;\n"
                       "Create Propagator Eph;\nEph.Type = SPK;\nCreate ThrustHistoryFile "
                       "File;\nCreate Formation F;\n",
                       ""));
  EXPECT_THAT(found,
              AllOf(HasSubstr("35: FM.SRP.SRPModel: NPlate is not supported"),
                    HasSubstr("36: Sat.Attitude: SpiceAttitude is not supported"),
                    HasSubstr("38: Eph.Type: SPK is not supported"),
                    HasSubstr("39: ThrustHistoryFile File (thrust from a file) is not supported"),
                    HasSubstr("40: Formation F")));
}

}  // namespace
}  // namespace gmat_sweep
