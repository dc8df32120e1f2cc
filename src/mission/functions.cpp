#include "mission/functions.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <Eigen/LU>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"
#include "mission/function_values.hpp"

namespace gmat_sweep::mission {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ValueType::matrix;
using ValueType::real;
constexpr auto text_value = ValueType::text;

constexpr double degrees_per_radian = 180.0 / std::numbers::pi;

RowMajor to_eigen(const Matrix& m) {
  return Eigen::Map<const RowMajor>(m.values.data(), static_cast<Eigen::Index>(m.rows),
                                    static_cast<Eigen::Index>(m.columns));
}

Matrix from_eigen(const RowMajor& m) {
  return {static_cast<std::size_t>(m.rows()), static_cast<std::size_t>(m.cols()),
          std::vector<double>(m.data(), m.data() + m.size())};
}

template <double (*F)(double)>
Datum scalar(Arguments a, RunState&) {
  return F(number(a[0]));
}

double absolute(double x) { return std::abs(x); }
double ceiling(double x) { return std::ceil(x); }
double floored(double x) { return std::floor(x); }
double truncated(double x) { return std::trunc(x); }
double exponential(double x) { return std::exp(x); }
double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double tangent(double x) { return std::tan(x); }
double arc_tangent(double x) { return std::atan(x); }
double radians(double x) { return x / degrees_per_radian; }
double degrees(double x) { return x * degrees_per_radian; }
double sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0; }

double square_root(double x) {
  if (x < 0.0) throw RunFailed(fmt::format("sqrt of the negative number {}", x));
  return std::sqrt(x);
}

double positive(double x) {
  if (x <= 0.0) throw RunFailed(fmt::format("logarithm of {}, which is not positive", x));
  return x;
}

double within_one(double x) {
  if (std::abs(x) > 1.0) throw RunFailed(fmt::format("arc function of {}, beyond -1 to 1", x));
  return x;
}

double natural_log(double x) { return std::log(positive(x)); }
double decimal_log(double x) { return std::log10(positive(x)); }
double arc_sine(double x) { return std::asin(within_one(x)); }
double arc_cosine(double x) { return std::acos(within_one(x)); }

Datum arc_tangent_of_two(Arguments a, RunState&) { return std::atan2(number(a[0]), number(a[1])); }

Datum modulo(Arguments a, RunState&) {
  const double x = number(a[0]);
  const double y = number(a[1]);
  if (y == 0.0) throw RunFailed(fmt::format("mod({}, 0)", x));
  return x - std::floor(x / y) * y;
}

Datum smallest(Arguments a, RunState&) {
  double least = number(a[0]);
  for (const auto& one : a) {
    if (least > number(one)) least = number(one);
  }
  return least;
}

Datum norm(Arguments a, RunState&) {
  const auto m = as_matrix(a[0]);
  if (m.rows != 1 && m.columns != 1) {
    throw RunFailed(
        fmt::format("norm of an array of {} by {}; it takes a row or a column", m.rows, m.columns));
  }
  double sum = 0.0;
  for (const double x : m.values) sum += x * x;
  return std::sqrt(sum);
}

Datum determinant(Arguments a, RunState&) {
  const auto m = as_matrix(a[0]);
  if (m.rows != m.columns) throw RunFailed("det of a matrix that is not square");
  return to_eigen(m).determinant();
}

Datum inverse(Arguments a, RunState&) { return matrix_inverse(as_matrix(a[0])); }

Datum transposed(Arguments a, RunState&) {
  return from_eigen(to_eigen(as_matrix(a[0])).transpose());
}

Datum diagonal(Arguments a, RunState&) {
  const auto m = as_matrix(a[0]);
  const std::size_t size = m.values.size();
  Matrix result{size, size, std::vector<double>(size * size, 0.0)};
  for (std::size_t i = 0; i < size; ++i) result.at(i, i) = m.values[i];
  return result;
}

Datum cross(Arguments a, RunState&) {
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
    {"abs", "r", real, "absolute value", scalar<absolute>},
    {"acos", "r", real, "arc cosine [rad]", scalar<arc_cosine>},
    {"asin", "r", real, "arc sine [rad]", scalar<arc_sine>},
    {"atan", "r", real, "arc tangent [rad]", scalar<arc_tangent>},
    {"atan2", "rr", real, "angle of the point (x, y) given as y, x [rad]", arc_tangent_of_two},
    {"ceil", "r", real, "next integer above", scalar<ceiling>},
    {"cos", "r", real, "cosine of radians", scalar<cosine>},
    {"cross", "mm", matrix, "vector product", cross},
    {"degToRad", "r", real, "radians of degrees", scalar<radians>},
    {"deg2Rad", "r", real, "radians of degrees", scalar<radians>},
    {"det", "m", real, "determinant", determinant},
    {"diag", "m", matrix, "diagonal matrix of [a b c]", diagonal},
    {"exp", "r", real, "exponential", scalar<exponential>},
    {"fix", "r", real, "integer towards zero", scalar<truncated>},
    {"floor", "r", real, "next integer below", scalar<floored>},
    {"inv", "m", matrix, "inverse", inverse},
    {"log", "r", real, "natural logarithm", scalar<natural_log>},
    {"log10", "r", real, "decimal logarithm", scalar<decimal_log>},
    {"min", "r*", real, "the smallest", smallest},
    {"mod", "rr", real, "remainder, of the sign of the divisor", modulo},
    {"norm", "m", real, "length of a row or column", norm},
    {"radToDeg", "r", real, "degrees of radians", scalar<degrees>},
    {"rad2Deg", "r", real, "degrees of radians", scalar<degrees>},
    {"rand", "", real, "uniform deviate from [0, 1)", uniform_deviate},
    {"randn", "", real, "normal deviate", normal_deviate},
    {"sign", "r", real, "-1, 0 or 1", scalar<sign>},
    {"sin", "r", real, "sine of radians", scalar<sine>},
    {"sqrt", "r", real, "square root", scalar<square_root>},
    {"tan", "r", real, "tangent of radians", scalar<tangent>},
    {"transpose", "m", matrix, "transposed matrix", transposed},
    {"num2str", "r", text_value, "a number with six decimals", num2str_of},
    {"sprintf", "t?a*", text_value, "text laid out by a format", sprintf_of},
    {"str2num", "t", real, "the number a text holds", str2num_of},
    {"strcat", "tt*", text_value, "texts joined", strcat_of},
    {"strcmp", "tt", real, "1 for equal texts, else 0", strcmp_of},
    {"strfind", "tt", real, "place of a text in another from 1, or -1", strfind_of},
    {"strlen", "t", real, "length of a text", strlen_of},
    {"strrep", "ttt", text_value, "text with every second replaced by the third", strrep_of},
    {"substr", "tr?r", text_value, "characters from a place, counted from 0, to before another",
     substr_of},
    {"Angle", "ooo", real, "angle at the first point between the others [deg]", angle_at_vertex},
    {"ConvertTime", "tte", text_value, "an epoch in another format", convert_time},
    {"QuaternionProduct", "mm", matrix, "product of quaternions, scalar last", quaternion_product},
    {"QuaternionRotation", "mm", matrix, "a row of three turned by a quaternion",
     quaternion_rotation},
    {"QuaternionToDCM", "m", matrix, "the matrix of a quaternion", quaternion_to_dcm},
    {"RotationMatrix", "ott", matrix, "from a coordinate system's axes to MJ2000Eq, and its rate",
     rotation_matrix, rotation_matrix_rate},
    {"SetSeed", "r", real, "begins rand and randn anew", set_seed},
    {"SystemTime", "t", text_value, "the computer's time in a format", system_time},
};

}  // namespace

ValueType type_of(const Datum& datum) {
  if (std::holds_alternative<double>(datum)) return real;
  return std::holds_alternative<Matrix>(datum) ? matrix : text_value;
}

Matrix as_matrix(const Datum& datum) {
  if (const auto* m = std::get_if<Matrix>(&datum)) return *m;
  if (const auto* value = std::get_if<double>(&datum)) return {1, 1, {*value}};
  throw RunFailed("'" + text(datum) + "' is not a number");
}

Matrix matrix_product(const Matrix& a, const Matrix& b) {
  if (a.columns != b.rows) {
    throw RunFailed(fmt::format("product of arrays of {} by {} and {} by {}", a.rows, a.columns,
                                b.rows, b.columns));
  }
  Matrix result{a.rows, b.columns, std::vector<double>(a.rows * b.columns, 0.0)};
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < b.columns; ++j) {
      for (std::size_t k = 0; k < a.columns; ++k) result.at(i, j) += a.at(i, k) * b.at(k, j);
    }
  }
  return result;
}

Matrix matrix_inverse(const Matrix& a) {
  if (a.rows != a.columns) throw RunFailed("inv of a matrix that is not square");
  const Eigen::FullPivLU<RowMajor> lu(to_eigen(a));
  if (!lu.isInvertible()) throw RunFailed("inv of a singular matrix");
  return from_eigen(lu.inverse());
}

const FunctionType* find_function(std::string_view name) {
  const auto same = [name](const FunctionType& function) {
    if (function.name == name) return true;
    if (name.empty() || std::islower(static_cast<unsigned char>(function.name.front())) == 0) {
      return false;
    }
    const auto lower = std::tolower(static_cast<unsigned char>(name.front()));
    return lower == function.name.front() && function.name.substr(1) == name.substr(1);
  };
  const auto found = std::ranges::find_if(table, same);
  return found == std::end(table) ? nullptr : found;
}

std::span<const FunctionType> functions() { return table; }

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : table) names.emplace_back(function.name);
  return names;
}

char argument_kind(const FunctionType& function, std::size_t index) {
  std::size_t seen = 0;
  char last = '\0';
  for (const char kind : function.arguments) {
    if (kind == '?') continue;
    if (kind == '*') return last;
    last = kind;
    if (seen++ == index) return kind;
  }
  return '\0';
}

std::size_t least_arguments(const FunctionType& function) {
  const auto needed = function.arguments.substr(0, function.arguments.find('?'));
  return needed.size() - static_cast<std::size_t>(std::ranges::count(needed, '*'));
}

std::string number_text(double value) { return fmt::format("{:.16g}", value); }

}  // namespace gmat_sweep::mission
