#include "mission/orbit_view.hpp"

namespace gmat_sweep::mission {

using astro::TimeSystem;

double OrbitView::mjd(TimeSystem system) const {
  const double a1_mjd = spacecraft_->epoch.mjd;
  return system == TimeSystem::a1 ? a1_mjd : times_->convert(a1_mjd, TimeSystem::a1, system);
}

bool OrbitView::in_leap_second() const {
  return times_->is_in_leap_second(spacecraft_->epoch.mjd, TimeSystem::a1);
}

const astro::CartesianState& OrbitView::cartesian() {
  if (frame_->axes == Axes::mj2000_eq && frame_->origin == astro::Body::earth) {
    return spacecraft_->state;
  }
  if (cartesian_revision_ != spacecraft_->revision) {
    cartesian_ = frames_->from_base(spacecraft_->state, *frame_, spacecraft_->epoch.mjd);
    cartesian_revision_ = spacecraft_->revision;
  }
  return cartesian_;
}

const astro::KeplerianElements& OrbitView::keplerian() {
  if (keplerian_revision_ != spacecraft_->revision) {
    keplerian_ = astro::to_keplerian(cartesian(), origin().mu_km3_s2);
    keplerian_revision_ = spacecraft_->revision;
  }
  return keplerian_;
}

const astro::CartesianState& OrbitView::body_fixed() {
  static const Frame earth_fixed{"EarthFixed", astro::Body::earth, Axes::earth_fixed};
  if (fixed_revision_ != spacecraft_->revision) {
    fixed_ = frames_->from_base(spacecraft_->state, earth_fixed, spacecraft_->epoch.mjd);
    fixed_revision_ = spacecraft_->revision;
  }
  return fixed_;
}

}  // namespace gmat_sweep::mission
