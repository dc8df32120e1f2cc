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
  state_.count_step();
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

/// As GMAT, visits the body once: the Vary commands say where their variables begin, and a Target
/// within is executed.
void Executor::begin_target(const TargetCommand& command, const Snapshot& start) {
  auto& targeting = targetings_[command.slot];
  targeting.phase = Targeting::Phase::initial;
  ++targeting.executions;
  targeting.goals.assign(command.goals.size(), {});
  for (std::size_t i = 0; i < command.goals.size(); ++i) targeting.goals[i].name = command.goals[i];
  const bool kept = command.exit == TargetCommand::Exit::save && targeting.solved;
  const auto solution = targeting.variables;
  targeting.variables.assign(command.variables.size(), {});
  targeting.unscaled.assign(command.variables.size(), 0.0);
  visit_varies(command.body, command.slot);
  for (std::size_t i = 0; i < command.variables.size(); ++i) {
    targeting.variables[i].name = command.variables[i];
    if (kept) targeting.variables[i].value = solution[i].value;
  }
  for (const auto& inner : command.body) {
    const auto* target = std::get_if<TargetCommand>(&inner.what);
    if (target == nullptr) continue;
    execute_target(*target, inner.location);
    restore(start);
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
  const auto real = [this](const Setting& setting) { return evaluate_setting(setting, state_); };
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
  const double scale = 1.0 / multiply;  // GMAT divides by it
  variable.value = (initial + add) / scale;
  variable.perturbation = real(vary.perturbation) / scale;
  variable.lower = (lower + add) / scale;
  variable.upper = (upper + add) / scale;
  variable.max_step = max_step / scale;
}

void Executor::vary(const VaryCommand& command) {
  auto& targeting = targetings_[command.target_slot];
  const auto& variable = targeting.variables[command.variable];
  const double value = variable.value / evaluate_setting(command.multiplicative, state_) -
                       evaluate_setting(command.additive, state_);
  assign(state_, command.target, value);
  if (targeting.phase == Targeting::Phase::nominal) targeting.unscaled[command.variable] = value;
}

namespace {

double finite(double value, const std::string& name) {
  if (std::isfinite(value)) return value;
  throw RunFailed(fmt::format("the goal {} has no finite value", name));
}

}  // namespace

void Executor::achieve(const AchieveCommand& command) {
  auto& targeting = targetings_[command.target_slot];
  auto& goal = targeting.goals[command.goal_index];
  const double value = finite(evaluate_real(command.value, state_), goal.name);
  if (targeting.phase == Targeting::Phase::perturbed) {
    targeting.perturbed[static_cast<Eigen::Index>(command.goal_index)] = value;
    return;
  }
  goal.achieved = value;
  goal.goal = evaluate_setting(command.goal, state_);
  goal.tolerance = evaluate_setting(command.tolerance, state_);
}

void Executor::perturbed_pass(const TargetCommand& command, const Snapshot& start,
                              std::size_t variable, DerivativeMethod method, bool second) {
  auto& targeting = targetings_[command.slot];
  auto& moved = targeting.variables[variable];
  const double kept = moved.value;
  moved.value = perturbed_value(moved, method, second);
  targeting.phase = Targeting::Phase::perturbed;
  // A goal whose command a pass does not reach keeps its value.
  targeting.perturbed.resize(static_cast<Eigen::Index>(targeting.goals.size()));
  for (std::size_t i = 0; i < targeting.goals.size(); ++i) {
    targeting.perturbed[static_cast<Eigen::Index>(i)] = targeting.goals[i].achieved;
  }
  targeting.perturbed_objective = targeting.objective;
  target_pass(command, start);
  moved.value = kept;
}

void Executor::correct(const TargetCommand& command, const Snapshot& start,
                       DifferentialCorrector& corrector) {
  auto& targeting = targetings_[command.slot];
  const auto rows = static_cast<Eigen::Index>(targeting.goals.size());
  const auto columns = static_cast<Eigen::Index>(targeting.variables.size());
  Eigen::MatrixXd moved(rows, columns);
  Eigen::MatrixXd moved_down(rows, columns);
  if (corrector.needs_perturbations()) {
    const auto method = corrector.derivative();
    for (Eigen::Index i = 0; i < columns; ++i) {
      const auto variable = static_cast<std::size_t>(i);
      perturbed_pass(command, start, variable, method, false);
      moved.col(i) = targeting.perturbed;
      if (method != DerivativeMethod::central) continue;
      perturbed_pass(command, start, variable, method, true);
      moved_down.col(i) = targeting.perturbed;
    }
  }
  corrector.correct(targeting.variables, targeting.goals, moved, moved_down);
}

void Executor::set_solver_status(ObjectId solver, std::string_view status, double state) {
  const auto& type = *state_.program().objects[solver].type;
  state_.field(solver, type.find("SolverStatus")) = std::string(status);
  state_.field(solver, type.find("SolverState")) = state;
}

void Executor::log_iteration(const TargetCommand& command, int iteration, std::string_view status) {
  const auto& targeting = targetings_[command.slot];
  SolverLog::Values values;
  for (std::size_t i = 0; i < targeting.variables.size(); ++i) {
    values.emplace_back(targeting.variables[i].name, targeting.unscaled[i]);
  }
  if (!command.objective.empty()) values.emplace_back(command.objective, targeting.objective);
  for (const auto& goal : targeting.goals) {
    values.emplace_back(goal.name, goal.achieved);
    values.emplace_back(goal.name + ".goal", goal.goal);
    values.emplace_back(goal.name + ".difference", goal.achieved - goal.goal);
    if (!command.optimize) values.emplace_back(goal.name + ".tolerance", goal.tolerance);
  }
  solver_logs_[command.solver].add(command.name, targeting.executions, iteration, values, status);
}

std::string Executor::last_iterate(const TargetCommand& command) const {
  const auto& targeting = targetings_[command.slot];
  std::string text;
  for (std::size_t i = 0; i < targeting.variables.size(); ++i) {
    text += fmt::format("{}{} = {:.10g}", text.empty() ? "" : ", ", targeting.variables[i].name,
                        targeting.unscaled[i]);
  }
  if (!command.objective.empty()) {
    text += fmt::format("; {} = {:.10g}", command.objective, targeting.objective);
  }
  for (const auto& goal : targeting.goals) {
    text += fmt::format("; {} = {:.10g} (goal {:.10g}", goal.name, goal.achieved, goal.goal);
    text += command.optimize ? ")" : fmt::format(", tolerance {:g})", goal.tolerance);
  }
  return text;
}

void Executor::not_converged(const TargetCommand& command, const script::Location& location,
                             std::string_view why, int iterations) {
  const auto message = fmt::format("the {} {} has not converged in {} iterations{}; last: {}",
                                   command.optimize ? "optimiser" : "targeter",
                                   state_.program().objects[command.solver].name, iterations, why,
                                   last_iterate(command));
  if (!accept_unconverged_) throw failure_at(location, message);
  log_ += fmt::format("{}: {}; accepted\n", state_.program().script.where(location), message);
}

Executor::Flow Executor::finish_target(const TargetCommand& command, const Snapshot& start,
                                       Stage outer) {
  auto& targeting = targetings_[command.slot];
  targeting.solved = true;
  if (outer == Stage::running) stage_ = Stage::solved;
  targeting.phase = Targeting::Phase::nominal;
  const auto flow = target_pass(command, start);
  stage_ = outer;
  if (flow == Flow::stop || command.exit == TargetCommand::Exit::stop) return Flow::stop;
  return Flow::next;
}

Executor::Flow Executor::execute_target(const TargetCommand& command,
                                        const script::Location& location) {
  if (command.optimize) return execute_optimize(command, location);
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
  begin_target(command, start);

  if (outer == Stage::running) stage_ = Stage::solving;
  bool converged = false;
  for (int iteration = 1; !converged && iteration <= most_iterations; ++iteration) {
    targeting.phase = Targeting::Phase::nominal;
    if (target_pass(command, start) == Flow::stop) return Flow::stop;
    if (command.only_initial_guess) break;
    converged = std::ranges::all_of(targeting.goals, &SolverGoal::is_met);
    const bool last = iteration == most_iterations;
    log_iteration(command, iteration, converged ? "converged" : last ? "unconverged" : "iterating");
    if (converged || last) break;
    try {
      correct(command, start, corrector);
    } catch (const RunFailed& error) {
      throw failure_at(location, error.what());
    }
  }
  if (converged) set_solver_status(command.solver, "Converged", 1.0);
  if (command.only_initial_guess) {
    set_solver_status(command.solver, "Running", 4.0);
  } else if (!converged) {
    set_solver_status(command.solver, "ExceededIterations", -1.0);
    not_converged(command, location, "", most_iterations);
  }
  return finish_target(command, start, outer);
}

}  // namespace gmat_sweep::mission
