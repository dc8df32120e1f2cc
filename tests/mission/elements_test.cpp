#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "astro/reference.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using astro::testing::read_reference;

/// The numbers of a report, row by row.
std::vector<std::vector<double>> rows_of(std::string_view script) {
  const test::TemporaryDirectory folder;
  test::engine_of(script)->run(
      {.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  std::vector<std::vector<double>> rows;
  std::istringstream text(read_file(folder.path() / "R.txt"));
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::vector<double> row;
    for (std::string word; words >> word;) row.push_back(std::stod(word));
    if (!row.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

constexpr std::string_view report =
    "Create ReportFile R;\nR.Filename = 'R.txt';\nR.Precision = 17;\nR.WriteHeaders = false;\n";
constexpr const char* cartesian_labels[] = {"X", "Y", "Z", "VX", "VY", "VZ"};

double distance(const std::vector<double>& a, const Value::List& b, std::size_t from) {
  double sum = 0.0;
  double size = 0.0;
  for (std::size_t i = from; i < from + 3; ++i) {
    const double difference = a[i] - b[i].as_real();
    sum += difference * difference;
    size += b[i].as_real() * b[i].as_real();
  }
  return std::sqrt(sum / size);
}

TEST(StateTypes, elements_of_every_type_make_the_states_gmat_makes) {
  const auto reference = read_reference("elements.json");
  const auto& states = reference.at("states").as_list();
  std::string script(report);
  std::string sequence = "BeginMissionSequence;\n";
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto& entry = states[i].as_map();
    script += fmt::format(
        "Create Spacecraft S{0};\nS{0}.DateFormat = UTCGregorian;\n"
        "S{0}.Epoch = '01 Mar 2024 00:00:00.000';\n"
        "S{0}.CoordinateSystem = {1};\nS{0}.DisplayStateType = {2};\n",
        i, entry.at("axes").as_string(), entry.at("type").as_string());
    for (std::size_t k = 0; k < 6; ++k)
      script += fmt::format("S{}.{} = {};\n", i, entry.at("labels").as_list()[k].as_string(),
                            entry.at("elements").as_list()[k].as_real());
    sequence += "Report R";
    for (const char* label : cartesian_labels)
      sequence += fmt::format(" S{}.EarthMJ2000Eq.{}", i, label);
    sequence += ";\n";
  }
  const auto rows = rows_of(script + sequence);
  ASSERT_EQ(rows.size(), states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto& expected = states[i].as_map().at("cartesian").as_list();
    const double off = std::max(distance(rows[i], expected, 0), distance(rows[i], expected, 3));
    EXPECT_LT(off, 1e-12) << states[i].as_map().at("type").as_string() << ", state " << i;
  }
}

TEST(Parameters, of_orbits_and_places_are_those_of_gmat) {
  const auto reference = read_reference("elements.json");
  for (const Value& entry : reference.at("parameters").as_list()) {
    const auto& group = entry.as_map();
    const auto& axes = group.at("axes").as_string();
    std::string script =
        "Create Spacecraft S;\nS.DateFormat = UTCGregorian;\n"
        "S.Epoch = '01 Mar 2024 00:00:00.000';\n"
        "Create CoordinateSystem MF;\nMF.Origin = Mars;\nMF.Axes = MJ2000Eq;\n"
        "Create CoordinateSystem LF;\nLF.Origin = Luna;\nLF.Axes = BodyFixed;\n"
        "Create CoordinateSystem LI;\nLI.Origin = Luna;\nLI.Axes = MJ2000Eq;\n";
    script += report;
    script += "BeginMissionSequence;\n";
    const auto& names = group.at("parameters").as_list();
    for (const Value& state : group.at("states").as_list()) {
      for (std::size_t k = 0; k < 6; ++k)
        script +=
            fmt::format("S.{}.{} = {};\n", axes, cartesian_labels[k], state.as_list()[k].as_real());
      script += "Report R";
      for (const Value& name : names) script += " S." + name.as_string();
      script += ";\n";
    }
    const auto rows = rows_of(script);
    const auto& expected = group.at("values").as_list();
    ASSERT_EQ(rows.size(), expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t k = 0; k < names.size(); ++k) {
        const Value& value = expected[i].as_list()[k];
        if (value.is_null()) {
          EXPECT_TRUE(std::isnan(rows[i][k])) << names[k].as_string();
          continue;
        }
        const double wanted = value.as_real();
        const double off = std::abs(std::remainder(rows[i][k] - wanted, 360.0));
        const double direct = std::abs(rows[i][k] - wanted);
        EXPECT_LT(std::min(off, direct), 1e-9 * std::max(1.0, std::abs(wanted)))
            << names[k].as_string() << ", state " << i;
      }
    }
  }
}

std::string fault_of(std::string_view elements) {
  std::string script = "Create Spacecraft S;\n";
  script += elements;
  script += "BeginMissionSequence;\n";
  try {
    test::engine_of(script);
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "";
}

TEST(StateTypes, elements_that_make_no_orbit_are_refused_with_their_line) {
  const std::pair<const char*, const char*> cases[] = {
      {"S.RadPer = 7000;\nS.RadApo = 6000;\n", "hyperbola has RadApo < 0"},
      {"S.SMA = 7000;\nS.EquinoctialH = 0.9;\nS.EquinoctialK = 0.9;\nS.EquinoctialP = 0;\n"
       "S.EquinoctialQ = 0;\nS.MLONG = 0;\n",
       "EquinoctialH = 0.9"},
      {"S.DelaunayL = 50000;\nS.DelaunayG = 60000;\nS.DelaunayH = 1000;\nS.Delaunayl = 0;\n"
       "S.Delaunayg = 0;\nS.Delaunayh = 0;\n",
       "DelaunayG = 60000"},
      {"S.PlanetodeticRMAG = 7000;\nS.PlanetodeticLON = 0;\nS.PlanetodeticLAT = 0;\n"
       "S.PlanetodeticVMAG = 7;\nS.PlanetodeticAZI = 0;\nS.PlanetodeticHFPA = 0;\n",
       "BodyFixed"},
      {"S.PlanetodeticLAT = 95;\n", "-90"},
      {"S.IncomingRadPer = 7000;\nS.IncomingC3Energy = 0;\nS.IncomingRHA = 0;\n"
       "S.IncomingDHA = 0;\nS.IncomingBVAZI = 0;\nS.TA = 0;\n",
       "parabol"},
      {"S.BrouwerShortSMA = 2000;\nS.BrouwerShortECC = 0.1;\nS.BrouwerShortINC = 20;\n"
       "S.BrouwerShortRAAN = 0;\nS.BrouwerShortAOP = 0;\nS.BrouwerShortMA = 0;\n",
       "3000 km"},
      {"S.BrouwerLongECC = 0.995;\n", "0.99"},
      {"S.DisplayStateType = Keplerian;\nS.X = 7000;\nS.SMA = 7000;\n", "another state type"}};
  for (const auto& [elements, fragment] : cases) {
    const auto fault = fault_of(elements);
    EXPECT_NE(fault.find(fragment), std::string::npos) << elements << fault;
    EXPECT_NE(fault.find("mission.script:"), std::string::npos) << fault;
  }
}

TEST(StateTypes, mean_elements_are_of_the_earth_only) {
  const auto fault = fault_of(
      "Create CoordinateSystem C;\nC.Origin = Mars;\nC.Axes = MJ2000Eq;\nS.CoordinateSystem = C;\n"
      "S.BrouwerLongSMA = 7000;\nS.BrouwerLongECC = 0.1;\nS.BrouwerLongINC = 20;\n"
      "S.BrouwerLongRAAN = 0;\nS.BrouwerLongAOP = 0;\nS.BrouwerLongMA = 0;\n");
  EXPECT_NE(fault.find("about the Earth only"), std::string::npos) << fault;
}

TEST(StateTypes, numbered_elements_follow_the_display_state_type) {
  const auto rows = rows_of(std::string(report) +
                            "Create Spacecraft S;\nS.DisplayStateType = SphericalRADEC;\n"
                            "S.Element1 = 8000;\nS.Element2 = 10;\nS.Element3 = 20;\n"
                            "S.Element4 = 7;\nS.Element5 = 100;\nS.Element6 = 5;\n"
                            "BeginMissionSequence;\n"
                            "Report R S.Earth.RMAG S.EarthMJ2000Eq.RA S.EarthMJ2000Eq.DECV;\n");
  EXPECT_NEAR(rows[0][0], 8000.0, 1e-9);
  EXPECT_NEAR(rows[0][1], 10.0, 1e-12);
  EXPECT_NEAR(rows[0][2], 5.0, 1e-12);
}

TEST(Parameters, a_refused_conversion_fails_the_run_in_words) {
  try {
    rows_of(std::string(report) +
            "Create Spacecraft S;\nBeginMissionSequence;\nS.VY = 20;\nReport R S.MLONG;\n");
    FAIL() << "equinoctial elements of a hyperbola were reported";
  } catch (const RunFailed& error) {
    EXPECT_NE(std::string(error.what()).find("hyperbolas"), std::string::npos) << error.what();
  }
}

TEST(Parameters, of_force_models_give_density_and_acceleration) {
  const auto rows = rows_of(std::string(report) +
                            "Create Spacecraft S;\nS.AtmosDensityScaleFactor = 2;\n"
                            "Create ForceModel FM;\nFM.PrimaryBodies = {Earth};\n"
                            "FM.GravityField.Earth.Degree = 0;\nFM.GravityField.Earth.Order = 0;\n"
                            "FM.Drag.AtmosphereModel = Exponential;\n"
                            "BeginMissionSequence;\nS.X = 6778.1363;\nS.Y = 0;\nS.Z = 0;\n"
                            "Report R S.FM.AtmosDensity S.FM.AccelerationX S.FM.Acceleration "
                            "S.EarthMJ2000Eq.X;\n");
  // 400 km up: Vallado's table gives 3.725e-12 kg/m^3.
  EXPECT_NEAR(rows[0][0], 2.0 * 3.725e-3, 1e-5);
  EXPECT_NEAR(rows[0][1], -398600.4415 / (6778.1363 * 6778.1363), 1e-8);
  EXPECT_NEAR(rows[0][2], -rows[0][1], 1e-8);
}

}  // namespace
}  // namespace gmat_sweep
