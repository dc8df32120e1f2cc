#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/differential_corrector.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using mission::CorrectorAlgorithm;
using mission::DerivativeMethod;
using mission::DifferentialCorrector;
using mission::SolverGoal;
using mission::SolverVariable;
using test::message_of;
using test::reals;
using test::report_of;
using testing::AllOf;
using testing::HasSubstr;

/// A circle of radius 5 cut by the line y = x + 1: (3, 4).
Eigen::Vector2d circle_and_line(double x, double y) { return {x * x + y * y, y - x}; }

int iterations_to_solve(DerivativeMethod derivative, CorrectorAlgorithm algorithm) {
  DifferentialCorrector corrector(derivative, algorithm);
  std::vector<SolverVariable> v{{.name = "x", .value = 2.5}, {.name = "y", .value = 4.5}};
  std::vector<SolverGoal> goals{{.name = "circle", .goal = 25.0, .tolerance = 1e-9},
                                {.name = "line", .goal = 1.0, .tolerance = 1e-9}};
  for (int iteration = 0; iteration < 30; ++iteration) {
    const auto at = circle_and_line(v[0].value, v[1].value);
    goals[0].achieved = at[0];
    goals[1].achieved = at[1];
    if (goals[0].is_met() && goals[1].is_met()) {
      EXPECT_NEAR(v[0].value, 3.0, 1e-9);
      EXPECT_NEAR(v[1].value, 4.0, 1e-9);
      return iteration;
    }
    const double h = derivative == DerivativeMethod::backward ? -0.001 : 0.001;
    for (auto& variable : v) perturbed_value(variable, derivative, false);
    Eigen::Matrix2d up;
    up << circle_and_line(v[0].value + h, v[1].value), circle_and_line(v[0].value, v[1].value + h);
    Eigen::Matrix2d down;
    down << circle_and_line(v[0].value - h, v[1].value),
        circle_and_line(v[0].value, v[1].value - h);
    corrector.correct(v, goals, up, down);
  }
  return 30;
}

TEST(DifferentialCorrector, every_method_finds_the_crossing) {
  for (const auto derivative :
       {DerivativeMethod::forward, DerivativeMethod::central, DerivativeMethod::backward}) {
    EXPECT_LT(iterations_to_solve(derivative, CorrectorAlgorithm::newton_raphson), 8);
  }
  EXPECT_LT(iterations_to_solve(DerivativeMethod::forward, CorrectorAlgorithm::broyden), 15);
  EXPECT_LT(iterations_to_solve(DerivativeMethod::forward, CorrectorAlgorithm::modified_broyden),
            15);
}

TEST(DifferentialCorrector, holds_largest_steps_and_bounds) {
  DifferentialCorrector corrector(DerivativeMethod::forward, CorrectorAlgorithm::newton_raphson);
  std::vector<SolverVariable> v{{.name = "x", .max_step = 0.5}, {.name = "y", .upper = 0.1}};
  const std::vector<SolverGoal> goals{{.name = "a", .goal = 10.0}, {.name = "b", .goal = 10.0}};
  const Eigen::Matrix2d moved = Eigen::Matrix2d::Identity() * 0.001;
  corrector.correct(v, goals, moved, moved);
  // Both would move by 10; the step of x scales both to a twentieth.
  EXPECT_NEAR(v[0].value, 0.5, 1e-12);
  EXPECT_EQ(v[1].value, 0.1);
}

TEST(DifferentialCorrector, perturbations_turn_back_at_the_bounds) {
  SolverVariable x{.name = "x", .value = 1.0, .perturbation = 0.5, .lower = 0.0, .upper = 1.2};
  EXPECT_EQ(perturbed_value(x, DerivativeMethod::forward, false), 0.5);
  EXPECT_EQ(x.direction, -1.0);
  EXPECT_EQ(perturbed_value(x, DerivativeMethod::central, false), 1.5);
  EXPECT_EQ(x.direction, 1.0);
}

TEST(DifferentialCorrector, variables_without_effect_are_a_failure) {
  DifferentialCorrector corrector(DerivativeMethod::forward, CorrectorAlgorithm::newton_raphson);
  std::vector<SolverVariable> v{{.name = "x"}};
  const std::vector<SolverGoal> goals{{.name = "a", .goal = 1.0}};
  const Eigen::MatrixXd moved = Eigen::MatrixXd::Zero(1, 1);
  EXPECT_THAT(message_of<RunFailed>([&] { corrector.correct(v, goals, moved, moved); }),
              HasSubstr("singular"));
}

constexpr std::string_view raise_apoapsis = R"(
Create DifferentialCorrector DC;
RF.Add = {Sat.ElapsedSecs, Sat.RadApo};
BeginMissionSequence;
Target DC {SolveMode = Solve, ExitMode = SaveAndContinue};
  Vary DC(Burn.Element1 = 0.05, {Perturbation = 0.0001, Lower = 0, Upper = 1, MaxStep = 0.2});
  Maneuver Burn(Sat);
  Propagate Prop(Sat) {Sat.Earth.Apoapsis};
  Achieve DC(Sat.Earth.RMAG = 8000, {Tolerance = 0.001});
EndTarget;
V = Burn.Element1;
W = Sat.RMAG;
Report RF V W;
)";

TEST(Target, meets_its_goal_and_leaves_the_solution) {
  const auto table = report_of(*test::engine_of(test::small_mission_with(raise_apoapsis)));
  EXPECT_NEAR(reals(table, "W").back(), 8000.0, 0.001);
  EXPECT_GT(reals(table, "V").back(), 0.2);
}

TEST(Target, rows_of_the_passes_follow_solver_iterations) {
  const auto engine = test::engine_of(test::small_mission_with(raise_apoapsis));
  const auto current = report_of(*engine, {{"RF.SolverIterations", "Current"}}).row_count();
  const auto all = report_of(*engine, {{"RF.SolverIterations", "All"}}).row_count();
  const auto none = report_of(*engine, {{"RF.SolverIterations", "None"}}).row_count();
  EXPECT_EQ(none, 2U);  // the solution's last step, and the Report
  EXPECT_GT(current, none);
  EXPECT_GT(all, 2 * current);
}

TEST(Target, that_does_not_converge_fails_the_run_with_the_last_iterate) {
  const auto engine = test::engine_of(test::small_mission_with(raise_apoapsis));
  EXPECT_THAT(
      message_of<RunFailed>([&] {
        report_of(*engine, {{"DC.MaximumIterations", 2}});
      }),
      AllOf(HasSubstr("mission.script:26:1"), HasSubstr("has not converged in 2 iterations"),
            HasSubstr("Burn.Element1"), HasSubstr("goal 8000")));
}

}  // namespace
}  // namespace gmat_sweep
