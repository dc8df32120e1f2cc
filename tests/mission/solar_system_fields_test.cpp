// Assignments to GMAT's own bodies and to SolarSystem.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::engine_of;
using test::message_of;
using test::reals;
using test::report_of;
using test::small_mission_with;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::string& assignment) {
  return message_of<ScriptError>(
      [&] { engine_of(small_mission_with(assignment + "\nBeginMissionSequence;\n")); });
}

TEST(SolarSystemFields, gmats_own_values_change_nothing) {
  EXPECT_EQ(refusal(R"(SolarSystem.EphemerisSource = 'DE405';
SolarSystem.EphemerisUpdateInterval = 0;
SolarSystem.UseTTForEphemeris = false;
SolarSystem.DEFilename = '../data/planetary_ephem/de/leDE1941.405';
SolarSystem.SPKFilename = 'DE405AllPlanets.bsp';
Earth.NutationUpdateInterval = 60;
Earth.Mu = 398600.4415;
Earth.EquatorialRadius = 6378.1363;
Earth.RotationDataSource = 'FK5IAU1980';
Earth.TextureMapFileName = 'ModifiedBlueMarble.jpg';
Luna.PosVelSource = 'DE405';
Mars.Flattening = 0.0064763;
)"),
            "");
}

/// GMAT R2026a takes these and flies to the same bits.
TEST(SolarSystemFields, what_gmat_takes_and_does_not_heed_is_taken) {
  EXPECT_EQ(refusal(R"(Luna.RotationDataSource = 'IAUSimplified';
Earth.RotationDataSource = 'IAUSimplified';
Luna.PosVelSource = SPICE;
Luna.CentralBody = Mars;
Earth.OrbitColor = Red;
Earth.TargetColor = [1 2 3];
Earth.3DModelScale = 2;
Earth.SCClockSpiceKernelName = {};
Earth.DSNMediaFileDirectories = {};
)"),
            "");
}

TEST(SolarSystemFields, what_would_change_results_is_refused_with_line_and_values) {
  EXPECT_THAT(refusal("Mars.RotationRate = 300;"),
              AllOf(HasSubstr("mission.script:22"), HasSubstr("Mars.RotationRate"),
                    HasSubstr("350.89198226"), HasSubstr("300")));
  EXPECT_THAT(refusal("SolarSystem.EphemerisSource = 'DE421';"),
              AllOf(HasSubstr("--ephemeris FILE"), HasSubstr("DE421")));
  EXPECT_THAT(refusal("SolarSystem.UseTTForEphemeris = true;"), HasSubstr("only false"));
  EXPECT_THAT(refusal("Luna.PosVelSource = 'TwoBodyPropagation';"), HasSubstr("DE405"));
  EXPECT_THAT(refusal("Earth.NutationUpdateInterval = -1;"), HasSubstr(">= 0"));
  EXPECT_THAT(refusal("Mars.Colour = 3;"), HasSubstr("Mars.Colour"));
}

/// Where GMAT R2026a ends when the nutation is held for an hour; held for a minute, it ends 1 cm
/// away.
TEST(SolarSystemFields, the_nutation_is_computed_as_seldom_as_earth_says) {
  const auto table = report_of(*engine_of(R"(Create Spacecraft Sat;
Sat.DateFormat = UTCGregorian;
Sat.Epoch = '15 Mar 2024 06:00:00.000';
Sat.X = 7000;
Sat.Y = 1800;
Sat.Z = 900;
Sat.VX = -0.3;
Sat.VY = 5.5;
Sat.VZ = 5.1;
Earth.NutationUpdateInterval = 3600;
Create ForceModel FM;
FM.ErrorControl = None;
FM.PrimaryBodies = {Earth};
FM.GravityField.Earth.Degree = 8;
FM.GravityField.Earth.Order = 8;
Create Propagator Prop;
Prop.FM = FM;
Prop.Type = PrinceDormand78;
Create ReportFile RF;
BeginMissionSequence;
Propagate Prop(Sat) {Sat.ElapsedSecs = 86400};
Report RF Sat.X Sat.Y Sat.Z;
)"));
  EXPECT_NEAR(reals(table, "Sat.X").at(0), -3889.580848473971, 1e-6);
  EXPECT_NEAR(reals(table, "Sat.Y").at(0), 5996.509011399489, 1e-6);
  EXPECT_NEAR(reals(table, "Sat.Z").at(0), 5685.069244830859, 1e-6);
}

TEST(MissionSequence, propagators_and_force_models_cannot_be_changed_in_it_as_in_gmat) {
  const auto message = message_of<ScriptError>(
      [] { test::engine_with("Prop.InitialStepSize = 10;\nFM.GravityField.Earth.Degree = 2;\n"); });
  EXPECT_THAT(message, AllOf(HasSubstr("Prop.InitialStepSize"), HasSubstr("FM.GravityField"),
                             HasSubstr("before BeginMissionSequence")));
}

}  // namespace
}  // namespace gmat_sweep
