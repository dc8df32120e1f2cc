#pragma once

#include <memory>
#include <optional>

#include "astro/bodies.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/instant.hpp"
#include "astro/rotation_state.hpp"
#include "astro/solar_system.hpp"

namespace gmat_sweep::astro {

/// A body's pole and prime meridian at an epoch, from its linear terms.
struct PoleAndMeridian {
  double right_ascension_deg = 0;
  double declination_deg = 0;
  double meridian_deg = 0;
  double meridian_rate_deg_per_day = 0;
};

/// @param tdb_days  days of TDB since J2000
PoleAndMeridian pole_and_meridian(Body body, double tdb_days);

/// Body-fixed axes from a pole and a prime meridian (the pole's own motion is left out of the
/// rate, as GMAT leaves it).
RotationState axes_of(const PoleAndMeridian& pole);

/// The Moon's prime meridian from the node of its equator [deg].
/// @param tdb_days  since J2000
/// Source: P. K. Seidelmann et al., report of the IAU/IAG working group on cartographic coordinates
/// and rotational elements, 2000.
double lunar_meridian_deg(double tdb_days);

/// The Moon's principal axes, from the ephemeris' librations.
RotationState lunar_axes(const LunarLibration& libration);

/// GMAT's BodyInertial axes: the body's equator and node at J2000; MJ2000Eq for the Earth.
Matrix3 body_inertial_to_mj2000eq(Body body, const TimeConverter& converter);

/// The body-fixed axes of any body: Earth by EarthFixedAxes, Luna by the ephemeris' librations, the
/// others by their linear terms. Belongs to one run and one use, as EarthFixedAxes does.
class BodyFixedAxes {
 public:
  BodyFixedAxes(Body body, SolarSystem& solar_system,
                std::shared_ptr<const NutationSeries> nutation,
                double nutation_update_interval_s = 60.0);

  /// The reference stays good until the next call.
  const RotationState& at(const Instant& a1, bool fresh_nutation = false);
  Body body() const { return body_; }

 private:
  Body body_;
  SolarSystem* solar_system_;
  std::optional<EarthFixedAxes> earth_;
  RotationState rotation_;
};

}  // namespace gmat_sweep::astro
