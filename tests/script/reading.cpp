#include "reading.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gmat_sweep::script {

std::string shapes(const std::vector<Expression>& items, std::string_view between) {
  std::vector<std::string> texts;
  for (const Expression& item : items) texts.push_back(shape(item));
  return fmt::format("{}", fmt::join(texts, between));
}

std::string shape(const Expression& expression) {
  if (const Number* number = expression.number()) return number->text;
  if (const String* string = expression.string()) return fmt::format("'{}'", string->text);
  if (const RawText* raw = expression.raw_text()) return fmt::format("<{}>", raw->text);
  if (const List* list = expression.list()) return fmt::format("{{{}}}", shapes(list->items));
  if (const Range* range = expression.range())
    return fmt::format("range({})", shapes(range->bounds));
  if (const Unary* unary = expression.unary()) {
    const std::string operand = shape(unary->operand.front());
    if (unary->op == UnaryOperator::transpose) return fmt::format("({}')", operand);
    return fmt::format("({}{})", unary->op == UnaryOperator::minus ? '-' : '+', operand);
  }
  if (const Binary* binary = expression.binary()) {
    return fmt::format("({}{}{})", shape(binary->operands[0]), symbol(binary->op),
                       shape(binary->operands[1]));
  }
  std::vector<std::string> texts;
  if (const Matrix* matrix = expression.matrix()) {
    for (const auto& row : matrix->rows) texts.push_back(shapes(row));
    return fmt::format("[{}]", fmt::join(texts, "; "));
  }
  for (const PathPart& part : expression.path()->parts) {
    texts.push_back(part.has_arguments ? fmt::format("{}({})", part.name, shapes(part.arguments))
                                       : part.name);
  }
  return fmt::format("{}", fmt::join(texts, "."));
}

std::string faults_of(std::string_view text) {
  try {
    parse_text(text, "m.script");
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "(none)";
}

Script mission(std::string_view commands) {
  return parse_text(fmt::format("BeginMissionSequence\n{}", commands), "m.script");
}

Command only_command(std::string_view text) {
  Script script = mission(text);
  EXPECT_EQ(script.commands.size(), 1U);
  return script.commands.at(0);
}

}  // namespace gmat_sweep::script
