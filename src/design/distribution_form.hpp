#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "design/distribution.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// A distribution's parameters, read and checked; see `Distribution` for the forms.
struct DistributionForm {
  Family family = Family::norm;
  std::array<double, 2> shape{};
  double loc = 0;
  double scale = 1;
  std::vector<Value> choices;
  std::vector<double> cumulative;  ///< probabilities up to and including each choice
};

/// Throws SweepConfigError naming `field` and what would be accepted.
DistributionForm parse_distribution_form(std::string_view field, const Value& form);

}  // namespace gmat_sweep
