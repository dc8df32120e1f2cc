#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// The syntax tree of a GMAT mission script. It says what stands in the script and where, and
/// nothing about what it means: names are not resolved, types not checked.
///
/// Equality (`==`) ignores what does not change a script's meaning: locations, comments, layout,
/// the kind of quotes, the text of a statement as typed, and the names of the files read.
namespace gmat_sweep::script {

/// Where a thing stood. Lines and columns count from 1; a column is a byte of its line, which is
/// what editors count for ASCII. `file` indexes `Script::files`.
struct Location {
  std::uint32_t file = 0;
  std::int32_t line = 0;
  std::int32_t column = 0;
  /// Two trees that differ in layout alone are equal.
  bool operator==(const Location&) const { return true; }
};

struct Expression;

/// A number with the text it was written as. Equal when the values are.
struct Number {
  double value = 0.0;
  std::string text;
  bool operator==(const Number& other) const { return value == other.value; }
};

/// A quoted string without its quotes.
struct String {
  std::string text;
  char quote = '\'';
  bool operator==(const String& other) const { return text == other.text; }
};

/// One name of a path, with what stood in parentheses after it. `has_arguments` tells `f()` from
/// `f`.
struct PathPart {
  std::string name;
  bool has_arguments = false;
  std::vector<Expression> arguments;
  bool operator==(const PathPart&) const;
};

/// A bare word (`On`, `Earth`, `DC1`), a dotted field (`FM.GravityField.Earth.Degree`), an array
/// element (`A(i, 2)`), a function call (`sqrt(x)`) or an owner with its objects (`Prop(Sat1)`).
/// These are one syntax: which it is depends on what the name stands for.
struct Path {
  std::vector<PathPart> parts;
  /// True when no part has arguments: a word or a dotted field.
  bool is_plain() const;
  /// True when it is one name with arguments: an element, a call, `Prop(Sat)`.
  bool is_call() const { return parts.size() == 1 && parts.front().has_arguments; }
  /// The names joined by dots, without arguments.
  std::string dotted() const;
  bool operator==(const Path&) const;
};

enum class UnaryOperator : std::uint8_t { minus, plus, transpose };

struct Unary {
  UnaryOperator op = UnaryOperator::minus;
  std::vector<Expression> operand;  ///< exactly one
  bool operator==(const Unary&) const;
};

enum class BinaryOperator : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  equal,          ///< `==`
  not_equal,      ///< `~=`
  less,           ///< `<`
  greater,        ///< `>`
  less_equal,     ///< `<=`
  greater_equal,  ///< `>=`
  conjunction,    ///< `&`
  disjunction,    ///< `|`
  set,            ///< `=` inside a command: `Sat.ElapsedSecs = 60`, `{Tolerance = 0.1}`
};

/// The operator as scripts write it.
std::string_view symbol(BinaryOperator op);

struct Binary {
  BinaryOperator op = BinaryOperator::add;
  std::vector<Expression> operands;  ///< exactly two: left, right
  bool operator==(const Binary&) const;
};

/// `{a, b}`, possibly nested or empty. Options of a command are a List of Binary `set`.
struct List {
  std::vector<Expression> items;
  bool operator==(const List&) const;
};

/// `[1 2 3; 4 5 6]`: rows of items. `[]` has no rows.
struct Matrix {
  std::vector<std::vector<Expression>> rows;
  bool operator==(const Matrix&) const;
};

/// `first:last` or `first:step:last`, of a For.
struct Range {
  std::vector<Expression> bounds;  ///< two or three
  bool operator==(const Range&) const;
};

/// A value GMAT accepts without quotes and that is no expression: `01 Jan 2026 00:00:00.000`,
/// `../output/report.txt`. Only in assignments before the mission sequence, as the whole value or
/// as an item of a list or an argument of a method.
struct RawText {
  std::string text;
  bool operator==(const RawText&) const = default;
};

struct Expression {
  std::variant<Number, String, Path, Unary, Binary, List, Matrix, Range, RawText> node;
  Location location;

  const Number* number() const { return std::get_if<Number>(&node); }
  const String* string() const { return std::get_if<String>(&node); }
  const Path* path() const { return std::get_if<Path>(&node); }
  const Unary* unary() const { return std::get_if<Unary>(&node); }
  const Binary* binary() const { return std::get_if<Binary>(&node); }
  const List* list() const { return std::get_if<List>(&node); }
  const Matrix* matrix() const { return std::get_if<Matrix>(&node); }
  const Range* range() const { return std::get_if<Range>(&node); }
  const RawText* raw_text() const { return std::get_if<RawText>(&node); }

  /// The word when this is a path of one name without arguments, else empty.
  std::string_view word() const;
  /// The left and right side when this is `left = right`, else two nulls.
  std::pair<const Expression*, const Expression*> setting() const;

  bool operator==(const Expression&) const = default;
};

/// One name of a `Create`. `dimensions` are those of `Create Array A[3, 3]`, as written; an empty
/// list means none.
struct Resource {
  std::string type;
  std::string name;
  std::vector<Expression> dimensions;
  Location location;         ///< of the name
  std::size_t position = 0;  ///< its place among the script's definitions, in file order
  bool operator==(const Resource&) const = default;
};

/// `target = value` before the mission sequence. `raw_value` is the right-hand side as typed, less
/// comments and continuation marks: fields that take file names or dates read it when the value is
/// not quoted.
struct Assignment {
  Expression target;
  Expression value;
  std::string raw_value;
  Location location;
  std::size_t position = 0;  ///< as Resource::position
  bool operator==(const Assignment& other) const {
    return target == other.target && value == other.value && position == other.position;
  }
};

/// `Resource.Method(arguments)` before the mission sequence, as optimal control scripts have them.
struct MethodCall {
  Path call;  ///< the last part has the arguments
  Location location;
  std::size_t position = 0;  ///< as Resource::position
  bool operator==(const MethodCall&) const = default;
};

enum class CommandKind : std::uint8_t {
  assignment,     ///< arguments: target, value
  call_function,  ///< `[a, b] = f(x)`: outputs in `outputs`, arguments[0] is the call
  keyword,        ///< any other command of GMAT's; `keyword` names it
  unknown,        ///< a word GMAT might know from a plugin; `text` holds the statement
};

struct Command;

/// What runs under one condition of an If: the If itself, an ElseIf, or the Else, whose condition
/// is empty.
struct ElseBranch {
  std::optional<Expression> condition;
  std::vector<Command> body;
  Location location;
  std::string label;
  bool operator==(const ElseBranch&) const;
};

/// One command of the mission sequence.
///
/// Arguments are the parts that follow the keyword and the label, in order:
///   Propagate BackProp Prop(Sat) {Sat.Earth.Apoapsis}  -> BackProp, Prop(Sat), {...}
///   Vary DC(B.Element1 = 1, {MaxStep = 0.2})           -> DC(...), whose arguments hold the rest
///   Report RF Sat.X A(1,2)                             -> RF, Sat.X, A(1,2)
///   Toggle P1 P2 On                                    -> P1, P2, On
///   If a < b & c > d, While ...                        -> the condition, one expression
///   For I = 1:2:9                                      -> I = range, one Binary `set`
/// `views.hpp` reads them command by command.
struct Command {
  CommandKind kind = CommandKind::keyword;
  std::string keyword;  ///< `Propagate`; empty for an assignment or a function call
  std::string label;    ///< the quoted name after the keyword, without its quotes
  std::vector<Expression> arguments;
  std::vector<Expression> outputs;
  std::vector<Command> body;  ///< of If, For, While, Target, Optimize, BeginScript
  std::vector<ElseBranch> else_branches;
  Location location;
  Location end_location;  ///< of the `EndIf`, `EndFor` ... that closes the body
  std::string text;       ///< the statement as typed, less comments and continuation marks
  bool operator==(const Command& other) const;
};

/// `function [a, b] = Name(x, y)`, which opens a .gmf file.
struct FunctionHeader {
  std::string name;
  std::vector<std::string> outputs;
  std::vector<std::string> inputs;
  Location location;
  bool operator==(const FunctionHeader&) const = default;
};

/// A file the script was read from: itself first, then what it includes, in the order read.
/// @note `sha256` is of the file's bytes, 64 lower-case hex digits.
struct SourceFile {
  std::filesystem::path path;
  std::string sha256;
  Location included_at;  ///< of the `#Include`; line 0 for the script itself
  /// File names are no part of a script's meaning.
  bool operator==(const SourceFile&) const { return true; }
};

/// A `.gmf` function made part of a script by `include_functions`: for one combination of the types
/// of its inputs. What it creates stands among the script's resources, each name followed by `@`
/// and the function's.
struct Function {
  std::string name;
  std::vector<std::string> inputs;   ///< resources that take the arguments; empty: none does
  std::vector<std::string> outputs;  ///< resources that hold the outputs
  std::vector<std::string> locals;   ///< all that a call makes anew, inputs and outputs too
  std::vector<Command> body;
  Location location;  ///< of its header
  bool operator==(const Function&) const;
};

/// What is wrong with a script besides its syntax, in a file it refers to.
struct Fault {
  Location location;
  std::string text;
  bool operator==(const Fault&) const = default;
};

struct Script {
  std::vector<SourceFile> files;
  std::optional<FunctionHeader> function;
  std::vector<Resource> resources;
  std::vector<Assignment> assignments;   ///< those before the mission sequence, in order
  std::vector<MethodCall> method_calls;  ///< likewise
  /// Where `BeginMissionSequence` (or `BeginFunction`) stands. Without one the mission sequence
  /// begins at the first command, as in old scripts, and is empty when there is none.
  std::optional<Location> begin_mission_sequence;
  std::vector<Command> commands;
  std::vector<Function> functions;  ///< by `include_functions`; none as parsed
  std::vector<Fault> faults;        ///< likewise

  const Resource* find_resource(std::string_view name) const;
  /// `file:line:column` of a location in this script.
  std::string where(const Location& location) const;

  bool operator==(const Script& other) const;
};

}  // namespace gmat_sweep::script
