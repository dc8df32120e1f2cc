#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/epoch_text.hpp"

/// Parameters of bodies, barycentres, libration points and stations: `Luna.EarthMJ2000Eq.X`,
/// `Mars.UTCGregorian`.
namespace gmat_sweep::mission {

class RunState;

/// What is asked of a point: a coordinate, or its epoch.
struct PlaceUse {
  std::string point = {};      ///< its name
  bool keeps_j2000 = false;    ///< barycentres and libration points stay at their first epoch
  std::size_t coordinate = 0;  ///< 0 to 5: X, Y, Z, VX, VY, VZ
  std::optional<astro::EpochFormat> format = {};  ///< of an epoch; none for a coordinate
};

/// The parameters points have, X to VZ and the epochs, by name; nothing for any other name.
std::optional<PlaceUse> find_place_parameter(std::string_view name);
std::vector<std::string> place_parameter_names();

/// A coordinate in the frame at `frame` [km, km/s], or the epoch [modified Julian days].
/// Throws RunFailed where the frame or the point is undefined.
double place_value(RunState& state, const PlaceUse& use, std::size_t frame);
/// The epoch as Gregorian text.
std::string place_epoch(RunState& state, const PlaceUse& use);

}  // namespace gmat_sweep::mission
