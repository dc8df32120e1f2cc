#pragma once

#include <span>

#include "mission/integrators/integrator.hpp"

namespace gmat_sweep::mission {

/// The largest error of a step relative to what `control` measures it against; 0 for
/// ErrorControl::none. A measure of a tenth or less (square kilometres under the root sum of
/// squares) counts as one: GMAT then takes the error as it is.
/// @param errors  the estimated error of each element
/// @param start  the state before the step
/// @param end  the candidate after it
/// Source: GMAT R2026a, ODEModel::EstimateError.
double estimate_error(ErrorControl control, const StateLayout& layout,
                      std::span<const double> errors, std::span<const double> start,
                      std::span<const double> end);

}  // namespace gmat_sweep::mission
