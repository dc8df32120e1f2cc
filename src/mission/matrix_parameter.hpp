#pragma once

#include <span>
#include <string_view>

namespace gmat_sweep::mission {

/// A parameter of a spacecraft that is a matrix: `Sat.OrbitSTM`, or a quarter of it.
struct MatrixParameter {
  std::string_view name;
  std::size_t size = 6;  ///< its rows, and its columns
  std::size_t first_row = 0;
  std::size_t first_column = 0;
  std::string_view unit = {};
  std::string_view doc = {};
};

std::span<const MatrixParameter> matrix_parameters();
/// Null for any other name.
const MatrixParameter* find_matrix_parameter(std::string_view name);

}  // namespace gmat_sweep::mission
