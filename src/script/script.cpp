#include "script/script.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gmat_sweep::script {

bool PathPart::operator==(const PathPart&) const = default;
bool Path::operator==(const Path&) const = default;
bool Unary::operator==(const Unary&) const = default;
bool Binary::operator==(const Binary&) const = default;
bool List::operator==(const List&) const = default;
bool Matrix::operator==(const Matrix&) const = default;
bool Range::operator==(const Range&) const = default;
bool ElseBranch::operator==(const ElseBranch&) const = default;

bool Path::is_plain() const { return std::ranges::none_of(parts, &PathPart::has_arguments); }

std::string Path::dotted() const {
  std::string text;
  for (const PathPart& part : parts) {
    if (!text.empty()) text += '.';
    text += part.name;
  }
  return text;
}

std::string_view symbol(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::add:
      return "+";
    case BinaryOperator::subtract:
      return "-";
    case BinaryOperator::multiply:
      return "*";
    case BinaryOperator::divide:
      return "/";
    case BinaryOperator::power:
      return "^";
    case BinaryOperator::equal:
      return "==";
    case BinaryOperator::not_equal:
      return "~=";
    case BinaryOperator::less:
      return "<";
    case BinaryOperator::greater:
      return ">";
    case BinaryOperator::less_equal:
      return "<=";
    case BinaryOperator::greater_equal:
      return ">=";
    case BinaryOperator::conjunction:
      return "&";
    case BinaryOperator::disjunction:
      return "|";
    case BinaryOperator::set:
      return "=";
  }
  return "";
}

std::string_view Expression::word() const {
  const Path* found = path();
  if (found == nullptr || found->parts.size() != 1 || found->parts.front().has_arguments) return {};
  return found->parts.front().name;
}

std::pair<const Expression*, const Expression*> Expression::setting() const {
  const Binary* found = binary();
  if (found == nullptr || found->op != BinaryOperator::set) return {nullptr, nullptr};
  return {&found->operands[0], &found->operands[1]};
}

bool Command::operator==(const Command& other) const {
  // The text of a command nobody knows is all there is of it.
  if (kind == CommandKind::unknown && text != other.text) return false;
  return kind == other.kind && keyword == other.keyword && label == other.label &&
         arguments == other.arguments && outputs == other.outputs && body == other.body &&
         else_branches == other.else_branches;
}

const Resource* Script::find_resource(std::string_view name) const {
  const auto found = std::ranges::find(resources, name, &Resource::name);
  return found == resources.end() ? nullptr : &*found;
}

std::string Script::where(const Location& location) const {
  return fmt::format("{}:{}:{}", files.at(location.file).path.string(), location.line,
                     location.column);
}

bool Script::operator==(const Script& other) const {
  return function == other.function && resources == other.resources &&
         assignments == other.assignments && method_calls == other.method_calls &&
         begin_mission_sequence == other.begin_mission_sequence && commands == other.commands;
}

}  // namespace gmat_sweep::script
