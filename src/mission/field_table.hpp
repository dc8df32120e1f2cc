#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What the native engine knows of GMAT's resources: one table of fields per
/// resource type. The tables drive compiling, checking, overriding and the
/// generated reference, so that a field is described in one place only.
namespace gmat_sweep::mission {

using Names = std::vector<std::string>;
using Reals = std::vector<double>;

/// The value of one field: a number (reals and integers), a truth value, text
/// (choices, names of resources, files, epochs), a list of names, or a list of
/// numbers.
using FieldValue = std::variant<double, bool, std::string, Names, Reals>;

enum class FieldKind : std::uint8_t {
  real,
  integer,
  boolean,   ///< true, false, On or Off
  choice,    ///< one of Field::choices
  text,      ///< any text
  file,      ///< a file name
  epoch,     ///< an epoch in the owner's DateFormat
  resource,  ///< the name of a resource whose type is in Field::choices (empty:
             ///< any)
  names,     ///< a list of names of resources or words
  reals,     ///< a list of numbers
  orbit,     ///< an element of a spacecraft's orbit: read and set through a state
             ///< conversion
};

/// Whether fields of that kind hold a number.
constexpr bool is_number(FieldKind kind) {
  return kind == FieldKind::real || kind == FieldKind::integer || kind == FieldKind::orbit;
}

enum class FieldSupport : std::uint8_t {
  used,      ///< read by the engine, and may be overridden
  inert,     ///< any value is accepted: it changes no result (drawing, estimation,
             ///< metadata)
  fixed,     ///< only the default, or one of Field::choices, is accepted
  read_only  ///< GMAT refuses to set it too
};

/// Bounds of a number. A bound is open when the value itself is not allowed.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
};

struct Field {
  std::string_view name;
  FieldKind kind = FieldKind::real;
  FieldSupport support = FieldSupport::used;
  std::string_view doc = {};
  double number = 0.0;         ///< default of real, integer and boolean
  std::string_view text = {};  ///< default of the others; lists separate items with commas
  std::span<const std::string_view> choices = {};
  Range range = {};
  std::size_t count = 0;  ///< how many numbers a list has to have; 0: any number
  /// Choices of GMAT's that the engine refuses by name.
  std::span<const std::string_view> refused = {};
};

enum class TypeSupport : std::uint8_t {
  used,
  display,     ///< draws on a screen: accepted whole, without effect
  unsupported  ///< refused, with Type::doc as the reason
};

struct ResourceType {
  std::string_view name;
  TypeSupport support = TypeSupport::used;
  std::span<const Field> fields = {};
  std::string_view doc = {};

  /// The place of the field of that name, or `fields.size()`.
  std::size_t find(std::string_view field) const;
};

/// Every resource type GMAT knows by its script name, aliases resolved
/// (`Propagator` and `PropSetup` are one). Null when GMAT has no such type.
const ResourceType* find_resource_type(std::string_view name);
std::span<const ResourceType> resource_types();

/// The place of a field in its table, known at compile time: a misspelt name
/// does not compile.
template <std::size_t N>
consteval std::size_t field_index(const Field (&fields)[N], std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (fields[i].name == name) return i;
  }
  throw "no such field";
}

/// GMAT's default of a field.
FieldValue default_value(const Field& field);
/// The defaults of a whole type, in the order of its table.
std::vector<FieldValue> default_values(const ResourceType& type);

/// Every field name of a type, for "did you mean".
std::vector<std::string> field_names(const ResourceType& type);

/// What a field accepts, in words: "a real number > 0", "one of RSSStep, None".
std::string describe_accepted(const Field& field);

}  // namespace gmat_sweep::mission
