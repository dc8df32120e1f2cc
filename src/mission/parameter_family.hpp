#pragma once

#include <numbers>
#include <span>

#include "mission/parameter_table.hpp"

/// The parts the table of parameters is put together from, and what they share.
namespace gmat_sweep::mission {

std::span<const ParameterType> time_parameters();
/// Cartesian, spherical and Keplerian elements, and what follows from them.
std::span<const ParameterType> orbit_parameters();
/// The elements of the other state types.
std::span<const ParameterType> element_parameters();
/// Places over a body, the Sun's angle, hyperbolic passages.
std::span<const ParameterType> planet_parameters();

inline constexpr double degrees = 180.0 / std::numbers::pi;
inline constexpr CycleRange full_circle{0.0, 360.0};
inline constexpr CycleRange half_circle{0.0, 180.0};
inline constexpr CycleRange signed_circle{-180.0, 180.0};
inline constexpr CycleRange signed_quarter{-90.0, 90.0};

inline double mu(OrbitView& v) { return v.origin().mu_km3_s2; }
inline const astro::Vector3& position(OrbitView& v) { return v.cartesian().position_km; }
inline const astro::Vector3& velocity(OrbitView& v) { return v.cartesian().velocity_km_s; }
inline astro::Vector3 momentum(OrbitView& v) { return position(v).cross(velocity(v)); }

}  // namespace gmat_sweep::mission
