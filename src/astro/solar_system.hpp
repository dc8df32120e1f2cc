#pragma once

#include <array>
#include <memory>

#include "astro/ephemeris.hpp"
#include "astro/instant.hpp"
#include "astro/time_systems.hpp"

namespace gmat_sweep::astro {

/// The bodies' states from the Earth's centre, MJ2000Eq axes, at A.1 epochs: the per-run side of an
/// ephemeris, which remembers what it computed for the last epoch. Not for two threads at a time.
class SolarSystem {
 public:
  SolarSystem(std::shared_ptr<const PlanetaryEphemeris> ephemeris, TimeConverter converter);

  /// The functions below throw GmatSweepError past the ephemeris' span.
  const Vector3& position_km(Body body, const Instant& a1);
  const CartesianState& state(Body body, const Instant& a1);
  /// The solar system's barycentre.
  CartesianState barycentre(const Instant& a1);
  const LunarLibration& libration(const Instant& a1);

  const PlanetaryEphemeris& ephemeris() const { return *ephemeris_; }
  const TimeConverter& converter() const { return converter_; }

 private:
  struct Remembered {
    bool has_position = false;
    bool has_state = false;
    Vector3 position_km = Vector3::Zero();
    CartesianState state;
  };

  /// TDB about an origin, as a straight line.
  struct TdbLine {
    bool is_set = false;
    SplitTime origin_a1_mjd;
    double offset_s = 0;
    double rate = 0;
  };

  void turn_to(const Instant& a1);
  SplitTime tdb(const Instant& a1);
  const Vector3& earth_position_km();
  const CartesianState& earth_state();

  std::shared_ptr<const PlanetaryEphemeris> ephemeris_;
  TimeConverter converter_;
  Instant a1_ = 0.0;
  SplitTime tdb_mjd_;
  TdbLine tdb_line_;
  bool has_epoch_ = false;
  bool has_libration_ = false;
  LunarLibration libration_;
  std::array<Remembered, 11> bodies_;
  Remembered earth_from_barycentre_;
};

}  // namespace gmat_sweep::astro
