#pragma once

#include <array>
#include <cstdint>

#include "astro/time_systems.hpp"
#include "mission/frame.hpp"
#include "mission/spacecraft.hpp"

namespace gmat_sweep::mission {

/// Where a parameter looks at a spacecraft from.
struct ViewInfo {
  std::size_t spacecraft = 0;
  FrameId frame = base_frame;
  bool operator==(const ViewInfo&) const = default;
};

/// One spacecraft seen in one frame: the quantities that parameters are made
/// of, each computed when first asked for and kept until the spacecraft moves.
/// Belongs to one run.
class OrbitView {
 public:
  OrbitView(const SpacecraftState& spacecraft, FrameId frame, Frames& frames,
            const astro::TimeConverter& times)
      : spacecraft_(&spacecraft), frame_(frame), frames_(&frames), times_(&times) {}

  const SpacecraftState& spacecraft() const { return *spacecraft_; }
  /// The body at the origin. Throws RunFailed when there is none.
  const astro::BodyConstants& origin();
  const astro::TimeConverter& times() const { return *times_; }
  /// The epoch in another time system [modified Julian days].
  double mjd(astro::TimeSystem system) const;

  const astro::CartesianState& cartesian();
  /// Throws GmatSweepError when the state makes no orbit.
  const astro::KeplerianElements& keplerian();
  /// The elements of a state type, with the true anomaly where they have one. Throws RunFailed
  /// where they are undefined.
  const Elements& elements(StateType type);
  /// Position and velocity in the body-fixed axes of the frame's origin.
  const astro::CartesianState& body_fixed();
  /// The Sun's state in the frame.
  astro::CartesianState sun();
  /// Unit vector from the origin to the Sun, MJ2000Eq axes.
  astro::Vector3 sun_direction();

 private:
  const SpacecraftState* spacecraft_;
  FrameId frame_;
  Frames* frames_;
  const astro::TimeConverter* times_;
  std::uint64_t cartesian_revision_ = 0;
  std::uint64_t keplerian_revision_ = 0;
  std::uint64_t fixed_revision_ = 0;
  astro::CartesianState cartesian_;
  astro::KeplerianElements keplerian_;
  astro::CartesianState fixed_;
  std::array<std::uint64_t, state_type_count> elements_revision_{};
  std::array<Elements, state_type_count> elements_{};
};

}  // namespace gmat_sweep::mission
