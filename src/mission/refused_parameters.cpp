#include "mission/refused_parameters.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

constexpr RefusedParameter parameters[] = {
    {"OrbitErrorCovariance", "the covariance, which is not propagated"},
};

}  // namespace

std::span<const RefusedParameter> refused_parameters() { return parameters; }

const RefusedParameter* find_refused_parameter(std::string_view name) {
  const auto* found = std::ranges::find(parameters, name, &RefusedParameter::name);
  return found == std::end(parameters) ? nullptr : found;
}

}  // namespace gmat_sweep::mission
