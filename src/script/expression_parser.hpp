#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/lexer.hpp"
#include "script/script.hpp"

namespace gmat_sweep::script {

/// Reads expressions from the tokens of one statement. Every function throws SyntaxError where the
/// text departs from the grammar.
///
/// Precedence, loosest first, as GMAT's: `|`, `&`, one comparison, `+ -`, `* /`, unary `+ -`,
/// `^ '`. All group from the left, `^` too. Parentheses group arithmetic, not conditions.
class ExpressionParser {
 public:
  /// @param end  where a message points when the tokens run out
  ExpressionParser(std::span<const Token> tokens, Location end) : tokens_(tokens), end_(end) {}

  /// Lets the items of lists and the arguments of calls be names of files and the like: RawText
  /// where they are no expressions. Lists may then hold nothing between two commas.
  void accept_raw_items() { raw_items_ = true; }

  bool at_end() const { return next_ >= tokens_.size(); }
  /// The token `ahead` places on, or one of empty text past the end.
  const Token& peek(std::size_t ahead = 0) const;
  const Token& take();
  bool take_if(std::string_view symbol);
  void expect(std::string_view symbol, std::string_view context);
  /// Throws unless everything was read. `what` says what was complete.
  void expect_end(std::string_view what) const;
  /// Throws `found X, expected Y` at the next token.
  [[noreturn]] void fail_expected(std::string_view expected) const;
  std::span<const Token> rest() const { return tokens_.subspan(next_); }
  Location location() const { return at_end() ? end_ : peek().location; }

  /// Arithmetic, a string, a list or a matrix.
  Expression value();
  /// Comparisons joined by `&` and `|`.
  Expression condition();
  /// What stands inside a command: a value, a comparison, or `left = right`.
  Expression argument();
  /// `A.b(1).c`
  Path path();
  std::string name(std::string_view expected);
  /// Arguments side by side, parted by blanks or commas, to the end.
  std::vector<Expression> argument_sequence();

 private:
  Expression disjunction();
  Expression conjunction();
  Expression comparison();
  Expression sum();
  Expression product();
  Expression unary();
  Expression power();
  Expression exponent();
  Expression atom();
  Expression number();
  Expression group();
  Expression list();
  Expression item(std::string_view closing);
  bool item_ends(std::string_view closing) const;
  Expression raw_item(std::string_view closing);
  Expression matrix();
  std::vector<Expression> call_arguments();

  bool at_operator(std::string_view symbol) const;
  bool starts_next_item() const;
  bool opens_arguments() const;
  void count_operator(Location at);
  Expression make_binary(BinaryOperator op, Expression left, Expression right);

  std::span<const Token> tokens_;
  Location end_;
  std::size_t next_ = 0;
  bool raw_items_ = false;
  bool blanks_separate_ = false;  ///< inside a list or a matrix
  int nesting_ = 0;
  int operators_ = 0;
};

}  // namespace gmat_sweep::script
