#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>

#include "astro/body_orientation.hpp"
#include "astro/icrf_rotation.hpp"
#include "astro/nutation.hpp"
#include "astro/points.hpp"
#include "astro/solar_system.hpp"

namespace gmat_sweep::astro {

class DataCatalogue;

/// What the coordinate systems of one run share: the bodies, the data, and where the spacecraft
/// are. Not for two threads at a time; must outlive the systems made with it.
class FrameContext {
 public:
  FrameContext(std::shared_ptr<const PlanetaryEphemeris> ephemeris, TimeConverter converter,
               std::shared_ptr<const NutationSeries> nutation,
               std::shared_ptr<const IcrfRotation> icrf, const BodyTable& constants = {});
  /// Everything from a catalogue.
  explicit FrameContext(const DataCatalogue& data);

  /// The spacecraft's states from the Earth, MJ2000Eq, at the epochs asked for next. The span must
  /// stay good until it is set again.
  void set_spacecraft(std::span<const CartesianState> states) { spacecraft_ = states; }

  /// A point's state from the Earth, MJ2000Eq.
  /// Throws GmatSweepError for a spacecraft that has no state, or a libration point of bodies that
  /// coincide.
  CartesianState state_of(const Point& point, const Instant& a1);

  SolarSystem& solar_system() { return solar_system_; }
  const BodyTable& constants() const { return constants_; }
  const TimeConverter& converter() const { return solar_system_.converter(); }
  const std::shared_ptr<const NutationSeries>& nutation() const { return nutation_; }
  double nutation_update_interval_s() const {
    return constants_[Body::earth].nutation_update_interval_s;
  }
  /// Throws GmatSweepError when there is no table.
  const IcrfRotation& icrf() const;
  /// The body-fixed axes kept for one surface point.
  BodyFixedAxes& surface_axes(const Point& point);

 private:
  CartesianState state_of(const Point::Libration& point, const Instant& a1);
  double mass_parameter_km3_s2(const Point& point) const;

  SolarSystem solar_system_;
  std::shared_ptr<const NutationSeries> nutation_;
  std::shared_ptr<const IcrfRotation> icrf_;
  BodyTable constants_;
  std::span<const CartesianState> spacecraft_;
  std::map<const Point*, BodyFixedAxes> surface_axes_;
};

}  // namespace gmat_sweep::astro
