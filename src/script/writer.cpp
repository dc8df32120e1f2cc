#include "script/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "script/commands.hpp"

namespace gmat_sweep::script {
namespace {

/// How tightly an expression binds, loosest first; parentheses go where a looser one stands inside
/// a tighter one.
enum class Binding : int {
  set,
  disjunction,
  conjunction,
  comparison,
  sum,
  product,
  sign,
  power,
  atom
};

Binding binding_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::set:
      return Binding::set;
    case BinaryOperator::disjunction:
      return Binding::disjunction;
    case BinaryOperator::conjunction:
      return Binding::conjunction;
    case BinaryOperator::add:
    case BinaryOperator::subtract:
      return Binding::sum;
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
      return Binding::product;
    case BinaryOperator::power:
      return Binding::power;
    case BinaryOperator::equal:
    case BinaryOperator::not_equal:
    case BinaryOperator::less:
    case BinaryOperator::greater:
    case BinaryOperator::less_equal:
    case BinaryOperator::greater_equal:
      return Binding::comparison;
  }
  return Binding::atom;
}

std::string number_text(const Number& number) {
  return number.text.empty() ? fmt::format("{}", number.value) : number.text;
}

Binding binding_of(const Expression& expression) {
  if (const Number* number = expression.number()) {
    return number_text(*number).starts_with('-') ? Binding::sign : Binding::atom;
  }
  if (const Unary* unary = expression.unary()) {
    return unary->op == UnaryOperator::transpose ? Binding::power : Binding::sign;
  }
  if (const Binary* binary = expression.binary()) return binding_of(binary->op);
  return Binding::atom;
}

/// Writes expressions to the end of a text.
class ExpressionWriter {
 public:
  explicit ExpressionWriter(std::string& out) : out_(out) {}

  void write(const Expression& expression) {
    std::visit([this](const auto& node) { write(node); }, expression.node);
  }
  void write(const Path& path);
  void write_items(const std::vector<Expression>& items, std::string_view between);

 private:
  void write(const Number& number) { out_ += number_text(number); }
  void write(const String& string);
  void write(const Unary& unary);
  void write(const Binary& binary);
  void write(const List& list);
  void write(const Matrix& matrix);
  void write(const Range& range) { write_items(range.bounds, ":"); }
  void write(const RawText& raw) { out_ += raw.text; }
  void write_bound(const Expression& expression, Binding least);

  std::string& out_;
};

void ExpressionWriter::write_items(const std::vector<Expression>& items, std::string_view between) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out_ += between;
    write(items[i]);
  }
}

void ExpressionWriter::write_bound(const Expression& expression, Binding least) {
  const bool parentheses = binding_of(expression) < least;
  if (parentheses) out_ += '(';
  write(expression);
  if (parentheses) out_ += ')';
}

void ExpressionWriter::write(const String& string) {
  const char other = string.quote == '"' ? '\'' : '"';
  const char quote = string.text.find(string.quote) == std::string::npos ? string.quote : other;
  out_ += quote;
  out_ += string.text;
  out_ += quote;
}

void ExpressionWriter::write(const Path& path) {
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    if (i > 0) out_ += '.';
    const PathPart& part = path.parts[i];
    out_ += part.name;
    if (!part.has_arguments) continue;
    out_ += '(';
    write_items(part.arguments, ", ");
    out_ += ')';
  }
}

void ExpressionWriter::write(const Unary& unary) {
  const Expression& operand = unary.operand.front();
  if (unary.op == UnaryOperator::transpose) {
    write_bound(operand, Binding::power);
    out_ += '\'';
    return;
  }
  out_ += unary.op == UnaryOperator::minus ? '-' : '+';
  // A sign next to a number would be read as part of it.
  if (operand.number() != nullptr) {
    out_ += '(';
    write(operand);
    out_ += ')';
    return;
  }
  write_bound(operand, Binding::sign);
}

/// Arithmetic is written without blanks: before the mission sequence an unquoted `my-file.txt` is
/// read as arithmetic too, and must come out as it went in.
void ExpressionWriter::write(const Binary& binary) {
  const Binding binding = binding_of(binary.op);
  const auto tighter = static_cast<Binding>(static_cast<int>(binding) + 1);
  write_bound(binary.operands[0], binding);
  if (binding <= Binding::comparison) {
    out_ += ' ';
    out_ += symbol(binary.op);
    out_ += ' ';
  } else {
    out_ += symbol(binary.op);
  }
  // A power takes a signed exponent as it is.
  const bool signed_exponent =
      binding == Binding::power && binding_of(binary.operands[1]) == Binding::sign;
  write_bound(binary.operands[1], signed_exponent ? Binding::sign : tighter);
}

void ExpressionWriter::write(const List& list) {
  out_ += '{';
  write_items(list.items, ", ");
  out_ += '}';
}

void ExpressionWriter::write(const Matrix& matrix) {
  out_ += '[';
  for (std::size_t i = 0; i < matrix.rows.size(); ++i) {
    if (i > 0) out_ += "; ";
    write_items(matrix.rows[i], ", ");
  }
  out_ += ']';
}

class ScriptWriter {
 public:
  explicit ScriptWriter(std::string& out) : out_(out), expressions_(out) {}

  void write(const Script& script);
  void write(const Command& command, int depth);

 private:
  void write_header(const FunctionHeader& header);
  void write_definitions(const Script& script);
  void write(const Resource& resource);
  void write(const Assignment& assignment);
  void write_body(const std::vector<Command>& body, int depth);
  void write_statement(const Command& command);
  void write_label(const std::string& label);
  void write_keyword(std::string_view keyword, const std::string& label);
  void indent(int depth) { out_.append(static_cast<std::size_t>(depth) * 3, ' '); }
  void end_line() { out_ += ";\n"; }

  std::string& out_;
  ExpressionWriter expressions_;
};

void ScriptWriter::write(const Script& script) {
  if (script.function) write_header(*script.function);
  write_definitions(script);
  if (script.begin_mission_sequence) out_ += "\nBeginMissionSequence;\n";
  write_body(script.commands, 0);
}

void ScriptWriter::write_header(const FunctionHeader& header) {
  out_ += fmt::format("function [{}] = {}({})\n", fmt::join(header.outputs, ", "), header.name,
                      fmt::join(header.inputs, ", "));
}

/// All kinds of definitions in the order they stood in.
void ScriptWriter::write_definitions(const Script& script) {
  auto resource = script.resources.begin();
  auto assignment = script.assignments.begin();
  auto call = script.method_calls.begin();
  const std::size_t count =
      script.resources.size() + script.assignments.size() + script.method_calls.size();
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next_resource =
        resource == script.resources.end() ? none : resource->position;
    const std::size_t next_assignment =
        assignment == script.assignments.end() ? none : assignment->position;
    const std::size_t next_call = call == script.method_calls.end() ? none : call->position;
    if (next_resource <= std::min(next_assignment, next_call)) {
      write(*resource++);
    } else if (next_assignment <= next_call) {
      write(*assignment++);
    } else {
      expressions_.write((call++)->call);
      end_line();
    }
  }
}

void ScriptWriter::write(const Resource& resource) {
  out_ += fmt::format("Create {} {}", resource.type, resource.name);
  if (!resource.dimensions.empty()) {
    out_ += '[';
    expressions_.write_items(resource.dimensions, ",");
    out_ += ']';
  }
  end_line();
}

void ScriptWriter::write(const Assignment& assignment) {
  expressions_.write(assignment.target);
  out_ += " = ";
  expressions_.write(assignment.value);
  end_line();
}

void ScriptWriter::write_body(const std::vector<Command>& body, int depth) {
  for (const Command& command : body) write(command, depth);
}

void ScriptWriter::write(const Command& command, int depth) {
  indent(depth);
  write_statement(command);
  end_line();
  const CommandWord* word = find_command(command.keyword);
  if (word == nullptr || word->closed_by.empty()) return;
  write_body(command.body, depth + 1);
  for (const ElseBranch& branch : command.else_branches) {
    indent(depth);
    write_keyword(branch.condition ? "ElseIf" : "Else", branch.label);
    if (branch.condition) {
      out_ += ' ';
      expressions_.write(*branch.condition);
    }
    end_line();
    write_body(branch.body, depth + 1);
  }
  indent(depth);
  out_ += word->closed_by;
  end_line();
}

void ScriptWriter::write_label(const std::string& label) {
  if (label.empty()) return;
  const char quote = label.find('\'') == std::string::npos ? '\'' : '"';
  out_ += quote;
  out_ += label;
  out_ += quote;
}

void ScriptWriter::write_keyword(std::string_view keyword, const std::string& label) {
  out_ += keyword;
  if (label.empty()) return;
  out_ += ' ';
  write_label(label);
}

void ScriptWriter::write_statement(const Command& command) {
  switch (command.kind) {
    case CommandKind::unknown:
      out_ += command.text;
      return;
    case CommandKind::assignment:
    case CommandKind::call_function:
      if (!command.label.empty()) {
        write_label(command.label);
        out_ += ' ';
      }
      break;
    case CommandKind::keyword:
      write_keyword(command.keyword, command.label);
      if (command.arguments.empty()) return;
      out_ += ' ';
      return expressions_.write_items(command.arguments, " ");
  }
  if (command.kind == CommandKind::assignment) {
    return expressions_.write_items(command.arguments, " = ");
  }
  if (!command.outputs.empty()) {
    out_ += '[';
    expressions_.write_items(command.outputs, ", ");
    out_ += "] = ";
  }
  expressions_.write_items(command.arguments, "");
}

}  // namespace

std::string to_text(const Script& script) {
  std::string text;
  ScriptWriter(text).write(script);
  return text;
}

std::string to_text(const Command& command, int depth) {
  std::string text;
  ScriptWriter(text).write(command, depth);
  return text;
}

std::string to_text(const Expression& expression) {
  std::string text;
  ExpressionWriter(text).write(expression);
  return text;
}

std::string to_text(const Path& path) {
  std::string text;
  ExpressionWriter(text).write(path);
  return text;
}

}  // namespace gmat_sweep::script
