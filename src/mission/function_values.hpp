#pragma once

#include <span>

#include "mission/functions.hpp"

/// The functions of numbers and matrices, of text, of chance, and of space and time. Each takes as
/// many data of the types as its FunctionType says.
namespace gmat_sweep::mission {

using Arguments = std::span<const Datum>;

inline double number(const Datum& datum) { return std::get<double>(datum); }
inline const std::string& text(const Datum& datum) { return std::get<std::string>(datum); }
/// A number is a matrix of one element.
Matrix as_matrix(const Datum& datum);

/// Products and quotients as GMAT has them: a scalar works on every element, `a / b` of matrices is
/// `a * inv(b)`. Throw RunFailed for sizes that do not fit and singular matrices.
Matrix matrix_product(const Matrix& a, const Matrix& b);
Matrix matrix_inverse(const Matrix& a);

Datum sprintf_of(Arguments arguments, RunState& state);
Datum strcat_of(Arguments arguments, RunState& state);
Datum strcmp_of(Arguments arguments, RunState& state);
Datum strfind_of(Arguments arguments, RunState& state);
Datum strrep_of(Arguments arguments, RunState& state);
Datum strlen_of(Arguments arguments, RunState& state);
Datum substr_of(Arguments arguments, RunState& state);
Datum num2str_of(Arguments arguments, RunState& state);
Datum str2num_of(Arguments arguments, RunState& state);

Datum uniform_deviate(Arguments arguments, RunState& state);
Datum normal_deviate(Arguments arguments, RunState& state);
Datum set_seed(Arguments arguments, RunState& state);

Datum convert_time(Arguments arguments, RunState& state);
Datum system_time(Arguments arguments, RunState& state);
Datum angle_at_vertex(Arguments arguments, RunState& state);
Datum rotation_matrix(Arguments arguments, RunState& state);
Datum rotation_matrix_rate(Arguments arguments, RunState& state);
Datum quaternion_product(Arguments arguments, RunState& state);
Datum quaternion_rotation(Arguments arguments, RunState& state);
Datum quaternion_to_dcm(Arguments arguments, RunState& state);

}  // namespace gmat_sweep::mission
