#include "script/statement_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "script/expression_parser.hpp"
#include "script/syntax_error.hpp"

namespace gmat_sweep::script {
namespace {

[[noreturn]] void fail(Location location, std::string text) {
  throw SyntaxError{location, std::move(text)};
}

ExpressionParser parser_of(std::span<const Token> tokens) { return {tokens, end_of(tokens)}; }

bool is_setting(const Expression& expression) { return expression.setting().first != nullptr; }

std::string take_label(ExpressionParser& parser) {
  if (parser.peek().kind != TokenKind::string) return {};
  return std::string(parser.take().text);
}

void require_options(const Expression& expression, std::string_view keyword) {
  if (is_setting(expression)) return;  // GMAT lets the braces go
  const List* list = expression.list();
  if (list == nullptr) {
    fail(expression.location,
         fmt::format("the options of {} stand in braces: {{Name = value}}", keyword));
  }
  for (const Expression& item : list->items) {
    if (is_setting(item)) continue;
    fail(item.location, fmt::format("an option of {} is written Name = value", keyword));
  }
}

std::vector<Expression> read_condition(ExpressionParser& parser) {
  std::vector<Expression> arguments;
  arguments.push_back(parser.condition());
  parser.expect_end("the condition");
  return arguments;
}

std::vector<Expression> read_range(ExpressionParser& parser) {
  const Location start = parser.location();
  if (parser.peek().kind != TokenKind::name) parser.fail_expected("the loop's variable: I = 1:10");
  Expression variable{parser.path(), start};
  parser.expect("=", "after the loop's variable: I = 1:10");
  const Location bounds_start = parser.location();
  Range range;
  range.bounds.push_back(parser.value());
  parser.expect(":", "between the bounds: I = 1:10");
  range.bounds.push_back(parser.value());
  if (parser.take_if(":")) range.bounds.push_back(parser.value());
  parser.expect_end("the bounds of the loop");

  Binary loop{BinaryOperator::set, {}};
  loop.operands.push_back(std::move(variable));
  loop.operands.push_back({std::move(range), bounds_start});
  std::vector<Expression> arguments;
  arguments.push_back({std::move(loop), start});
  return arguments;
}

/// `Prop(Sat)`, or `-Prop(Sat)`, the old way to say BackProp.
const Path* propagator_of(const Expression& argument) {
  const Unary* unary = argument.unary();
  const bool negated = unary != nullptr && unary->op == UnaryOperator::minus;
  const Path* path = negated ? unary->operand.front().path() : argument.path();
  return path != nullptr && path->is_call() ? path : nullptr;
}

void check_propagate(const std::vector<Expression>& arguments, Location end) {
  std::size_t i = 0;
  while (i < arguments.size() &&
         (arguments[i].word() == "Synchronized" || arguments[i].word() == "BackProp")) {
    ++i;
  }
  bool any = false;
  for (; i < arguments.size(); ++i) {
    const Expression& argument = arguments[i];
    if (any && argument.list() != nullptr) continue;
    const Path* propagator = propagator_of(argument);
    if (propagator == nullptr) {
      fail(argument.location,
           "expected Propagator(Spacecraft) here, after Synchronized or BackProp "
           "if any, with stopping conditions in braces after it");
    }
    if (propagator->parts.front().arguments.empty()) {
      fail(argument.location,
           fmt::format("{} has no spacecraft to propagate", propagator->dotted()));
    }
    any = true;
  }
  if (!any) fail(end, "Propagate names no propagator; expected Propagator(Spacecraft)");
}

/// The one `Solver(goal, {options})` of Vary, Achieve and their like.
const Expression& check_solver_call(const std::vector<Expression>& arguments,
                                    const CommandWord& word, Location end) {
  const std::string form =
      fmt::format("{} is written {} Solver(goal, {{options}})", word.keyword, word.keyword);
  if (arguments.empty()) fail(end, form);
  const Path* call = arguments.front().path();
  if (call == nullptr || !call->is_call()) fail(arguments.front().location, form);
  if (arguments.size() > 1) fail(arguments[1].location, form);
  const std::vector<Expression>& inside = call->parts.front().arguments;
  if (inside.empty()) fail(arguments.front().location, form);
  for (std::size_t i = 1; i < inside.size(); ++i) require_options(inside[i], word.keyword);
  return inside.front();
}

void check_constraint(const Expression& goal) {
  const Binary* binary = goal.binary();
  const bool compares = binary != nullptr && (binary->op == BinaryOperator::set ||
                                              binary->op == BinaryOperator::less_equal ||
                                              binary->op == BinaryOperator::greater_equal);
  if (!compares) fail(goal.location, "a NonlinearConstraint is written a = b, a <= b or a >= b");
}

void check_solver(const std::vector<Expression>& arguments, const CommandWord& word, Location end) {
  if (arguments.empty()) fail(end, fmt::format("{} names no solver", word.keyword));
  if (arguments.front().word().empty()) {
    fail(arguments.front().location,
         fmt::format("expected the name of the solver of {}", word.keyword));
  }
  for (std::size_t i = 1; i < arguments.size(); ++i) require_options(arguments[i], word.keyword);
}

void check_burn(const std::vector<Expression>& arguments, const CommandWord& word, Location end) {
  const std::string form =
      fmt::format("{} is written {} Burn(Spacecraft)", word.keyword, word.keyword);
  const bool back = !arguments.empty() && arguments.front().word() == "BackProp";
  const std::size_t at = back ? 1 : 0;
  if (arguments.size() <= at) fail(end, form);
  const Path* call = arguments[at].path();
  const bool complete =
      call != nullptr && call->is_call() && !call->parts.front().arguments.empty();
  if (!complete) fail(arguments[at].location, form);
  if (arguments.size() > at + 1) fail(arguments[at + 1].location, form);
}

void check_names(const std::vector<Expression>& arguments, const CommandWord& word, Location end) {
  if (arguments.size() < static_cast<std::size_t>(word.least_arguments)) {
    fail(end,
         fmt::format("{} needs at least {} argument{}, found {}", word.keyword,
                     word.least_arguments, word.least_arguments == 1 ? "" : "s", arguments.size()));
  }
}

void check_arguments(const std::vector<Expression>& arguments, const CommandWord& word,
                     Location end) {
  switch (word.form) {
    case ArgumentForm::propagate:
      return check_propagate(arguments, end);
    case ArgumentForm::goal:
      check_solver_call(arguments, word, end);
      return;
    case ArgumentForm::equation: {
      const Expression& goal = check_solver_call(arguments, word, end);
      if (!is_setting(goal))
        fail(goal.location, fmt::format("{} needs a value: name = value", word.keyword));
      return;
    }
    case ArgumentForm::constraint:
      return check_constraint(check_solver_call(arguments, word, end));
    case ArgumentForm::solver:
      return check_solver(arguments, word, end);
    case ArgumentForm::burn:
      return check_burn(arguments, word, end);
    case ArgumentForm::names:
      return check_names(arguments, word, end);
    case ArgumentForm::none:
    case ArgumentForm::condition:
    case ArgumentForm::range:
      return;
  }
}

std::vector<Expression> read_arguments(ExpressionParser& parser, const CommandWord& word,
                                       Location end) {
  if (word.form == ArgumentForm::condition) return read_condition(parser);
  if (word.form == ArgumentForm::range) return read_range(parser);
  if (word.form == ArgumentForm::none) {
    parser.expect_end(word.keyword);
    return {};
  }
  std::vector<Expression> arguments = parser.argument_sequence();
  check_arguments(arguments, word, end);
  return arguments;
}

/// The names between `[` and `]`.
std::vector<Expression> read_outputs(ExpressionParser& parser) {
  std::vector<Expression> outputs;
  parser.expect("[", "to open the outputs");
  while (!parser.take_if("]")) {
    const Location start = parser.location();
    if (parser.peek().kind != TokenKind::name) parser.fail_expected("the name of an output or ']'");
    outputs.push_back({parser.path(), start});
    const bool dangling = parser.take_if(",") && parser.peek().kind != TokenKind::name;
    if (dangling) parser.fail_expected("the name of an output after ','");
  }
  return outputs;
}

std::vector<std::string> read_names(ExpressionParser& parser, std::string_view closing) {
  std::vector<std::string> names;
  while (!parser.take_if(closing)) {
    names.push_back(parser.name(fmt::format("a name or '{}'", closing)));
    parser.take_if(",");
  }
  return names;
}

Command read_function_call(ExpressionParser& parser, Command command) {
  command.kind = CommandKind::call_function;
  command.outputs = read_outputs(parser);
  parser.expect("=", "between the outputs and the function");
  const Location start = parser.location();
  if (parser.peek().kind != TokenKind::name) parser.fail_expected("the name of a function");
  command.arguments.push_back({parser.path(), start});
  parser.expect_end("the function call");
  return command;
}

/// Balanced brackets: a value that is no expression still has to end where its line does.
void check_brackets(std::span<const Token> tokens) {
  std::vector<const Token*> open;
  for (const Token& token : tokens) {
    if (token.kind != TokenKind::symbol) continue;
    const char c = token.text.front();
    if (c == '(' || c == '[' || c == '{') open.push_back(&token);
    if (c != ')' && c != ']' && c != '}') continue;
    const char opening = c == ')' ? '(' : c == ']' ? '[' : '{';
    if (open.empty() || open.back()->text.front() != opening) {
      fail(token.location, fmt::format("found '{}' without its '{}'", c, opening));
    }
    open.pop_back();
  }
  if (!open.empty()) {
    fail(open.back()->location, fmt::format("'{}' is not closed", open.back()->text));
  }
}

/// What may be a date, a file name or the like. GMAT wants quotes around text with symbols of the
/// language; a value that starts with a bracket was meant as a list.
bool may_stand_unquoted(std::span<const Token> tokens) {
  constexpr std::array<std::string_view, 12> symbols{
      "=", "==", "~=", "<", ">", "<=", ">=", "&", "|", "*", "^", ";"};
  if (tokens.front().is("{") || tokens.front().is("[")) return false;
  if (tokens.front().is(",") || tokens.back().is(",")) return false;
  if (tokens.back().is("+") || tokens.back().is("-")) return false;
  return std::ranges::none_of(tokens, [&](const Token& token) {
    return std::ranges::any_of(symbols, [&](std::string_view symbol) { return token.is(symbol); });
  });
}

}  // namespace

Location end_of(std::span<const Token> tokens) {
  if (tokens.empty()) return {};
  Location end = tokens.back().location;
  end.column += static_cast<std::int32_t>(tokens.back().source.size());
  return end;
}

std::vector<Resource> read_create(std::span<const Token> tokens, std::size_t first_position) {
  ExpressionParser parser = parser_of(tokens);
  parser.take();
  const std::string type = parser.name("a resource type after Create");
  std::vector<Resource> created;
  while (!parser.at_end() || created.empty()) {
    Resource resource;
    resource.type = type;
    resource.location = parser.location();
    resource.position = first_position + created.size();
    resource.name = parser.name(fmt::format("the name of the {}", type));
    if (find_command(resource.name) != nullptr) {
      fail(resource.location,
           fmt::format("{} is the name of a command, so no resource can have it", resource.name));
    }
    if (parser.take_if("[")) {
      do {
        resource.dimensions.push_back(parser.value());
      } while (parser.take_if(","));
      parser.expect("]", "after the dimensions");
    }
    const bool sized = !resource.dimensions.empty();
    if (sized != (type == "Array")) {
      fail(resource.location,
           sized ? fmt::format("{} is no Array and has no dimensions", resource.name)
                 : fmt::format("the Array {} needs dimensions: {}[rows, columns]", resource.name,
                               resource.name));
    }
    created.push_back(std::move(resource));
    const bool dangling = parser.take_if(",") && parser.at_end();
    if (dangling) parser.fail_expected(fmt::format("the name of the next {}", type));
  }
  return created;
}

FunctionHeader read_function_header(std::span<const Token> tokens) {
  ExpressionParser parser = parser_of(tokens);
  FunctionHeader header;
  header.location = parser.take().location;
  if (parser.take_if("[")) {
    header.outputs = read_names(parser, "]");
    parser.expect("=", "between the outputs and the function's name");
  }
  header.name = parser.name("the function's name");
  if (parser.peek().is("=") && header.outputs.empty()) {
    parser.take();
    header.outputs.push_back(std::exchange(header.name, parser.name("the function's name")));
  }
  if (parser.take_if("(")) header.inputs = read_names(parser, ")");
  parser.expect_end("the function's inputs");
  return header;
}

Expression read_value(std::span<const Token> tokens, Location end) {
  ExpressionParser parser(tokens, end);
  if (parser.at_end()) parser.fail_expected("a value");
  check_brackets(tokens);
  parser.accept_raw_items();
  const bool may_be_raw = may_stand_unquoted(tokens);
  try {
    Expression value = parser.value();
    if (parser.at_end()) return value;
    if (!may_be_raw) parser.expect_end("the value");
  } catch (const SyntaxError&) {
    if (!may_be_raw) throw;
  }
  return {RawText{source_of(tokens)}, tokens.front().location};
}

Assignment read_assignment(std::span<const Token> tokens, std::size_t position) {
  ExpressionParser parser = parser_of(tokens);
  Assignment assignment;
  assignment.location = parser.location();
  assignment.position = position;
  assignment.target = {parser.path(), assignment.location};
  parser.expect("=", fmt::format("after {}", assignment.target.path()->dotted()));
  const std::span<const Token> right = parser.rest();
  assignment.value = read_value(right, end_of(tokens));
  assignment.raw_value = source_of(right);
  return assignment;
}

bool is_method_call(std::span<const Token> tokens) {
  if (tokens.size() < 4 || tokens[0].kind != TokenKind::name || !tokens[1].is(".")) return false;
  std::size_t i = 1;
  while (i + 1 < tokens.size() && tokens[i].is(".") && tokens[i + 1].kind == TokenKind::name)
    i += 2;
  return i < tokens.size() && tokens[i].is("(") && tokens.back().is(")") &&
         tokens[0].text != "Python";
}

MethodCall read_method_call(std::span<const Token> tokens, std::size_t position) {
  ExpressionParser parser = parser_of(tokens);
  parser.accept_raw_items();
  MethodCall result;
  result.location = parser.location();
  result.position = position;
  result.call = parser.path();
  parser.expect_end("the method call");
  return result;
}

Command read_command(std::span<const Token> tokens, const CommandWord& word) {
  ExpressionParser parser = parser_of(tokens);
  Command command;
  command.keyword = word.keyword;
  command.location = parser.take().location;
  command.text = source_of(tokens);
  // The one string of a SaveMission is the file, not a label.
  const bool file_only = word.keyword == "SaveMission" && tokens.size() == 2;
  if (!file_only) command.label = take_label(parser);
  command.arguments = read_arguments(parser, word, end_of(tokens));
  return command;
}

Command read_keywordless(std::span<const Token> tokens) {
  ExpressionParser parser = parser_of(tokens);
  Command command;
  command.location = parser.location();
  command.text = source_of(tokens);
  command.label = take_label(parser);
  if (parser.peek().is("[")) return read_function_call(parser, std::move(command));
  if (parser.peek().kind != TokenKind::name) {
    parser.fail_expected("a command, an assignment or a function call");
  }
  const Location start = parser.location();
  Path path = parser.path();
  if (parser.take_if("=")) {
    command.kind = CommandKind::assignment;
    command.arguments.push_back({std::move(path), start});
    command.arguments.push_back(parser.value());
    parser.expect_end("the value");
    return command;
  }
  if (path.parts.back().has_arguments) {
    parser.expect_end("the function call");
    command.kind = CommandKind::call_function;
    command.arguments.push_back({std::move(path), start});
    return command;
  }
  const Token& next = parser.peek();
  const bool argument_follows = parser.at_end() || next.kind != TokenKind::symbol || next.is("{") ||
                                next.is("[") || next.is("-");
  if (!argument_follows) parser.fail_expected(fmt::format("'=' after {}", path.dotted()));
  command.kind = CommandKind::unknown;
  command.keyword = path.dotted();
  return command;
}

}  // namespace gmat_sweep::script
