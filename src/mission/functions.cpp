#include "mission/functions.hpp"

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <Eigen/LU>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

using Arguments = std::span<const Datum>;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using enum ValueType;

constexpr double degrees = 180.0 / std::numbers::pi;

double number(const Datum& datum) { return std::get<double>(datum); }

Matrix as_matrix(const Datum& datum) {
  if (const auto* matrix = std::get_if<Matrix>(&datum)) return *matrix;
  return {1, 1, {number(datum)}};
}

RowMajor to_eigen(const Datum& datum) {
  const auto m = as_matrix(datum);
  return Eigen::Map<const RowMajor>(m.values.data(), static_cast<Eigen::Index>(m.rows),
                                    static_cast<Eigen::Index>(m.columns));
}

Matrix from_eigen(const RowMajor& m) {
  return {static_cast<std::size_t>(m.rows()), static_cast<std::size_t>(m.cols()),
          std::vector<double>(m.data(), m.data() + m.size())};
}

template <double (*F)(double)>
Datum scalar(Arguments a) {
  return F(number(a[0]));
}

double square_root(double x) {
  if (x < 0.0) throw RunFailed("sqrt of the negative number " + std::to_string(x));
  return std::sqrt(x);
}

template <double (*F)(double)>
double logarithm(double x) {
  if (x <= 0.0) throw RunFailed("logarithm of " + std::to_string(x) + ", which is not positive");
  return F(x);
}

template <double (*F)(double)>
double arc(double x) {
  if (std::abs(x) > 1.0) throw RunFailed("arc function of " + std::to_string(x));
  return F(x);
}

double natural_log(double x) { return std::log(x); }
double decimal_log(double x) { return std::log10(x); }
double arc_sine(double x) { return std::asin(x); }
double arc_cosine(double x) { return std::acos(x); }

Datum modulo(Arguments a) {
  const double x = number(a[0]);
  const double y = number(a[1]);
  return x - y * std::floor(x / y);
}

Datum norm(Arguments a) {
  const auto m = as_matrix(a[0]);
  double sum = 0.0;
  for (const double x : m.values) sum += x * x;
  return std::sqrt(sum);
}

Datum determinant(Arguments a) {
  const auto m = to_eigen(a[0]);
  if (m.rows() != m.cols()) throw RunFailed("det of a matrix that is not square");
  return m.determinant();
}

Datum inverse(Arguments a) {
  const auto m = to_eigen(a[0]);
  if (m.rows() != m.cols()) throw RunFailed("inv of a matrix that is not square");
  const Eigen::FullPivLU<RowMajor> lu(m);
  if (!lu.isInvertible()) throw RunFailed("inv of a singular matrix");
  return from_eigen(lu.inverse());
}

Datum transposed(Arguments a) { return from_eigen(to_eigen(a[0]).transpose()); }

Datum cross(Arguments a) {
  const auto u = as_matrix(a[0]);
  const auto v = as_matrix(a[1]);
  if (u.values.size() != 3 || v.values.size() != 3) {
    throw RunFailed("cross needs two arrays of three elements");
  }
  const Eigen::Vector3d x(u.values[0], u.values[1], u.values[2]);
  const Eigen::Vector3d y(v.values[0], v.values[1], v.values[2]);
  const Eigen::Vector3d z = x.cross(y);
  return Matrix{u.rows, u.columns, {z.x(), z.y(), z.z()}};
}

const FunctionType table[] = {
    {"abs", 1, 1, real, real, "absolute value",
     [](Arguments a) -> Datum { return std::abs(number(a[0])); }},
    {"acos", 1, 1, real, real, "arc cosine [rad]", scalar<arc<arc_cosine>>},
    {"asin", 1, 1, real, real, "arc sine [rad]", scalar<arc<arc_sine>>},
    {"atan", 1, 1, real, real, "arc tangent [rad]",
     [](Arguments a) -> Datum { return std::atan(number(a[0])); }},
    {"atan2", 2, 2, real, real, "angle of (x, y) given as y, x [rad]",
     [](Arguments a) -> Datum { return std::atan2(number(a[0]), number(a[1])); }},
    {"ceil", 1, 1, real, real, "next integer above",
     [](Arguments a) -> Datum { return std::ceil(number(a[0])); }},
    {"cos", 1, 1, real, real, "cosine of radians",
     [](Arguments a) -> Datum { return std::cos(number(a[0])); }},
    {"cosh", 1, 1, real, real, "hyperbolic cosine",
     [](Arguments a) -> Datum { return std::cosh(number(a[0])); }},
    {"cross", 2, 2, matrix, matrix, "vector product", cross},
    {"degtorad", 1, 1, real, real, "radians of degrees",
     [](Arguments a) -> Datum { return number(a[0]) / degrees; }},
    {"deg2rad", 1, 1, real, real, "radians of degrees",
     [](Arguments a) -> Datum { return number(a[0]) / degrees; }},
    {"det", 1, 1, real, matrix, "determinant", determinant},
    {"exp", 1, 1, real, real, "exponential",
     [](Arguments a) -> Datum { return std::exp(number(a[0])); }},
    {"fix", 1, 1, real, real, "integer towards zero",
     [](Arguments a) -> Datum { return std::trunc(number(a[0])); }},
    {"floor", 1, 1, real, real, "next integer below",
     [](Arguments a) -> Datum { return std::floor(number(a[0])); }},
    {"inv", 1, 1, matrix, matrix, "inverse", inverse},
    {"log", 1, 1, real, real, "natural logarithm", scalar<logarithm<natural_log>>},
    {"log10", 1, 1, real, real, "decimal logarithm", scalar<logarithm<decimal_log>>},
    {"max", 2, 2, real, real, "the larger",
     [](Arguments a) -> Datum { return std::max(number(a[0]), number(a[1])); }},
    {"min", 2, 2, real, real, "the smaller",
     [](Arguments a) -> Datum { return std::min(number(a[0]), number(a[1])); }},
    {"mod", 2, 2, real, real, "remainder", modulo},
    {"norm", 1, 1, real, matrix, "length", norm},
    {"radtodeg", 1, 1, real, real, "degrees of radians",
     [](Arguments a) -> Datum { return number(a[0]) * degrees; }},
    {"rad2deg", 1, 1, real, real, "degrees of radians",
     [](Arguments a) -> Datum { return number(a[0]) * degrees; }},
    {"round", 1, 1, real, real, "nearest integer",
     [](Arguments a) -> Datum { return std::round(number(a[0])); }},
    {"sin", 1, 1, real, real, "sine of radians",
     [](Arguments a) -> Datum { return std::sin(number(a[0])); }},
    {"sinh", 1, 1, real, real, "hyperbolic sine",
     [](Arguments a) -> Datum { return std::sinh(number(a[0])); }},
    {"sqrt", 1, 1, real, real, "square root", scalar<square_root>},
    {"tan", 1, 1, real, real, "tangent of radians",
     [](Arguments a) -> Datum { return std::tan(number(a[0])); }},
    {"tanh", 1, 1, real, real, "hyperbolic tangent",
     [](Arguments a) -> Datum { return std::tanh(number(a[0])); }},
    {"transpose", 1, 1, matrix, matrix, "transposed matrix", transposed},
};

}  // namespace

const FunctionType* find_function(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = std::ranges::find(table, lower, &FunctionType::name);
  return found == std::end(table) ? nullptr : found;
}

std::span<const FunctionType> functions() { return table; }

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : table) names.emplace_back(function.name);
  return names;
}

}  // namespace gmat_sweep::mission
