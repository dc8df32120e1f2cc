#pragma once

#include <span>
#include <string_view>

#include "mission/field_table.hpp"
#include "mission/frame.hpp"

namespace gmat_sweep::mission {

class RunState;

/// A parameter computed from a spacecraft's mass and attitude, its hardware, or a burn:
/// `Sat.TotalMass`, `Sat.Thruster1.ThrustMagnitude`, `Burn1.TotalThrust1`.
struct ObjectParameter {
  std::string_view name;
  std::span<const std::string_view> owners;  ///< types of the object it belongs to
  std::string_view unit = {};
  std::string_view doc = {};
  /// Throws RunFailed where it is undefined.
  /// @param owner  the spacecraft that owns `object`, `object` itself where there is none, or the
  ///               frame it is seen in
  double (*get)(RunState& state, std::size_t owner, ObjectId object) = nullptr;
  bool in_frame = false;  ///< `Burn1.EarthFixed.Element1`: depends on a coordinate system
};

/// Null when objects of that type have no such parameter.
const ObjectParameter* find_object_parameter(std::string_view type, std::string_view name,
                                             bool in_frame = false);
std::span<const ObjectParameter> object_parameters();

}  // namespace gmat_sweep::mission
