#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "mission/compiler.hpp"
#include "script/function_files.hpp"
#include "script/views.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {

namespace {

constexpr double no_bound = 9.999999e300;

/// As reports head their columns: `A(1,2)`.
std::string column_name(const script::Expression& source) {
  auto name = script::display_name(script::to_text(source));
  std::erase(name, ' ');
  return name;
}

Expression constant_number(double value) {
  Expression result;
  result.number = value;
  return result;
}

}  // namespace

std::vector<std::string> Compiler::names_of_command(const std::string& keyword,
                                                    const std::string& label) {
  const int number = ++command_counts_[keyword];
  std::vector<std::string> names{fmt::format("{}{}{}", function_prefix_, keyword, number)};
  if (!label.empty()) names.push_back(function_prefix_ + label);
  return names;
}

Setting Compiler::setting(Expression value, const std::vector<std::string>& commands,
                          std::string_view name) {
  const auto place = ++program_.setting_count;
  for (const auto& command : commands) {
    program_.settings.emplace(fmt::format("{}.{}", command, name), place);
  }
  return {std::move(value), place};
}

/// A solver of the kind the command takes.
std::optional<ObjectId> Compiler::solver_of(const script::Command& source,
                                            const std::string& name) {
  if (is_unsupported(name)) return std::nullopt;
  return resource(name, source.keyword == "Optimize" ? "Yukon" : "DifferentialCorrector",
                  source.location);
}

void Compiler::target_option(const script::Expression& option, TargetCommand& result) {
  const auto [name, value] = option.setting();
  const auto word = value->word();
  if (name->word() == "SolveMode" && word == "Solve") return;
  if (name->word() == "SolveMode" && word == "RunInitialGuess") {
    result.only_initial_guess = true;
  } else if (name->word() == "ExitMode" && word == "SaveAndContinue") {
    result.exit = TargetCommand::Exit::save;
  } else if (name->word() == "ExitMode" && word == "DiscardAndContinue") {
    result.exit = TargetCommand::Exit::discard;
  } else if (name->word() == "ExitMode" && word == "Stop") {
    result.exit = TargetCommand::Exit::stop;
  } else if (name->word() != "ShowProgressWindow") {
    diagnostics_.add(option.location,
                     fmt::format("{}: expected SolveMode = Solve or RunInitialGuess, ExitMode = "
                                 "SaveAndContinue, DiscardAndContinue or Stop",
                                 script::to_text(option)));
  }
}

void Compiler::target_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver(source);
  const auto solver = solver_of(source, seen.solver);
  TargetCommand result;
  result.optimize = source.keyword == "Optimize";
  result.slot = program_.target_count++;
  for (const auto* option : seen.options) target_option(*option, result);
  const auto names = names_of_command(source.keyword, source.label);
  result.name = names.back();
  result.first_propagate = program_.propagate_count;
  targets_.push_back({.solver = seen.solver,
                      .slot = result.slot,
                      .optimize = result.optimize,
                      .names = names,
                      .variables = {},
                      .goals = {},
                      .objective = {}});
  result.body = block(source.body);
  auto scope = std::move(targets_.back());
  targets_.pop_back();
  result.last_propagate = program_.propagate_count;
  result.variables = std::move(scope.variables);
  result.goals = std::move(scope.goals);
  result.objective = std::move(scope.objective);
  if (!solver) return;
  const bool aimed = !result.goals.empty() || !result.objective.empty();
  if (result.variables.empty() || !aimed) {
    diagnostics_.add(source.location,
                     result.optimize ? "an Optimize needs at least one Vary and a Minimize or a "
                                       "NonlinearConstraint"
                                     : "a Target needs at least one Vary and one Achieve");
  }
  result.solver = *solver;
  out.push_back({std::move(result), source.location});
}

Compiler::TargetScope* Compiler::target_of(const std::string& solver,
                                           const script::Location& location) {
  for (auto scope = targets_.rbegin(); scope != targets_.rend(); ++scope) {
    if (scope->solver == solver) return &*scope;
  }
  diagnostics_.add(location,
                   fmt::format("no Target or Optimize of {} stands around this command", solver));
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
  const auto name = column_name(*left);
  const bool varied =
      variable && variable->kind != Target::Kind::epoch && variable->kind != Target::Kind::object &&
      variable->kind != Target::Kind::transition &&
      (variable->kind != Target::Kind::field ||
       is_number(program_.objects[variable->object].type->fields[variable->index].kind));
  if (variable && !varied) {
    diagnostics_.add(left->location, name + " is no number that can be varied");
    return;
  }
  struct Option {
    std::string_view name;
    Setting VaryCommand::*into;
    double value;
  };
  constexpr Option known[] = {{"Perturbation", &VaryCommand::perturbation, 0.001},
                              {"Lower", &VaryCommand::lower, -no_bound},
                              {"Upper", &VaryCommand::upper, no_bound},
                              {"MaxStep", &VaryCommand::max_step, no_bound},
                              {"AdditiveScaleFactor", &VaryCommand::additive, 0.0},
                              {"MultiplicativeScaleFactor", &VaryCommand::multiplicative, 1.0}};
  for (const auto& option : known) {
    result.*option.into = setting(constant_number(option.value), scope->names,
                                  fmt::format("Vary.{}.{}", name, option.name));
  }
  for (const auto* option : seen.options) {
    const auto [option_name, value] = option->setting();
    const auto* found = std::ranges::find(known, option_name->word(), &Option::name);
    if (found == std::end(known)) {
      diagnostics_.add(option->location,
                       fmt::format("Vary has no option {}", script::to_text(*option_name)));
      continue;
    }
    if (auto made = real_expression(*value)) (result.*found->into).value = std::move(*made);
  }
  if (!variable || !initial) return;
  result.target_slot = scope->slot;
  result.variable = scope->variables.size();
  scope->variables.push_back(name);
  result.target = std::move(*variable);
  result.initial = setting(std::move(*initial), scope->names, "Vary." + name);
  out.push_back({std::move(result), source.location});
}

void Compiler::achieve_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver_goal(source);
  auto* scope = target_of(seen.solver, source.location);
  const auto [left, right] = seen.goal->setting();
  if (scope == nullptr) return;
  if (left == nullptr || scope->optimize) {
    diagnostics_.add(source.location, "Achieve needs a quantity and its goal, in a Target: y = 2");
    return;
  }
  AchieveCommand result;
  auto tolerance = constant_number(0.1);
  auto value = real_expression(*left);
  auto goal = real_expression(*right);
  const auto name = column_name(*left);
  for (const auto* option : seen.options) {
    const auto [option_name, given] = option->setting();
    if (option_name->word() != "Tolerance") {
      diagnostics_.add(option->location,
                       fmt::format("Achieve has no option {}", script::to_text(*option_name)));
      continue;
    }
    if (auto made = real_expression(*given)) tolerance = std::move(*made);
  }
  if (!value || !goal) return;
  result.target_slot = scope->slot;
  result.goal_index = scope->goals.size();
  scope->goals.push_back(name);
  result.value = std::move(*value);
  result.goal = setting(std::move(*goal), scope->names, "Achieve." + name);
  result.tolerance =
      setting(std::move(tolerance), scope->names, fmt::format("Achieve.{}.Tolerance", name));
  out.push_back({std::move(result), source.location});
}

void Compiler::minimize_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver_goal(source);
  auto* scope = target_of(seen.solver, source.location);
  if (scope == nullptr) return;
  auto value = real_expression(*seen.goal);
  if (!scope->optimize || !scope->objective.empty()) {
    diagnostics_.add(source.location, "an Optimize has one Minimize, and a Target none");
    return;
  }
  if (!value) return;
  scope->objective = column_name(*seen.goal);
  out.push_back({MinimizeCommand{scope->slot, std::move(*value)}, source.location});
}

void Compiler::constraint_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_solver_goal(source);
  auto* scope = target_of(seen.solver, source.location);
  if (scope == nullptr) return;
  if (!scope->optimize) {
    diagnostics_.add(source.location, "a NonlinearConstraint stands in an Optimize");
    return;
  }
  const auto& relation = *seen.goal->binary();
  auto value = real_expression(relation.operands[0]);
  auto bound = real_expression(relation.operands[1]);
  const auto name = column_name(relation.operands[0]);
  if (!value || !bound) return;
  ConstraintCommand result;
  result.target_slot = scope->slot;
  result.goal_index = scope->goals.size();
  scope->goals.push_back(name);
  if (relation.op == script::BinaryOperator::less_equal) {
    result.relation = ConstraintCommand::Relation::at_most;
  } else if (relation.op == script::BinaryOperator::greater_equal) {
    result.relation = ConstraintCommand::Relation::at_least;
  }
  result.value = std::move(*value);
  result.bound = setting(std::move(*bound), scope->names, "NonlinearConstraint." + name);
  out.push_back({std::move(result), source.location});
}

}  // namespace gmat_sweep::mission
