#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/compile.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::reals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string problems(const std::string& text) {
  std::string all;
  for (const auto& one :
       mission::check(script::parse_text(text, "mission.script"), astro::DataCatalogue())) {
    all += std::to_string(one.location.line) + ": " + one.text + "\n";
  }
  return all;
}

TEST(ObjectSection, a_spacecraft_takes_all_that_another_has_so_far) {
  const auto table = test::report_of(*test::engine_of(test::small_mission_with(R"(
Create ChemicalTank Tank;
Sat.Tanks = {Tank};
Sat.DryMass = 77;
Create Spacecraft Other;
Other = Sat;
Sat.DryMass = 78;
Other.RAAN = 11;
BeginMissionSequence;
Report RF Sat.TotalMass Other.TotalMass Other.SMA Other.RAAN Sat.RAAN;
)")));
  EXPECT_THAT(reals(table, "Sat.TotalMass"), ElementsAre(834.0));
  EXPECT_THAT(reals(table, "Other.TotalMass"), ElementsAre(833.0));
  EXPECT_NEAR(reals(table, "Other.SMA").at(0), 7000.0, 1e-9);
  EXPECT_NEAR(reals(table, "Other.RAAN").at(0), 11.0, 1e-12);
  EXPECT_NEAR(reals(table, "Sat.RAAN").at(0), 10.0, 1e-12);
}

TEST(ObjectSection, other_resources_are_not_copied_there_as_in_gmat) {
  EXPECT_THAT(problems(test::small_mission_with("Create ImpulsiveBurn B2;\nB2 = Burn;\n"
                                                "BeginMissionSequence;\n")),
              HasSubstr("B2 is a ImpulsiveBurn"));
}

TEST(ObjectSection, places_of_stations_have_gmats_other_names) {
  const auto table = test::report_of(*test::engine_of(test::small_mission_with(R"(
Create GroundStation G H;
G.StateType = Spherical;
G.HorizonReference = Ellipsoid;
G.Latitude = 40.853;
G.Longitude = 10;
G.Altitude = 1.2;
H.X = 6000;
H.Y = 10;
H.Z = 20;
BeginMissionSequence;
Report RF G.EarthFixed.X G.EarthFixed.Y G.EarthFixed.Z H.EarthFixed.X H.EarthFixed.Y;
)")));
  // GMAT R2026a.
  EXPECT_NEAR(reals(table, "G.EarthFixed.X").at(0), 4758.780229999064, 1e-9);
  EXPECT_NEAR(reals(table, "G.EarthFixed.Y").at(0), 839.1013498109046, 1e-9);
  EXPECT_NEAR(reals(table, "G.EarthFixed.Z").at(0), 4150.87427043864, 1e-9);
  EXPECT_NEAR(reals(table, "H.EarthFixed.X").at(0), 6000.0, 1e-9);
  EXPECT_NEAR(reals(table, "H.EarthFixed.Y").at(0), 10.0, 1e-9);
}

TEST(ObjectSection, an_epoch_of_a_power_system_may_have_quotes_within_quotes) {
  const auto with = [](const std::string& epoch) {
    return problems(
        test::small_mission_with("Create SolarPowerSystem Power;\nPower.InitialEpoch = " + epoch +
                                 ";\nBeginMissionSequence;\n"));
  };
  EXPECT_EQ(with("''01 Jan 2000 11:59:28.000''"), "");
  EXPECT_EQ(with("'01 Jan 2000 11:59:28.000'"), "");
  EXPECT_THAT(with("''01 Foo 2000 11:59:28.000''"), HasSubstr("Power.InitialEpoch"));
}

TEST(ObjectSection, the_earths_orientation_file_may_be_named_by_gmats_own_name) {
  const auto with = [](const std::string& file) {
    return problems(
        test::small_mission_with("Earth.EopFileName = '" + file + "';\nBeginMissionSequence;\n"));
  };
  EXPECT_EQ(with("../data/planetary_coeff/eopc04_08.62-now"), "");
  EXPECT_THAT(with("mine.txt"), AllOf(HasSubstr("eopc04_08.62-now"), HasSubstr("mine.txt")));
}

TEST(Dependencies, of_the_other_kind_are_refused_as_in_gmat) {
  EXPECT_THAT(problems(test::small_mission_with("BeginMissionSequence;\n"
                                                "Report RF Sat.EarthMJ2000Eq.SMA;\n"
                                                "Report RF Sat.Earth.X;\n"
                                                "Sat.EarthMJ2000Eq.SMA = 7000;\n"
                                                "Sat.Luna.X = 7000;\n"
                                                "Sat.EarthFixed.RMAG = 7000;\n")),
              AllOf(HasSubstr("23: SMA depends on a body"),
                    HasSubstr("24: X depends on a coordinate system"),
                    HasSubstr("25: SMA depends on a body"),
                    HasSubstr("26: X depends on a coordinate system"),
                    HasSubstr("27: RMAG depends on a body")));
  EXPECT_EQ(
      problems(test::small_mission_with("BeginMissionSequence;\nSat.Earth.SMA = 7000;\n"
                                        "Sat.EarthFixed.X = 7000;\nSat.EarthFixed.INC = 7;\n")),
      "");
}

}  // namespace
}  // namespace gmat_sweep
