#include "script/expression_parser.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

namespace gmat_sweep::script {
namespace {

// Both bound the depth of the tree, and with it every recursion over it.
constexpr int most_nesting = 200;
constexpr int most_operators = 2000;

const Token past_end{};

/// Sets a variable for a scope.
class Scoped {
 public:
  Scoped(bool& variable, bool value) : variable_(variable), before_(variable) { variable = value; }
  Scoped(const Scoped&) = delete;
  Scoped& operator=(const Scoped&) = delete;
  ~Scoped() { variable_ = before_; }

 private:
  bool& variable_;
  bool before_;
};

class Nested {
 public:
  Nested(int& depth, Location location) : depth_(depth) {
    if (++depth_ <= most_nesting) return;
    --depth_;
    throw SyntaxError{location, fmt::format("brackets are nested more than {} deep", most_nesting)};
  }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;
  ~Nested() { --depth_; }

 private:
  int& depth_;
};

using OperatorName = std::pair<std::string_view, BinaryOperator>;
constexpr std::array<OperatorName, 6> comparisons{{{"==", BinaryOperator::equal},
                                                   {"~=", BinaryOperator::not_equal},
                                                   {"<", BinaryOperator::less},
                                                   {">", BinaryOperator::greater},
                                                   {"<=", BinaryOperator::less_equal},
                                                   {">=", BinaryOperator::greater_equal}}};

std::optional<BinaryOperator> comparison_of(const Token& token) {
  for (const auto& [text, op] : comparisons) {
    if (token.is(text)) return op;
  }
  return std::nullopt;
}

bool is_logical(const Expression& expression) {
  const Binary* binary = expression.binary();
  if (binary == nullptr) return false;
  return binary->op == BinaryOperator::conjunction || binary->op == BinaryOperator::disjunction;
}

bool is_comparison(const Expression& expression) {
  const Binary* binary = expression.binary();
  if (binary == nullptr) return false;
  for (const auto& [text, op] : comparisons) {
    if (binary->op == op) return true;
  }
  return false;
}

/// GMAT takes neither a number nor a name for a truth value.
void require_comparisons(const Expression& condition) {
  if (is_logical(condition)) {
    for (const Expression& side : condition.binary()->operands) require_comparisons(side);
    return;
  }
  if (is_comparison(condition)) return;
  throw SyntaxError{condition.location, "a condition needs a comparison: ==, ~=, <, >, <= or >="};
}

Expression negated(const Number& number, Location location) {
  return {Number{-number.value, '-' + number.text}, location};
}

double parse_double(const Token& token) {
  double value = 0.0;
  const char* end = token.text.data() + token.text.size();
  const auto result = std::from_chars(token.text.data(), end, value);
  if (result.ec == std::errc::result_out_of_range) {
    value = std::strtod(std::string(token.text).c_str(), nullptr);
  }
  if (std::isinf(value)) {
    throw SyntaxError{token.location,
                      fmt::format("the number {} is beyond the range of a double", token.text)};
  }
  return value;
}

}  // namespace

const Token& ExpressionParser::peek(std::size_t ahead) const {
  return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead] : past_end;
}

const Token& ExpressionParser::take() { return tokens_[next_++]; }

bool ExpressionParser::take_if(std::string_view symbol) {
  if (!peek().is(symbol)) return false;
  ++next_;
  return true;
}

void ExpressionParser::expect(std::string_view symbol, std::string_view context) {
  if (!take_if(symbol)) fail_expected(fmt::format("'{}' {}", symbol, context));
}

void ExpressionParser::expect_end(std::string_view what) const {
  if (at_end()) return;
  if (peek().is(";")) {
    throw SyntaxError{location(),
                      "found ';' before the end of the line; statements stand one a "
                      "line"};
  }
  throw SyntaxError{location(), fmt::format("found {} after {}", describe(peek()), what)};
}

void ExpressionParser::fail_expected(std::string_view expected) const {
  const std::string found = at_end() ? std::string("the end of the statement") : describe(peek());
  throw SyntaxError{location(), fmt::format("found {}, expected {}", found, expected)};
}

void ExpressionParser::count_operator(Location at) {
  if (++operators_ <= most_operators) return;
  throw SyntaxError{at, fmt::format("a statement holds more than {} operators", most_operators)};
}

Expression ExpressionParser::make_binary(BinaryOperator op, Expression left, Expression right) {
  const Location location = left.location;
  count_operator(location);
  Binary binary{op, {}};
  binary.operands.reserve(2);
  binary.operands.push_back(std::move(left));
  binary.operands.push_back(std::move(right));
  return {std::move(binary), location};
}

/// Where blanks part items, `a -b` is two of them, `a - b` and `a-b` one.
bool ExpressionParser::at_operator(std::string_view symbol) const {
  const Token& token = peek();
  if (!token.is(symbol)) return false;
  if (!blanks_separate_ || !token.space_before) return true;
  return next_ + 1 >= tokens_.size() || peek(1).space_before;
}

Expression ExpressionParser::value() { return sum(); }

Expression ExpressionParser::condition() {
  Expression result = disjunction();
  if (peek().is("=")) fail_expected("'==': '=' does not compare");
  require_comparisons(result);
  return result;
}

Expression ExpressionParser::argument() {
  Expression left = disjunction();
  if (!take_if("=")) return left;
  return make_binary(BinaryOperator::set, std::move(left), sum());
}

Expression ExpressionParser::disjunction() {
  Expression left = conjunction();
  while (take_if("|"))
    left = make_binary(BinaryOperator::disjunction, std::move(left), conjunction());
  return left;
}

Expression ExpressionParser::conjunction() {
  Expression left = comparison();
  while (take_if("&"))
    left = make_binary(BinaryOperator::conjunction, std::move(left), comparison());
  return left;
}

Expression ExpressionParser::comparison() {
  Expression left = sum();
  const auto op = comparison_of(peek());
  if (!op) return left;
  take();
  left = make_binary(*op, std::move(left), sum());
  if (comparison_of(peek())) {
    throw SyntaxError{location(), "comparisons do not chain; join them with & or |"};
  }
  return left;
}

Expression ExpressionParser::sum() {
  Expression left = product();
  while (at_operator("+") || at_operator("-")) {
    const auto op = take().is("+") ? BinaryOperator::add : BinaryOperator::subtract;
    left = make_binary(op, std::move(left), product());
  }
  return left;
}

Expression ExpressionParser::product() {
  Expression left = unary();
  while (peek().is("*") || peek().is("/")) {
    const auto op = take().is("*") ? BinaryOperator::multiply : BinaryOperator::divide;
    left = make_binary(op, std::move(left), unary());
  }
  return left;
}

/// A sign before a number belongs to it, unless a power or a transpose binds it first.
Expression ExpressionParser::unary() {
  if (!peek().is("-") && !peek().is("+")) return power();
  const Token& sign = take();
  const bool literal = peek().kind == TokenKind::number && !peek(1).is("^") && !peek(1).is("'");
  if (literal) {
    Expression result = number();
    if (sign.is("+")) return result;
    return negated(std::get<Number>(result.node), sign.location);
  }
  count_operator(sign.location);
  const Nested nested(nesting_, sign.location);
  Unary result{sign.is("-") ? UnaryOperator::minus : UnaryOperator::plus, {}};
  result.operand.push_back(unary());
  return {std::move(result), sign.location};
}

Expression ExpressionParser::power() {
  Expression left = atom();
  while (true) {
    if (take_if("^")) {
      left = make_binary(BinaryOperator::power, std::move(left), exponent());
    } else if (peek().is("'")) {
      take();
      const Location location = left.location;
      count_operator(location);
      Unary transpose{UnaryOperator::transpose, {}};
      transpose.operand.push_back(std::move(left));
      left = {std::move(transpose), location};
    } else {
      return left;
    }
  }
}

Expression ExpressionParser::exponent() {
  if (!peek().is("-") && !peek().is("+")) return atom();
  const Token& sign = take();
  const Nested nested(nesting_, sign.location);
  if (sign.is("+")) return exponent();
  Expression operand = exponent();
  const Number* number = operand.number();
  if (number != nullptr && !number->text.starts_with('-')) return negated(*number, sign.location);
  Unary result{UnaryOperator::minus, {}};
  result.operand.push_back(std::move(operand));
  return {std::move(result), sign.location};
}

Expression ExpressionParser::atom() {
  const Token& token = peek();
  if (at_end()) fail_expected("a value");
  if (token.kind == TokenKind::number) return number();
  if (token.kind == TokenKind::string) {
    take();
    return {String{std::string(token.text), token.quote}, token.location};
  }
  if (token.kind == TokenKind::name) {
    const Location start = token.location;
    return {path(), start};
  }
  if (token.is("(")) return group();
  if (token.is("{")) return list();
  if (token.is("[")) return matrix();
  fail_expected("a value");
}

Expression ExpressionParser::number() {
  const Token& token = take();
  return {Number{parse_double(token), std::string(token.text)}, token.location};
}

Expression ExpressionParser::group() {
  const Nested nested(nesting_, peek().location);
  const Scoped inside(blanks_separate_, false);
  take();
  Expression result = sum();
  if (comparison_of(peek()) || peek().is("&") || peek().is("|")) {
    throw SyntaxError{location(),
                      "GMAT does not group conditions with parentheses; & binds "
                      "before |"};
  }
  expect(")", "to close the parenthesis");
  return result;
}

std::string ExpressionParser::name(std::string_view expected) {
  if (peek().kind != TokenKind::name) fail_expected(expected);
  return std::string(take().text);
}

bool ExpressionParser::opens_arguments() const {
  return peek().is("(") && !(blanks_separate_ && peek().space_before);
}

Path ExpressionParser::path() {
  Path result;
  while (true) {
    PathPart part;
    part.name = name("a name");
    if (opens_arguments()) {
      part.has_arguments = true;
      part.arguments = call_arguments();
    }
    result.parts.push_back(std::move(part));
    const bool dotted = peek().is(".") && !peek().space_before && !peek(1).is(".");
    if (!dotted) return result;
    take();
    if (peek().kind != TokenKind::name || peek().space_before) fail_expected("a name after '.'");
  }
}

std::vector<Expression> ExpressionParser::call_arguments() {
  const Nested nested(nesting_, peek().location);
  const Scoped inside(blanks_separate_, false);
  take();
  std::vector<Expression> arguments;
  if (take_if(")")) return arguments;
  while (true) {
    arguments.push_back(item(")"));
    if (take_if(")")) return arguments;
    if (!take_if(",")) fail_expected("',' or ')'");
  }
}

/// True when the token at hand begins another item: a blank parted it from the last one.
bool ExpressionParser::starts_next_item() const {
  const Token& token = peek();
  if (!token.space_before && token.kind != TokenKind::string) return false;
  return token.kind != TokenKind::symbol || token.is("{") || token.is("[") || token.is("(") ||
         token.is("-") || token.is("+");
}

Expression ExpressionParser::list() {
  const Nested nested(nesting_, peek().location);
  const Scoped inside(blanks_separate_, true);
  const Location start = take().location;
  List result;
  while (!take_if("}")) {
    if (at_end()) throw SyntaxError{start, "the brace { is not closed"};
    if (raw_items_ && take_if(",")) continue;
    result.items.push_back(item("}"));
    if (peek().is("}")) continue;
    if (take_if(",") || starts_next_item()) continue;
    if (at_end()) throw SyntaxError{start, "the brace { is not closed"};
    fail_expected("',' or '}'");
  }
  return {std::move(result), start};
}

/// One item of a list or one argument of a call.
Expression ExpressionParser::item(std::string_view closing) {
  if (!raw_items_ || peek().is("{")) return argument();
  const std::size_t start = next_;
  try {
    Expression result = argument();
    if (item_ends(closing)) return result;
  } catch (const SyntaxError&) {
    const bool nothing =
        start >= tokens_.size() || tokens_[start].is(",") || tokens_[start].is(closing);
    if (nothing) throw;
  }
  next_ = start;
  return raw_item(closing);
}

bool ExpressionParser::item_ends(std::string_view closing) const {
  if (at_end() || peek().is(",") || peek().is(closing)) return true;
  return blanks_separate_ && starts_next_item();
}

/// The tokens up to a comma or the closing bracket, or to a blank where that parts items.
Expression ExpressionParser::raw_item(std::string_view closing) {
  const std::size_t start = next_;
  const Location location = take().location;
  while (!at_end() && !peek().is(",") && !peek().is(closing)) {
    if (blanks_separate_ && peek().space_before) break;
    take();
  }
  return {RawText{source_of(tokens_.subspan(start, next_ - start))}, location};
}

Expression ExpressionParser::matrix() {
  const Nested nested(nesting_, peek().location);
  const Scoped inside(blanks_separate_, true);
  const Location start = take().location;
  Matrix result;
  std::vector<Expression> row;
  while (true) {
    if (at_end()) throw SyntaxError{start, "the bracket [ is not closed"};
    const bool row_ends = peek().is(";") || peek().is("]");
    if (row_ends) {
      if (!row.empty()) result.rows.push_back(std::move(row));
      row.clear();
      if (take().is("]")) return {std::move(result), start};
      continue;
    }
    row.push_back(sum());
    if (take_if(",") || starts_next_item()) continue;
    if (!at_end() && !peek().is(";") && !peek().is("]")) fail_expected("',', ';' or ']'");
  }
}

std::vector<Expression> ExpressionParser::argument_sequence() {
  std::vector<Expression> arguments;
  while (!at_end()) {
    arguments.push_back(unary());
    const bool more = take_if(",") && at_end();
    if (more) fail_expected("another argument after ','");
  }
  return arguments;
}

}  // namespace gmat_sweep::script
