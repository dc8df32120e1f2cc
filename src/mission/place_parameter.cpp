#include "mission/place_parameter.hpp"

#include <algorithm>
#include <array>

#include "mission/run_state.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr std::array<std::string_view, 6> coordinates = {"X", "Y", "Z", "VX", "VY", "VZ"};
constexpr std::array<std::string_view, 5> systems = {"A1", "TAI", "TT", "TDB", "UTC"};

/// GMAT moves bodies and stations along with the last Propagate; barycentres and libration points
/// stay at the epoch they are made with.
double epoch_a1_mjd(const RunState& state, const PlaceUse& use) {
  return use.keeps_j2000 ? astro::a1_mjd_of_j2000 : state.place_epoch_a1_mjd();
}

}  // namespace

std::optional<PlaceUse> find_place_parameter(std::string_view name) {
  const auto found = std::ranges::find(coordinates, name);
  if (found != coordinates.end()) {
    return PlaceUse{.coordinate = static_cast<std::size_t>(found - coordinates.begin())};
  }
  const auto format = astro::parse_epoch_format(name);
  if (!format) return std::nullopt;
  return PlaceUse{.format = format};
}

std::vector<std::string> place_parameter_names() {
  std::vector<std::string> names(coordinates.begin(), coordinates.end());
  for (const std::string_view form : {"ModJulian", "Gregorian"}) {
    for (const auto system : systems) names.push_back(std::string(system).append(form));
  }
  return names;
}

double place_value(RunState& state, const PlaceUse& use, std::size_t frame) {
  const double a1_mjd = epoch_a1_mjd(state, use);
  if (use.format) {
    if (use.format->system == astro::TimeSystem::a1) return a1_mjd;
    return state.times().convert(a1_mjd, astro::TimeSystem::a1, use.format->system);
  }
  const auto base = state.frames().point_state(use.point, a1_mjd);
  const auto seen = state.frames().from_base(base, frame, a1_mjd, true);
  return use.coordinate < 3 ? seen.position_km[static_cast<Eigen::Index>(use.coordinate)]
                            : seen.velocity_km_s[static_cast<Eigen::Index>(use.coordinate - 3)];
}

std::string place_epoch(RunState& state, const PlaceUse& use) {
  return astro::format_a1_as_gregorian(epoch_a1_mjd(state, use), use.format->system, state.times());
}

}  // namespace gmat_sweep::mission
