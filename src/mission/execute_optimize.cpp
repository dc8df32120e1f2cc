#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "gmat_sweep/errors.hpp"
#include "mission/evaluate.hpp"
#include "mission/execute.hpp"
#include "mission/tables/solver_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using Eigen::Index;
using Eigen::VectorXd;
using tables::yukon_fields;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Yukon takes equations before inequalities: where each constraint stands then.
std::vector<Index> order_of(const std::vector<SolverGoal>& goals) {
  std::vector<Index> places(goals.size());
  Index next = 0;
  for (const bool equations : {true, false}) {
    for (std::size_t i = 0; i < goals.size(); ++i) {
      if ((goals[i].side == 0) == equations) places[i] = next++;
    }
  }
  return places;
}

struct Ending {
  std::string_view status;
  double state = 0.0;
  std::string_view why;
};

Ending ending_of(YukonOptimizer::Status status) {
  using enum YukonOptimizer::Status;
  switch (status) {
    case converged:
      return {"Converged", 1.0, ""};
    case out_of_iterations:
      return {"ExceededIterations", -1.0, " (MaximumIterations)"};
    case out_of_evaluations:
      return {"ExceededIterations", -1.0, " (MaximumFunctionEvals)"};
    case step_too_small:
      return {"FailedToConverge", -9.0, ": its step became too small"};
    case no_descent:
      return {"FailedToConverge", -9.0, ": two directions led nowhere"};
    case infeasible:
      return {"FailedToConverge", -9.0, ": its constraints appear to have no common point"};
    case running:
      break;
  }
  return {"Running", 4.0, ""};
}

}  // namespace

void Executor::minimize(const MinimizeCommand& command) {
  auto& targeting = targetings_[command.target_slot];
  const double value = evaluate_real(command.value, state_);
  if (!std::isfinite(value)) throw RunFailed("the objective has no finite value");
  const bool perturbed = targeting.phase == Targeting::Phase::perturbed;
  (perturbed ? targeting.perturbed_objective : targeting.objective) = value;
}

void Executor::constrain(const ConstraintCommand& command) {
  auto& targeting = targetings_[command.target_slot];
  auto& goal = targeting.goals[command.goal_index];
  const double value = evaluate_real(command.value, state_);
  const double bound = evaluate_setting(command.bound, state_);
  if (!std::isfinite(value) || !std::isfinite(bound)) {
    throw RunFailed(fmt::format("the constraint {} has no finite value", goal.name));
  }
  // The bound may depend on the variables as much as the value does.
  goal.last_bound = bound;
  if (targeting.phase == Targeting::Phase::perturbed) {
    targeting.perturbed[static_cast<Index>(command.goal_index)] = value - bound;
    return;
  }
  goal.achieved = value;
  goal.goal = bound;
  using enum ConstraintCommand::Relation;
  goal.side = command.relation == at_most ? -1 : command.relation == at_least ? 1 : 0;
}

/// The optimiser at the start, after a first pass has told the constraints: each as its value less
/// its bound.
YukonOptimizer Executor::make_optimizer(const TargetCommand& command) {
  const auto& fields = state_.fields()[command.solver];
  const auto real = [&](std::size_t index) { return std::get<double>(fields[index]); };
  YukonOptimizer::Settings settings;
  settings.maximum_iterations =
      static_cast<int>(real(field_index(yukon_fields, "MaximumIterations")));
  settings.maximum_evaluations =
      static_cast<int>(real(field_index(yukon_fields, "MaximumFunctionEvals")));
  settings.feasibility_tolerance = real(field_index(yukon_fields, "FeasibilityTolerance"));
  settings.optimality_tolerance = real(field_index(yukon_fields, "OptimalityTolerance"));
  settings.function_tolerance = real(field_index(yukon_fields, "FunctionTolerance"));
  settings.maximum_elastic_weight = real(field_index(yukon_fields, "MaximumElasticWeight"));
  settings.self_scaled =
      std::get<std::string>(fields[field_index(yukon_fields, "HessianUpdateMethod")]) ==
      "SelfScaledBFGS";
  const auto& targeting = targetings_[command.slot];
  const auto size = static_cast<Index>(targeting.variables.size());
  YukonOptimizer::Problem problem{VectorXd(size), VectorXd(size), VectorXd(size),
                                  VectorXd(size), VectorXd(),     VectorXd()};
  for (Index i = 0; i < size; ++i) {
    const auto& variable = targeting.variables[static_cast<std::size_t>(i)];
    problem.start[i] = variable.value;
    problem.lower[i] = variable.lower;
    problem.upper[i] = variable.upper;
    problem.largest_step[i] = variable.max_step;
  }
  const auto places = order_of(targeting.goals);
  problem.constraint_lower.resize(static_cast<Index>(places.size()));
  problem.constraint_upper.resize(static_cast<Index>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& goal = targeting.goals[i];
    problem.constraint_lower[places[i]] = goal.side >= 0 ? 0.0 : -infinity;
    problem.constraint_upper[places[i]] = goal.side <= 0 ? 0.0 : infinity;
  }
  return {settings, std::move(problem)};
}

/// The derivatives about the nominal pass just run.
YukonOptimizer::Evaluation Executor::evaluate_pass(const TargetCommand& command,
                                                   const Snapshot& start, bool central) {
  auto& targeting = targetings_[command.slot];
  const auto places = order_of(targeting.goals);
  const auto rows = static_cast<Index>(places.size());
  const auto columns = static_cast<Index>(targeting.variables.size());
  YukonOptimizer::Evaluation result{targeting.objective, VectorXd(columns), VectorXd(rows),
                                    Eigen::MatrixXd(rows, columns)};
  for (std::size_t i = 0; i < places.size(); ++i) {
    result.constraints[places[i]] = targeting.goals[i].achieved - targeting.goals[i].goal;
  }
  // GMAT begins the perturbed passes with one in which nothing is perturbed.
  targeting.phase = Targeting::Phase::perturbed;
  targeting.perturbed = VectorXd::Zero(rows);
  target_pass(command, start);
  VectorXd before_last = targeting.perturbed;
  VectorXd last = targeting.perturbed;
  const auto move = [&](std::size_t variable, bool second) {
    // Like those of central differences, no perturbation heeds the bounds here.
    perturbed_pass(command, start, variable, DerivativeMethod::central, second);
    before_last = std::exchange(last, targeting.perturbed);
  };
  for (Index column = 0; column < columns; ++column) {
    const auto variable = static_cast<std::size_t>(column);
    double divisor = targeting.variables[variable].perturbation;
    move(variable, false);
    double change = targeting.perturbed_objective - targeting.objective;
    VectorXd changes = targeting.perturbed;
    if (central) {
      const double up = targeting.perturbed_objective;
      move(variable, true);
      change = up - targeting.perturbed_objective;
      changes -= targeting.perturbed;
      divisor *= 2.0;
    } else {
      for (std::size_t i = 0; i < places.size(); ++i) {
        changes[static_cast<Index>(i)] -= result.constraints[places[i]];
      }
    }
    result.gradient[column] = change / divisor;
    for (std::size_t i = 0; i < places.size(); ++i) {
      result.jacobian(places[i], column) = changes[static_cast<Index>(i)] / divisor;
    }
  }
  // GMAT keeps the bounds of the last perturbed pass.
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& goal = targeting.goals[i];
    result.constraints[places[i]] = goal.achieved - goal.last_bound;
  }
  // Where there are both equations and inequalities, GMAT keeps the constraints' values of the
  // last perturbed pass but one.
  const auto equations = std::ranges::count(targeting.goals, 0, &SolverGoal::side);
  if (equations == 0 || equations == std::ssize(targeting.goals)) return result;
  for (std::size_t i = 0; i < places.size(); ++i) {
    result.constraints[places[i]] = before_last[static_cast<Index>(i)];
  }
  return result;
}

Executor::Flow Executor::execute_optimize(const TargetCommand& command,
                                          const script::Location& location) {
  auto& targeting = targetings_[command.slot];
  const auto start = snapshot();
  const auto outer = stage_;
  begin_target(command, start);
  if (outer == Stage::running) stage_ = Stage::solving;
  const bool central = std::get<bool>(
      state_.fields()[command.solver][field_index(yukon_fields, "UseCentralDifferences")]);
  std::optional<YukonOptimizer> optimizer;
  auto status = YukonOptimizer::Status::running;
  int passes = 0;
  while (status == YukonOptimizer::Status::running) {
    targeting.phase = Targeting::Phase::nominal;
    if (target_pass(command, start) == Flow::stop) return Flow::stop;
    if (command.only_initial_guess) break;
    if (!optimizer) optimizer.emplace(make_optimizer(command));
    status = optimizer->advance(evaluate_pass(command, start, central));
    log_iteration(command, ++passes,
                  status == YukonOptimizer::Status::running     ? "iterating"
                  : status == YukonOptimizer::Status::converged ? "converged"
                                                                : "unconverged");
    for (std::size_t i = 0; i < targeting.variables.size(); ++i) {
      targeting.variables[i].value = optimizer->point()[static_cast<Index>(i)];
    }
  }
  if (command.only_initial_guess) {
    set_solver_status(command.solver, "Running", 4.0);
  } else {
    const auto ending = ending_of(status);
    set_solver_status(command.solver, ending.status, ending.state);
    if (status != YukonOptimizer::Status::converged) {
      not_converged(command, location, ending.why, optimizer->iterations());
    }
  }
  return finish_target(command, start, outer);
}

}  // namespace gmat_sweep::mission
