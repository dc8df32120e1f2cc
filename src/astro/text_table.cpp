#include "astro/text_table.hpp"

#include <fmt/format.h>

#include <charconv>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

template <typename Number>
bool parse_whole(std::string_view word, Number& value) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

bool TextTable::next_line() {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  words_ = line_;
  ++line_number_;
  return true;
}

std::string_view TextTable::word() {
  const std::size_t begin = words_.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    words_ = {};
    return {};
  }
  const std::size_t end = words_.find_first_of(" \t", begin);
  const std::string_view found =
      words_.substr(begin, end == std::string_view::npos ? end : end - begin);
  words_ = end == std::string_view::npos ? std::string_view() : words_.substr(end);
  return found;
}

double TextTable::real(std::string_view what) { return real_of(word(), what); }

double TextTable::real_of(std::string_view word, std::string_view what) const {
  double value = 0;
  if (!parse_whole(word, value)) fail(fmt::format("expected {}, found '{}'", what, word));
  return value;
}

long TextTable::integer(std::string_view what) {
  const std::string_view found = word();
  long value = 0;
  if (!parse_whole(found, value))
    fail(fmt::format("expected {} (a whole number), found '{}'", what, found));
  return value;
}

double TextTable::real_at(std::size_t begin, std::size_t width, std::string_view what) const {
  const std::string_view found =
      begin < line_.size() ? trimmed(line_.substr(begin, width)) : std::string_view();
  double value = 0;
  if (!parse_whole(found, value))
    fail(fmt::format("expected {} in columns {} to {}, found '{}'", what, begin + 1, begin + width,
                     found));
  return value;
}

long TextTable::integer_at(std::size_t begin, std::size_t width, std::string_view what) const {
  const std::string_view found =
      begin < line_.size() ? trimmed(line_.substr(begin, width)) : std::string_view();
  long value = 0;
  if (!parse_whole(found, value))
    fail(fmt::format("expected {} (a whole number) in columns {} to {}, found '{}'", what,
                     begin + 1, begin + width, found));
  return value;
}

void TextTable::fail(const std::string& text) const {
  throw GmatSweepError(fmt::format("{}:{}: {}", name_, line_number_, text));
}

}  // namespace gmat_sweep::astro
