#include "astro/solar_system.hpp"

#include <utility>

namespace gmat_sweep::astro {

SolarSystem::SolarSystem(std::shared_ptr<const PlanetaryEphemeris> ephemeris,
                         TimeConverter converter)
    : ephemeris_(std::move(ephemeris)), converter_(std::move(converter)) {}

void SolarSystem::turn_to(const Instant& a1) {
  if (has_epoch_ && a1 == a1_) return;
  a1_ = a1;
  tdb_mjd_ = a1.in(TimeSystem::tdb, converter_);
  has_epoch_ = true;
  has_libration_ = false;
  for (Remembered& body : bodies_) body.has_position = body.has_state = false;
  earth_from_barycentre_.has_position = earth_from_barycentre_.has_state = false;
}

const Vector3& SolarSystem::earth_position_km() {
  Remembered& earth = earth_from_barycentre_;
  if (!earth.has_position) {
    earth.position_km = ephemeris_->position_km(Body::earth, tdb_mjd_);
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
