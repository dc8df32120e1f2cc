#include "mission/evaluate.hpp"

#include <fmt/format.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/function_values.hpp"
#include "mission/tables/spacecraft_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using Kind = Expression::Kind;
using script::BinaryOperator;
using tables::spacecraft_fields;

std::size_t subscript(double value, std::size_t size, const ObjectInfo& array) {
  if (value >= 1.0 && value <= static_cast<double>(size) && value == std::floor(value)) {
    return static_cast<std::size_t>(value) - 1;
  }
  throw RunFailed(fmt::format("{} has {} by {} elements; subscript {:g} is outside", array.name,
                              array.rows, array.columns, value));
}

double element(const Expression& e, RunState& state) {
  const auto& array = state.program().objects[e.object];
  const auto row = subscript(evaluate_real(e.operands[0], state), array.rows, array);
  const auto column = subscript(evaluate_real(e.operands[1], state), array.columns, array);
  return std::get<Reals>(state.field(e.object, 0))[row * array.columns + column];
}

/// Elements of an orbit read as fields: in the spacecraft's own axes and
/// anomaly.
double orbit_field(ObjectId id, const Field& field, RunState& state) {
  const auto& spacecraft = state.spacecraft_of(id);
  const auto frame = state.frame_of(id);
  const auto seen = state.frames().from_base(spacecraft.state, frame, spacecraft.epoch.mjd);
  const auto type = find_element_label(field.name) != nullptr ? find_element_label(field.name)->type
                                                              : spacecraft.type;
  const auto origin = state.frames().element_origin(frame, type);
  if (const auto* label = find_element_label(field.name)) {
    const auto anomaly = label->anomaly.value_or(spacecraft.anomaly);
    return elements_of(seen, label->type, anomaly, origin)[label->index];
  }
  const auto index = static_cast<std::size_t>(field.name.back() - '1');
  return elements_of(seen, spacecraft.type, spacecraft.anomaly, origin)[index];
}

double field_number(const Expression& e, RunState& state) {
  const auto& object = state.program().objects[e.object];
  if (object.spacecraft) {
    const auto& field = spacecraft_fields[e.index];
    if (field.kind == FieldKind::orbit) return orbit_field(e.object, field, state);
  }
  const auto& value = state.field(e.object, e.index);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1.0 : 0.0;
  if (const auto* reals = std::get_if<Reals>(&value); reals != nullptr && reals->size() == 1) {
    return reals->front();
  }
  throw RunFailed(object.name + " is not a number");
}

double combine(BinaryOperator op, double a, double b) {
  switch (op) {
    case BinaryOperator::add:
      return a + b;
    case BinaryOperator::subtract:
      return a - b;
    case BinaryOperator::multiply:
      return a * b;
    case BinaryOperator::divide:
      return a / b;
    case BinaryOperator::power:
      return std::pow(a, b);
    case BinaryOperator::equal:
      return a == b;
    case BinaryOperator::not_equal:
      return a != b;
    case BinaryOperator::less:
      return a < b;
    case BinaryOperator::greater:
      return a > b;
    case BinaryOperator::less_equal:
      return a <= b;
    case BinaryOperator::greater_equal:
      return a >= b;
    case BinaryOperator::conjunction:
      return a != 0.0 && b != 0.0;
    case BinaryOperator::disjunction:
      return a != 0.0 || b != 0.0;
    case BinaryOperator::set:
      break;
  }
  throw RunFailed("'=' is no operator of an expression");
}

Matrix elementwise(BinaryOperator op, const Matrix& a, const Matrix& b) {
  const bool a_scalar = a.values.size() == 1;
  const bool b_scalar = b.values.size() == 1;
  if (!a_scalar && !b_scalar && (a.rows != b.rows || a.columns != b.columns)) {
    throw RunFailed(fmt::format("{} of arrays of {} by {} and {} by {}", script::symbol(op), a.rows,
                                a.columns, b.rows, b.columns));
  }
  Matrix result = a_scalar ? b : a;
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    result.values[i] =
        combine(op, a_scalar ? a.values[0] : a.values[i], b_scalar ? b.values[0] : b.values[i]);
  }
  return result;
}

/// `a^(-1)` is the inverse; GMAT has no other power of a matrix.
Matrix power(const Matrix& a, const Matrix& b) {
  if (a.values.size() == 1 && b.values.size() == 1) {
    return elementwise(BinaryOperator::power, a, b);
  }
  if (b.values.size() == 1 && b.values.front() == -1.0) return matrix_inverse(a);
  throw RunFailed(fmt::format("power of an array of {} by {}; only its inverse, ^(-1), is one",
                              a.rows, a.columns));
}

Matrix combine(BinaryOperator op, const Matrix& a, const Matrix& b) {
  const bool scalar_left = a.values.size() == 1;
  const bool scalar_right = b.values.size() == 1;
  if (op == BinaryOperator::power) return power(a, b);
  if (op == BinaryOperator::multiply && !scalar_left && !scalar_right) return matrix_product(a, b);
  if (op == BinaryOperator::divide && !scalar_right) return matrix_product(a, matrix_inverse(b));
  return elementwise(op, a, b);
}

Datum binary(const Expression& e, RunState& state) {
  const auto& [left, right] = std::tie(e.operands[0], e.operands[1]);
  if (left.type == ValueType::real && right.type == ValueType::real) {
    return evaluate_real(e, state);
  }
  const auto a = evaluate(left, state);
  const auto b = evaluate(right, state);
  if (std::holds_alternative<std::string>(a) || std::holds_alternative<std::string>(b)) {
    return (a == b) == (e.op == BinaryOperator::equal) ? 1.0 : 0.0;
  }
  auto result = combine(e.op, as_matrix(a), as_matrix(b));
  if (e.type == ValueType::real) return result.values.front();
  return result;
}

Datum field_datum(const Expression& e, RunState& state) {
  const auto& object = state.program().objects[e.object];
  const auto& value = state.field(e.object, e.index);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* reals = std::get_if<Reals>(&value)) {
    const std::size_t rows = object.type->name == "Array" ? object.rows : 1;
    return Matrix{rows, rows == 0 ? 0 : reals->size() / rows, *reals};
  }
  return field_number(e, state);
}

Datum transition_block(const Expression& e, RunState& state) {
  const auto& matrix = state.spacecraft_of(e.object).transition;
  const auto& part = *e.block;
  Matrix result{part.size, part.size, {}};
  for (std::size_t row = 0; row < part.size; ++row) {
    for (std::size_t column = 0; column < part.size; ++column) {
      result.values.push_back(matrix(static_cast<Eigen::Index>(part.first_row + row),
                                     static_cast<Eigen::Index>(part.first_column + column)));
    }
  }
  return result;
}

Datum call(const Expression& e, RunState& state) {
  std::vector<Datum> arguments;
  arguments.reserve(e.operands.size());
  for (const auto& operand : e.operands) arguments.push_back(evaluate(operand, state));
  // An array of one element is a number to a function of numbers.
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto* matrix = std::get_if<Matrix>(&arguments[i]);
    if (matrix != nullptr && matrix->values.size() == 1) arguments[i] = matrix->values.front();
    if (matrix == nullptr || argument_kind(*e.function, i) != 'r') continue;
    if (std::holds_alternative<double>(arguments[i])) continue;
    throw RunFailed(fmt::format("{} takes numbers, found an array", e.function->name));
  }
  return (e.second_output ? e.function->second : e.function->evaluate)(arguments, state);
}

Datum row_of_values(const Expression& e, RunState& state) {
  Matrix result{e.rows, e.columns, {}};
  result.values.reserve(e.operands.size());
  for (const auto& operand : e.operands) result.values.push_back(evaluate_real(operand, state));
  return result;
}

Datum negated(const Datum& datum) {
  if (const auto* number = std::get_if<double>(&datum)) return -*number;
  auto matrix = as_matrix(datum);
  for (double& value : matrix.values) value = -value;
  return matrix;
}

Datum transposed(const Datum& datum) {
  const auto matrix = as_matrix(datum);
  Matrix result{matrix.columns, matrix.rows, std::vector<double>(matrix.values.size())};
  for (std::size_t i = 0; i < matrix.rows; ++i) {
    for (std::size_t j = 0; j < matrix.columns; ++j) result.at(j, i) = matrix.at(i, j);
  }
  return result;
}

std::string gregorian(const Expression& e, RunState& state) {
  const auto& view = state.view(e.index);
  return astro::format_a1_as_gregorian(view.spacecraft().epoch.mjd, e.parameter->format->system,
                                       state.times());
}

}  // namespace

double evaluate_real(const Expression& e, RunState& state) {
  switch (e.kind) {
    case Kind::number:
      return e.number;
    case Kind::field:
      return field_number(e, state);
    case Kind::element:
      return element(e, state);
    case Kind::parameter:
      return e.parameter->get(state.view(e.index));
    case Kind::computed:
      return e.computed->get(state, e.index, e.object);
    case Kind::place:
      return place_value(state, e.place, e.index);
    case Kind::negate:
      return -evaluate_real(e.operands[0], state);
    case Kind::binary:
      if (e.operands[0].type == ValueType::real && e.operands[1].type == ValueType::real) {
        return combine(e.op, evaluate_real(e.operands[0], state),
                       evaluate_real(e.operands[1], state));
      }
      break;
    default:
      break;
  }
  const auto value = evaluate(e, state);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const auto matrix = as_matrix(value);
  if (matrix.values.size() == 1) return matrix.values.front();
  throw RunFailed(
      fmt::format("an array of {} by {} where a number is expected", matrix.rows, matrix.columns));
}

Datum evaluate(const Expression& e, RunState& state) {
  switch (e.kind) {
    case Kind::text:
      return e.text;
    case Kind::field:
      return field_datum(e, state);
    case Kind::block:
      return transition_block(e, state);
    case Kind::vector:
      return e.vector->get(state, e.object);
    case Kind::call:
      return call(e, state);
    case Kind::matrix:
      return row_of_values(e, state);
    case Kind::negate:
      return negated(evaluate(e.operands[0], state));
    case Kind::transpose:
      return transposed(evaluate(e.operands[0], state));
    case Kind::binary:
      return binary(e, state);
    case Kind::object:
      return state.program().objects[e.object].name;
    case Kind::place:
      if (e.type == ValueType::text) return place_epoch(state, e.place);
      return evaluate_real(e, state);
    case Kind::parameter:
      if (e.parameter->kind == ParameterKind::gregorian) return gregorian(e, state);
      return evaluate_real(e, state);
    default:
      return evaluate_real(e, state);
  }
}

double evaluate_setting(const Setting& setting, RunState& state) {
  if (const auto& given = state.setting(setting.place)) return *given;
  return evaluate_real(setting.value, state);
}

bool holds(const Expression& condition, RunState& state) {
  return evaluate_real(condition, state) != 0.0;
}

}  // namespace gmat_sweep::mission
