#include <fmt/format.h>

#include <algorithm>

#include "mission/compiler.hpp"
#include "script/views.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {

void Compiler::target_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver(source);
  const auto solver = resource(seen.solver, "DifferentialCorrector", source.location);
  TargetCommand result;
  result.slot = program_.target_count++;
  for (const auto* option : seen.options) {
    const auto [name, value] = option->setting();
    const auto word = value->word();
    if (name->word() == "SolveMode" && word == "Solve") continue;
    if (name->word() == "SolveMode" && word == "RunInitialGuess") {
      result.only_initial_guess = true;
    } else if (name->word() == "ExitMode" && word == "SaveAndContinue") {
      result.exit = TargetCommand::Exit::save;
    } else if (name->word() == "ExitMode" && word == "DiscardAndContinue") {
      result.exit = TargetCommand::Exit::discard;
    } else if (name->word() == "ExitMode" && word == "Stop") {
      result.exit = TargetCommand::Exit::stop;
    } else if (name->word() != "ShowProgressWindow") {
      diagnostics_.add(option->location,
                       fmt::format("{}: expected SolveMode = Solve or RunInitialGuess, ExitMode = "
                                   "SaveAndContinue, DiscardAndContinue or Stop",
                                   script::to_text(*option)));
    }
  }
  result.first_propagate = program_.propagate_count;
  targets_.push_back({seen.solver, result.slot, {}, {}});
  result.body = block(source.body);
  const auto scope = std::move(targets_.back());
  targets_.pop_back();
  result.last_propagate = program_.propagate_count;
  result.variables = scope.variables;
  result.goals = scope.goals;
  if (scope.variables.empty() || scope.goals.empty()) {
    diagnostics_.add(source.location, "a Target needs at least one Vary and one Achieve");
  }
  if (!solver) return;
  result.solver = *solver;
  out.push_back({std::move(result), source.location});
}

Compiler::TargetScope* Compiler::target_of(const std::string& solver,
                                           const script::Location& location) {
  for (auto scope = targets_.rbegin(); scope != targets_.rend(); ++scope) {
    if (scope->solver == solver) return &*scope;
  }
  diagnostics_.add(location, fmt::format("no Target {} stands around this command", solver));
  return nullptr;
}

void Compiler::vary_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver_goal(source);
  auto* scope = target_of(seen.solver, source.location);
  const auto [left, right] = seen.goal->setting();
  if (scope == nullptr) return;
  if (left == nullptr) {
    diagnostics_.add(source.location, "Vary needs a variable and its initial value: x = 1");
    return;
  }
  VaryCommand result;
  auto variable = target(*left);
  auto initial = real_expression(*right);
  if (variable &&
      (variable->kind == Target::Kind::epoch || variable->kind == Target::Kind::object)) {
    diagnostics_.add(left->location, script::to_text(*left) + " is no number that can be varied");
    return;
  }
  struct Option {
    std::string_view name;
    Expression& into;
  };
  result.perturbation.number = 0.001;
  result.lower.number = -9.999999e300;
  result.upper.number = 9.999999e300;
  result.max_step.number = 9.999999e300;
  result.multiplicative.number = 1.0;
  const Option known[] = {{"Perturbation", result.perturbation},
                          {"Lower", result.lower},
                          {"Upper", result.upper},
                          {"MaxStep", result.max_step},
                          {"AdditiveScaleFactor", result.additive},
                          {"MultiplicativeScaleFactor", result.multiplicative}};
  for (const auto* option : seen.options) {
    const auto [name, value] = option->setting();
    const auto* found = std::ranges::find(known, name->word(), &Option::name);
    if (found == std::end(known)) {
      diagnostics_.add(option->location,
                       fmt::format("Vary has no option {}", script::to_text(*name)));
      continue;
    }
    if (auto made = real_expression(*value)) found->into = std::move(*made);
  }
  if (!variable || !initial) return;
  result.target_slot = scope->slot;
  result.variable = scope->variables.size();
  scope->variables.push_back(script::to_text(*left));
  result.target = std::move(*variable);
  result.initial = std::move(*initial);
  out.push_back({std::move(result), source.location});
}

void Compiler::achieve_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver_goal(source);
  auto* scope = target_of(seen.solver, source.location);
  const auto [left, right] = seen.goal->setting();
  if (scope == nullptr) return;
  if (left == nullptr) {
    diagnostics_.add(source.location, "Achieve needs a quantity and its goal: y = 2");
    return;
  }
  AchieveCommand result;
  result.tolerance.number = 0.1;
  auto value = real_expression(*left);
  auto goal = real_expression(*right);
  for (const auto* option : seen.options) {
    const auto [name, setting] = option->setting();
    if (name->word() != "Tolerance") {
      diagnostics_.add(option->location,
                       fmt::format("Achieve has no option {}", script::to_text(*name)));
      continue;
    }
    if (auto made = real_expression(*setting)) result.tolerance = std::move(*made);
  }
  if (!value || !goal) return;
  result.target_slot = scope->slot;
  result.goal_index = scope->goals.size();
  scope->goals.push_back(script::to_text(*left));
  result.value = std::move(*value);
  result.goal = std::move(*goal);
  out.push_back({std::move(result), source.location});
}

}  // namespace gmat_sweep::mission
