// Constants of GMAT's own bodies set before the mission sequence, or by overrides.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::engine_of;
using test::message_of;
using test::reals;
using test::report_of;
using testing::AllOf;
using testing::HasSubstr;

std::string spacecraft_and(const std::string& rest) {
  return "Create Spacecraft Sat;\n"
         "Sat.DateFormat = UTCGregorian;\n"
         "Sat.Epoch = '01 Jan 2015 12:00:00.000';\n"
         "Sat.DisplayStateType = Keplerian;\n"
         "Sat.SMA = 6900;\nSat.ECC = 0.01;\nSat.INC = 51.6;\n"
         "Sat.RAAN = 30;\nSat.AOP = 40;\nSat.TA = 50;\n" +
         rest;
}

std::string forty_thousand_seconds(const std::string& constant, const std::string& forces) {
  return spacecraft_and(constant + "\nCreate ForceModel FM;\nFM.ErrorControl = None;\n" + forces +
                        "\nCreate Propagator P;\nP.FM = FM;\nP.Type = RungeKutta89;\n"
                        "P.InitialStepSize = 60;\nP.MinStep = 60;\nP.MaxStep = 60;\n"
                        "Create ReportFile RF;\nBeginMissionSequence;\n"
                        "Propagate P(Sat) {Sat.ElapsedSecs = 40000};\n"
                        "Report RF Sat.X Sat.Y Sat.Z;\n");
}

/// What each constant changes of a flight under each force, in GMAT R2026a: fixed steps.
TEST(BodyConstants, move_the_forces_that_read_them_as_in_gmat) {
  struct Flight {
    const char* constant;
    const char* forces;
    std::array<double, 3> end_km;
    double tolerance_km = 1e-6;
  };
  const std::array flights = {
      Flight{"Earth.Mu = 399000;",
             "FM.PrimaryBodies = {};\nFM.PointMasses = {Earth};",
             {-2725.308917805797, 3321.748348745381, 5348.757447536233}},
      Flight{"Luna.Mu = 60000;",
             "FM.PrimaryBodies = {};\nFM.PointMasses = {Earth, Luna};",
             {-2596.559862003411, 3405.246207405299, 5358.671422008132}},
      Flight{"Sun.Mu = 1.4e12;",
             "FM.PrimaryBodies = {Earth};\nFM.GravityField.Earth.TideModel = 'Solid';",
             {-2318.968496190038, 3584.877067331259, 5365.426844451825}},
      // The field keeps its file's Mu; the elements and the relativity take the body's.
      Flight{"Earth.Mu = 398000;",
             "FM.PrimaryBodies = {Earth};\nFM.RelativisticCorrection = On;",
             {-2913.499188612431, 3223.293863863198, 5311.903432764987}},
      Flight{"Earth.EquatorialRadius = 9500;",
             "FM.PrimaryBodies = {Earth};\nFM.RelativisticCorrection = On;",
             {-2318.924663047448, 3584.896650957438, 5365.432299967978}},
      Flight{"Earth.EquatorialRadius = 5000;",
             "FM.PrimaryBodies = {};\nFM.PointMasses = {Earth};\nFM.SRP = On;",
             {-2597.009422445798, 3404.90800179872, 5358.685204417245}},
      Flight{"Earth.EquatorialRadius = 6420;",
             "FM.PrimaryBodies = {Earth};\nFM.Drag.AtmosphereModel = JacchiaRoberts;",
             {-2321.398175637151, 3583.439166329329, 5365.260336594509},
             1e-4},
      Flight{"Earth.Flattening = 0.02;",
             "FM.PrimaryBodies = {Earth};\nFM.Drag.AtmosphereModel = MSISE90;",
             {-2319.781671523555, 3584.388414715031, 5365.368912819188},
             1e-4},
  };
  for (const auto& flight : flights) {
    SCOPED_TRACE(std::string(flight.constant) + " " + flight.forces);
    const auto table =
        report_of(*engine_of(forty_thousand_seconds(flight.constant, flight.forces)));
    EXPECT_NEAR(reals(table, "Sat.X").at(0), flight.end_km[0], flight.tolerance_km);
    EXPECT_NEAR(reals(table, "Sat.Y").at(0), flight.end_km[1], flight.tolerance_km);
    EXPECT_NEAR(reals(table, "Sat.Z").at(0), flight.end_km[2], flight.tolerance_km);
  }
}

std::string many_parameters(const std::string& constants) {
  return spacecraft_and(
      constants +
      "\nCreate LibrationPoint L1;\nL1.Primary = Earth;\nL1.Secondary = Luna;\nL1.Point = L1;\n"
      "Create CoordinateSystem CL;\nCL.Origin = L1;\nCL.Axes = MJ2000Eq;\n"
      "Create GroundStation G;\nG.StateType = Spherical;\nG.HorizonReference = Ellipsoid;\n"
      "G.Location1 = 40;\nG.Location2 = 20;\nG.Location3 = 0.5;\n"
      "Create CoordinateSystem T;\nT.Origin = G;\nT.Axes = Topocentric;\n"
      "Create ReportFile RF;\nBeginMissionSequence;\n"
      "Report RF Sat.VX Sat.SMA Sat.OrbitPeriod Sat.Altitude Sat.Latitude Sat.PlanetodeticRMAG "
      "Sat.PlanetodeticLAT Sat.Luna.SMA Sat.CL.X Sat.T.Z;\n");
}

void expect_what_gmat_reports(const Table& table) {
  EXPECT_NEAR(reals(table, "Sat.VX").at(0), -6.646312550310375, 1e-12);
  EXPECT_NEAR(reals(table, "Sat.SMA").at(0), 6899.999999999997, 1e-8);
  EXPECT_NEAR(reals(table, "Sat.OrbitPeriod").at(0), 5701.210241476664, 1e-8);
  EXPECT_NEAR(reals(table, "Sat.Altitude").at(0), 559.1118688991755, 1e-7);
  EXPECT_NEAR(reals(table, "Sat.Latitude").at(0), 51.60674766535743, 1e-8);
  EXPECT_NEAR(reals(table, "Sat.PlanetodeticRMAG").at(0), 6855.245332389784, 1e-8);
  EXPECT_NEAR(reals(table, "Sat.PlanetodeticLAT").at(0), 51.60674766537572, 1e-9);
  EXPECT_NEAR(reals(table, "Sat.Luna.SMA").at(0), -113.723561569871, 1e-9);
  EXPECT_NEAR(reals(table, "Sat.CL.X").at(0), -178025.6835549927, 1e-6);
  EXPECT_NEAR(reals(table, "Sat.T.Z").at(0), -6111.668489260519, 1e-6);
}

/// Numbers of GMAT R2026a.
TEST(BodyConstants, move_elements_altitudes_stations_and_libration_points_as_in_gmat) {
  expect_what_gmat_reports(report_of(*engine_of(many_parameters(
      "Earth.Mu = 399000;\nEarth.EquatorialRadius = 6300;\nEarth.Flattening = 0.001;\n"
      "Luna.Mu = 6000;"))));
}

/// GMAT keeps elements until the mission begins: where the constant is set makes no difference.
TEST(BodyConstants, overridden_act_as_if_the_script_set_them) {
  const auto engine = engine_of(many_parameters("Earth.Mu = 500000;"));
  const auto own = reals(report_of(*engine), "Sat.VX");
  expect_what_gmat_reports(report_of(*engine, {{"Earth.EquatorialRadius", 6300.0},
                                               {"Earth.Flattening", 0.001},
                                               {"Earth.Mu", 399000.0},
                                               {"Luna.Mu", 6000.0}}));
  // The next run has the script's own again.
  EXPECT_EQ(reals(report_of(*engine), "Sat.VX"), own);
}

TEST(BodyConstants, come_before_the_overrides_of_what_reads_them) {
  const auto engine = engine_of(many_parameters(""));
  const auto swept = report_of(*engine, {{"Earth.Mu", 450000.0}, {"Sat.SMA", 8000.0}});
  const auto written =
      report_of(*engine_of(many_parameters("Earth.Mu = 450000;\nSat.SMA = 8000;")));
  EXPECT_NEAR(reals(swept, "Sat.VX").at(0), reals(written, "Sat.VX").at(0), 1e-12);
  EXPECT_NEAR(reals(swept, "Sat.SMA").at(0), 8000.0, 1e-8);
}

TEST(BodyConstants, out_of_range_are_refused_with_line_and_accepted_values) {
  const auto refusal = [](const std::string& constant) {
    return message_of<ScriptError>([&] { engine_of(many_parameters(constant)); });
  };
  EXPECT_THAT(refusal("Earth.Mu = 0;"),
              AllOf(HasSubstr("mission.script:11"), HasSubstr("Earth.Mu"), HasSubstr("> 0")));
  EXPECT_THAT(refusal("Luna.EquatorialRadius = -1;"), HasSubstr("> 0"));
  EXPECT_THAT(refusal("Mars.Flattening = 1;"), HasSubstr(">= 0 and < 1"));
  EXPECT_THAT(refusal("Earth.Mu = 'a';"), HasSubstr("a real number"));
  EXPECT_THAT(refusal("Luna.NutationUpdateInterval = 60;"), HasSubstr("NutationUpdateInterval"));
}

TEST(BodyConstants, overrides_of_what_cannot_be_set_are_refused_before_work_starts) {
  const auto engine = engine_of(many_parameters(""));
  const auto refusal = [&](const std::string& path, const Value& value) {
    return message_of<SweepConfigError>([&] { engine->check_overrides({{path, value}}); });
  };
  EXPECT_THAT(refusal("Earth.Mass", 1.0),
              AllOf(HasSubstr("Mu, EquatorialRadius, Flattening, NutationUpdateInterval")));
  EXPECT_THAT(refusal("Luna.mu", 1.0), HasSubstr("did you mean Mu"));
  EXPECT_THAT(refusal("Earth", 1.0), HasSubstr("can be overridden"));
  EXPECT_THAT(refusal("Earth.Mu", "much"), HasSubstr("expected a real number > 0"));
  EXPECT_THAT(refusal("SolarSystem.EphemerisSource", "DE421"), HasSubstr("cannot be overridden"));
  EXPECT_EQ(refusal("Earth.NutationUpdateInterval", 3600.0), "");
}

TEST(BodyConstants, an_override_out_of_range_fails_its_run_alone) {
  const auto engine = engine_of(many_parameters(""));
  EXPECT_THAT(message_of<RunFailed>([&] {
                test::run(*engine, {{"Earth.Mu", -1.0}});
              }),
              AllOf(HasSubstr("override Earth.Mu"), HasSubstr("> 0"), HasSubstr("-1")));
}

/// GMAT refuses them in the sequence, to write and to read.
TEST(BodyConstants, are_no_parameters) {
  for (const std::string use : {"Earth.Mu = 399000;", "x = Earth.Mu;", "Report RF Earth.Mu;"}) {
    SCOPED_TRACE(use);
    EXPECT_THROW(
        engine_of(spacecraft_and(
            "Create Variable x;\nCreate ReportFile RF;\nBeginMissionSequence;\n" + use + "\n")),
        ScriptError);
  }
}

}  // namespace
}  // namespace gmat_sweep
