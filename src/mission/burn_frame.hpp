#pragma once

#include <cstdint>

#include "astro/bodies.hpp"
#include "mission/frame.hpp"

namespace gmat_sweep::mission {

class RunState;

/// The axes that a burn's or a thruster's components are given in.
struct BurnFrame {
  enum class Kind : std::uint8_t { velocity_normal, local_vertical, inertial, body, system };
  Kind kind = Kind::velocity_normal;
  astro::Body origin = astro::Body::earth;  ///< of the first two
  FrameId frame = base_frame;               ///< of `system`
};

/// Reads the fields CoordinateSystem, Origin and Axes of an ImpulsiveBurn or a thruster. Throws
/// RunFailed for a system or body there is none of.
BurnFrame read_burn_frame(const RunState& state, ObjectId owner);

/// What is wrong with those three fields; empty when nothing is.
std::string problem_with_burn_frame(const Program& program, const FieldTable& fields,
                                    ObjectId owner);

/// From those axes to MJ2000Eq, for the spacecraft as it is.
astro::Matrix3 burn_axes(RunState& state, const BurnFrame& frame, ObjectId spacecraft,
                         const astro::CartesianState& from_earth, double a1_mjd);

}  // namespace gmat_sweep::mission
