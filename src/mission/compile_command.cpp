#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/lower_case.hpp"
#include "base/names.hpp"
#include "mission/command_table.hpp"
#include "mission/compiler.hpp"
#include "script/function_files.hpp"
#include "script/views.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

/// Whose elapsed time an expression reads.
void add_timed_spacecraft(const Program& program, const Expression& e,
                          std::vector<std::size_t>& spacecraft) {
  if (e.parameter != nullptr && e.parameter->stop == StopKind::elapsed_time) {
    const auto one = program.views[e.index].spacecraft;
    if (std::ranges::find(spacecraft, one) == spacecraft.end()) spacecraft.push_back(one);
  }
  for (const auto& operand : e.operands) add_timed_spacecraft(program, operand, spacecraft);
}

}  // namespace

std::vector<Command> Compiler::block(const std::vector<script::Command>& source) {
  std::vector<Command> commands;
  for (const auto& one : source) command(one, commands);
  return commands;
}

void Compiler::command(const script::Command& source, std::vector<Command>& out) {
  using script::CommandKind;
  if (source.kind == CommandKind::assignment) return assignment_command(source, out);
  if (source.kind == CommandKind::call_function) return call_command(source, out);
  const auto& keyword = source.keyword;
  const auto* type = find_command_type(keyword);
  if (type != nullptr && type->support == CommandSupport::display) return;
  if (keyword == "Global") return global_command(source);
  if (keyword == "Report") return report_command(source, out);
  if (keyword == "Write") return write_command(source, out);
  if (keyword == "Set") return set_command(source, out);
  if (keyword == "Propagate") return propagate_command(source, out);
  if (keyword == "Maneuver") return maneuver_command(source, out);
  if (keyword == "BeginFiniteBurn" || keyword == "EndFiniteBurn") {
    return finite_burn_command(source, out);
  }
  if (keyword == "If") return if_command(source, out);
  if (keyword == "While") return while_command(source, out);
  if (keyword == "For") return for_command(source, out);
  if (keyword == "Target" || keyword == "Optimize") return target_command(source, out);
  if (keyword == "Vary") return vary_command(source, out);
  if (keyword == "Achieve") return achieve_command(source, out);
  if (keyword == "Minimize") return minimize_command(source, out);
  if (keyword == "NonlinearConstraint") return constraint_command(source, out);
  if (keyword == "BeginScript" || keyword == "ScriptEvent") {
    out.push_back({ScriptBlock{block(source.body)}, source.location});
    return;
  }
  if (keyword == "Stop") {
    out.push_back({StopCommand{}, source.location});
    return;
  }
  if (keyword == "Toggle") return toggle_command(source, out);
  diagnostics_.add(source.location,
                   type != nullptr
                       ? fmt::format("{} is not supported by the native engine", keyword)
                       : fmt::format("the native engine knows no command {}", keyword));
}

void Compiler::toggle_command(const script::Command& source, std::vector<Command>& out) {
  const auto state =
      source.arguments.empty() ? std::string() : lower_case(source.arguments.back().word());
  if (source.arguments.size() < 2 || (state != "on" && state != "off")) {
    diagnostics_.add(source.location,
                     "Toggle is written Toggle ReportFile On or Toggle ReportFile Off");
    return;
  }
  ToggleCommand command{{}, state == "on"};
  for (auto subscriber = source.arguments.begin(); subscriber + 1 != source.arguments.end();
       ++subscriber) {
    if (is_display(*subscriber)) continue;
    const auto id = resource(subscriber->word(), "ReportFile", subscriber->location);
    if (id) command.reports.push_back(*program_.objects[*id].report);
  }
  if (!command.reports.empty()) out.push_back({std::move(command), source.location});
}

bool Compiler::is_display(const script::Expression& source) const {
  const auto id = program_.find(source.word());
  return id && program_.objects[*id].type->support == TypeSupport::display;
}

void Compiler::assignment_command(const script::Command& source, std::vector<Command>& out) {
  if (source.arguments.size() != 2) return;
  if (const auto* path = source.arguments[0].path()) {
    const auto id = program_.find(path->parts.front().name);
    if (id && program_.objects[*id].type->support == TypeSupport::display) return;
  }
  auto left = target(source.arguments[0]);
  if (!left) return;
  auto right = assigned_value(*left, source.arguments[1]);
  if (!right) return;
  out.push_back({AssignCommand{std::move(*left), std::move(*right)}, source.location});
}

std::optional<Expression> Compiler::assigned_value(const Target& left,
                                                   const script::Expression& source) {
  const auto& object = program_.objects[left.object];
  const bool takes_number =
      left.kind == Target::Kind::element || left.kind == Target::Kind::orbit ||
      (left.kind == Target::Kind::field && is_number(object.type->fields[left.index].kind));
  if (takes_number) return real_expression(source);
  if (left.kind == Target::Kind::object) return assigned_object(left.object, source);
  if (left.kind == Target::Kind::transition) return assigned_transition(source);
  if (object.type->name == "String") return assigned_text(source);
  if (left.kind == Target::Kind::field &&
      object.type->fields[left.index].kind == FieldKind::reals) {
    return assigned_list(left, source);
  }
  // Fields of text, truth values, lists and epochs: a String, an epoch
  // parameter, or a constant.
  const auto* path = source.path();
  const auto id = path != nullptr ? program_.find(path->parts.front().name) : std::nullopt;
  if (id && left.kind == Target::Kind::field && left.index < object.type->fields.size() &&
      object.type->fields[left.index].kind == FieldKind::resource && path->parts.size() == 1 &&
      program_.objects[*id].type->name != "String") {
    return constant_value(left, source);
  }
  const bool text =
      id && (program_.objects[*id].type->name == "String" ||
             (path->parts.size() > 1 && program_.objects[*id].spacecraft) ||
             (left.kind == Target::Kind::epoch && program_.objects[*id].type->name == "Variable"));
  if (text) return expression(source);
  const bool epoch_equation = left.kind == Target::Kind::epoch && source.number() == nullptr &&
                              source.string() == nullptr && source.raw_text() == nullptr;
  if (epoch_equation) return expression(source);
  return constant_value(left, source);
}

/// The whole of a resource or an Array.
std::optional<Expression> Compiler::assigned_object(ObjectId left,
                                                    const script::Expression& source) {
  const auto& object = program_.objects[left];
  auto value = expression(source);
  if (!value) return std::nullopt;
  if (object.type->name != "Array") {
    const bool same = value->kind == Expression::Kind::object &&
                      program_.objects[value->object].type == object.type;
    if (same) {
      if (object.spacecraft) attach_copies(left, value->object);
      return value;
    }
    diagnostics_.add(source.location, fmt::format("{} is a {}; {} is not", object.name,
                                                  object.type->name, script::to_text(source)));
    return std::nullopt;
  }
  const bool one = object.rows * object.columns == 1 && value->type == ValueType::real;
  const bool sized =
      value->type == ValueType::matrix &&
      (value->rows == 0 || (value->rows == object.rows && value->columns == object.columns) ||
       (value->kind == Expression::Kind::vector && value->rows == 1 && object.columns == 1 &&
        object.rows == value->columns));
  if (one || sized) return value;
  diagnostics_.add(source.location,
                   fmt::format("{} is an Array of {} by {}; {} is {}", object.name, object.rows,
                               object.columns, script::to_text(source),
                               value->type == ValueType::matrix
                                   ? fmt::format("{} by {}", value->rows, value->columns)
                                   : "no array"));
  return std::nullopt;
}

/// What a String takes: text, a number or a Variable as text, or a word that is no name.
std::optional<Expression> Compiler::assigned_text(const script::Expression& source) {
  const auto* path = source.path();
  const bool word = path != nullptr && path->is_plain() && path->parts.size() == 1;
  if (word && !program_.find(path->parts.front().name)) {
    Expression result;
    result.kind = Expression::Kind::text;
    result.type = ValueType::text;
    result.text = path->parts.front().name;
    return result;
  }
  auto value = expression(source);
  if (!value) return std::nullopt;
  const bool plain_number =
      value->kind == Expression::Kind::number ||
      (value->kind == Expression::Kind::field && value->type == ValueType::real && word);
  if (value->type == ValueType::text || plain_number) return value;
  diagnostics_.add(source.location,
                   fmt::format("a String takes text; {} is none. sprintf and num2str turn numbers "
                               "into text",
                               script::to_text(source)));
  return std::nullopt;
}

std::optional<Expression> Compiler::constant_value(const Target& left,
                                                   const script::Expression& source) {
  const auto& object = program_.objects[left.object];
  const auto literal = literal_of(source);
  if (!literal) {
    diagnostics_.add(source.location, fmt::format("{} is no constant", script::to_text(source)));
    return std::nullopt;
  }
  Expression result;
  result.kind = Expression::Kind::text;
  result.type = ValueType::text;
  result.text = literal->text;
  if (left.kind == Target::Kind::epoch) return result;
  auto converted = convert(object.type->fields[left.index], *literal);
  if (!converted.value) {
    diagnostics_.add(source.location,
                     fmt::format("{}.{}: {}", object.name, object.type->fields[left.index].name,
                                 converted.problem));
    return std::nullopt;
  }
  result.constant = std::move(converted.value);
  const bool equips = object.spacecraft && left.kind == Target::Kind::field &&
                      is_hardware_list(object.type->fields[left.index].name);
  if (equips && !attach_named(left.object, left.index, *result.constant, source.location)) {
    return std::nullopt;
  }
  return result;
}

std::optional<ReportColumn> Compiler::column(ReportInfo& report, const script::Expression& source) {
  auto value = expression(source);
  if (!value) return std::nullopt;
  auto name = script::to_text(source);
  std::erase(name, ' ');  // GMAT's headers have none: Hist(I,2)
  const bool apsis =
      value->kind == Expression::Kind::parameter && value->parameter->kind == ParameterKind::apsis;
  const bool array = value->type == ValueType::matrix && value->rows != 0;
  if (apsis || value->type == ValueType::object || (value->type == ValueType::matrix && !array)) {
    diagnostics_.add(source.location,
                     fmt::format("{} cannot be reported by the native engine", name));
    return std::nullopt;
  }
  name = script::display_name(name);
  ReportColumn result{.name = name, .value = std::move(*value)};
  if (array) {
    add_element_columns(report, result);
    return result;
  }
  const auto found = std::ranges::find(report.columns, name, &TableColumn::name);
  result.table_column = static_cast<std::size_t>(found - report.columns.begin());
  if (found == report.columns.end()) {
    report.columns.push_back({name, column_type(result.value)});
  }
  return result;
}

/// A whole Array has a column of the table for each element: `M(1,1)`, `M(1,2)` ... Where other
/// columns stand in the way of those that are there already, it has new ones at the end.
void Compiler::add_element_columns(ReportInfo& report, ReportColumn& column) {
  std::vector<std::string> names;
  for (std::size_t row = 1; row <= column.value.rows; ++row) {
    for (std::size_t i = 1; i <= column.value.columns; ++i) {
      names.push_back(fmt::format("{}({},{})", column.name, row, i));
    }
  }
  auto& columns = report.columns;
  auto first = std::ranges::find(columns, names.front(), &TableColumn::name);
  const auto is_of = [](const std::string& name, const TableColumn& there) {
    return there.name == name;
  };
  auto [missing, there] = std::mismatch(names.begin(), names.end(), first, columns.end(), is_of);
  if (missing != names.end() && there != columns.end()) {
    first = columns.end();
    missing = names.begin();
  }
  column.table_column = static_cast<std::size_t>(first - columns.begin());
  for (; missing != names.end(); ++missing) columns.push_back({*missing, ColumnType::real});
}

void Compiler::report_command(const script::Command& source, std::vector<Command>& out) {
  if (source.arguments.empty()) return;
  const auto id = resource(source.arguments[0].word(), "ReportFile", source.arguments[0].location);
  if (!id) return;
  ReportCommand result;
  result.report = *program_.objects[*id].report;
  result.slot = program_.report_command_count++;
  for (std::size_t i = 1; i < source.arguments.size(); ++i) {
    auto made = column(program_.reports[result.report], source.arguments[i]);
    if (made) result.columns.push_back(std::move(*made));
  }
  out.push_back({std::move(result), source.location});
}

std::optional<double> Compiler::constant(const script::Expression& source, std::string_view what) {
  const auto literal = literal_of(source);
  if (literal && literal->number() != nullptr) return *literal->number();
  diagnostics_.add(source.location, fmt::format("{}: expected a number", what));
  return std::nullopt;
}

void Compiler::propagate_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_propagate(source);
  PropagateCommand result;
  result.slot = program_.propagate_count++;
  result.synchronized = seen.mode == "Synchronized";
  if (!seen.mode.empty() && !result.synchronized) {
    diagnostics_.add(source.location,
                     fmt::format("Propagate mode {}: expected Synchronized", seen.mode));
  }
  std::set<ObjectId> named;
  for (const auto& group : seen.groups) {
    PropagateGroup made{.propagator = 0, .spacecraft = {}, .location = group.location};
    const auto id = resource(group.propagator, "Propagator", group.location);
    if (id) made.propagator = *id;
    result.forward = !group.back_prop;
    for (const auto* name : group.spacecraft) {
      if (name->string() != nullptr) {
        diagnostics_.add(name->location,
                         fmt::format("'{}': a Propagate takes spacecraft, and behind them 'STM' or "
                                     "'AMatrix'",
                                     name->string()->text));
        continue;
      }
      const auto spacecraft = resource(name->word(), "Spacecraft", name->location);
      if (!spacecraft) continue;
      if (!named.insert(*spacecraft).second) {
        diagnostics_.add(name->location,
                         fmt::format("{}: a Propagate names each spacecraft once, in GMAT too",
                                     program_.objects[*spacecraft].name));
      }
      made.spacecraft.push_back(*spacecraft);
    }
    if (group.spacecraft.empty()) {
      diagnostics_.add(group.location,
                       fmt::format("{} has no spacecraft to propagate", group.propagator));
    }
    result.groups.push_back(std::move(made));
  }
  if (seen.groups.empty()) {
    diagnostics_.add(source.location,
                     "Propagate names no spacecraft; expected Propagator(Spacecraft)");
  }
  result.transition = propagates_transition(seen);
  for (const auto* one : seen.stops) {
    auto made = stop(*one);
    if (made) result.stops.push_back(std::move(*made));
  }
  for (const auto* option : seen.options) {
    const auto [name, value] = option->setting();
    if (name->word() == "StopTolerance") {
      const auto tolerance = constant(*value, "StopTolerance");
      if (tolerance) result.stop_tolerance = *tolerance;
    } else if (name->word() != "OrbitColor") {
      diagnostics_.add(option->location,
                       fmt::format("Propagate has no option {}", script::to_text(*name)));
    }
  }
  out.push_back({std::move(result), source.location});
}

/// The spacecraft whose parameter can stop a propagation.
std::optional<ObjectId> Compiler::stop_spacecraft(const Expression& value) const {
  if (value.type != ValueType::real) return std::nullopt;
  const auto& object = program_.objects[value.object];
  if (value.kind == Expression::Kind::computed && !value.computed->in_frame &&
      program_.objects[value.index].spacecraft) {
    return value.index;
  }
  if (value.kind == Expression::Kind::field && object.hardware) {
    return program_.hardware[*object.hardware].spacecraft;
  }
  const bool readable =
      value.kind == Expression::Kind::parameter || value.kind == Expression::Kind::field;
  if (!readable || !object.spacecraft) return std::nullopt;
  if (value.kind == Expression::Kind::parameter &&
      value.parameter->kind == ParameterKind::gregorian) {
    return std::nullopt;
  }
  return value.object;
}

std::optional<StopInfo> Compiler::stop(const script::Expression& source) {
  const auto [left, right] = source.setting();
  const auto& condition = left != nullptr ? *left : source;
  const auto* path = condition.path();
  if (path == nullptr || !path->is_plain()) {
    diagnostics_.add(condition.location,
                     fmt::format("{} is no stopping condition", script::to_text(condition)));
    return std::nullopt;
  }
  auto value = expression(condition);
  if (!value) return std::nullopt;
  const auto owner = stop_spacecraft(*value);
  if (!owner) {
    diagnostics_.add(condition.location,
                     fmt::format("{} cannot stop a propagation; a parameter of a spacecraft with a "
                                 "real value can",
                                 script::to_text(condition)));
    return std::nullopt;
  }
  const bool apsis =
      value->kind == Expression::Kind::parameter && value->parameter->kind == ParameterKind::apsis;
  if (apsis == (right != nullptr)) {
    const auto name = script::to_text(condition);
    diagnostics_.add(condition.location, apsis ? fmt::format("{} takes no goal", name)
                                               : fmt::format("{0} needs a goal: {0} = ...", name));
    return std::nullopt;
  }
  StopInfo result;
  result.name = "StopOn" + script::to_text(condition);
  result.spacecraft = *program_.objects[*owner].spacecraft;
  result.value = std::move(*value);
  if (right != nullptr) {
    auto goal = real_expression(*right);
    if (!goal) return std::nullopt;
    result.goal = std::move(*goal);
  }
  return result;
}

void Compiler::maneuver_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_burn(source);
  const auto burn = resource(seen.burn, "ImpulsiveBurn", source.location);
  if (seen.spacecraft.size() != 1) {
    diagnostics_.add(source.location, "Maneuver takes one spacecraft");
    return;
  }
  const auto* name = seen.spacecraft.front();
  const auto spacecraft = resource(name->word(), "Spacecraft", name->location);
  if (!burn || !spacecraft) return;
  out.push_back({ManeuverCommand{*burn, *spacecraft, seen.back_prop}, source.location});
}

std::optional<Expression> Compiler::plain_operand(const script::Expression& source) {
  auto result = real_expression(source);
  if (!result) return std::nullopt;
  using Kind = Expression::Kind;
  const auto kind = result->kind;
  if (kind == Kind::number || kind == Kind::field || kind == Kind::element ||
      kind == Kind::parameter || kind == Kind::computed) {
    return result;
  }
  diagnostics_.add(source.location,
                   fmt::format("GMAT takes a number, a Variable, an array element or a parameter "
                               "here; assign {} to a Variable first",
                               script::to_text(source)));
  return std::nullopt;
}

std::optional<Expression> Compiler::condition(const script::Expression& source) {
  const auto* binary = source.binary();
  if (binary == nullptr) return plain_operand(source);
  const bool joins = binary->op == script::BinaryOperator::conjunction ||
                     binary->op == script::BinaryOperator::disjunction;
  auto left = joins ? condition(binary->operands[0]) : plain_operand(binary->operands[0]);
  auto right = joins ? condition(binary->operands[1]) : plain_operand(binary->operands[1]);
  if (!left || !right) return std::nullopt;
  Expression result;
  result.kind = Expression::Kind::binary;
  result.op = binary->op;
  result.operands.push_back(std::move(*left));
  result.operands.push_back(std::move(*right));
  return result;
}

void Compiler::if_command(const script::Command& source, std::vector<Command>& out) {
  IfCommand result;
  auto first = source.arguments.empty() ? std::nullopt : condition(source.arguments[0]);
  result.branches.push_back({std::move(first), block(source.body)});
  for (const auto& branch : source.else_branches) {
    if (branch.condition) {
      diagnostics_.add(branch.location, "GMAT does not support ElseIf; nest an If within the Else");
    }
    result.branches.push_back({std::nullopt, block(branch.body)});
  }
  out.push_back({std::move(result), source.location});
}

void Compiler::while_command(const script::Command& source, std::vector<Command>& out) {
  if (source.arguments.empty()) return;
  auto test = condition(source.arguments[0]);
  auto body = block(source.body);
  if (!test) return;
  WhileCommand result{.condition = std::move(*test), .body = std::move(body)};
  add_timed_spacecraft(program_, result.condition, result.timed_spacecraft);
  out.push_back({std::move(result), source.location});
}

void Compiler::for_command(const script::Command& source, std::vector<Command>& out) {
  const auto seen = script::view_for(source);
  ForCommand result;
  const auto variable = resource(seen.variable->word(), "Variable", seen.variable->location);
  auto start = plain_operand(*seen.start);
  auto end = plain_operand(*seen.end);
  std::optional<Expression> step;
  if (seen.step != nullptr) {
    step = plain_operand(*seen.step);
  } else {
    step.emplace();
    step->number = 1.0;
  }
  result.body = block(source.body);
  if (!variable || !start || !end || !step) return;
  result.variable = *variable;
  const auto names = names_of_command("For", source.label);
  result.start = setting(std::move(*start), names, "Start");
  result.step = setting(std::move(*step), names, "Step");
  result.end = setting(std::move(*end), names, "End");
  out.push_back({std::move(result), source.location});
}

}  // namespace gmat_sweep::mission
