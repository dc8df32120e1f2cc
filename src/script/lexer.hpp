#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/script.hpp"
#include "script/syntax_error.hpp"

namespace gmat_sweep::script {

enum class TokenKind : std::uint8_t {
  name,
  number,
  string,  ///< `text` is without its quotes
  symbol,  ///< an operator, a bracket or any other character
};

struct Token {
  TokenKind kind = TokenKind::symbol;
  bool space_before = false;
  char quote = '\0';        ///< of a string
  std::string_view text;    ///< into the text being read
  std::string_view source;  ///< as typed: with the quotes of a string
  Location location;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

/// One statement: its tokens without the semicolons that end it, and the first fault met.
struct Statement {
  std::vector<Token> tokens;
  std::optional<SyntaxError> error;
};

/// Splits a script into statements: lines joined where `...` continues them, less comments. The
/// text must outlive the lexer and its tokens.
class Lexer {
 public:
  Lexer(std::string_view text, std::uint32_t file) : text_(text), file_(file) {}

  /// Reads the next statement that has tokens or a fault; false at the end.
  bool next(Statement& statement);

 private:
  enum class LineEnd : std::uint8_t { statement, continued, file };

  LineEnd read_line(Statement& statement);
  bool skip_to_continued_line(Statement& statement);
  void read_token(Statement& statement, bool space_before);
  void read_string(Statement& statement, bool space_before);
  bool read_tripled_string(Statement& statement, bool space_before);
  void skip_comment(Statement& statement);
  std::size_t number_length() const;
  std::size_t symbol_length() const;
  void end_line();
  bool at_line_end() const;
  char peek(std::size_t ahead = 0) const;
  bool at_ellipsis() const;
  Location here() const;

  std::string_view text_;
  std::uint32_t file_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::int32_t line_ = 1;
};

/// The source of a run of tokens as one line: continuation marks become a space.
std::string source_of(std::span<const Token> tokens);

/// `'x'`, or what stands there when it cannot be shown, for messages.
std::string describe(const Token& token);

}  // namespace gmat_sweep::script
