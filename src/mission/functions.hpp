#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gmat_sweep::mission {

class RunState;

/// A matrix of numbers, row by row.
struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  double& at(std::size_t row, std::size_t column) { return values[row * columns + column]; }
  double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
  bool operator==(const Matrix&) const = default;
};

/// The value of an expression.
using Datum = std::variant<double, std::string, Matrix>;

enum class ValueType : std::uint8_t { real, text, matrix, object };

/// The type of a datum: never `object`, whose datum is its name.
ValueType type_of(const Datum& datum);

/// One of GMAT's built-in functions. Both functions throw RunFailed for arguments outside their
/// domain.
struct FunctionType {
  using Evaluate = Datum (*)(std::span<const Datum>, RunState&);

  /// As GMAT spells it. One that begins in lower case may also be written with a capital.
  std::string_view name;
  /// A letter for each argument: `r` a number, `m` an array or a number, `t` text, `o` a resource
  /// or a body, `e` an epoch as text or as a number, `a` any of numbers and text. After `?` they
  /// may be left out; after `*` the last repeats.
  std::string_view arguments;
  ValueType result = ValueType::real;
  std::string_view doc;
  Evaluate evaluate = nullptr;
  Evaluate second = nullptr;  ///< the second output, of the one function that has two
};

/// Null when there is no such function.
const FunctionType* find_function(std::string_view name);
std::span<const FunctionType> functions();
std::vector<std::string> function_names();

/// The letter of the argument at `index`, or nothing when the function takes no so many.
char argument_kind(const FunctionType& function, std::size_t index);
std::size_t least_arguments(const FunctionType& function);

/// A number as GMAT turns it into text: up to 16 significant digits.
std::string number_text(double value);

}  // namespace gmat_sweep::mission
