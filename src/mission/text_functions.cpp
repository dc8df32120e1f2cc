#include <fmt/format.h>
#include <fmt/printf.h>

#include <charconv>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/function_values.hpp"

namespace gmat_sweep::mission {
namespace {

/// One `%...x` of a format, and the plain text before it.
struct Piece {
  std::string_view before;
  std::string_view options;  ///< between the `%` and the letter
  char letter = '\0';
};

struct Format {
  std::vector<Piece> pieces;
  std::string_view rest;
};

Format read_format(std::string_view format) {
  Format result;
  while (true) {
    const auto percent = format.find('%');
    if (percent == std::string_view::npos) break;
    const auto letter = format.find_first_not_of("+-# .*0123456789", percent + 1);
    if (letter == std::string_view::npos) {
      throw RunFailed(fmt::format("sprintf: '{}' ends within a specifier", format));
    }
    result.pieces.push_back({format.substr(0, percent),
                             format.substr(percent + 1, letter - percent - 1), format[letter]});
    format.remove_prefix(letter + 1);
  }
  result.rest = format;
  return result;
}

/// The widths and precisions given as `*` taken from the arguments.
std::string resolve_stars(std::string_view options, Arguments arguments, std::size_t& next) {
  std::string result;
  for (const char c : options) {
    if (c != '*') {
      result += c;
      continue;
    }
    if (next >= arguments.size() || !std::holds_alternative<double>(arguments[next])) {
      throw RunFailed("sprintf: a '*' takes a number");
    }
    const double width = number(arguments[next++]);
    if (!(std::abs(width) < 10'000.0)) {
      throw RunFailed(fmt::format("sprintf: the width {} is beyond 10000", width));
    }
    result += std::to_string(static_cast<int>(width));
  }
  return result;
}

std::string print(const std::string& specifier, char letter, const Datum& value) {
  constexpr std::string_view of_numbers = "aAeEfFgG";
  if (letter == 's' && std::holds_alternative<std::string>(value)) {
    return fmt::sprintf(specifier, text(value));
  }
  if (of_numbers.find(letter) != std::string_view::npos && std::holds_alternative<double>(value)) {
    return fmt::sprintf(specifier, number(value));
  }
  throw RunFailed(
      fmt::format("sprintf: {} does not take {}; numbers take %a %e %f %g and their "
                  "capitals, text takes %s",
                  specifier,
                  std::holds_alternative<double>(value)        ? "a number"
                  : std::holds_alternative<std::string>(value) ? "text"
                                                               : "an array"));
}

}  // namespace

Datum sprintf_of(Arguments arguments, RunState&) {
  const auto format = read_format(text(arguments[0]));
  std::size_t next = 1;
  std::string result;
  for (const auto& piece : format.pieces) {
    result += piece.before;
    const auto specifier =
        "%" + resolve_stars(piece.options, arguments, next) + std::string(1, piece.letter);
    if (next >= arguments.size()) {
      throw RunFailed(fmt::format("sprintf: the format '{}' needs more than {} argument(s)",
                                  text(arguments[0]), arguments.size() - 1));
    }
    result += print(specifier, piece.letter, arguments[next++]);
  }
  if (next != arguments.size()) {
    throw RunFailed(fmt::format("sprintf: the format '{}' takes {} argument(s), found {}",
                                text(arguments[0]), next - 1, arguments.size() - 1));
  }
  result += format.rest;
  return result;
}

Datum strcat_of(Arguments arguments, RunState&) {
  std::string result;
  for (const auto& one : arguments) result += text(one);
  return result;
}

Datum strcmp_of(Arguments arguments, RunState&) {
  return text(arguments[0]) == text(arguments[1]) ? 1.0 : 0.0;
}

Datum strfind_of(Arguments arguments, RunState&) {
  const auto at = text(arguments[0]).find(text(arguments[1]));
  return at == std::string::npos ? -1.0 : static_cast<double>(at + 1);
}

Datum strrep_of(Arguments arguments, RunState&) {
  const auto& from = text(arguments[1]);
  const auto& to = text(arguments[2]);
  std::string result = text(arguments[0]);
  if (from.empty()) return result;
  for (auto at = result.find(from); at != std::string::npos; at = result.find(from, at)) {
    result.replace(at, from.size(), to);
    at += to.size();
  }
  return result;
}

Datum strlen_of(Arguments arguments, RunState&) {
  return static_cast<double>(text(arguments[0]).size());
}

Datum substr_of(Arguments arguments, RunState&) {
  const auto& whole = text(arguments[0]);
  const auto size = static_cast<double>(whole.size());
  const double start = std::trunc(number(arguments[1]));
  const double end = arguments.size() > 2 ? std::trunc(number(arguments[2])) : size;
  if (!(start >= 0.0 && start < size && start < end)) {
    throw RunFailed(
        fmt::format("substr of '{}' from {} to {}: the start counts from 0 and lies "
                    "before the end",
                    whole, start, end));
  }
  return whole.substr(static_cast<std::size_t>(start),
                      static_cast<std::size_t>(std::min(end, size) - start));
}

Datum num2str_of(Arguments arguments, RunState&) {
  return fmt::format("{:.6f}", number(arguments[0]));
}

Datum str2num_of(Arguments arguments, RunState&) {
  std::string_view digits = text(arguments[0]);
  const auto first = digits.find_first_not_of(' ');
  digits = first == std::string_view::npos ? std::string_view() : digits.substr(first);
  digits = digits.substr(0, digits.find_last_not_of(' ') + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw RunFailed(fmt::format("str2num: '{}' is not a number", text(arguments[0])));
  }
  return value;
}

}  // namespace gmat_sweep::mission
