#pragma once

#include "astro/bodies.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// A place above a body's reference ellipsoid, its angles by their sines and cosines.
struct GeodeticPlace {
  double altitude_km = 0;
  double sin_latitude = 0;  ///< geodetic
  double cos_latitude = 1;
  double sin_longitude = 0;  ///< east
  double cos_longitude = 1;
};

/// @param fixed_km  position in the body's fixed axes, not the centre
/// NOTE: GMAT iterates until the latitude moves by less than 1e-7 rad, and its altitudes keep some
/// millimetres of error from that; so do these.
/// Source: B. R. Bowring, "Transformation from spatial to geographical coordinates", Survey Review
/// 23 (1976); D. Vallado, "Fundamentals of Astrodynamics and Applications", 2nd ed., algorithm 12.
GeodeticPlace geodetic_place(const Vector3& fixed_km, double equatorial_radius_km,
                             double flattening);

}  // namespace gmat_sweep::astro
