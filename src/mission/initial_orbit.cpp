#include "mission/initial_orbit.hpp"

#include <algorithm>
#include <cmath>

namespace gmat_sweep::mission {

astro::CartesianState initial_state(const PendingOrbit& orbit, const SpacecraftState& spacecraft,
                                    FrameId frame, Frames& frames) {
  const double a1_mjd = spacecraft.epoch.mjd;
  const auto type = orbit.type();
  const auto origin = frames.element_origin(frame, type);
  auto elements = orbit.elements;
  if (std::ranges::any_of(elements, [](double e) { return std::isnan(e); })) {
    const auto base = cartesian_of(default_cartesian, StateType::cartesian, spacecraft.anomaly, {});
    const auto defaults =
        elements_of(frames.from_base(base, frame, a1_mjd), type, spacecraft.anomaly, origin);
    for (std::size_t i = 0; i < 6; ++i) {
      if (std::isnan(elements[i])) elements[i] = defaults[i];
    }
  }
  return frames.to_base(cartesian_of(elements, type, spacecraft.anomaly, origin), frame, a1_mjd);
}

}  // namespace gmat_sweep::mission
