#include "mission/matrix_parameter.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

constexpr MatrixParameter parameters[] = {
    {.name = "OrbitSTM",
     .unit = "1, s, 1/s",
     .doc = "the state transition matrix, EarthMJ2000Eq: the identity until Propagates with 'STM' "
            "multiply it; can be set"},
    {.name = "OrbitSTMA", .size = 3, .doc = "its quarter of positions by positions"},
    {.name = "OrbitSTMB",
     .size = 3,
     .first_column = 3,
     .unit = "s",
     .doc = "of positions by velocities"},
    {.name = "OrbitSTMC",
     .size = 3,
     .first_row = 3,
     .unit = "1/s",
     .doc = "of velocities by positions"},
    {.name = "OrbitSTMD",
     .size = 3,
     .first_row = 3,
     .first_column = 3,
     .doc = "of velocities by velocities"},
};

}  // namespace

std::span<const MatrixParameter> matrix_parameters() { return parameters; }

const MatrixParameter* find_matrix_parameter(std::string_view name) {
  const auto* found = std::ranges::find(parameters, name, &MatrixParameter::name);
  return found == std::end(parameters) ? nullptr : found;
}

}  // namespace gmat_sweep::mission
