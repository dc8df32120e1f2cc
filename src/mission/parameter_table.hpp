#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "astro/epoch_text.hpp"
#include "mission/integrators/stop_condition.hpp"
#include "mission/orbit_view.hpp"

namespace gmat_sweep::mission {

/// What a parameter is computed against: `Sat.ElapsedSecs`, `Sat.Earth.SMA`,
/// `Sat.EarthMJ2000Eq.X`. Without it GMAT takes Earth and EarthMJ2000Eq.
enum class Dependency : std::uint8_t { none, body, frame };

enum class ParameterKind : std::uint8_t {
  real,
  gregorian,  ///< an epoch as text; ParameterType::format says which
  apsis       ///< Apoapsis and Periapsis: stopping conditions, not values
};

/// One of GMAT's calculated parameters of a spacecraft.
struct ParameterType {
  std::string_view name;
  ParameterKind kind = ParameterKind::real;
  Dependency dependency = Dependency::none;
  StopKind stop = StopKind::value;
  std::string_view unit = {};
  std::string_view doc = {};
  double (*get)(OrbitView&) = nullptr;  ///< null for gregorian
  double seconds_per_unit = 1.0;        ///< of a time
  std::optional<CycleRange> cycle = {};
  std::optional<astro::EpochFormat> format = {};  ///< of an epoch
};

/// Null when the engine knows no such parameter.
const ParameterType* find_parameter_type(std::string_view name);
std::span<const ParameterType> parameter_types();
std::vector<std::string> parameter_names();

}  // namespace gmat_sweep::mission
