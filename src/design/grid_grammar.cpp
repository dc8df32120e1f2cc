#include "design/grid_grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

std::string repr(std::string_view text) { return python_repr(Value(text)); }

bool is_quote(char c) { return c == '\'' || c == '"'; }

/// True when an item of the comma-separated list begins with a quote, which no item of the Python
/// package's two forms does to any use.
bool has_quoted_item(std::string_view text) {
  bool at_start = true;
  for (const char c : text) {
    if (at_start && is_quote(c)) return true;
    if (c == ',') {
      at_start = true;
    } else if (c != ' ') {
      at_start = false;
    }
  }
  return false;
}

Value unquoted_value(std::string_view token) {
  if (auto integer = python_int(token)) return *integer;
  const auto real = python_float(token);
  if (!real) return Value(token);
  if (!std::isfinite(*real)) {
    throw SweepConfigError(fmt::format("non-finite numeric value is not allowed: {}", repr(token)));
  }
  return *real;
}

/// Takes a quoted text off the front of `rest`, which starts with the quote.
std::optional<std::string> take_quoted(std::string_view& rest) {
  const char quote = rest.front();
  std::string content;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] != quote) {
      content += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == quote) {
      content += quote;
      ++i;
    } else {
      rest.remove_prefix(i + 1);
      return content;
    }
  }
  return std::nullopt;
}

/// Takes one item, and the comma after it if there is one, off the front of `rest`.
/// @param more  set to whether another item follows
Value take_item(std::string_view& rest, bool& more, std::string_view what, std::string_view whole) {
  const auto start = rest.find_first_not_of(' ');
  if (start != std::string_view::npos && is_quote(rest[start])) {
    rest.remove_prefix(start);
    const auto content = take_quoted(rest);
    if (!content) {
      throw SweepConfigError(fmt::format("{} has a quote that is not closed: {}", what, whole));
    }
    const auto next = std::min(rest.find_first_not_of(' '), rest.size());
    rest.remove_prefix(next);
    more = !rest.empty();
    if (more && rest.front() != ',') {
      throw SweepConfigError(
          fmt::format("{} has {} after a quoted value, where ',' would be accepted: {}", what,
                      repr(rest.substr(0, 1)), whole));
    }
    rest.remove_prefix(more ? 1 : 0);
    return Value(*content);
  }
  const auto comma = rest.find(',');
  const std::string_view token = rest.substr(0, comma);
  if (token.empty()) {
    throw SweepConfigError(fmt::format("{} has an empty value: {}", what, repr(whole)));
  }
  more = comma != std::string_view::npos;
  rest.remove_prefix(more ? comma + 1 : rest.size());
  return unquoted_value(token);
}

/// @param name  the field's repr, for messages
Value::List linspace_values(std::string_view name, std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) {
    throw SweepConfigError(
        fmt::format("linspace grid spec for {} must have three colon-separated parts "
                    "'lo:hi:count', got {} (quote a value that holds a colon)",
                    name, repr(text)));
  }
  const auto lo = python_float(parts[0]);
  const auto hi = python_float(parts[1]);
  if (!lo || !hi) {
    throw SweepConfigError(fmt::format("linspace bounds for {} must be numeric, got {}:{}", name,
                                       repr(parts[0]), repr(parts[1])));
  }
  if (!std::isfinite(*lo) || !std::isfinite(*hi) || !std::isfinite(*hi - *lo)) {
    throw SweepConfigError(fmt::format("linspace bounds for {} must be finite, got {}:{}", name,
                                       repr(parts[0]), repr(parts[1])));
  }
  const auto count = python_int(parts[2]);
  if (!count) {
    throw SweepConfigError(
        fmt::format("linspace count for {} must be an integer, got {}", name, repr(parts[2])));
  }
  constexpr std::int64_t most = 100'000'000;
  if (!count->is_integer() || count->as_integer() < 2 || count->as_integer() > most) {
    const bool small = count->is_integer() ? count->as_integer() < 2
                                           : count->as_big_integer().digits.starts_with('-');
    throw SweepConfigError(fmt::format("linspace count for {} must be {}, got {}", name,
                                       small ? ">= 2" : fmt::format("<= {}", most),
                                       python_repr(*count)));
  }
  const auto values = linspace(*lo, *hi, static_cast<std::size_t>(count->as_integer()));
  return {values.begin(), values.end()};
}

Value::List json_values(std::string_view name, std::string_view text) {
  Value value;
  try {
    value = parse_json(text);
  } catch (const GmatSweepError& error) {
    throw SweepConfigError(fmt::format("grid spec for {} is not JSON: {}", name, error.what()));
  }
  if (!value.is_list() || value.as_list().empty()) {
    throw SweepConfigError(fmt::format("grid spec for {} must be a non-empty JSON list, got {}",
                                       name, to_json(value)));
  }
  return value.as_list();
}

}  // namespace

std::vector<double> linspace(double lo, double hi, std::size_t count) {
  // NumPy's own order of operations: multiply by the step, unless it has underflowed.
  const auto divisions = static_cast<double>(count - 1);
  const double step = (hi - lo) / divisions;
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto position = static_cast<double>(i);
    values[i] = (step == 0 ? position / divisions * (hi - lo) : position * step) + lo;
  }
  values.back() = hi;
  return values;
}

Value::List parse_value_list(std::string_view text, std::string_view what) {
  Value::List values;
  std::string_view rest = text;
  for (bool more = true; more;) values.push_back(take_item(rest, more, what, text));
  return values;
}

GridAxis parse_grid_axis(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    throw SweepConfigError(fmt::format(
        "grid spec must contain '=': {} (expected 'name=lo:hi:count' or 'name=v1,v2,...')",
        repr(text)));
  }
  const std::string_view field = stripped(text.substr(0, equals));
  if (field.empty()) {
    throw SweepConfigError(fmt::format("grid spec is missing a name: {}", repr(text)));
  }
  const std::string name = repr(field);
  const std::string_view right = text.substr(equals + 1);
  if (right.empty()) {
    throw SweepConfigError(fmt::format("grid spec for {} has no values: {}", name, repr(text)));
  }
  if (right.starts_with("json:")) return {std::string(field), json_values(name, right.substr(5))};
  if (right.find(':') != std::string_view::npos && !has_quoted_item(right)) {
    return {std::string(field), linspace_values(name, right)};
  }
  return {std::string(field),
          parse_value_list(right, fmt::format("explicit grid spec for {}", name))};
}

Value::Map parse_grid(std::span<const std::string> texts) {
  Value::Map axes;
  std::vector<std::string> problems;
  for (const std::string& text : texts) {
    try {
      GridAxis axis = parse_grid_axis(text);
      if (axes.contains(axis.field)) {
        problems.push_back(fmt::format("grid spec for {} given more than once", repr(axis.field)));
      } else {
        axes.set(std::move(axis.field), std::move(axis.values));
      }
    } catch (const SweepConfigError& error) {
      problems.emplace_back(error.what());
    }
  }
  if (!problems.empty()) throw SweepConfigError(fmt::format("{}", fmt::join(problems, "\n")));
  return axes;
}

}  // namespace gmat_sweep
