// State transition matrices: the partial derivatives of every force, and propagated matrices
// against GMAT R2026a's, whose scripts and reports stand in tests/reference/transition.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <sstream>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/dynamics.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using astro::Body;
using astro::CartesianState;
using astro::Matrix3;
using astro::Vector3;
using mission::ForceSettings;
using testing::AllOf;
using testing::HasSubstr;

const fs::path reference = fs::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / "transition";

const astro::DataCatalogue& shared_data() {
  static const astro::DataCatalogue data;
  return data;
}

// Partial derivatives against differences of the force model's own accelerations.

constexpr mission::SpacecraftProperties properties{
    .mass_kg = 400.0, .cr = 1.6, .srp_area_m2 = 30.0, .drag = {2.3, 25.0, 1.2}};

class Forces {
 public:
  explicit Forces(const ForceSettings& settings) : dynamics_(settings, shared_data()) {
    dynamics_.prepare_partials();
    dynamics_.start(astro::SplitTime(30384.75), {properties});
  }

  astro::AccelerationPartials partials(const CartesianState& at) {
    acceleration(at);
    return dynamics_.partials(0, at);
  }

  /// Central differences, extrapolated once.
  astro::AccelerationPartials slopes(const CartesianState& at, double step_km, double step_km_s) {
    astro::AccelerationPartials result;
    for (Eigen::Index i = 0; i < 3; ++i) {
      const auto by_position = [&](double by) -> Vector3 {
        CartesianState ahead = at;
        CartesianState behind = at;
        ahead.position_km[i] += by;
        behind.position_km[i] -= by;
        return (acceleration(ahead) - acceleration(behind)) / (2.0 * by);
      };
      const auto by_velocity = [&](double by) -> Vector3 {
        CartesianState ahead = at;
        CartesianState behind = at;
        ahead.velocity_km_s[i] += by;
        behind.velocity_km_s[i] -= by;
        return (acceleration(ahead) - acceleration(behind)) / (2.0 * by);
      };
      result.position_per_s2.col(i) = (4.0 * by_position(step_km / 2) - by_position(step_km)) / 3.0;
      result.velocity_per_s.col(i) = by_velocity(step_km_s);
    }
    return result;
  }

 private:
  Vector3 acceleration(const CartesianState& at) {
    const auto& r = at.position_km;
    const auto& v = at.velocity_km_s;
    const std::array<double, 6> state{r.x(), r.y(), r.z(), v.x(), v.y(), v.z()};
    std::array<double, 6> rate{};
    dynamics_(100.0, state, rate);
    return {rate[3], rate[4], rate[5]};
  }

  mission::Dynamics dynamics_;
};

const CartesianState low{{6600, 100, 300}, {-0.1, 7.6, 1.7}};
const CartesianState high{{42000, 3000, 100}, {-0.2, 3.05, 0.1}};

void expect_slopes(const ForceSettings& settings, const CartesianState& at, double tolerance,
                   double step_km = 10.0) {
  Forces forces(settings);
  const auto found = forces.partials(at);
  const auto expected = forces.slopes(at, step_km, 1e-3);
  const double off =
      (found.position_per_s2 - expected.position_per_s2).norm() / expected.position_per_s2.norm();
  EXPECT_LT(off, tolerance);
  EXPECT_LE((found.velocity_per_s - expected.velocity_per_s).norm(),
            1e-5 * expected.velocity_per_s.norm());
}

ForceSettings point_masses(std::vector<Body> bodies) {
  ForceSettings settings;
  settings.point_masses = std::move(bodies);
  return settings;
}

/// The field of a body, about `center`.
ForceSettings field_of(Body body, const char* file, int degree, int order, Body center) {
  ForceSettings settings;
  settings.central_body = center;
  ForceSettings::Harmonics field;
  field.body = body;
  field.potential_file = file;
  field.degree = degree;
  field.order = order;
  settings.harmonics.push_back(field);
  return settings;
}

TEST(Partials, of_point_masses_are_the_slopes_of_their_pull) {
  expect_slopes(point_masses({Body::earth}), low, 1e-9);
  expect_slopes(point_masses({Body::luna, Body::sun, Body::jupiter}), high, 1e-6, 3000.0);
}

TEST(Partials, of_harmonics_are_the_slopes_of_their_pull) {
  expect_slopes(field_of(Body::earth, "JGM3.cof", 12, 9, Body::earth), low, 1e-9);
  auto tides = field_of(Body::earth, "JGM3.cof", 4, 4, Body::earth);
  tides.harmonics.front().solid_tide = true;
  expect_slopes(tides, low, 1e-9);
  expect_slopes(field_of(Body::luna, "LP165P.cof", 10, 10, Body::luna),
                {{2000, 100, 200}, {0.1, 1.4, 0.5}}, 1e-9);
  expect_slopes(field_of(Body::mars, "Mars50c.cof", 8, 8, Body::mars),
                {{3800, 100, 400}, {-0.2, 3.0, 1.2}}, 1e-9);
}

/// GMAT takes the gradient at the central body's centre away, too, although nothing moves there.
TEST(Partials, of_another_bodys_field_are_gmats_less_the_gradient_at_the_centre) {
  Forces forces(field_of(Body::luna, "LP165P.cof", 6, 6, Body::earth));
  const CartesianState at{{300000, 180000, 90000}, {-0.3, 0.5, 0.1}};
  const Matrix3 taken =
      forces.slopes(at, 500.0, 1e-3).position_per_s2 - forces.partials(at).position_per_s2;
  const Matrix3 at_center = forces.slopes({}, 500.0, 1e-3).position_per_s2;
  EXPECT_LT((taken - at_center).norm(), 1e-5 * at_center.norm());
  EXPECT_EQ(forces.partials({}).position_per_s2, Matrix3::Zero());
}

TEST(Partials, of_sunlight_are_the_slopes_of_its_pressure) {
  ForceSettings settings;
  settings.radiation.emplace();
  expect_slopes(settings, high, 1e-5, 5000.0);
}

/// By differences forward over 10 m, as in GMAT: half the step times the density's curvature.
TEST(Partials, of_drag_are_the_slopes_of_the_drag) {
  using Model = mission::AtmosphereModel;
  for (const auto model :
       {Model::exponential, Model::jacchia_roberts, Model::msise90, Model::nrlmsise00}) {
    SCOPED_TRACE(static_cast<int>(model));
    ForceSettings settings;
    settings.drag.emplace();
    settings.drag->model = model;
    expect_slopes(settings, low, 5e-4, 0.1);
  }
}

TEST(Partials, of_relativity_are_none_as_in_gmat) {
  ForceSettings settings;
  settings.relativity = true;
  Forces forces(settings);
  EXPECT_EQ(forces.partials(low).position_per_s2, Matrix3::Zero());
  EXPECT_EQ(forces.partials(low).velocity_per_s, Matrix3::Zero());
  EXPECT_GT(forces.slopes(low, 10.0, 1e-3).position_per_s2.norm(), 0.0);
}

// Whole missions.

using Matrix6 = Eigen::Matrix<double, 6, 6, Eigen::RowMajor>;

std::vector<Matrix6> matrices_of(const std::string& text) {
  std::istringstream in(text);
  const std::vector<double> numbers{std::istream_iterator<double>(in), {}};
  std::vector<Matrix6> result;
  for (std::size_t i = 0; i + 36 <= numbers.size(); i += 36) {
    result.emplace_back(Eigen::Map<const Matrix6>(&numbers[i]));
  }
  return result;
}

/// How far a matrix is from GMAT's: of each quarter relative to its norm, or to what a quarter of
/// the identity can be told by (1, 100 s, 1e-4 1/s) where it has less.
double distance(const Matrix6& ours, const Matrix6& gmats) {
  double worst = 0.0;
  for (const auto& [row, column, floor] :
       {std::tuple{0, 0, 1.0}, {0, 3, 100.0}, {3, 0, 1e-4}, {3, 3, 1.0}}) {
    const Matrix3 a = ours.block<3, 3>(row, column);
    const Matrix3 b = gmats.block<3, 3>(row, column);
    worst = std::max(worst, (a - b).norm() / std::max(b.norm(), floor));
  }
  return worst;
}

/// Where GMAT is analytic and steps are fixed, rounding is all that may differ. Under adaptive
/// steps the integration's own error shows. GMAT hands MSIS's models the place in single
/// precision, which its differences over 10 m amplify to half a hundredth of the drag's part.
double tolerance_of(const std::string& script) {
  for (const char* msis : {"drag_msis", "drag_nrlmsise", "several", "backwards", "accumulates"}) {
    if (script.starts_with(msis)) return 1e-4;
  }
  if (script.starts_with("drag")) return 5e-8;
  if (script.starts_with("adaptive") || script == "stop_at_apsis") return 1e-8;
  return 1e-11;
}

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(reference)) {
    const auto name = entry.path().stem().string();
    if (entry.path().extension() == ".script" && !name.starts_with("layout")) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

void run_into(const fs::path& folder, const std::string& name) {
  const auto engine = mission::make_native_engine(
      script::parse_file(reference / (name + ".script")), shared_data());
  engine->run({.overrides = {}, .output_dir = folder, .write_native_files = true});
}

class TransitionMission : public testing::TestWithParam<std::string> {};

TEST_P(TransitionMission, matrices_agree_with_gmat) {
  const auto& name = GetParam();
  const test::TemporaryDirectory folder;
  run_into(folder.path(), name);
  const auto gmats = matrices_of(read_file(reference / (name + ".report")));
  const auto ours = matrices_of(read_file(folder.path() / (name + ".report")));
  ASSERT_FALSE(gmats.empty());
  ASSERT_EQ(ours.size(), gmats.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < gmats.size(); ++i) {
    worst = std::max(worst, distance(ours[i], gmats[i]));
  }
  std::cout << name << ": " << worst << '\n';
  EXPECT_LT(worst, tolerance_of(name));
}

std::string test_name(const testing::TestParamInfo<std::string>& case_info) {
  return case_info.param;
}

INSTANTIATE_TEST_SUITE_P(gmat_R2026a, TransitionMission, testing::ValuesIn(scripts()), test_name);

TEST(Transition, stands_in_reports_as_gmat_lays_it_out) {
  const test::TemporaryDirectory folder;
  run_into(folder.path(), "layout");
  EXPECT_EQ(read_file(folder.path() / "layout.report"), read_file(reference / "layout.report"));
  EXPECT_EQ(read_file(folder.path() / "R.txt"), read_file(reference / "layout_steps.report"));
}

TEST(Transition, makes_columns_as_wide_as_gmat_does) {
  const test::TemporaryDirectory folder;
  run_into(folder.path(), "layout_wide");
  for (const char* layout : {"headers", "plain", "zeros", "commas", "added", "added_headers"}) {
    const auto name = std::string("wide_") + layout + ".txt";
    EXPECT_EQ(read_file(folder.path() / name), read_file(reference / name)) << name;
  }
}

constexpr std::string_view setup = R"(Create Spacecraft Sat;
Create Spacecraft Sat2;
Create Propagator Prop;
Create ReportFile RF;
Create Array A[6,6] B[3,3];
Create Variable x;
)";

Table table_of(const std::string& sequence) {
  return test::report_of(
      *test::engine_of(std::string(setup) + "BeginMissionSequence;\n" + sequence));
}

TEST(Transition, has_a_column_for_each_element) {
  const auto table = table_of(
      "Propagate Prop(Sat, 'STM') {Sat.ElapsedSecs = 60};\n"
      "A = Sat.OrbitSTM;\nReport RF Sat.OrbitSTM Sat.OrbitSTMB A;\n");
  const auto corner = test::reals(table, "Sat.OrbitSTM(1,4)");
  ASSERT_EQ(corner.size(), 1U);
  EXPECT_NEAR(corner[0], 60.0, 0.5);
  EXPECT_EQ(test::reals(table, "Sat.OrbitSTMB(1,1)"), corner);
  EXPECT_EQ(test::reals(table, "A(1,4)"), corner);
  EXPECT_EQ(test::reals(table, "Sat.OrbitSTM(6,6)").size(), 1U);
}

TEST(Transition, stands_in_matrix_expressions) {
  const auto table = table_of(
      "Propagate Prop(Sat, 'STM') {Sat.ElapsedSecs = 600};\nA = Sat.OrbitSTM;\n"
      "A = inv(Sat.OrbitSTM)*A;\nx = det(Sat.OrbitSTM);\nB = 2*Sat.OrbitSTMD';\n"
      "Report RF A x B Sat.OrbitSTMD;\n");
  EXPECT_NEAR(test::reals(table, "x").at(0), 1.0, 1e-10);
  EXPECT_NEAR(test::reals(table, "A(2,2)").at(0), 1.0, 1e-9);
  EXPECT_NEAR(test::reals(table, "A(2,1)").at(0), 0.0, 1e-9);
  EXPECT_EQ(test::reals(table, "B(1,2)").at(0),
            2.0 * test::reals(table, "Sat.OrbitSTMD(2,1)").at(0));
}

/// Steps, and the states at them, are what they are without the matrix: no bit differs.
TEST(Transition, leaves_the_steps_as_they_are) {
  const auto states = [](const std::string& option) {
    const auto table = test::report_of(*test::engine_of(
        std::string(setup) +
        "Create ForceModel FM;\nFM.PrimaryBodies = {Earth};\nFM.GravityField.Earth.Degree = "
        "4;\nFM.GravityField.Earth.Order = "
        "4;\nFM.PointMasses = {Luna};\nFM.SRP = On;\nProp.FM = FM;\n"
        "RF.Add = {Sat.ElapsedSecs, Sat.X, Sat.VZ};\nBeginMissionSequence;\n"
        "Propagate Prop(Sat" +
        option + ") {Sat.Earth.Periapsis};\n"));
    return std::vector{test::reals(table, "Sat.ElapsedSecs"), test::reals(table, "Sat.X"),
                       test::reals(table, "Sat.VZ")};
  };
  const auto plain = states("");
  ASSERT_GT(plain[0].size(), 10U);
  EXPECT_EQ(states(", 'STM'"), plain);
  EXPECT_EQ(states(", 'STM', 'AMatrix'"), plain);
}

std::string refusal(const std::string& sequence) {
  return test::message_of<ScriptError>(
      [&] { test::engine_of(std::string(setup) + "BeginMissionSequence;\n" + sequence); });
}

TEST(Transition, what_gmat_refuses_is_refused_with_the_line) {
  for (const char* line :
       {"Propagate Prop(Sat, 'Foo');", "Propagate Prop(Sat, 'stm');", "Propagate Prop('STM', Sat);",
        "x = Sat.OrbitSTM;", "x = Sat.OrbitSTM(1,1);", "Sat.OrbitSTM(1,1) = 3;",
        "A = Sat.EarthMJ2000Eq.OrbitSTM;", "A = Sat.Earth.OrbitSTM;", "B = Sat.OrbitSTM;",
        "A = Sat.OrbitSTMA;", "Sat.OrbitSTM = 3;", "Sat.OrbitSTM = B;", "Sat.OrbitSTMA = B;",
        "A(1,1) = Sat.OrbitSTM;", "Propagate Prop(Sat, 'STM') {Sat.OrbitSTM = 3};",
        "If Sat.OrbitSTM > 3\nEndIf;", "A = Sat.OrbitAMatrix;"}) {
    EXPECT_THAT(refusal(line), HasSubstr("mission.script:8")) << line;
  }
}

TEST(Transition, refusals_say_what_would_be_accepted) {
  EXPECT_THAT(refusal("Propagate Prop(Sat, 'Foo');"),
              AllOf(HasSubstr("'Foo'"), HasSubstr("'STM'")));
  EXPECT_THAT(refusal("x = Sat.OrbitSTM(1,1);"), HasSubstr("assigned to an Array"));
  EXPECT_THAT(refusal("Sat.OrbitSTMA = B;"), HasSubstr("Sat.OrbitSTM can"));
  EXPECT_THAT(refusal("Sat.OrbitSTM = B;"), HasSubstr("6 by 6"));
  EXPECT_THAT(refusal("Propagate Prop(Sat, 'Covariance');"),
              AllOf(HasSubstr("Covariance"), HasSubstr("mission.script:8")));
  EXPECT_THAT(refusal("A = Sat.OrbitErrorCovariance;"), HasSubstr("mission.script:8"));
  EXPECT_THAT(refusal("Propagate Prop(Sat, Sat2, 'STM', 'AMatrix');"), HasSubstr("leave out"));
}

TEST(Transition, cannot_be_set_before_the_mission_sequence_nor_overridden) {
  const auto before = test::message_of<ScriptError>(
      [&] { test::engine_of(std::string(setup) + "Sat.OrbitSTM = A;\nBeginMissionSequence;\n"); });
  EXPECT_THAT(before, HasSubstr("OrbitSTM"));
  const auto engine = test::engine_of(std::string(setup) + "BeginMissionSequence;\n");
  EXPECT_THAT(test::message_of<GmatSweepError>([&] {
                test::run(*engine, {{"Sat.OrbitSTM", Value(1.0)}});
              }),
              HasSubstr("OrbitSTM"));
}

TEST(Transition, second_order_integrators_do_not_propagate_it) {
  const auto engine = test::engine_of(std::string(setup) +
                                      "Prop.Type = RungeKutta68;\nBeginMissionSequence;\n"
                                      "Propagate Prop(Sat, 'STM') {Sat.ElapsedSecs = 60};\n");
  EXPECT_THAT(test::message_of<RunFailed>([&] { test::run(*engine); }),
              AllOf(HasSubstr("RungeKutta68"), HasSubstr("state transition matrix")));
  const auto without = test::engine_of(std::string(setup) +
                                       "Prop.Type = RungeKutta68;\nBeginMissionSequence;\n"
                                       "Propagate Prop(Sat, 'AMatrix') {Sat.ElapsedSecs = 60};\n");
  EXPECT_NO_THROW(test::run(*without));
}

/// The last row of a solver's passes is of six lines: all go when the next replaces it.
TEST(Transition, rows_that_a_solution_replaces_go_whole) {
  const test::TemporaryDirectory folder;
  const auto engine = test::engine_of(
      std::string(setup) +
      "Create ImpulsiveBurn Burn;\nCreate DifferentialCorrector DC;\nRF.Filename = 'RF.txt';\n"
      "RF.SolverIterations = None;\nRF.WriteHeaders = false;\nRF.Add = {Sat.OrbitSTM};\n"
      "BeginMissionSequence;\nTarget DC;\nVary DC(Burn.Element1 = 0.1);\nManeuver Burn(Sat);\n"
      "Propagate Prop(Sat, 'STM') {Sat.ElapsedSecs = 600};\nAchieve DC(Sat.RMAG = 7250);\n"
      "EndTarget;\n");
  engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  const auto text = read_file(folder.path() / "RF.txt");
  EXPECT_EQ(std::ranges::count(text, '\n'), 6) << text;
}

}  // namespace
}  // namespace gmat_sweep
