#pragma once

#include <string>

#include "astro/bodies.hpp"
#include "astro/split_time.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// Euler angles 3-1-3 of the Moon's principal axes from MJ2000Eq, and their rates.
struct LunarLibration {
  Vector3 angle_rad = Vector3::Zero();
  Vector3 rate_rad_per_s = Vector3::Zero();
};

/// Where the bodies are, from a JPL ephemeris. Immutable; any number of threads may ask.
///
/// Times are TDB modified Julian dates (offset JD 2430000), axes MJ2000Eq. Outside its span every
/// function throws GmatSweepError naming the file, the epoch and the span.
class PlanetaryEphemeris {
 public:
  virtual ~PlanetaryEphemeris() = default;

  /// The body from the solar system's barycentre; Luna, though, from the Earth's centre.
  virtual Vector3 position_km(Body body, const SplitTime& tdb_mjd) const = 0;
  /// The Earth's position where the Moon's from the Earth is known already.
  virtual Vector3 earth_position_km(const SplitTime& tdb_mjd,
                                    const Vector3& luna_from_earth_km) const {
    (void)luna_from_earth_km;
    return position_km(Body::earth, tdb_mjd);
  }
  virtual CartesianState state(Body body, const SplitTime& tdb_mjd) const = 0;

  virtual bool has_librations() const = 0;
  virtual LunarLibration libration(const SplitTime& tdb_mjd) const = 0;

  virtual double first_tdb_mjd() const = 0;
  virtual double last_tdb_mjd() const = 0;
  virtual const std::string& name() const = 0;
};

}  // namespace gmat_sweep::astro
