#include "astro/solar_system.hpp"

#include <cmath>
#include <utility>

namespace gmat_sweep::astro {

SolarSystem::SolarSystem(std::shared_ptr<const PlanetaryEphemeris> ephemeris,
                         TimeConverter converter)
    : ephemeris_(std::move(ephemeris)), converter_(std::move(converter)) {}

void SolarSystem::turn_to(const Instant& a1) {
  if (has_epoch_ && a1 == a1_) return;
  a1_ = a1;
  tdb_mjd_ = tdb(a1);
  has_epoch_ = true;
  has_libration_ = false;
  for (Remembered& body : bodies_) body.has_position = body.has_state = false;
  earth_from_barycentre_.has_position = earth_from_barycentre_.has_state = false;
}

SplitTime SolarSystem::tdb(const Instant& a1) {
  if (!a1.is_split()) return a1.in(TimeSystem::tdb, converter_);
  // TDB - A.1 waves by milliseconds a year: over minutes it is a straight line to 1e-11 s.
  constexpr double longest_s = 600.0;
  double since_origin_s = (a1.split() - tdb_line_.origin_a1_mjd).seconds();
  if (!tdb_line_.is_set || std::abs(since_origin_s) > longest_s) {
    const auto offset_s = [&](const SplitTime& epoch) {
      return (converter_.convert(epoch, TimeSystem::a1, TimeSystem::tdb) - epoch).seconds();
    };
    tdb_line_.origin_a1_mjd = a1.split();
    tdb_line_.offset_s = offset_s(a1.split());
    tdb_line_.rate = (offset_s(a1.split().plus_seconds(longest_s)) -
                      offset_s(a1.split().plus_seconds(-longest_s))) /
                     (2 * longest_s);
    tdb_line_.is_set = true;
    since_origin_s = 0.0;
  }
  return a1.split().plus_seconds(tdb_line_.offset_s + tdb_line_.rate * since_origin_s);
}

const Vector3& SolarSystem::earth_position_km() {
  Remembered& earth = earth_from_barycentre_;
  if (!earth.has_position) {
    Remembered& luna = bodies_[static_cast<std::size_t>(Body::luna)];
    if (!luna.has_position) {
      luna.position_km = ephemeris_->position_km(Body::luna, tdb_mjd_);
      luna.has_position = true;
    }
    earth.position_km = ephemeris_->earth_position_km(tdb_mjd_, luna.position_km);
    earth.has_position = true;
  }
  return earth.position_km;
}

const CartesianState& SolarSystem::earth_state() {
  Remembered& earth = earth_from_barycentre_;
  if (!earth.has_state) {
    earth.state = ephemeris_->state(Body::earth, tdb_mjd_);
    earth.has_state = true;
  }
  return earth.state;
}

const Vector3& SolarSystem::position_km(Body body, const Instant& a1) {
  turn_to(a1);
  Remembered& remembered = bodies_[static_cast<std::size_t>(body)];
  if (remembered.has_position || body == Body::earth) return remembered.position_km;
  remembered.position_km = ephemeris_->position_km(body, tdb_mjd_);
  if (body != Body::luna) remembered.position_km -= earth_position_km();
  remembered.has_position = true;
  return remembered.position_km;
}

const CartesianState& SolarSystem::state(Body body, const Instant& a1) {
  turn_to(a1);
  Remembered& remembered = bodies_[static_cast<std::size_t>(body)];
  if (remembered.has_state || body == Body::earth) return remembered.state;
  remembered.state = ephemeris_->state(body, tdb_mjd_);
  if (body != Body::luna) {
    const CartesianState& earth = earth_state();
    remembered.state.position_km -= earth.position_km;
    remembered.state.velocity_km_s -= earth.velocity_km_s;
  }
  remembered.has_state = true;
  return remembered.state;
}

CartesianState SolarSystem::barycentre(const Instant& a1) {
  turn_to(a1);
  const CartesianState& earth = earth_state();
  return {-earth.position_km, -earth.velocity_km_s};
}

const LunarLibration& SolarSystem::libration(const Instant& a1) {
  turn_to(a1);
  if (!has_libration_) {
    libration_ = ephemeris_->libration(tdb_mjd_);
    has_libration_ = true;
  }
  return libration_;
}

}  // namespace gmat_sweep::astro
