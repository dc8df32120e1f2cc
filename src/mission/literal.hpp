#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gmat_sweep/value.hpp"
#include "mission/field_table.hpp"
#include "script/script.hpp"

/// Constant values, from a script's assignments or from overrides, on their way
/// into fields.
namespace gmat_sweep::mission {

struct Literal {
  using List = std::vector<Literal>;
  std::variant<double, bool, std::string, List> value;
  std::string text;  ///< as it was written, for fields that take text and for messages

  const double* number() const { return std::get_if<double>(&value); }
  const bool* boolean() const { return std::get_if<bool>(&value); }
  const std::string* word() const { return std::get_if<std::string>(&value); }
  const List* list() const { return std::get_if<List>(&value); }
};

/// The constant an expression stands for: a number (signs and constant
/// arithmetic included), a word or dotted name, quoted or raw text, a list.
/// Nothing when it is none of these.
std::optional<Literal> literal_of(const script::Expression& expression);
/// The same with the right-hand side as typed, which unquoted text keeps.
std::optional<Literal> literal_of(const script::Assignment& assignment);
/// Nothing for null, for mappings, and for integers beyond 64 bits.
std::optional<Literal> literal_of(const Value& value);

/// What became of putting a literal into a field: a value, or what is wrong in
/// words
/// ("expected a real number >= 0, found 'abc'").
struct Conversion {
  std::optional<FieldValue> value;
  std::string problem;
};

/// Converts by the field's kind, and checks its range and choices.
Conversion convert(const Field& field, const Literal& literal);
/// The same without the check of range: whether the value is of the field's
/// type at all.
Conversion convert_type(const Field& field, const Literal& literal);

/// What is wrong with a value of the right type: out of range, no choice of the
/// field's. Empty when nothing is. `found` describes the value.
std::string problem_with(const Field& field, const FieldValue& value, std::string_view found);

/// "the number 5", "the text 'abc'", "a list", for messages.
std::string describe(const Literal& literal);

}  // namespace gmat_sweep::mission
