#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gmat_sweep::astro {

/// Walks a text line by line, and a line word by word, for the data readers; faults are thrown with
/// the file and line they stand on.
class TextTable {
 public:
  TextTable(std::string_view text, std::string name) : rest_(text), name_(std::move(name)) {}

  /// Steps to the next line; false at the end.
  bool next_line();
  std::string_view line() const { return line_; }
  std::size_t line_number() const { return line_number_; }
  bool line_is_blank() const { return line_.find_first_not_of(" \t\r") == std::string_view::npos; }

  /// The next word of the line, empty when there is none.
  std::string_view word();
  /// The next word as a number; throws when it is missing or is not one. `what` names it.
  double real(std::string_view what);
  long integer(std::string_view what);
  /// A word already taken as a number, for words with something run into them.
  double real_of(std::string_view word, std::string_view what) const;
  /// Reads a number from the fixed columns [begin, begin + width) of the line, blanks around it
  /// allowed.
  double real_at(std::size_t begin, std::size_t width, std::string_view what) const;
  long integer_at(std::size_t begin, std::size_t width, std::string_view what) const;

  /// Throws GmatSweepError `name:line: text`.
  [[noreturn]] void fail(const std::string& text) const;

 private:
  std::string_view rest_;
  std::string_view line_;
  std::string_view words_;
  std::string name_;
  std::size_t line_number_ = 0;
};

}  // namespace gmat_sweep::astro
