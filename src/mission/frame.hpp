#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/bodies.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::mission {

enum class Axes { mj2000_eq, mj2000_ec, earth_fixed };

/// A coordinate system: an origin and axes.
struct Frame {
  std::string name;
  astro::Body origin = astro::Body::earth;
  Axes axes = Axes::mj2000_eq;
};

/// GMAT's built-in coordinate systems: EarthMJ2000Eq, EarthMJ2000Ec, EarthFixed.
std::optional<Frame> built_in_frame(std::string_view name);
/// Names of the frames a script may use, for messages.
const std::vector<std::string>& frame_names();

/// The frame of a parameter that depends on a body: MJ2000Eq axes about its centre.
Frame body_frame(astro::Body body);

/// Turns states between EarthMJ2000Eq and other frames. Keeps what GMAT keeps between calls, so
/// each run has its own. Not for two threads at a time.
class FrameConverter {
 public:
  explicit FrameConverter(astro::EarthFixedAxes earth_fixed)
      : earth_fixed_(std::move(earth_fixed)) {}

  astro::CartesianState from_base(const astro::CartesianState& base, const Frame& frame,
                                  double a1_mjd);
  astro::CartesianState to_base(const astro::CartesianState& state, const Frame& frame,
                                double a1_mjd);

 private:
  astro::EarthFixedAxes earth_fixed_;
};

}  // namespace gmat_sweep::mission
