// Programs of the mission sequence, each held against what GMAT R2026a makes of it: the scripts
// and GMAT's numbers stand in tests/reference/programs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"
#include "script/function_files.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

const fs::path programs = fs::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / "programs";

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

bool same_word(const std::string& ours, const std::string& gmats, double tolerance) {
  if (ours == gmats) return true;
  double a = 0.0;
  double b = 0.0;
  const auto first = std::from_chars(ours.data(), ours.data() + ours.size(), a);
  const auto second = std::from_chars(gmats.data(), gmats.data() + gmats.size(), b);
  if (first.ptr != ours.data() + ours.size() || second.ptr != gmats.data() + gmats.size()) {
    return false;
  }
  return std::abs(a - b) <= tolerance * std::max(std::abs(b), 1e-1);
}

void expect_same(const std::string& ours, const std::string& gmats, double tolerance,
                 const std::string& what) {
  const auto a = words_of(ours);
  const auto b = words_of(gmats);
  ASSERT_EQ(a.size(), b.size()) << what << "\nours: " << ours << "\nGMAT: " << gmats;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_TRUE(same_word(a[i], b[i], tolerance))
        << what << "\nours " << a[i] << ", GMAT " << b[i] << ", word " << i;
  }
}

const astro::DataCatalogue& shared_data() {
  static const astro::DataCatalogue data;
  return data;
}

/// What a run writes into RF.txt, or `ERR`.
std::string report_text(const script::Script& script, bool accept_unconverged = false) {
  const test::TemporaryDirectory folder;
  try {
    const auto engine = mission::make_native_engine(script, shared_data(),
                                                    {.accept_unconverged = accept_unconverged});
    engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  } catch (const GmatSweepError&) {
    return "ERR";
  }
  return read_file(folder.path() / "RF.txt");
}

/// Lines `what reports ; commands => text` of a file of GMAT's answers; commands are parted by
/// `;;`.
class Answers : public testing::TestWithParam<const char*> {};

TEST_P(Answers, agree_with_gmat) {
  const auto definitions = read_file(programs / "definitions.txt");
  std::ifstream file(programs / GetParam());
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    const auto arrow = line.find(" => ");
    ASSERT_NE(arrow, std::string::npos) << line;
    const auto blank = line.find(' ');
    auto reported = line.substr(0, blank);
    auto commands = line.substr(blank + 1, arrow - blank - 1);
    for (auto at = commands.find(";;"); at != std::string::npos; at = commands.find(";;")) {
      commands.replace(at, 2, "\n");
    }
    std::ranges::replace(reported, '+', ' ');
    const auto text =
        definitions + "BeginMissionSequence;\n" + commands + "\nReport RF " + reported + ";\n";
    std::string ours = "ERR";
    try {
      ours = report_text(
          script::include_functions(script::parse_text(text, programs / "answers.script")));
    } catch (const ScriptError&) {
      // refused, as it should be where GMAT does
    }
    expect_same(ours, line.substr(arrow + 4), 2e-14, line);
    ++count;
  }
  EXPECT_GT(count, 10);
}

std::string test_name(const testing::TestParamInfo<const char*>& about) {
  const std::string file = about.param;
  return file.substr(0, file.find('.'));
}

INSTANTIATE_TEST_SUITE_P(gmat_R2026a, Answers,
                         testing::Values("expressions.txt", "text.txt", "flow.txt",
                                         "functions.txt"),
                         test_name);

class SolverProgram : public testing::TestWithParam<std::string> {};

TEST_P(SolverProgram, passes_where_gmat_passes) {
  const auto script = script::parse_mission(programs / "solvers" / (GetParam() + ".script"));
  // Differences of the goals are divided by steps as small as 1e-6.
  expect_same(report_text(script, true), read_file(programs / "solvers" / (GetParam() + ".report")),
              1e-7, GetParam());
}

std::vector<std::string> solver_programs() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(programs / "solvers")) {
    if (entry.path().extension() == ".script") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string solver_test_name(const testing::TestParamInfo<std::string>& about) {
  return about.param;
}

INSTANTIATE_TEST_SUITE_P(gmat_R2026a, SolverProgram, testing::ValuesIn(solver_programs()),
                         solver_test_name);

TEST(Function, that_is_missing_is_told_with_its_place_and_where_it_was_looked_for) {
  const auto script = script::include_functions(script::parse_text(
      test::small_mission_with("Create GmatFunction nowhere;\nBeginMissionSequence;\n"
                               "[V] = nowhere(W);\n"),
      "mission.script"));
  EXPECT_THAT(test::message_of<ScriptError>(
                  [&] { mission::make_native_engine(script, astro::DataCatalogue()); }),
              AllOf(HasSubstr("mission.script:24:1"), HasSubstr("nowhere.gmf"),
                    HasSubstr("--function-path")));
}

TEST(Function, that_calls_itself_is_refused) {
  const test::TemporaryDirectory folder;
  write_file(folder.path() / "again.gmf",
             "function [r] = again(n)\nCreate Variable r\nCreate GmatFunction again\n"
             "BeginMissionSequence\n[r] = again(n)\n");
  const auto script = script::include_functions(
      script::parse_text(test::small_mission_with("BeginMissionSequence;\n[V] = again(W);\n"),
                         folder.path() / "mission.script"));
  EXPECT_THAT(test::message_of<ScriptError>(
                  [&] { mission::make_native_engine(script, astro::DataCatalogue()); }),
              AllOf(HasSubstr("again.gmf:5:1"), HasSubstr("comes to call itself")));
}

TEST(Function, is_found_on_the_function_path) {
  const test::TemporaryDirectory folder;
  fs::create_directories(folder.path() / "elsewhere");
  write_file(folder.path() / "elsewhere" / "twice.gmf",
             "function [y] = twice(x)\nCreate Variable y\nBeginMissionSequence\ny = 2*x\n");
  const std::vector<fs::path> folders{folder.path() / "elsewhere"};
  const auto script = script::include_functions(
      script::parse_text(test::small_mission_with("V = 21;\nBeginMissionSequence;\n"
                                                  "[W] = twice(V);\nReport RF W;\n"),
                         folder.path() / "mission.script"),
      folders);
  const auto engine = mission::make_native_engine(script, astro::DataCatalogue());
  EXPECT_EQ(test::reals(test::report_of(*engine), "W"), std::vector<double>{42.0});
}

TEST(Array, reported_whole_has_a_column_for_each_element) {
  const auto engine = test::engine_with("A(1,2) = 5;\nA(2,3) = 7;\nReport RF A V;\n");
  const auto table = test::report_of(*engine);
  EXPECT_EQ(test::reals(table, "A(1,2)"), std::vector<double>{5.0});
  EXPECT_EQ(test::reals(table, "A(2,3)"), std::vector<double>{7.0});
  EXPECT_EQ(test::reals(table, "V"), std::vector<double>{0.0});
}

constexpr std::string_view square_root = R"(
Create DifferentialCorrector DC;
BeginMissionSequence;
For W = 1:1;
  Target 'Find root' DC {SolveMode = Solve, ExitMode = SaveAndContinue};
    Vary DC(V = 1, {Perturbation = 1e-4});
    A(1,1) = V^2;
    Achieve DC(A(1,1) = 2, {Tolerance = 1e-6});
  EndTarget;
  Report RF V W;
EndFor;
)";

TEST(Overrides, name_the_values_of_commands_by_number_or_label) {
  const auto engine = test::engine_of(test::small_mission_with(square_root));
  const auto root = [&](Value::Map overrides) {
    return test::reals(test::report_of(*engine, std::move(overrides)), "V").back();
  };
  EXPECT_NEAR(root({}), std::sqrt(2.0), 1e-6);
  EXPECT_NEAR(root({{"Target1.Achieve.A(1,1)", 9.0}}), 3.0, 1e-6);
  EXPECT_NEAR(root({{"Find root.Achieve.A(1,1)", 16}}), 4.0, 1e-6);
  EXPECT_NEAR(root({{"Target1.Vary.V", -1.0}}), -std::sqrt(2.0), 1e-6);
  EXPECT_GT(std::abs(root({{"Target1.Achieve.A(1,1).Tolerance", 0.5}}) - std::sqrt(2.0)), 1e-4);
  EXPECT_EQ(test::report_of(*engine, {{"For1.End", 3}}).row_count(), 3U);
  EXPECT_THAT(test::message_of<SweepConfigError>([&] {
                engine->check_overrides({{"Target1.Vary.W", 1.0}});
              }),
              HasSubstr("did you mean Target1.Vary.V"));
}

const Table* solver_table(const EngineResult& result) {
  for (const auto& output : result.outputs) {
    if (output.key == "solver__DC") return &output.table;
  }
  return nullptr;
}

TEST(SolverTable, has_a_row_for_each_iteration) {
  const auto engine = test::engine_of(test::small_mission_with(square_root));
  const auto result = test::run(*engine);
  const auto* table = solver_table(result);
  ASSERT_NE(table, nullptr);
  const auto& status = std::get<std::vector<std::string>>(table->find("status")->values);
  EXPECT_EQ(status.front(), "iterating");
  EXPECT_EQ(status.back(), "converged");
  EXPECT_EQ(test::reals(*table, "iteration").back(), static_cast<double>(table->row_count()));
  EXPECT_EQ(test::reals(*table, "V").front(), 1.0);
  EXPECT_EQ(test::reals(*table, "A(1,1).difference").front(), -1.0);
  EXPECT_EQ(std::get<std::vector<std::string>>(table->find("command")->values).front(),
            "Find root");
}

TEST(SolverTable, says_when_an_unconverged_solution_was_accepted) {
  const auto script = script::parse_text(test::small_mission_with(square_root), "mission.script");
  const auto engine =
      mission::make_native_engine(script, astro::DataCatalogue(), {.accept_unconverged = true});
  const auto result = test::run(*engine, {{"DC.MaximumIterations", 2}});
  const auto* table = solver_table(result);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(std::get<std::vector<std::string>>(table->find("status")->values).back(),
            "unconverged");
  EXPECT_THAT(result.log, HasSubstr("has not converged in 2 iterations"));
}

TEST(SolverTable, is_left_by_a_run_whose_targeter_does_not_converge) {
  const auto engine = test::engine_of(test::small_mission_with(square_root));
  try {
    test::run(*engine, {{"DC.MaximumIterations", 2}});
    FAIL() << "the run did not fail";
  } catch (const RunFailedWithOutputs& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("has not converged in 2 iterations"), HasSubstr("last: V = ")));
    const EngineResult result{error.outputs(), {}, {}};
    const auto* table = solver_table(result);
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(std::get<std::vector<std::string>>(table->find("status")->values).back(),
              "unconverged");
  }
}

TEST(BracketedArray, is_taken_by_diag_alone) {
  EXPECT_THAT(test::message_of<ScriptError>(
                  [] { test::engine_with("A = [1 2 3; 4 5 6];\nV = norm([1 2 3]);\n"); }),
              AllOf(HasSubstr(":23:5: as in GMAT, only diag"), HasSubstr(":24:10: as in GMAT")));
}

/// A vector hold file with the parts that `Set` reads.
constexpr std::string_view vector_hold_file = R"(
  EPOCH TIME FOR ELEMENTS:                12 08 20 00 00 00.000
  CARTESIAN COORDINATES:
    X        .42164000000000D+05 KM       XDOT       .00000000000000D+00 KM/S
    Y        .00000000000000D+00 KM       YDOT       .30746662829706D+01 KM/S
    Z        .00000000000000D+00 KM       ZDOT       .00000000000000D+00 KM/S
  CSUBR      .14000000000000D+01
)";

TEST(SetFromFile, sets_what_data_names) {
  const test::TemporaryDirectory folder;
  write_file(folder.path() / "state.sv", vector_hold_file);
  const auto script = script::parse_text(R"(Create Spacecraft S1 S2 S3;
Create CoordinateSystem Fixed;
Fixed.Origin = Earth;
Fixed.Axes = BodyFixed;
S3.CoordinateSystem = Fixed;
S2.DateFormat = UTCGregorian;
S2.Epoch = '01 Jan 2021 00:00:00.000';
Create FileInterface F;
F.Format = 'TVHF_ASCII';
F.Filename = 'state.sv';
Create ReportFile RF;
RF.Filename = 'RF.txt';
RF.WriteHeaders = false;
BeginMissionSequence;
Set S1 F;
Report RF S1.UTCGregorian S1.X S1.VY S1.Cr S1.A1ModJulian;
Set 'state' S2 F (Data = {'CartesianState'});
Report RF S2.A1ModJulian S2.X S2.VY S2.Cr;
Set S3 F (Data = {'Epoch'});
Report RF S3.UTCGregorian S3.X S3.Z S3.VY;
)",
                                         folder.path() / "mission.script");
  // Source: GMAT R2026a with the same values in the vector hold file of its sample.
  expect_same(report_text(script),
              "20 Aug 2012 00:00:00.000 42164 3.0746662829706 1.4 26159.50040549053\n"
              "29215.50042863868 42164 3.0746662829706 1.8\n"
              "20 Aug 2012 00:00:00.000 7099.999999999999 1300 7.349999999999997\n",
              1e-13, "Set");
}

TEST(SetFromFile, of_a_malformed_file_is_refused_with_the_commands_line) {
  const test::TemporaryDirectory folder;
  write_file(folder.path() / "state.sv", "nothing of use\n");
  const auto script = script::parse_text(
      "Create Spacecraft S1;\nCreate FileInterface F;\nF.Format = 'TVHF_ASCII';\n"
      "F.Filename = 'state.sv';\nBeginMissionSequence;\nSet S1 F;\n",
      folder.path() / "mission.script");
  EXPECT_THAT(test::message_of<ScriptError>(
                  [&] { mission::make_native_engine(script, astro::DataCatalogue()); }),
              AllOf(HasSubstr("mission.script:6:1"), HasSubstr("state.sv is no TVHF_ASCII file"),
                    HasSubstr("EPOCH TIME FOR ELEMENTS:")));
}

constexpr std::string_view valley = R"(
Create Yukon Y;
Y.OptimalityTolerance = 1e-7;
Y.FunctionTolerance = 1e-9;
BeginMissionSequence;
Optimize Y {SolveMode = Solve, ExitMode = SaveAndContinue};
  Vary Y(V = -1.2, {Perturbation = 1e-6, Upper = 2});
  Vary Y(W = 1, {Perturbation = 1e-6});
  A(1,1) = 100*(W - V^2)^2 + (1 - V)^2;
  Minimize Y(A(1,1));
  A(1,2) = V^2 + W^2;
  NonlinearConstraint Y(A(1,2) <= 100);
EndOptimize;
Report RF V W;
)";

TEST(Optimize, finds_the_bottom_of_a_curved_valley) {
  for (const char* update : {"SelfScaledBFGS", "DampedBFGS"}) {
    const auto engine = test::engine_of(test::small_mission_with(valley));
    const auto table = test::report_of(*engine, {{"Y.HessianUpdateMethod", update},
                                                 {"Y.MaximumIterations", 2000},
                                                 {"Y.MaximumFunctionEvals", 5000}});
    EXPECT_NEAR(test::reals(table, "V").back(), 1.0, 1e-3) << update;
    EXPECT_NEAR(test::reals(table, "W").back(), 1.0, 1e-3) << update;
  }
}

TEST(Optimize, keeps_to_its_constraint) {
  const auto engine = test::engine_of(test::small_mission_with(valley));
  const auto table = test::report_of(*engine, {{"Optimize1.NonlinearConstraint.A(1,2)", 1.0}});
  // Source: the optimum of Rosenbrock's valley within the unit circle, to four digits.
  EXPECT_NEAR(test::reals(table, "V").back(), 0.7864, 1e-3);
  EXPECT_NEAR(test::reals(table, "W").back(), 0.6177, 1e-3);
}

TEST(Optimize, goes_on_to_the_least_violation_where_constraints_have_no_common_point) {
  const auto script = script::parse_text(test::small_mission_with(R"(
Create Yukon Y;
BeginMissionSequence;
Optimize Y {SolveMode = Solve, ExitMode = SaveAndContinue};
  Vary Y(V = 1, {Perturbation = 1e-6});
  Vary Y(W = 1, {Perturbation = 1e-6});
  A(1,1) = (V - 2)^2 + W^2;
  Minimize Y(A(1,1));
  A(1,2) = V + W;
  A(1,3) = V + 1.001 * W;
  A(2,1) = V + W * W;
  NonlinearConstraint Y(A(1,2) = 4);
  NonlinearConstraint Y(A(1,3) = 4);
  NonlinearConstraint Y(A(2,1) <= 1);
EndOptimize;
Report RF V W;
)"),
                                         "mission.script");
  const auto engine =
      mission::make_native_engine(script, astro::DataCatalogue(), {.accept_unconverged = true});
  const auto result = test::run(*engine);
  EXPECT_THAT(result.log, HasSubstr("appear to have no common point"));
  EXPECT_GE(result.outputs.back().table.row_count(), 3U);
}

TEST(Optimize, of_constraints_without_a_common_point_fails_the_run) {
  const auto engine = test::engine_of(test::small_mission_with(R"(
Create Yukon Y;
BeginMissionSequence;
Optimize Y;
  Vary Y(V = 0, {Perturbation = 1e-6});
  NonlinearConstraint Y(V <= 1);
  NonlinearConstraint Y(V >= 2);
EndOptimize;
)"));
  EXPECT_THAT(test::message_of<RunFailed>([&] { test::run(*engine); }),
              AllOf(HasSubstr("mission.script:25:1"), HasSubstr("no common point")));
}

TEST(CommercialOptimiser, is_refused_by_name) {
  for (const char* type : {"SNOPT", "VF13ad", "FminconOptimizer"}) {
    EXPECT_THAT(test::message_of<ScriptError>(
                    [&] { test::engine_of(std::string("Create ") + type + " O;\n"); }),
                AllOf(HasSubstr(type), HasSubstr("commercial")));
  }
}

TEST(TypeError, of_an_assignment_is_found_before_the_run_all_of_them_at_once) {
  EXPECT_THAT(test::message_of<ScriptError>([] {
                test::engine_with("V = S;\nA = V;\nW = A;\nS = A(1,1);\nA = A';\nX = 3;\n");
              }),
              AllOf(HasSubstr(":23:5: S is not a number"), HasSubstr(":24:5: A is an Array of 2"),
                    HasSubstr(":25:5: A is not a number"), HasSubstr(":26:5: a String takes text"),
                    HasSubstr(":27:5: A is an Array of 2 by 3; A' is 3 by 2"),
                    HasSubstr(":28:1: X is not created")));
}

}  // namespace
}  // namespace gmat_sweep
