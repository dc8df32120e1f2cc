#include "mission/refused_parameters.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

constexpr RefusedParameter parameters[] = {
    {"Quaternion", "a row of four; Q1 to Q4 are its numbers"},
    {"DirectionCosineMatrix", "a matrix; DCM11 to DCM33 are its numbers"},
    {"OrbitErrorCovariance", "the covariance, which is not propagated"},
    {"BurnTorque", "a torque"},
    {"GravityTorque", "a torque"},
    {"SRPTorque", "a torque"},
    {"TotalTorque", "a torque"},
};

}  // namespace

std::span<const RefusedParameter> refused_parameters() { return parameters; }

const RefusedParameter* find_refused_parameter(std::string_view name) {
  const auto* found = std::ranges::find(parameters, name, &RefusedParameter::name);
  return found == std::end(parameters) ? nullptr : found;
}

}  // namespace gmat_sweep::mission
