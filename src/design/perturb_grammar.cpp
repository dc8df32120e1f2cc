#include "design/perturb_grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "design/distribution.hpp"
#include "design/grid_grammar.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

constexpr std::array<std::string_view, 3> shorthand_tags = {"normal", "uniform", "lognormal"};

std::string repr(std::string_view text) { return python_repr(Value(text)); }

bool contains(std::string_view text, char c) { return text.find(c) != std::string_view::npos; }

std::string further_forms() {
  return fmt::format(" (or 'name=FAMILY:key=value,...' with FAMILY one of {})",
                     known_family_names());
}

/// @param name  the field's repr, for messages
Value shorthand_form(std::string_view name, std::string_view right) {
  const auto parts = split(right, ':');
  if (parts.size() != 3) {
    throw SweepConfigError(
        fmt::format("perturb spec for {} must have three colon-separated parts 'tag:p1:p2', got "
                    "{}{}",
                    name, repr(right), further_forms()));
  }
  if (std::ranges::find(shorthand_tags, parts[0]) == shorthand_tags.end()) {
    throw SweepConfigError(
        fmt::format("unknown perturb distribution tag {} for {}; expected one of {}{}",
                    repr(parts[0]), name, fmt::join(shorthand_tags, ", "), further_forms()));
  }
  const auto first = python_float(parts[1]);
  const auto second = python_float(parts[2]);
  if (!first || !second) {
    throw SweepConfigError(fmt::format("perturb parameters for {} must be numeric, got {}:{}", name,
                                       repr(parts[1]), repr(parts[2])));
  }
  return Value::List{parts[0], *first, *second};
}

Value parameter(std::string_view name, std::string_view text) {
  if (auto integer = python_int(text)) return *integer;
  if (auto real = python_float(text)) return *real;
  throw SweepConfigError(
      fmt::format("perturb parameters for {} must be numeric, got {}", name, repr(text)));
}

Value frozen_form(std::string_view name, std::string_view family, std::string_view parameters) {
  Value::List args;
  Value::Map kwds;
  for (const std::string_view item :
       parameters.empty() ? std::vector<std::string_view>{} : split(parameters, ',')) {
    const auto equals = item.find('=');
    if (equals != std::string_view::npos) {
      const std::string_view key = item.substr(0, equals);
      if (kwds.contains(key)) {
        throw SweepConfigError(fmt::format("perturb spec for {} gives {} twice", name, repr(key)));
      }
      kwds.set(std::string(key), parameter(name, item.substr(equals + 1)));
    } else if (kwds.empty()) {
      args.push_back(parameter(name, item));
    } else {
      throw SweepConfigError(fmt::format(
          "perturb spec for {} has {} after a 'key=value', where another would be accepted", name,
          repr(item)));
    }
  }
  return Value::Map{{"name", family}, {"args", args}, {"kwds", kwds}};
}

Value json_form(std::string_view name, std::string_view text) {
  try {
    return parse_json(text);
  } catch (const GmatSweepError& error) {
    throw SweepConfigError(fmt::format("perturb spec for {} is not JSON: {}", name, error.what()));
  }
}

Value form_of(std::string_view name, std::string_view right) {
  const auto colon = right.find(':');
  const std::string_view tag = right.substr(0, colon);
  const std::string_view rest =
      colon == std::string_view::npos ? std::string_view{} : right.substr(colon + 1);
  if (tag == "json") return json_form(name, rest);
  if (tag == "choice") {
    const auto values = parse_value_list(rest, fmt::format("perturb spec for {}", name));
    return Value::Map{{"name", tag}, {"args", Value::List{values}}, {"kwds", Value::Map{}}};
  }
  const bool shorthand = std::ranges::find(shorthand_tags, tag) != shorthand_tags.end();
  if (is_family_name(tag) && (!shorthand || contains(rest, '='))) {
    return frozen_form(name, tag, rest);
  }
  return shorthand_form(name, right);
}

}  // namespace

PerturbSpec parse_perturb_spec(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) {
    throw SweepConfigError(
        fmt::format("perturb spec must contain '=': {} (expected 'name=normal:mu:sigma', "
                    "'name=uniform:lo:hi', or 'name=lognormal:mu:sigma')",
                    repr(text)));
  }
  const std::string_view field = stripped(text.substr(0, equals));
  if (field.empty()) {
    throw SweepConfigError(fmt::format("perturb spec is missing a name: {}", repr(text)));
  }
  const std::string_view right = text.substr(equals + 1);
  if (right.empty()) {
    throw SweepConfigError(
        fmt::format("perturb spec for {} has no distribution: {}", repr(field), repr(text)));
  }
  return {std::string(field), form_of(repr(field), right)};
}

Value::Map parse_perturb_specs(std::span<const std::string> texts) {
  Value::Map perturb;
  std::vector<std::string> problems;
  for (const std::string& text : texts) {
    try {
      PerturbSpec spec = parse_perturb_spec(text);
      if (perturb.contains(spec.field)) {
        problems.push_back(
            fmt::format("perturb spec for {} given more than once", repr(spec.field)));
      } else {
        perturb.set(std::move(spec.field), std::move(spec.form));
      }
    } catch (const SweepConfigError& error) {
      problems.emplace_back(error.what());
    }
  }
  if (!problems.empty()) throw SweepConfigError(fmt::format("{}", fmt::join(problems, "\n")));
  return perturb;
}

Value parse_seed(std::string_view text) {
  const auto seed = python_int(text);
  if (!seed) {
    throw SweepConfigError(fmt::format("seed must be a non-negative integer, got {}", repr(text)));
  }
  entropy_words(*seed);
  return *seed;
}

}  // namespace gmat_sweep
