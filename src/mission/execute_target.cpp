#include <fmt/format.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/assign.hpp"
#include "mission/evaluate.hpp"
#include "mission/execute.hpp"
#include "mission/tables/solver_fields.hpp"

namespace gmat_sweep::mission {

using tables::differential_corrector_fields;

/// Runs the body once from the state the Target began with.
Executor::Flow Executor::target_pass(const TargetCommand& command, const Snapshot& start) {
  restore(start);
  for (std::size_t slot = command.first_propagate; slot < command.last_propagate; ++slot) {
    restart_[slot] = true;
  }
  return execute(command.body);
}

Executor::Snapshot Executor::snapshot() {
  Snapshot result;
  for (std::size_t i = 0; i < state_.spacecraft_count(); ++i) {
    result.spacecraft.push_back(state_.spacecraft(i));
    result.fields.push_back(state_.fields()[state_.program().spacecraft_objects[i]]);
  }
  for (const auto& owned : state_.program().hardware) {
    result.hardware.push_back(state_.fields()[owned.object]);
  }
  result.memory = state_.propulsion().hardware;
  return result;
}

void Executor::restore(const Snapshot& from) {
  for (std::size_t i = 0; i < from.spacecraft.size(); ++i) {
    auto& spacecraft = state_.spacecraft(i);
    const auto revision = spacecraft.revision;
    spacecraft = from.spacecraft[i];
    // What was computed from later states must not be taken for this one's.
    spacecraft.revision = revision + 1;
    state_.fields()[state_.program().spacecraft_objects[i]] = from.fields[i];
    state_.refit(state_.program().spacecraft_objects[i]);
  }
  for (std::size_t i = 0; i < from.hardware.size(); ++i) {
    state_.fields()[state_.program().hardware[i].object] = from.hardware[i];
  }
  state_.propulsion().hardware = from.memory;
}

void Executor::begin_target(const TargetCommand& command, Targeting& targeting) {
  targeting.phase = Targeting::Phase::initial;
  targeting.goals.assign(command.goals.size(), {});
  for (std::size_t i = 0; i < command.goals.size(); ++i) targeting.goals[i].name = command.goals[i];
  const bool kept = command.exit == TargetCommand::Exit::save && targeting.solved;
  const auto solution = targeting.variables;
  targeting.variables.assign(command.variables.size(), {});
  visit_varies(command.body, command.slot);
  for (std::size_t i = 0; i < command.variables.size(); ++i) {
    targeting.variables[i].name = command.variables[i];
    if (kept) targeting.variables[i].value = solution[i].value;
  }
}

/// Reads the initial values and bounds of the Vary commands of one Target.
void Executor::visit_varies(const std::vector<Command>& commands, std::size_t slot) {
  for (const auto& command : commands) {
    if (const auto* vary = std::get_if<VaryCommand>(&command.what)) {
      if (vary->target_slot == slot) register_variable(*vary);
    } else if (const auto* inner = std::get_if<TargetCommand>(&command.what)) {
      visit_varies(inner->body, slot);
    } else if (const auto* block = std::get_if<ScriptBlock>(&command.what)) {
      visit_varies(block->body, slot);
    }
  }
}

void Executor::register_variable(const VaryCommand& vary) {
  auto& variable = targetings_[vary.target_slot].variables[vary.variable];
  const auto real = [this](const Expression& expression) {
    return evaluate_real(expression, state_);
  };
  const double add = real(vary.additive);
  const double multiply = real(vary.multiplicative);
  const double lower = real(vary.lower);
  const double upper = real(vary.upper);
  const double max_step = real(vary.max_step);
  if (!(multiply > 0.0)) throw RunFailed("Vary: MultiplicativeScaleFactor must be positive");
  if (!(lower < upper)) {
    throw RunFailed(fmt::format("Vary: Lower ({}) must be less than Upper ({})", lower, upper));
  }
  if (!(max_step > 0.0))
    throw RunFailed(fmt::format("Vary: MaxStep ({}) must be positive", max_step));
  const double initial = std::fmin(std::fmax(real(vary.initial), lower), upper);
  variable.value = (initial + add) * multiply;
  variable.perturbation = real(vary.perturbation) * multiply;
  variable.lower = (lower + add) * multiply;
  variable.upper = (upper + add) * multiply;
  variable.max_step = max_step * multiply;
}

void Executor::vary(const VaryCommand& command) {
  const auto& variable = targetings_[command.target_slot].variables[command.variable];
  const double value = variable.value / evaluate_real(command.multiplicative, state_) -
                       evaluate_real(command.additive, state_);
  assign(state_, command.target, value);
}

void Executor::achieve(const AchieveCommand& command) {
  auto& targeting = targetings_[command.target_slot];
  auto& goal = targeting.goals[command.goal_index];
  const double value = evaluate_real(command.value, state_);
  if (!std::isfinite(value)) {
    throw RunFailed(fmt::format("the goal {} has no finite value", goal.name));
  }
  if (targeting.phase == Targeting::Phase::perturbed) {
    targeting.perturbed[static_cast<Eigen::Index>(command.goal_index)] = value;
    return;
  }
  goal.achieved = value;
  goal.goal = evaluate_real(command.goal, state_);
  goal.tolerance = evaluate_real(command.tolerance, state_);
}

/// The goals' values with one variable moved.
Eigen::VectorXd Executor::perturbed_goals(const TargetCommand& command, const Snapshot& start,
                                          std::size_t variable, double sign) {
  auto& targeting = targetings_[command.slot];
  const double kept = targeting.variables[variable].value;
  targeting.variables[variable].value = kept + sign * targeting.variables[variable].perturbation;
  targeting.phase = Targeting::Phase::perturbed;
  targeting.perturbed.setZero(static_cast<Eigen::Index>(targeting.goals.size()));
  target_pass(command, start);
  targeting.variables[variable].value = kept;
  return targeting.perturbed;
}

void Executor::correct(const TargetCommand& command, const Snapshot& start,
                       DifferentialCorrector& corrector) {
  auto& targeting = targetings_[command.slot];
  const auto rows = static_cast<Eigen::Index>(targeting.goals.size());
  const auto columns = static_cast<Eigen::Index>(targeting.variables.size());
  Eigen::MatrixXd moved(rows, columns);
  Eigen::MatrixXd moved_down(rows, columns);
  if (corrector.needs_perturbations()) {
    const bool central = corrector.derivative() == DerivativeMethod::central;
    const double sign = corrector.derivative() == DerivativeMethod::backward ? -1.0 : 1.0;
    for (Eigen::Index i = 0; i < columns; ++i) {
      const auto variable = static_cast<std::size_t>(i);
      moved.col(i) = perturbed_goals(command, start, variable, sign);
      if (central) moved_down.col(i) = perturbed_goals(command, start, variable, -1.0);
    }
  }
  corrector.correct(targeting.variables, targeting.goals, moved, moved_down);
}

namespace {

std::string last_iterate(const std::vector<SolverVariable>& variables,
                         const std::vector<SolverGoal>& goals) {
  std::string text;
  for (const auto& variable : variables) {
    text += fmt::format("{}{} = {:.10g}", text.empty() ? "" : ", ", variable.name, variable.value);
  }
  for (const auto& goal : goals) {
    text += fmt::format("; {} = {:.10g} (goal {:.10g}, tolerance {:g})", goal.name, goal.achieved,
                        goal.goal, goal.tolerance);
  }
  return text;
}

}  // namespace

Executor::Flow Executor::execute_target(const TargetCommand& command,
                                        const script::Location& location) {
  const auto& fields = state_.fields()[command.solver];
  const auto most_iterations = static_cast<int>(
      std::get<double>(fields[field_index(differential_corrector_fields, "MaximumIterations")]));
  DifferentialCorrector corrector(
      derivative_method_named(std::get<std::string>(
          fields[field_index(differential_corrector_fields, "DerivativeMethod")])),
      corrector_algorithm_named(
          std::get<std::string>(fields[field_index(differential_corrector_fields, "Algorithm")])));
  auto& targeting = targetings_[command.slot];
  const auto start = snapshot();
  const auto outer = stage_;
  begin_target(command, targeting);

  if (outer == Stage::running) stage_ = Stage::solving;
  bool converged = command.only_initial_guess;
  for (int iteration = 0; !converged && iteration < most_iterations; ++iteration) {
    targeting.phase = Targeting::Phase::nominal;
    if (target_pass(command, start) == Flow::stop) return Flow::stop;
    converged = std::ranges::all_of(targeting.goals, &SolverGoal::is_met);
    if (converged || iteration + 1 == most_iterations) break;
    correct(command, start, corrector);
  }
  if (!converged) {
    throw RunFailed(fmt::format("{}: the targeter {} has not converged in {} iterations; last: {}",
                                state_.program().script.where(location),
                                state_.program().objects[command.solver].name, most_iterations,
                                last_iterate(targeting.variables, targeting.goals)));
  }
  targeting.solved = true;
  if (outer == Stage::running) stage_ = Stage::solved;
  targeting.phase = Targeting::Phase::nominal;
  const auto flow = target_pass(command, start);
  stage_ = outer;
  if (flow == Flow::stop || command.exit == TargetCommand::Exit::stop) return Flow::stop;
  return Flow::next;
}

}  // namespace gmat_sweep::mission
