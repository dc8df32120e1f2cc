#include "mission/dynamics.hpp"

#include <algorithm>
#include <cmath>

#include "astro/force_point_mass.hpp"
#include "astro/force_relativity.hpp"
#include "base/lanes.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using astro::Vector3;

}  // namespace

Dynamics::Dynamics(const ForceSettings& settings, const astro::DataCatalogue& data)
    : settings_(settings) {
  const Body center = settings.central_body;
  const auto is_far = [center](const ForceSettings::Harmonics& h) {
    return h.body != center || h.solid_tide;
  };
  if (center != Body::earth || settings.radiation || settings.relativity ||
      std::ranges::any_of(settings.point_masses, [&](Body body) { return body != center; }) ||
      std::ranges::any_of(settings.harmonics, is_far)) {
    bodies_.emplace(data.ephemeris(), data.time_converter());
    positions_.emplace(center, *bodies_);
  }
  for (const auto body : settings.point_masses) {
    if (body == center) {
      central_mu_km3_s2_ += settings.bodies[body].mu_km3_s2;
    } else {
      third_bodies_.push_back({positions_->add(body), settings.bodies[body].mu_km3_s2});
    }
  }
  add_harmonics(data);
  needs_rates_ = settings.relativity;
  const bool turns = settings.relativity || settings.drag ||
                     std::ranges::any_of(settings_.harmonics, [&](const auto& h) {
                       return h.body == center && (h.degree > 0 || h.solid_tide);
                     });
  if (turns && center == Body::earth) {
    earth_axes_.emplace(data.time_converter(), data.nutation(),
                        settings.bodies[Body::earth].nutation_update_interval_s);
  } else if (turns && center == Body::luna) {
    positions_->add_libration();
  } else if (turns) {
    body_axes_.emplace(center, *bodies_, data.nutation());
  }
  add_positions();
  if (settings.drag) drag_.emplace(*settings.drag, settings.bodies[center], data);
}

void Dynamics::add_harmonics(const astro::DataCatalogue& data) {
  const Body center = settings_.central_body;
  for (const auto& h : settings_.harmonics) {
    if (h.body == center && h.degree == 0 && !h.solid_tide) {
      central_mu_km3_s2_ += data.gravity(h.potential_file, h.body, 0, 0)->mu_km3_s2();
    } else {
      harmonics_.emplace_back(h, settings_, data, positions_ ? &*positions_ : nullptr,
                              bodies_ ? &*bodies_ : nullptr);
    }
  }
}

/// The positions that radiation wants.
void Dynamics::add_positions() {
  if (!settings_.radiation) return;
  const auto& extra = settings_.radiation->extra_shadow_bodies;
  sun_place_ = positions_->add(Body::sun);
  earth_place_ = positions_->add(Body::earth);
  // The Sun shades nothing, and no body is counted twice.
  for (const Body body : extra) {
    if (body == Body::sun) continue;
    shadow_places_.push_back(positions_->add(body));
    shadows_.push_back({Vector3::Zero(), settings_.bodies[body].equatorial_radius_km});
  }
  const bool named = std::ranges::find(extra, settings_.central_body) != extra.end();
  if (settings_.central_body == Body::sun || named) return;
  shadows_.push_back(
      {Vector3::Zero(), settings_.bodies[settings_.central_body].equatorial_radius_km});
}

void Dynamics::start(const astro::SplitTime& a1_mjd, std::vector<SpacecraftProperties> spacecraft,
                     ThrustForce* thrust, bool again) {
  thrust_ = thrust;
  base_a1_mjd_ = a1_mjd;
  spacecraft_ = std::move(spacecraft);
  // What a thruster pushes with hangs on its tanks as well.
  remembers_ = again && thrust == nullptr;
  if (!remembers_) return;
  std::vector<double> circumstances{base_a1_mjd_.days()};
  for (const auto& one : spacecraft_) {
    circumstances.insert(circumstances.end(), {one.mass_kg, one.cr, one.srp_area_m2, one.drag.cd,
                                               one.drag.area_m2, one.drag.density_factor});
  }
  memo_.begin(circumstances);
}

double Dynamics::density_kg_m3(const astro::SplitTime& a1_mjd, const Vector3& position_km) {
  if (!drag_) return 0.0;
  turn_to(a1_mjd.days());
  return drag_->density_kg_m3(position_km);
}

void Dynamics::turn_axes(double a1_mjd) {
  if (earth_axes_) {
    rotation_ = needs_rates_ ? &earth_axes_->at(a1_mjd) : &earth_axes_->rotation_at(a1_mjd);
  } else if (body_axes_) {
    rotation_ = &body_axes_->at(astro::SplitTime(a1_mjd));
  } else if (positions_ && positions_->has_libration()) {
    lunar_rotation_ = astro::lunar_axes(positions_->libration());
    rotation_ = &lunar_rotation_;
  }
}

void Dynamics::turn_to(double a1_mjd) {
  if (positions_) positions_->turn_to(a1_mjd);
  turn_axes(a1_mjd);
  for (auto& field : harmonics_) field.turn_to(a1_mjd, rotation_);
  if (drag_) {
    drag_->turn_to(a1_mjd, rotation_->to_inertial,
                   earth_axes_ ? earth_axes_->spin_rad_per_s() : spin_of(*rotation_));
  }
  if (settings_.radiation) {
    sun_.position_km = positions_->position_km(sun_place_);
    center_km_ = -positions_->position_km(earth_place_);
    for (std::size_t i = 0; i < shadow_places_.size(); ++i) {
      shadows_[i].from_central_body_km = positions_->position_km(shadow_places_[i]);
    }
  }
  if (settings_.relativity) {
    const astro::SplitTime split(a1_mjd);
    sun_ = bodies_->state(Body::sun, split);
    if (settings_.central_body != Body::earth) {
      const auto& center = bodies_->state(settings_.central_body, split);
      sun_.position_km -= center.position_km;
      sun_.velocity_km_s -= center.velocity_km_s;
    }
  }
}

Vector3 Dynamics::radiation(const Vector3& position_km,
                            const SpacecraftProperties& spacecraft) const {
  const double lit = astro::sunlit_fraction(position_km, sun_.position_km,
                                            settings_.bodies[Body::sun].equatorial_radius_km,
                                            shadows_, center_km_);
  if (lit == 0.0) return Vector3::Zero();
  return astro::solar_radiation_acceleration_km_s2(position_km - sun_.position_km, lit,
                                                   spacecraft.cr, spacecraft.srp_area_m2,
                                                   spacecraft.mass_kg, settings_.radiation->flux);
}

Vector3 Dynamics::relativity(const astro::CartesianState& state) const {
  astro::RelativityInputs inputs;
  inputs.mu_km3_s2 = settings_.bodies[settings_.central_body].mu_km3_s2;
  inputs.radius_km = settings_.bodies[settings_.central_body].equatorial_radius_km;
  inputs.fixed_to_body_inertial = *rotation_;
  if (settings_.central_body != Body::earth) {
    const astro::Matrix3 to_body_inertial =
        astro::body_inertial_to_mj2000eq(settings_.central_body, bodies_->converter()).transpose();
    inputs.fixed_to_body_inertial = {to_body_inertial * rotation_->to_inertial,
                                     to_body_inertial * rotation_->to_inertial_rate_per_s};
  }
  inputs.sun_mu_km3_s2 = settings_.bodies[Body::sun].mu_km3_s2;
  inputs.from_sun = {-sun_.position_km, -sun_.velocity_km_s};
  inputs.is_sun = settings_.central_body == Body::sun;
  return astro::relativistic_acceleration_km_s2(state, inputs);
}

Vector3 Dynamics::acceleration(const astro::CartesianState& state,
                               const SpacecraftProperties& spacecraft) {
  const Vector3& r = state.position_km;
  Vector3 sum = Vector3::Zero();
  if (central_mu_km3_s2_ != 0.0) {
    const double distance2 = r.squaredNorm();
    sum = r * (-central_mu_km3_s2_ / (distance2 * std::sqrt(distance2)));
  }
  for (auto& field : harmonics_) sum += field.acceleration_km_s2(r);
  for (const auto& third : third_bodies_) {
    sum += astro::point_mass_acceleration_km_s2(r, positions_->position_km(third.place),
                                                third.mu_km3_s2);
  }
  if (settings_.radiation) sum += radiation(r, spacecraft);
  if (settings_.relativity) sum += relativity(state);
  if (drag_) sum += drag_->acceleration_km_s2(state, spacecraft.drag, spacecraft.mass_kg);
  return sum;
}

/// The spacecraft and its tanks are at the state in hand before any force is evaluated.
void Dynamics::move_thrusters(double a1_mjd, std::span<const double> state) {
  astro::CartesianState from_earth{{state[0], state[1], state[2]}, {state[3], state[4], state[5]}};
  if (settings_.central_body != Body::earth) {
    const auto& center = bodies_->state(settings_.central_body, astro::SplitTime(a1_mjd));
    from_earth.position_km += center.position_km;
    from_earth.velocity_km_s += center.velocity_km_s;
  }
  thrust_->move_to(from_earth, state.size() > 6 ? state[6] : thrust_->mass_kg());
  spacecraft_.front().mass_kg = thrust_->mass_kg();
}

void Dynamics::operator()(double elapsed_s, std::span<const double> state,
                          std::span<double> derivative) {
  if (!remembers_) return evaluate(elapsed_s, state, derivative);
  if (const auto known = memo_.find(elapsed_s, state); !known.empty()) {
    std::ranges::copy(known, derivative.begin());
    return;
  }
  evaluate(elapsed_s, state, derivative);
  memo_.keep(elapsed_s, state, derivative);
}

void Dynamics::evaluate(double elapsed_s, std::span<const double> state,
                        std::span<double> derivative) {
  // NOTE: one rounded double, as GMAT has it: see DerivativeFunction.
  const double a1_mjd = base_a1_mjd_.days() + elapsed_s / 86400.0;
  if (earth_axes_ || bodies_) turn_to(a1_mjd);
  if (thrust_ != nullptr) move_thrusters(a1_mjd, state);
  for (std::size_t i = 0; i < spacecraft_.size(); ++i) {
    const auto* s = &state[6 * i];
    auto* d = &derivative[6 * i];
    const astro::CartesianState at{{s[0], s[1], s[2]}, {s[3], s[4], s[5]}};
    const Vector3 a = acceleration(at, spacecraft_[i]);
    store_pair(d, s[3], s[4]);
    store_pair(d + 2, s[5], a.x());
    store_pair(d + 4, a.y(), a.z());
  }
  if (thrust_ == nullptr) return;
  const auto thrust = thrust_->evaluate(thrust_->epoch_a1_mjd(elapsed_s));
  for (std::size_t i = 0; i < 3; ++i) {
    derivative[i + 3] += thrust.acceleration_km_s2[static_cast<Eigen::Index>(i)];
  }
  if (derivative.size() > 6) derivative[6] = thrust.mass_rate_kg_s;
}

void Dynamics::prepare_partials() {
  for (auto& field : harmonics_) field.prepare_gradient();
}

astro::AccelerationPartials Dynamics::partials(std::size_t spacecraft,
                                               const astro::CartesianState& state) {
  const Vector3& r = state.position_km;
  astro::AccelerationPartials sum;
  if (drag_) {
    const auto& first = spacecraft_.front();
    sum = astro::differenced_partials(state, [&](const astro::CartesianState& moved) {
      return drag_->acceleration_km_s2(moved, first.drag, first.mass_kg);
    });
  }
  auto& gradient = sum.position_per_s2;
  if (central_mu_km3_s2_ != 0.0) {
    gradient += astro::point_mass_gradient_per_s2(r, central_mu_km3_s2_);
  }
  for (auto& field : harmonics_) gradient += field.gradient_per_s2(r);
  for (const auto& third : third_bodies_) {
    gradient += astro::point_mass_gradient_per_s2(r - positions_->position_km(third.place),
                                                  third.mu_km3_s2);
  }
  if (settings_.radiation) {
    gradient += astro::radiation_gradient_per_s2(radiation(r, spacecraft_[spacecraft]),
                                                 r - sun_.position_km);
  }
  return sum;
}

}  // namespace gmat_sweep::mission
