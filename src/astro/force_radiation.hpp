#pragma once

#include <span>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// A body that may stand between the spacecraft and the Sun.
struct ShadowBody {
  Vector3 from_central_body_km = Vector3::Zero();
  double radius_km = 0;
};

/// The part of the Sun's disc seen, 0 to 1, past one body (conical umbra and penumbra, annular
/// eclipses included).
/// @param spacecraft_from_body_km, sun_from_body_km, sun_from_spacecraft_km  any one set of axes
/// [km] Source: O. Montenbruck and E. Gill, "Satellite Orbits", 3.4.2.
double sunlit_fraction(const Vector3& spacecraft_from_body_km, const Vector3& sun_from_body_km,
                       const Vector3& sun_from_spacecraft_km, double sun_radius_km,
                       double body_radius_km);

/// The same past several bodies, as GMAT combines them: the smallest, but for two partial eclipses
/// whose discs stand apart, whose losses add.
/// @param position_km  of the spacecraft from the central body
/// @param sun_km  of the Sun from the central body
/// @param central_body_from_earth_km  wanted for a slip of GMAT's, see the source
double sunlit_fraction(const Vector3& position_km, const Vector3& sun_km, double sun_radius_km,
                       std::span<const ShadowBody> bodies,
                       const Vector3& central_body_from_earth_km);

/// GMAT's defaults for the light's pressure.
struct SolarFlux {
  double flux_w_m2 = 1367.0;  ///< at the nominal distance
  double nominal_distance_km = 149597870.691;
};

/// Acceleration of a sphere by sunlight.
/// @param sun_to_spacecraft_km  [km]
/// @return away from the Sun, in the same axes [km/s^2]
Vector3 solar_radiation_acceleration_km_s2(const Vector3& sun_to_spacecraft_km,
                                           double sunlit_fraction, double cr, double area_m2,
                                           double mass_kg, const SolarFlux& flux);

}  // namespace gmat_sweep::astro
