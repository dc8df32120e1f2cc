#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

/// Numbers of NASA GMAT R2026a for scripts of these lines.
namespace gmat_sweep {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

using Rows = std::vector<std::vector<double>>;

Rows rows_of(std::string_view script) {
  const test::TemporaryDirectory folder;
  test::engine_of(script)->run(
      {.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  Rows rows;
  std::istringstream text(read_file(folder.path() / "R.txt"));
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::vector<double> row;
    for (std::string word; words >> word;) row.push_back(std::stod(word));
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

void expect_rows(const Rows& found, const Rows& expected, double relative) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(found[i].size(), expected[i].size());
    for (std::size_t j = 0; j < expected[i].size(); ++j) {
      EXPECT_NEAR(found[i][j], expected[i][j], relative * std::max(1.0, std::abs(expected[i][j])))
          << "row " << i + 1 << ", column " << j + 1;
    }
  }
}

constexpr std::string_view report =
    "Create ReportFile R;\nR.Filename = 'R.txt';\nR.Precision = 17;\nR.WriteHeaders = false;\n";

TEST(Places, follow_the_last_propagate_and_barycentres_stay_at_their_first_epoch) {
  const auto script = fmt::format(R"(Create Spacecraft S T;
T.Epoch = 22000;
Create CoordinateSystem ME;
ME.Origin = Luna;
ME.Axes = BodyFixed;
Create ForceModel FM;
FM.ErrorControl = None;
Create Propagator P;
P.FM = FM;
Create GroundStation GS;
Create Barycenter EMB;
EMB.BodyNames = {{Earth, Luna}};
{0}BeginMissionSequence;
{1}Propagate P(S) {{S.ElapsedSecs = 120}};
{1}Propagate P(T) {{T.ElapsedSecs = 120}};
{1}T.Epoch = 23000
{1})",
                                  report,
                                  "Report R Luna.A1ModJulian Luna.X Earth.ME.X Mars.X GS.X EMB.X "
                                  "Luna.TAIModJulian\n");
  const std::vector<double> last = {22000.00138928683,  8914.128694798521, 373857.5509709469,
                                    -22449692.45339021, 6294.623946223803, -3542.961215055391,
                                    22000.00138888889};
  expect_rows(rows_of(script),
              {{21545.00000039794, -291587.676146519, 398178.1320815966, 234548171.1845757,
                1143.535719216621, -3542.961215055391, 21545},
               {21545.00138928683, -291510.4322259317, 398183.1504581349, 234551885.9706061,
                1198.398997842377, -3542.961215055391, 21545.00138888889},
               last,
               last},
              1e-10);
}

TEST(Places, have_no_orbits) {
  const auto script = fmt::format(
      "Create Spacecraft S;\n{}BeginMissionSequence;\nReport R Luna.Earth.SMA Luna.SE.X\n", report);
  try {
    test::engine_of(script);
    FAIL() << "accepted";
  } catch (const ScriptError& error) {
    EXPECT_THAT(error.what(), HasSubstr("SMA is no parameter of a body or point"));
    EXPECT_THAT(error.what(), HasSubstr("X depends on a coordinate system; SE is none"));
  }
}

TEST(EpochAssignment, keeps_the_numbers_as_a_field_and_the_place_as_a_parameter) {
  std::string script =
      "Create Spacecraft A B;\nCreate CoordinateSystem EF;\nEF.Origin = Earth;\n"
      "EF.Axes = BodyFixed;\n";
  for (const char name : {'A', 'B'}) {
    script += fmt::format(
        "{0}.DateFormat = UTCGregorian;\n{0}.Epoch = '1 Jan 2010 00:00:00.000';\n"
        "{0}.CoordinateSystem = EF;\n{0}.X = 7000;\n{0}.Y = 300;\n{0}.Z = 200;\n",
        name);
  }
  script += report;
  script +=
      "BeginMissionSequence;\nA.Epoch = '9 Oct 2009 11:30:00.000';\n"
      "B.Epoch.UTCGregorian = '9 Oct 2009 11:30:00.000';\n"
      "Report R A.A1ModJulian A.X A.Y A.Z A.VX A.VY A.VZ\n"
      "Report R B.A1ModJulian B.X B.Y B.Z B.VX B.VY B.VZ\n";
  expect_rows(rows_of(script),
              {{25113.97956058312, -6825.407644304123, -1581.480668480657, 206.7108712594376,
                -6.716000277564153, -0.5203186117126386, 1.006671568280313},
               {25113.97956058312, -1559.693638619337, 6830.57541166027, 201.4827517990616,
                -0.498094172812851, 6.718605870281299, 1.000507704561322}},
              1e-11);
}

TEST(ForceModelAcceleration, has_the_thrust_of_burns_and_rates_have_not) {
  const auto script = fmt::format(R"(Create Spacecraft S;
S.DateFormat = 'UTCGregorian';
S.Epoch = '01 Jan 2020 12:00:00.000';
S.DisplayStateType = Cartesian;
S.X = 7100;
Create ChemicalTank T1;
Create ChemicalThruster H1;
H1.Tank = {{T1}};
H1.DecrementMass = True;
S.Tanks = {{T1}};
S.Thrusters = {{H1}};
Create FiniteBurn FB;
FB.Thrusters = {{H1}};
Create ForceModel FM;
FM.SRP = on;
FM.ErrorControl = None;
Create Propagator P;
P.FM = FM;
{0}BeginMissionSequence;
Propagate P(S) {{S.ElapsedSecs = 60}};
BeginFiniteBurn FB(S);
Propagate P(S) {{S.ElapsedSecs = 120}};
{1}EndFiniteBurn FB(S);
{1})",
                                  report,
                                  "Report R S.FM.AccelerationX S.FM.AccelerationY "
                                  "S.FM.AccelerationZ S.FM.Acceleration S.FM.SMADot "
                                  "S.FM.EquinoctialHDot\n");
  expect_rows(rows_of(script),
              {{-0.007309189859061014, -0.001371386414486532, -0.001528712601971183,
                0.007592227559357273, -0.0008695057762363871, 1.06789218099145e-06},
               {-0.00730806033449951, -0.001377479738395525, -0.001529334247948724,
                0.007592368505566902, -0.0008695057762363871, 1.06789218099145e-06}},
              1e-14);
}

TEST(Radiation, about_the_sun_is_shaded_by_nothing) {
  const auto script = fmt::format(R"(Create CoordinateSystem SunEc;
SunEc.Origin = Sun;
SunEc.Axes = MJ2000Ec;
Create Spacecraft H;
H.DateFormat = UTCGregorian;
H.Epoch = '21 Jun 2024 03:00:00.000';
H.CoordinateSystem = SunEc;
H.DisplayStateType = Keplerian;
H.SMA = 150000000;
H.ECC = 0.1;
H.INC = 3;
H.RAAN = 33;
H.AOP = 44;
H.TA = 55;
H.SRPArea = 5;
Create ForceModel FS;
FS.CentralBody = Sun;
FS.PointMasses = {{Sun, Earth, Jupiter, Venus}};
FS.ErrorControl = None;
FS.SRP = On;
Create Propagator PS;
PS.FM = FS;
PS.InitialStepSize = 43200;
PS.MaxStep = 86400;
{0}BeginMissionSequence;
Propagate PS(H) {{H.Sun.TA = 90}};
Report R H.SunEc.X H.SunEc.Y H.SunEc.Z
)",
                                  report);
  expect_rows(rows_of(script), {{-144610366.85920292, 33292771.056317266, 5590965.6160751246}},
              1e-9);
}

TEST(OrbitTime, is_gmats) {
  const auto script = fmt::format(
      "Create Spacecraft S;\n{}BeginMissionSequence;\n"
      "Report R S.OrbitTime S.PlanetodeticLON S.PlanetodeticLAT S.PlanetodeticVMAG "
      "S.PlanetodeticAZI S.PlanetodeticHFPA\n",
      report);
  expect_rows(rows_of(script),
              {{17.24742822614121, 79.67188408054524, 10.43478254103591, 6.905049646996503,
                81.80908018825158, 1.494615814881143}},
              1e-9);
}

TEST(FailedRun, tells_the_stops_it_missed_before) {
  const auto engine = test::engine_with(
      "Propagate Prop(Sat) {Sat.DEC = -20, StopTolerance = 1e-14};\nV = 1;\nA(V + 8, 1) = 2;\n");
  try {
    test::run(*engine);
    FAIL() << "ran";
  } catch (const RunFailed& error) {
    EXPECT_THAT(error.warnings(), Contains(HasSubstr("was not met within its tolerance: Sat.DEC")));
  }
}

}  // namespace
}  // namespace gmat_sweep
