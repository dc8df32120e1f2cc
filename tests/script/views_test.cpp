#include "script/views.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

std::string shapes(const std::vector<const Expression*>& items) {
  std::vector<std::string> texts;
  for (const Expression* item : items) texts.push_back(shape(*item));
  return fmt::format("{}", fmt::join(texts, " "));
}

TEST(Views, propagate_parts_spacecraft_stops_and_options) {
  const Command command = only_command(
      "Propagate Synchronized P1(S1, 'STM', 'Covariance', {S1.Periapsis}) P2(S2, S3) "
      "{S2.ElapsedSecs = 60, StopTolerance = 1e-5, S3.Earth.Apoapsis, OrbitColor = Red}");
  const PropagateView view = view_propagate(command);
  EXPECT_EQ(view.mode, "Synchronized");
  ASSERT_EQ(view.groups.size(), 2U);
  EXPECT_EQ(view.groups[0].propagator, "P1");
  EXPECT_EQ(shapes(view.groups[0].spacecraft), "S1");
  EXPECT_EQ(view.groups[0].matrices, (std::vector<std::string>{"STM", "Covariance"}));
  EXPECT_EQ(shapes(view.groups[1].spacecraft), "S2 S3");
  EXPECT_EQ(shapes(view.stops), "S1.Periapsis (S2.ElapsedSecs=60) S3.Earth.Apoapsis");
  EXPECT_EQ(shapes(view.options), "(StopTolerance=1e-5) (OrbitColor=Red)");
  EXPECT_FALSE(view.groups[0].back_prop);
}

TEST(Views, back_prop_is_a_word_or_a_minus) {
  const Command word = only_command("Propagate BackProp P1(S1) P2(S2)");
  EXPECT_TRUE(view_propagate(word).groups[1].back_prop);
  const Command minus = only_command("Propagate P1(S1) -P2(S2)");
  EXPECT_FALSE(view_propagate(minus).groups[0].back_prop);
  EXPECT_TRUE(view_propagate(minus).groups[1].back_prop);
}

TEST(Views, solver_goals_have_options_in_braces_or_without) {
  const Command vary =
      only_command("Vary DC(TOI.Element1 = 1.0, {Perturbation = 1e-4, Lower = 0})");
  const SolverGoalView view = view_solver_goal(vary);
  EXPECT_EQ(view.solver, "DC");
  EXPECT_EQ(shape(*view.goal), "(TOI.Element1=1.0)");
  EXPECT_EQ(shapes(view.options), "(Perturbation=1e-4) (Lower=0)");

  const Command bare = only_command("NonlinearConstraint O(Sat.SMA >= 2300, Tolerance = 200)");
  EXPECT_EQ(shape(*view_solver_goal(bare).goal), "(Sat.SMA>=2300)");
  EXPECT_EQ(shapes(view_solver_goal(bare).options), "(Tolerance=200)");
}

TEST(Views, solvers_burns_and_loops) {
  const Command target = only_command("Target DC {SolveMode = Solve}\nEndTarget");
  EXPECT_EQ(view_solver(target).solver, "DC");
  EXPECT_EQ(shapes(view_solver(target).options), "(SolveMode=Solve)");

  const Command maneuver = only_command("Maneuver BackProp TOI(Sat)");
  EXPECT_TRUE(view_burn(maneuver).back_prop);
  EXPECT_EQ(view_burn(maneuver).burn, "TOI");
  EXPECT_EQ(shapes(view_burn(maneuver).spacecraft), "Sat");
  const Command begin = only_command("BeginFiniteBurn FB(S1, S2)");
  EXPECT_FALSE(view_burn(begin).back_prop);
  EXPECT_EQ(shapes(view_burn(begin).spacecraft), "S1 S2");

  const Command loop = only_command("For I = 1:n+1:9\nEndFor");
  EXPECT_EQ(shape(*view_for(loop).variable), "I");
  EXPECT_EQ(shape(*view_for(loop).start), "1");
  EXPECT_EQ(shape(*view_for(loop).step), "(n+1)");
  EXPECT_EQ(shape(*view_for(loop).end), "9");
  const Command plain = only_command("For I = 1:9\nEndFor");
  EXPECT_EQ(view_for(plain).step, nullptr);
}

}  // namespace
}  // namespace gmat_sweep::script
