#pragma once

#include <span>
#include <string_view>

namespace gmat_sweep::mission {

/// A parameter that GMAT has and the native engine has not.
struct RefusedParameter {
  std::string_view name;
  std::string_view doc;  ///< what it is, and what there is instead
};

std::span<const RefusedParameter> refused_parameters();
/// Null for any other name.
const RefusedParameter* find_refused_parameter(std::string_view name);

}  // namespace gmat_sweep::mission
