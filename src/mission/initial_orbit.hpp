#pragma once

#include "mission/frame.hpp"
#include "mission/spacecraft.hpp"

namespace gmat_sweep::mission {

/// The state that the elements of a script give before the mission sequence; those it leaves out
/// come from GMAT's default orbit, in the same elements.
/// @param spacecraft  for its epoch and kind of anomaly
/// @param frame  the coordinate system the elements are in
/// @return from the Earth, MJ2000Eq axes
/// Throws GmatSweepError for elements that make no orbit, RunFailed for a frame without a body.
astro::CartesianState initial_state(const PendingOrbit& orbit, const SpacecraftState& spacecraft,
                                    FrameId frame, Frames& frames);

}  // namespace gmat_sweep::mission
