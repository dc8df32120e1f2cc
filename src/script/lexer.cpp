#include "script/lexer.hpp"

#include <fmt/format.h>

namespace gmat_sweep::script {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v'; }

void note(Statement& statement, Location location, std::string text) {
  if (!statement.error) statement.error = SyntaxError{location, std::move(text)};
}

/// A quote right after an operand is a transpose; anywhere else it opens a string.
bool ends_operand(const Token& token) {
  return token.kind == TokenKind::name || token.kind == TokenKind::number || token.is(")") ||
         token.is("]") || token.is("'");
}

}  // namespace

char Lexer::peek(std::size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

bool Lexer::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

bool Lexer::at_ellipsis() const { return peek() == '.' && peek(1) == '.' && peek(2) == '.'; }

Location Lexer::here() const {
  return {file_, line_, static_cast<std::int32_t>(at_ - line_start_) + 1};
}

void Lexer::end_line() {
  if (at_ >= text_.size()) return;
  at_ += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
  line_start_ = at_;
  ++line_;
}

bool Lexer::next(Statement& statement) {
  statement.tokens.clear();
  statement.error.reset();
  while (at_ < text_.size()) {
    LineEnd end = read_line(statement);
    while (end == LineEnd::continued && skip_to_continued_line(statement)) {
      end = read_line(statement);
    }
    while (!statement.tokens.empty() && statement.tokens.back().is(";")) {
      statement.tokens.pop_back();
    }
    if (!statement.tokens.empty() || statement.error) return true;
  }
  return false;
}

Lexer::LineEnd Lexer::read_line(Statement& statement) {
  bool space_before = true;
  while (!at_line_end()) {
    const char c = peek();
    if (is_blank(c)) {
      ++at_;
      space_before = true;
      continue;
    }
    if (c == '%') {
      skip_comment(statement);
      break;
    }
    if (at_ellipsis()) {
      const Location ellipsis = here();
      at_ += 3;
      while (is_blank(peek())) ++at_;
      if (peek() == '%') skip_comment(statement);
      if (at_line_end()) {
        end_line();
        return LineEnd::continued;
      }
      note(statement, ellipsis, "'...' continues a statement and must end its line");
      space_before = true;
      continue;
    }
    read_token(statement, space_before);
    space_before = false;
  }
  end_line();
  return LineEnd::statement;
}

/// GMAT skips blank lines here and refuses comments.
bool Lexer::skip_to_continued_line(Statement& statement) {
  while (at_ < text_.size()) {
    while (is_blank(peek())) ++at_;
    if (peek() == '%') {
      note(statement, here(), "a comment may not stand between the lines of a continued statement");
      while (!at_line_end()) ++at_;
    }
    if (!at_line_end()) return true;
    end_line();
  }
  note(statement, here(), "the script ends after '...', the statement goes on");
  return false;
}

/// NOTE: GMAT takes a comment that ends in '...' after a statement for a continuation, and so
/// drops the whole next line. Nobody means that, so it is a fault here.
void Lexer::skip_comment(Statement& statement) {
  const Location start = here();
  std::size_t last = at_;
  while (!at_line_end()) {
    if (!is_blank(peek())) last = at_;
    ++at_;
  }
  if (statement.tokens.empty() || last < 2 || text_.substr(last - 2, 3) != "...") return;
  note(statement, start,
       "a comment after a statement that ends in '...' makes GMAT skip the next line; end it "
       "otherwise");
}

void Lexer::read_token(Statement& statement, bool space_before) {
  const char c = peek();
  const bool after_operand =
      !space_before && !statement.tokens.empty() && ends_operand(statement.tokens.back());
  if (c == '"' || (c == '\'' && !after_operand)) return read_string(statement, space_before);

  Token token;
  token.location = here();
  token.space_before = space_before;
  std::size_t length = 0;
  // GMAT has fields named 3DModelFile, 3DModelScale, ...
  const bool after_dot =
      !space_before && !statement.tokens.empty() && statement.tokens.back().is(".");
  std::size_t digits = 0;
  while (after_dot && is_digit(peek(digits))) ++digits;
  if (is_letter(c) || is_letter(peek(digits))) {
    token.kind = TokenKind::name;
    while (is_letter(peek(length)) || is_digit(peek(length))) ++length;
  } else if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !after_operand)) {
    token.kind = TokenKind::number;
    length = number_length();
  } else {
    length = symbol_length();
  }
  token.text = token.source = text_.substr(at_, length);
  at_ += length;
  statement.tokens.push_back(token);
}

void Lexer::read_string(Statement& statement, bool space_before) {
  const Location start = here();
  const std::size_t opening = at_;
  const char quote = peek();
  if (read_tripled_string(statement, space_before)) return;
  ++at_;
  // GMAT keeps two quotes within a string as they are.
  const auto doubled = [&] { return quote == '\'' && peek(1) == quote; };
  while (!at_line_end() && (peek() != quote || doubled())) at_ += peek() == quote ? 2 : 1;
  if (at_line_end()) {
    note(statement, start, fmt::format("the quote {} is not closed on its line", quote));
    return;
  }
  ++at_;
  statement.tokens.push_back({.kind = TokenKind::string,
                              .space_before = space_before,
                              .quote = quote,
                              .text = text_.substr(opening + 1, at_ - opening - 2),
                              .source = text_.substr(opening, at_ - opening),
                              .location = start});
}

/// GMAT's own scripts have '''01 Jan 2000 11:59:28.000''': text within three quotes is that text.
bool Lexer::read_tripled_string(Statement& statement, bool space_before) {
  const char quote = peek();
  if (peek(1) != quote || peek(2) != quote) return false;
  std::size_t length = 3;
  const auto at_end = [&](std::size_t at) { return peek(at) == '\0' || peek(at) == '\n'; };
  while (!at_end(length) && peek(length) != quote) ++length;
  if (length == 3 || peek(length) != quote || peek(length + 1) != quote ||
      peek(length + 2) != quote) {
    return false;
  }
  statement.tokens.push_back({.kind = TokenKind::string,
                              .space_before = space_before,
                              .quote = quote,
                              .text = text_.substr(at_ + 3, length - 3),
                              .source = text_.substr(at_, length + 3),
                              .location = here()});
  at_ += length + 3;
  return true;
}

std::size_t Lexer::number_length() const {
  std::size_t length = 0;
  while (is_digit(peek(length))) ++length;
  const bool dots = peek(length) == '.' && peek(length + 1) == '.';
  if (peek(length) == '.' && !dots) {
    ++length;
    while (is_digit(peek(length))) ++length;
  }
  if (peek(length) != 'e' && peek(length) != 'E') return length;
  std::size_t exponent = length + 1;
  if (peek(exponent) == '+' || peek(exponent) == '-') ++exponent;
  if (!is_digit(peek(exponent))) return length;
  while (is_digit(peek(exponent))) ++exponent;
  return exponent;
}

std::size_t Lexer::symbol_length() const {
  const char c = peek();
  if (peek(1) == '=' && (c == '=' || c == '~' || c == '<' || c == '>')) return 2;
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0xC0) return 1;
  std::size_t length = 1;  // a character of several UTF-8 bytes is one symbol
  while (length < 4 && (static_cast<unsigned char>(peek(length)) & 0xC0) == 0x80) ++length;
  return length;
}

std::string source_of(std::span<const Token> tokens) {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (i > 0 && token.space_before) {
      const Token& before = tokens[i - 1];
      const char* gap = before.source.data() + before.source.size();
      const bool same_line = before.location.line == token.location.line;
      if (same_line) {
        text.append(gap, token.source.data());
      } else {
        text += ' ';
      }
    }
    text += token.source;
  }
  return text;
}

std::string describe(const Token& token) {
  if (token.kind == TokenKind::string) return fmt::format("the string {}", token.source);
  const auto byte = static_cast<unsigned char>(token.text.front());
  const bool lone_byte = token.text.size() == 1 && (byte < 0x20 || byte >= 0x7F);
  if (lone_byte) return fmt::format("the byte 0x{:02X}", byte);
  return fmt::format("'{}'", token.text);
}

}  // namespace gmat_sweep::script
