#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gmat_sweep::mission {

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

/// One of GMAT's built-in functions. `evaluate` throws RunFailed for arguments
/// outside its domain.
struct FunctionType {
  std::string_view name;
  std::size_t least_arguments = 1;
  std::size_t most_arguments = 1;
  ValueType result = ValueType::real;
  ValueType argument = ValueType::real;
  std::string_view doc;
  Datum (*evaluate)(std::span<const Datum>) = nullptr;
};

/// Null when there is no such function. GMAT takes a name in lower case or with
/// a capital.
const FunctionType* find_function(std::string_view name);
std::span<const FunctionType> functions();
std::vector<std::string> function_names();

}  // namespace gmat_sweep::mission
