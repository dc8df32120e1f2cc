#include "design/python_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace gmat_sweep {
namespace {

constexpr std::string_view blanks = " \t\n\r\v\f";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Removes underscores that stand between two digits; nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      result += text[i];
      continue;
    }
    const bool between_digits =
        i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (!between_digits) return std::nullopt;
  }
  return result;
}

std::string repr_string(const std::string& text) {
  const bool has_single = text.find('\'') != std::string::npos;
  const char quote = has_single && text.find('"') == std::string::npos ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '\t') {
      result += "\\t";
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\x{:02x}", code);
    } else {
      result += c;
    }
  }
  return result + quote;
}

std::string repr_real(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return to_json(Value(value));
}

std::string repr_list(const Value::List& list) {
  std::string result = "[";
  for (const Value& item : list) {
    if (result.size() > 1) result += ", ";
    result += python_repr(item);
  }
  return result + "]";
}

std::string repr_map(const Value::Map& map) {
  std::string result = "{";
  for (const auto& [key, value] : map) {
    if (result.size() > 1) result += ", ";
    result += repr_string(key) + ": " + python_repr(value);
  }
  return result + "}";
}

bool equal_ignoring_case(std::string_view a, std::string_view lower) {
  return std::ranges::equal(
      a, lower, [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

}  // namespace

std::string_view stripped(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string python_repr(const Value& value) {
  if (value.is_null()) return "None";
  if (value.is_bool()) return value.as_bool() ? "True" : "False";
  if (value.is_real()) return repr_real(value.as_real());
  if (value.is_string()) return repr_string(value.as_string());
  if (value.is_list()) return repr_list(value.as_list());
  if (value.is_map()) return repr_map(value.as_map());
  return to_json(value);
}

std::optional<Value> python_int(std::string_view text) {
  auto digits = without_underscores(stripped(text));
  if (!digits) return std::nullopt;
  std::string_view rest = *digits;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty() || !std::ranges::all_of(rest, is_digit)) return std::nullopt;
  rest.remove_prefix(std::min(rest.find_first_not_of('0'), rest.size() - 1));

  std::string canonical;
  if (negative && rest != "0") canonical += '-';
  canonical += rest;
  std::int64_t small = 0;
  const char* end = canonical.data() + canonical.size();
  if (std::from_chars(canonical.data(), end, small).ec == std::errc()) return Value(small);
  return Value(BigInteger{canonical});
}

std::optional<double> python_float(std::string_view text) {
  const auto plain = without_underscores(stripped(text));
  if (!plain) return std::nullopt;
  std::string_view rest = *plain;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const double sign = negative ? -1.0 : 1.0;
  if (equal_ignoring_case(rest, "inf") || equal_ignoring_case(rest, "infinity")) {
    return sign * std::numeric_limits<double>::infinity();
  }
  if (equal_ignoring_case(rest, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (rest.empty() || !(is_digit(rest[0]) || rest[0] == '.')) return std::nullopt;

  double value = 0;
  const char* end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    // from_chars does not say which end was passed; strtod rounds to zero or infinity as Python.
    value = std::strtod(std::string(rest).c_str(), nullptr);
  }
  return sign * value;
}

}  // namespace gmat_sweep
