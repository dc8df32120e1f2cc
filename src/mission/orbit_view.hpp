#pragma once

#include <cstdint>

#include "astro/time_systems.hpp"
#include "mission/frame.hpp"
#include "mission/spacecraft.hpp"

namespace gmat_sweep::mission {

/// Where a parameter looks at a spacecraft from.
struct ViewInfo {
  std::size_t spacecraft = 0;
  Frame frame;
  bool operator==(const ViewInfo& other) const {
    return spacecraft == other.spacecraft && frame.name == other.frame.name;
  }
};

/// One spacecraft seen in one frame: the quantities that parameters are made of, each computed when
/// first asked for and kept until the spacecraft moves. Belongs to one run.
class OrbitView {
 public:
  OrbitView(const SpacecraftState& spacecraft, const Frame& frame, FrameConverter& frames,
            const astro::TimeConverter& times)
      : spacecraft_(&spacecraft), frame_(&frame), frames_(&frames), times_(&times) {}

  const SpacecraftState& spacecraft() const { return *spacecraft_; }
  const Frame& frame() const { return *frame_; }
  const astro::BodyConstants& origin() const { return astro::constants_of(frame_->origin); }
  /// The epoch in another time system [modified Julian days].
  double mjd(astro::TimeSystem system) const;
  /// Whether the epoch lies within an inserted leap second of UTC.
  bool in_leap_second() const;

  const astro::CartesianState& cartesian();
  /// Throws GmatSweepError when the state makes no orbit.
  const astro::KeplerianElements& keplerian();
  /// Position and velocity in the body-fixed axes of the frame's origin.
  const astro::CartesianState& body_fixed();

 private:
  const SpacecraftState* spacecraft_;
  const Frame* frame_;
  FrameConverter* frames_;
  const astro::TimeConverter* times_;
  std::uint64_t cartesian_revision_ = 0;
  std::uint64_t keplerian_revision_ = 0;
  std::uint64_t fixed_revision_ = 0;
  astro::CartesianState cartesian_;
  astro::KeplerianElements keplerian_;
  astro::CartesianState fixed_;
};

}  // namespace gmat_sweep::mission
