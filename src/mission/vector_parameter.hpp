#pragma once

#include <span>
#include <string_view>

#include "mission/frame.hpp"
#include "mission/functions.hpp"

namespace gmat_sweep::mission {

class RunState;

/// A parameter of several numbers: `Sat.Quaternion`, `Sat.DirectionCosineMatrix`, or one that
/// depends on a ForceModel, `Sat.FM.BurnTorque`. As in GMAT it is reported, or assigned whole to
/// an Array.
struct VectorParameter {
  std::string_view name;
  std::string_view owner;  ///< type of the object it belongs to
  std::size_t rows = 1;
  std::size_t columns = 3;
  std::string_view unit = {};
  std::string_view doc = {};
  /// Throws RunFailed where it is undefined.
  Matrix (*get)(RunState& state, ObjectId spacecraft) = nullptr;
};

std::span<const VectorParameter> vector_parameters();
/// Null for any other name.
const VectorParameter* find_vector_parameter(std::string_view name);

}  // namespace gmat_sweep::mission
