#include "mission/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/lower_case.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::mission {
namespace {

std::optional<double> constant_of(const script::Expression& expression) {
  if (const auto* number = expression.number()) return number->value;
  if (const auto* unary = expression.unary()) {
    const auto operand = constant_of(unary->operand.front());
    if (!operand || unary->op == script::UnaryOperator::transpose) return std::nullopt;
    return unary->op == script::UnaryOperator::minus ? -*operand : *operand;
  }
  const auto* binary = expression.binary();
  if (binary == nullptr) return std::nullopt;
  const auto left = constant_of(binary->operands[0]);
  const auto right = constant_of(binary->operands[1]);
  if (!left || !right) return std::nullopt;
  switch (binary->op) {
    case script::BinaryOperator::add:
      return *left + *right;
    case script::BinaryOperator::subtract:
      return *left - *right;
    case script::BinaryOperator::multiply:
      return *left * *right;
    case script::BinaryOperator::divide:
      return *left / *right;
    case script::BinaryOperator::power:
      return std::pow(*left, *right);
    default:
      return std::nullopt;
  }
}

std::optional<Literal> list_of(const std::vector<script::Expression>& items, std::string text) {
  Literal::List list;
  for (const auto& item : items) {
    auto literal = literal_of(item);
    if (!literal) return std::nullopt;
    list.push_back(std::move(*literal));
  }
  return Literal{std::move(list), std::move(text)};
}

Conversion wrong(const Field& field, const Literal& literal) {
  return {std::nullopt,
          fmt::format("expected {}, found {}", describe_accepted(field), describe(literal))};
}

bool in_range(const Range& range, double value) {
  if (std::isnan(value)) return false;
  const bool low = range.low_open ? value > range.low : value >= range.low;
  const bool high = range.high_open ? value < range.high : value <= range.high;
  return low && high;
}

std::optional<bool> truth_of(const Literal& literal) {
  if (const auto* boolean = literal.boolean()) return *boolean;
  const auto* word = literal.word();
  if (word == nullptr) return std::nullopt;
  const auto lower = lower_case(*word);
  if (lower == "true" || lower == "on") return true;
  if (lower == "false" || lower == "off") return false;
  return std::nullopt;
}

Conversion convert_names(const Field& field, const Literal& literal) {
  if (const auto* word = literal.word()) return {Names{*word}, {}};
  const auto* list = literal.list();
  if (list == nullptr) return wrong(field, literal);
  Names result;
  for (const auto& item : *list) {
    if (item.list() != nullptr) return wrong(field, literal);
    result.push_back(item.word() != nullptr ? *item.word() : item.text);
  }
  return {std::move(result), {}};
}

Conversion convert_reals(const Field& field, const Literal& literal) {
  if (const auto* number = literal.number()) return {Reals{*number}, {}};
  const auto* list = literal.list();
  if (list == nullptr) return wrong(field, literal);
  Reals result;
  for (const auto& item : *list) {
    if (const auto* row = item.list()) {
      for (const auto& element : *row) {
        if (element.number() == nullptr) return wrong(field, literal);
        result.push_back(*element.number());
      }
    } else if (item.number() != nullptr) {
      result.push_back(*item.number());
    } else {
      return wrong(field, literal);
    }
  }
  return {std::move(result), {}};
}

Conversion convert_text(const Field& field, const Literal& literal) {
  if (const auto* word = literal.word()) return {*word, {}};
  if (literal.boolean() != nullptr && field.kind != FieldKind::epoch) return {literal.text, {}};
  const bool takes_number = field.kind == FieldKind::epoch || field.kind == FieldKind::text;
  if (literal.number() != nullptr && takes_number) return {literal.text, {}};
  if (literal.list() != nullptr && field.kind == FieldKind::text) return {literal.text, {}};
  return wrong(field, literal);
}

}  // namespace

std::string describe(const Literal& literal) {
  if (literal.number() != nullptr) return "the number " + literal.text;
  if (literal.boolean() != nullptr) return literal.text;
  if (literal.word() != nullptr) return "the text '" + *literal.word() + "'";
  return "the list " + literal.text;
}

std::optional<Literal> literal_of(const script::Expression& expression) {
  if (const auto number = constant_of(expression)) {
    return Literal{*number, script::to_text(expression)};
  }
  if (const auto* string = expression.string()) return Literal{string->text, string->text};
  if (const auto* raw = expression.raw_text()) return Literal{raw->text, raw->text};
  if (const auto* path = expression.path()) {
    auto text = path->is_plain() ? path->dotted() : script::to_text(*path);
    return Literal{text, text};
  }
  if (const auto* list = expression.list()) {
    return list_of(list->items, script::to_text(expression));
  }
  const auto* matrix = expression.matrix();
  if (matrix == nullptr) return std::nullopt;
  if (matrix->rows.size() == 1) return list_of(matrix->rows[0], script::to_text(expression));
  Literal::List rows;
  for (const auto& row : matrix->rows) {
    auto items = list_of(row, {});
    if (!items) return std::nullopt;
    rows.push_back(std::move(*items));
  }
  return Literal{std::move(rows), script::to_text(expression)};
}

std::optional<Literal> literal_of(const script::Assignment& assignment) {
  auto literal = literal_of(assignment.value);
  if (literal) {
    if (literal->number() != nullptr) literal->text = assignment.raw_value;
    return literal;
  }
  return Literal{assignment.raw_value, assignment.raw_value};
}

std::optional<Literal> literal_of(const Value& value) {
  if (value.is_bool()) return Literal{value.as_bool(), value.as_bool() ? "true" : "false"};
  if (value.is_number()) return Literal{value.as_real(), to_json(value)};
  if (value.is_string()) return Literal{value.as_string(), value.as_string()};
  if (!value.is_list()) return std::nullopt;
  Literal::List list;
  for (const auto& item : value.as_list()) {
    auto literal = literal_of(item);
    if (!literal) return std::nullopt;
    list.push_back(std::move(*literal));
  }
  return Literal{std::move(list), to_json(value)};
}

Conversion convert_type(const Field& field, const Literal& literal) {
  switch (field.kind) {
    case FieldKind::real:
    case FieldKind::orbit:
      if (literal.number() == nullptr) return wrong(field, literal);
      return {*literal.number(), {}};
    case FieldKind::integer:
      if (literal.number() == nullptr || *literal.number() != std::round(*literal.number())) {
        return wrong(field, literal);
      }
      return {*literal.number(), {}};
    case FieldKind::boolean: {
      const auto truth = truth_of(literal);
      if (!truth) return wrong(field, literal);
      return {*truth, {}};
    }
    case FieldKind::names:
      return convert_names(field, literal);
    case FieldKind::reals:
      return convert_reals(field, literal);
    case FieldKind::choice:
      if (literal.boolean() != nullptr) return wrong(field, literal);
      return convert_text(field, literal);
    default:
      return convert_text(field, literal);
  }
}

std::string problem_with(const Field& field, const FieldValue& value, std::string_view found) {
  const auto* number = std::get_if<double>(&value);
  const auto* word = std::get_if<std::string>(&value);
  const auto* reals = std::get_if<Reals>(&value);
  const bool outside = (number != nullptr && !in_range(field.range, *number)) ||
                       (reals != nullptr && field.count != 0 && reals->size() != field.count);
  const bool no_choice = field.kind == FieldKind::choice && word != nullptr &&
                         !field.choices.empty() &&
                         std::ranges::find(field.choices, *word) == field.choices.end();
  const bool changed = field.support == FieldSupport::fixed && value != default_value(field);
  if (!outside && !no_choice && !changed) return {};
  if (word != nullptr && std::ranges::find(field.refused, *word) != field.refused.end()) {
    return fmt::format("{} is not supported by the native engine; expected {}", *word,
                       describe_accepted(field));
  }
  return fmt::format("expected {}, found {}", describe_accepted(field), found);
}

Conversion convert(const Field& field, const Literal& literal) {
  auto result = convert_type(field, literal);
  if (!result.value) return result;
  auto problem = problem_with(field, *result.value, describe(literal));
  if (!problem.empty()) return {std::nullopt, std::move(problem)};
  return result;
}

}  // namespace gmat_sweep::mission
