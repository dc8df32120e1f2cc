#include "mission/orbit_view.hpp"

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {

using astro::TimeSystem;

const astro::BodyConstants& OrbitView::origin() {
  const auto body = frames_->origin_body(frame_);
  if (body) return frames_->constants()[*body];
  frames_->mu_km3_s2(frame_);
  throw RunFailed("the coordinate system has no body at its origin");
}

double OrbitView::mjd(TimeSystem system) const {
  const double a1_mjd = spacecraft_->epoch.mjd;
  return system == TimeSystem::a1 ? a1_mjd : times_->convert(a1_mjd, TimeSystem::a1, system);
}

const astro::CartesianState& OrbitView::cartesian() {
  if (frame_ == base_frame) return spacecraft_->state;
  if (cartesian_revision_ != spacecraft_->revision || frames_->follows_spacecraft(frame_)) {
    cartesian_ = frames_->from_base(spacecraft_->state, frame_, spacecraft_->epoch.mjd, true);
    cartesian_revision_ = spacecraft_->revision;
  }
  return cartesian_;
}

const astro::KeplerianElements& OrbitView::keplerian() {
  const bool follows = frame_ != base_frame && frames_->follows_spacecraft(frame_);
  if (keplerian_revision_ != spacecraft_->revision || follows) {
    keplerian_ = astro::to_keplerian(cartesian(), origin().mu_km3_s2);
    keplerian_revision_ = spacecraft_->revision;
  }
  return keplerian_;
}

const Elements& OrbitView::elements(StateType type) {
  const auto place = static_cast<std::size_t>(type);
  const bool follows = frame_ != base_frame && frames_->follows_spacecraft(frame_);
  if (elements_revision_[place] == spacecraft_->revision && !follows) return elements_[place];
  try {
    auto origin = frames_->element_origin(frame_, type);
    // GMAT's parameters show planetodetic elements in any axes.
    origin.has_fixed_axes = true;
    elements_[place] = elements_of(cartesian(), type, astro::AnomalyKind::true_anomaly, origin);
  } catch (const RunFailed&) {
    throw;
  } catch (const GmatSweepError& error) {
    throw RunFailed(error.what());
  }
  elements_revision_[place] = spacecraft_->revision;
  return elements_[place];
}

const astro::CartesianState& OrbitView::body_fixed() {
  if (fixed_revision_ != spacecraft_->revision) {
    fixed_ = frames_->body_fixed(spacecraft_->state, origin().body, spacecraft_->epoch.mjd);
    fixed_revision_ = spacecraft_->revision;
  }
  return fixed_;
}

astro::CartesianState OrbitView::sun() {
  const double a1_mjd = spacecraft_->epoch.mjd;
  const auto base = frames_->point_state("Sun", a1_mjd);
  return frame_ == base_frame ? base : frames_->from_base(base, frame_, a1_mjd, true);
}

astro::Vector3 OrbitView::sun_direction() {
  auto& bodies = frames_->solar_system();
  const astro::Instant epoch(spacecraft_->epoch.mjd);
  const astro::Vector3 origin_km = bodies.position_km(origin().body, epoch);
  return (bodies.position_km(astro::Body::sun, epoch) - origin_km).normalized();
}

}  // namespace gmat_sweep::mission
