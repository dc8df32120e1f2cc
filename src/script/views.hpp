#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "script/script.hpp"

/// Typed readings of commands whose arguments have a shape of their own. Each takes a command of
/// the keyword it is named for that the parser accepted; the pointers it returns point into that
/// command and live as long as it does.
namespace gmat_sweep::script {

/// `Prop(Sat1, Sat2)` of a Propagate, with the stopping conditions older scripts put inside the
/// parentheses.
struct PropagateGroup {
  std::string propagator;
  bool back_prop = false;
  std::vector<const Expression*> spacecraft;
  std::vector<std::string> matrices;  ///< `'STM'`, `'AMatrix'`, `'Covariance'`
  Location location;
};

struct PropagateView {
  std::string mode;  ///< `Synchronized` or empty
  std::vector<PropagateGroup> groups;
  /// `Sat.Earth.Apoapsis` (a path) or `Sat.ElapsedSecs = 60` (a Binary `set`).
  std::vector<const Expression*> stops;
  /// `StopTolerance = 1e-5`, `OrbitColor = Red`: Binary `set` with a bare word at the left.
  std::vector<const Expression*> options;
};
PropagateView view_propagate(const Command& command);

/// `Vary DC(x = 1, {MaxStep = 1})`, `Achieve DC(y = 2, {Tolerance = 1})`, `Minimize O(f)`,
/// `NonlinearConstraint O(a <= b, {...})`.
struct SolverGoalView {
  std::string solver;
  const Expression* goal = nullptr;        ///< the first argument
  std::vector<const Expression*> options;  ///< Binary `set`
};
SolverGoalView view_solver_goal(const Command& command);

/// `Target DC {SolveMode = Solve}` and `Optimize`.
struct SolverView {
  std::string solver;
  std::vector<const Expression*> options;  ///< Binary `set`
};
SolverView view_solver(const Command& command);

/// `Maneuver [BackProp] TOI(Sat)`, `BeginFiniteBurn FB(Sat1, Sat2)`, `EndFiniteBurn FB(Sat)`.
struct BurnView {
  bool back_prop = false;
  std::string burn;
  std::vector<const Expression*> spacecraft;
};
BurnView view_burn(const Command& command);

/// `For I = 1:2:9`. `step` is null when it was left out.
struct ForView {
  const Expression* variable = nullptr;
  const Expression* start = nullptr;
  const Expression* step = nullptr;
  const Expression* end = nullptr;
};
ForView view_for(const Command& command);

}  // namespace gmat_sweep::script
