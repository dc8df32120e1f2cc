// Force models flown for hours under fixed steps, against where GMAT R2026a ends with the same
// script: the fields of several bodies, central and not, from files of both kinds, with tides.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "base/files.hpp"
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

/// @param center  whose MJ2000Eq axes the state is given and reported in
/// @param state  X ... VZ, comma-separated
std::string mission(std::string_view center, const std::vector<double>& state,
                    std::string_view forces, double duration_s) {
  std::string text = "Create Spacecraft Sat;\nCreate CoordinateSystem Eq;\n";
  text += "Eq.Axes = MJ2000Eq;\nEq.Origin = " + std::string(center) + ";\n";
  text += "Sat.DateFormat = UTCGregorian;\nSat.Epoch = '15 Mar 2024 06:00:00.000';\n";
  text += "Sat.CoordinateSystem = Eq;\n";
  const char* names[] = {"X", "Y", "Z", "VX", "VY", "VZ"};
  std::string columns;
  for (std::size_t i = 0; i < 6; ++i) {
    text += std::string("Sat.") + names[i] + " = " + std::to_string(state[i]) + ";\n";
    columns += std::string(" Sat.Eq.") + names[i];
  }
  text += "Create ForceModel FM;\nFM.ErrorControl = None;\n";
  text += "FM.CentralBody = " + std::string(center) + ";\n" + std::string(forces);
  text += "Create Propagator Prop;\nProp.FM = FM;\nProp.Type = PrinceDormand78;\n";
  text += "Prop.InitialStepSize = 60;\nProp.MaxStep = 60;\nCreate ReportFile RF;\n";
  text += "BeginMissionSequence;\nPropagate Prop(Sat) {Sat.ElapsedSecs = ";
  text += std::to_string(duration_s) + "};\nReport RF" + columns + ";\n";
  return text;
}

void expect_end(const std::string& script, const std::vector<double>& gmat, double position_m,
                double velocity_m_s) {
  const auto table = report_of(*engine_of(script));
  const char* names[] = {"X", "Y", "Z", "VX", "VY", "VZ"};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto values = reals(table, std::string("Sat.Eq.") + names[i]);
    ASSERT_EQ(values.size(), 1U);
    const double difference_m = (values.front() - gmat[i]) * 1e3;
    std::cout << names[i] << ": " << difference_m << (i < 3 ? " m\n" : " m/s\n");
    EXPECT_NEAR(difference_m, 0.0, i < 3 ? position_m : velocity_m_s) << names[i];
  }
}

/// Where GMAT R2026a's default spacecraft is after 600 s; a point mass would put it 1.4 km away.
TEST(ForceModel, that_names_no_body_has_gmats_default_field_of_the_earth) {
  for (const std::string model : {"", "Create ForceModel FM;\nProp.FM = FM;\n"}) {
    const auto table =
        report_of(*engine_of("Create Spacecraft Sat;\nCreate Propagator Prop;\n" + model +
                             "Create ReportFile RF;\nBeginMissionSequence;\n"
                             "Propagate Prop(Sat) {Sat.ElapsedSecs = 600};\n"
                             "Report RF Sat.X Sat.Y Sat.Z;\n"));
    EXPECT_NEAR(reals(table, "Sat.X").at(0), 5804.264415844749, 1e-5);
    EXPECT_NEAR(reals(table, "Sat.Y").at(0), 4140.185201116777, 1e-5);
    EXPECT_NEAR(reals(table, "Sat.Z").at(0), 1625.372183967995, 1e-5);
  }
}

TEST(ForceModel, fields_of_earth_and_moon_pull_together_between_them) {
  expect_end(mission("Earth", {300000, 180000, 90000, -0.3, 0.5, 0.1}, R"(
FM.PrimaryBodies = {Earth, Luna};
FM.GravityField.Earth.PotentialFile = 'JGM3.cof';
FM.GravityField.Earth.Degree = 8;
FM.GravityField.Earth.Order = 8;
FM.GravityField.Luna.PotentialFile = 'LP165P.cof';
FM.GravityField.Luna.Degree = 10;
FM.GravityField.Luna.Order = 10;
FM.PointMasses = {Sun};
)",
                     2 * 86400.0),
             {210934.3143385115, 240065.8169323296, 95412.62551596483, -0.7220269087306385,
              0.1636792501774718, -0.04549934102333016},
             1e-4, 1e-9);
}

constexpr std::string_view luna_with_earth = R"(
FM.PrimaryBodies = {Luna, Earth};
FM.GravityField.Earth.PotentialFile = 'JGM2.cof';
FM.GravityField.Luna.PotentialFile = 'LP165P.cof';
FM.GravityField.Luna.Degree = 20;
FM.GravityField.Luna.Order = 18;
)";
const std::vector<double> lunar_state{2100, 300, 900, -0.4, 1.3, 0.4};

TEST(ForceModel, about_the_moon_earths_field_is_a_third_body) {
  expect_end(mission("Luna", lunar_state,
                     std::string(luna_with_earth) + "FM.PointMasses = {Sun, Jupiter};\n", 36000),
             {2184.906564507779, -501.2817508659791, 595.4337590619107, 0.1284794675386366,
              1.275305903498979, 0.5824573540632972},
             1e-4, 1e-7);
}

TEST(ForceModel, the_moons_tides_come_from_a_file_of_love_numbers) {
  const test::TemporaryDirectory folder;
  const auto file = folder.path() / "moon.tide";
  write_file(file,
             "% a test's\nK 2 0 0.024059\nK 2 1 0.024059\nK 2 2 0.024059\nK 3 0 0.0089\n"
             "K 3 1 0.0089\nK 3 2 0.0089\nK 3 3 0.0089\n");
  const auto tide = "FM.GravityField.Luna.TideFile = '" + file.string() +
                    "';\nFM.GravityField.Luna.TideModel = Solid;\nFM.PointMasses = {Sun};\n";
  expect_end(mission("Luna", lunar_state, std::string(luna_with_earth) + tide, 36000),
             {2184.907179882779, -501.2737952764728, 595.4380736828607, 0.1284742075814794,
              1.275307092388552, 0.5824557318327036},
             1e-4, 1e-7);
}

TEST(ForceModel, about_venus_with_sunlight) {
  expect_end(mission("Venus", {7100, 300, 900, -0.4, 6.3, 1.4}, R"(
FM.PrimaryBodies = {Venus};
FM.GravityField.Venus.Degree = 20;
FM.GravityField.Venus.Order = 20;
FM.PointMasses = {Sun, Earth};
FM.SRP = On;
)",
                     36000),
             {6929.157925218344, 1416.225893512368, 1135.886378221214, -1.508253622499389,
              6.164367494430984, 1.23957607863715},
             1e-3, 1e-6);
}

TEST(ForceModel, about_mars_with_the_relativistic_correction) {
  expect_end(mission("Mars", {3900, 300, 900, -0.4, 3.1, 0.4}, R"(
FM.PrimaryBodies = {Mars};
FM.GravityField.Mars.Degree = 12;
FM.GravityField.Mars.Order = 12;
FM.PointMasses = {Sun};
FM.RelativisticCorrection = On;
)",
                     36000),
             {1951.262621998787, 3211.276594817638, 781.6120187938213, -2.880030842748511,
              1.572921006953663, -0.3905357140462264},
             1e-3, 1e-6);
}

constexpr std::string_view solar_field = R"(stk.v.4.0
# a field of the Sun, of no reality
BEGIN Model
Model SunTest
Degree 3
Order 2
Gm 1.32712440017987e20
RefDistance 6.96e8
Normalized No
IncludesPermTide No
BEGIN Coefficients
2 0 2.0e-7
2 1 1e-9 2e-9
2 2 3e-9 -1e-9
3 0 1e-9
END Coefficients
END Model
)";

std::string solar_forces(const std::filesystem::path& file, int degree) {
  return "FM.PrimaryBodies = {Sun};\nFM.GravityField.Sun.PotentialFile = '" + file.string() +
         "';\nFM.GravityField.Sun.Degree = " + std::to_string(degree) +
         ";\nFM.GravityField.Sun.Order = 2;\nFM.PointMasses = {Earth, Luna, Jupiter};\n";
}

TEST(ForceModel, about_the_sun_with_a_field_from_a_grv_file) {
  const test::TemporaryDirectory folder;
  write_file(folder.path() / "sun.grv", solar_field);
  expect_end(mission("Sun", {7e6, 3e6, 9e5, -40, 120, 10},
                     solar_forces(folder.path() / "sun.grv", 3), 36000),
             {4406467.957444996, 6537044.933181564, 1079824.233296032, -98.66799582824375,
              71.48647869754141, -0.1234759613210841},
             1e-3, 1e-6);
}

TEST(ForceModel, a_degree_beyond_the_file_is_refused_with_what_the_file_holds) {
  const test::TemporaryDirectory folder;
  const auto file = folder.path() / "sun.grv";
  write_file(file, solar_field);
  const auto message = message_of<ScriptError>(
      [&] { engine_of(mission("Sun", lunar_state, solar_forces(file, 4), 60)); });
  EXPECT_THAT(message, AllOf(HasSubstr("mission.script:"), HasSubstr(file.string()),
                             HasSubstr("degree 4 and order 2 asked for, 3 and 2 held")));
}

TEST(ForceModel, a_body_without_a_gravity_file_of_gmats_needs_one) {
  const auto message = message_of<ScriptError>(
      [] { engine_of(mission("Jupiter", lunar_state, "FM.PrimaryBodies = {Jupiter};\n", 60)); });
  EXPECT_THAT(message, AllOf(HasSubstr("GravityField.Jupiter.PotentialFile"),
                             HasSubstr("no gravity file for Jupiter")));
}

TEST(ForceModel, another_kind_of_gravity_file_is_refused_by_name) {
  const test::TemporaryDirectory folder;
  const auto file = folder.path() / "sun.tab";
  write_file(file, "0");
  const auto message = message_of<ScriptError>(
      [&] { engine_of(mission("Sun", lunar_state, solar_forces(file, 2), 60)); });
  EXPECT_THAT(message, AllOf(HasSubstr("sun.tab"), HasSubstr(".cof and .grv files are read")));
}

}  // namespace
}  // namespace gmat_sweep
