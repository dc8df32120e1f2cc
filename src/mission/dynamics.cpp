#include "mission/dynamics.hpp"

#include <cmath>

#include "astro/force_point_mass.hpp"
#include "astro/force_relativity.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using astro::Vector3;

double mu(Body body) { return astro::constants_of(body).mu_km3_s2; }
double radius_km(Body body) { return astro::constants_of(body).equatorial_radius_km; }

}  // namespace

Dynamics::Dynamics(const ForceSettings& settings, const astro::DataCatalogue& data)
    : settings_(settings) {
  for (const auto body : settings.point_masses) {
    if (body == settings.central_body) {
      central_mu_km3_s2_ += mu(body);
    } else {
      third_bodies_.push_back({body, mu(body), Vector3::Zero()});
    }
  }
  bool turns = settings.relativity || settings.drag.has_value();
  if (settings.harmonics) {
    const auto& h = *settings.harmonics;
    auto model = data.gravity(h.potential_file, h.body, h.degree, h.order);
    if (h.degree == 0 && !h.solid_tide) {
      central_mu_km3_s2_ += model->mu_km3_s2();
    } else {
      astro::GravityEvaluator evaluator(*model, h.degree, h.order);
      harmonics_.emplace(Harmonics{std::move(model), std::move(evaluator), h.solid_tide});
      turns = true;
    }
  }
  const bool about_earth = settings.central_body == Body::earth;
  const bool tides = harmonics_ && harmonics_->solid_tide;
  if (!about_earth || !third_bodies_.empty() || settings.radiation || settings.relativity ||
      tides) {
    bodies_.emplace(data.ephemeris(), data.time_converter());
  }
  if (turns && about_earth) {
    earth_axes_.emplace(data.time_converter(), data.nutation(),
                        astro::constants_of(Body::earth).nutation_update_interval_s);
  } else if (turns) {
    body_axes_.emplace(settings.central_body, *bodies_, data.nutation());
  }
  if (settings.radiation) shadows_.resize(settings.radiation->extra_shadow_bodies.size() + 1);
  if (settings.drag) drag_.emplace(*settings.drag, settings.central_body, data);
}

void Dynamics::start(const astro::SplitTime& a1_mjd, std::vector<SpacecraftProperties> spacecraft,
                     ThrustForce* thrust) {
  thrust_ = thrust;
  base_a1_mjd_ = a1_mjd;
  spacecraft_ = std::move(spacecraft);
}

void Dynamics::raise_tides(const astro::SplitTime& a1_mjd) {
  static const auto love = astro::LoveNumbers::of_earth();
  auto& evaluator = harmonics_->evaluator;
  astro::GravityEvaluator::Corrections corrections;
  for (const Body raiser : {Body::sun, Body::luna}) {
    const Vector3 fixed = rotation_->to_inertial.transpose() * bodies_->position_km(raiser, a1_mjd);
    astro::add_solid_tide(love, fixed, mu(raiser) / evaluator.mu_km3_s2(), evaluator.radius_km(),
                          corrections);
  }
  evaluator.set_corrections(corrections);
}

void Dynamics::turn_to(const astro::SplitTime& a1_mjd) {
  if (earth_axes_) rotation_ = &earth_axes_->at(a1_mjd);
  if (body_axes_) rotation_ = &body_axes_->at(a1_mjd);
  if (drag_) drag_->turn_to(a1_mjd, *rotation_);
  const bool about_earth = settings_.central_body == Body::earth;
  if (!about_earth) center_km_ = bodies_->position_km(settings_.central_body, a1_mjd);
  const auto from_center = [&](Body body) -> Vector3 {
    return bodies_->position_km(body, a1_mjd) - center_km_;
  };
  for (auto& third : third_bodies_) third.position_km = from_center(third.body);
  if (settings_.radiation) {
    sun_.position_km = from_center(Body::sun);
    const auto& extra = settings_.radiation->extra_shadow_bodies;
    for (std::size_t i = 0; i < extra.size(); ++i) {
      shadows_[i] = {from_center(extra[i]), radius_km(extra[i])};
    }
    shadows_.back() = {Vector3::Zero(), radius_km(settings_.central_body)};
  }
  if (settings_.relativity) {
    const auto& sun = bodies_->state(Body::sun, a1_mjd);
    sun_ = sun;
    if (!about_earth) {
      const auto& center = bodies_->state(settings_.central_body, a1_mjd);
      sun_.position_km -= center.position_km;
      sun_.velocity_km_s -= center.velocity_km_s;
    }
  }
  if (harmonics_ && harmonics_->solid_tide) raise_tides(a1_mjd);
}

Vector3 Dynamics::radiation(const Vector3& position_km,
                            const SpacecraftProperties& spacecraft) const {
  const double lit = astro::sunlit_fraction(position_km, sun_.position_km, radius_km(Body::sun),
                                            shadows_, center_km_);
  if (lit == 0.0) return Vector3::Zero();
  return astro::solar_radiation_acceleration_km_s2(position_km - sun_.position_km, lit,
                                                   spacecraft.cr, spacecraft.srp_area_m2,
                                                   spacecraft.mass_kg, settings_.radiation->flux);
}

Vector3 Dynamics::relativity(const astro::CartesianState& state) const {
  astro::RelativityInputs inputs;
  inputs.mu_km3_s2 = mu(settings_.central_body);
  inputs.radius_km = radius_km(settings_.central_body);
  inputs.fixed_to_body_inertial = *rotation_;
  if (settings_.central_body != Body::earth) {
    const astro::Matrix3 to_body_inertial =
        astro::body_inertial_to_mj2000eq(settings_.central_body, bodies_->converter()).transpose();
    inputs.fixed_to_body_inertial = {to_body_inertial * rotation_->to_inertial,
                                     to_body_inertial * rotation_->to_inertial_rate_per_s};
  }
  inputs.sun_mu_km3_s2 = mu(Body::sun);
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
  if (harmonics_) {
    const auto& to_inertial = rotation_->to_inertial;
    const Vector3 fixed = to_inertial.transpose() * r;
    sum += to_inertial * harmonics_->evaluator.acceleration_km_s2(fixed);
  }
  for (const auto& third : third_bodies_) {
    sum += astro::point_mass_acceleration_km_s2(r, third.position_km, third.mu_km3_s2);
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
  // NOTE: one rounded double, as GMAT has it: see DerivativeFunction.
  const double a1_mjd = base_a1_mjd_.days() + elapsed_s / 86400.0;
  if (earth_axes_ || bodies_) turn_to(astro::SplitTime(a1_mjd));
  if (thrust_ != nullptr) move_thrusters(a1_mjd, state);
  for (std::size_t i = 0; i < spacecraft_.size(); ++i) {
    const auto* s = &state[6 * i];
    auto* d = &derivative[6 * i];
    const astro::CartesianState at{{s[0], s[1], s[2]}, {s[3], s[4], s[5]}};
    const Vector3 a = acceleration(at, spacecraft_[i]);
    d[0] = s[3];
    d[1] = s[4];
    d[2] = s[5];
    d[3] = a.x();
    d[4] = a.y();
    d[5] = a.z();
  }
  if (thrust_ == nullptr) return;
  const auto thrust = thrust_->evaluate(a1_mjd);
  for (std::size_t i = 0; i < 3; ++i) {
    derivative[i + 3] += thrust.acceleration_km_s2[static_cast<Eigen::Index>(i)];
  }
  if (derivative.size() > 6) derivative[6] = thrust.mass_rate_kg_s;
}

}  // namespace gmat_sweep::mission
