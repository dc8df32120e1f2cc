#include "mission/harmonics_force.hpp"

#include "astro/bodies.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using astro::Vector3;

/// The planet a moon goes about, or nothing.
std::optional<Body> planet_of(Body body) {
  if (body == Body::luna) return Body::earth;
  return std::nullopt;
}

std::optional<astro::LoveNumbers> love_numbers(const ForceSettings::Harmonics& settings,
                                               const astro::GravityModel& model,
                                               const astro::DataCatalogue& data) {
  if (!settings.solid_tide) return std::nullopt;
  if (!settings.tide_file.empty()) return data.tide(settings.tide_file, settings.body);
  if (const auto& simple = model.simple_love_numbers()) {
    astro::LoveNumbers love;
    love.k[2] = {simple->k2, simple->k2, simple->k2, 0.0};
    love.k[3] = {simple->k3, simple->k3, simple->k3, simple->k3};
    return love;
  }
  return astro::LoveNumbers::of_earth();
}

}  // namespace

HarmonicsForce::HarmonicsForce(const ForceSettings::Harmonics& settings,
                               const ForceSettings& force_model, const astro::DataCatalogue& data,
                               astro::BodyPositions* positions, astro::SolarSystem* bodies)
    : body_(settings.body),
      is_central_(settings.body == force_model.central_body),
      model_(data.gravity(settings.potential_file, settings.body, settings.degree, settings.order)),
      evaluator_(*model_, settings.degree, settings.order),
      tides_(love_numbers(settings, *model_, data)),
      positions_(positions) {
  if (!is_central_) {
    place_ = positions_->add(body_);
    axes_.emplace(body_, *bodies, data.nutation(),
                  force_model.bodies[Body::earth].nutation_update_interval_s);
  }
  if (tides_) add_raisers(force_model.bodies);
}

/// The Sun; and the Moon for the Earth, the planet for a moon.
void HarmonicsForce::add_raisers(const astro::BodyTable& bodies) {
  const auto add = [&](Body body) {
    raisers_.push_back({positions_->add(body), bodies[body].mu_km3_s2});
  };
  add(Body::sun);
  if (body_ == Body::earth) add(Body::luna);
  if (const auto planet = planet_of(body_)) add(*planet);
}

void HarmonicsForce::turn_to(double a1_mjd, const astro::RotationState* rotation) {
  rotation_ = is_central_ ? rotation : &axes_->at(astro::SplitTime(a1_mjd));
  if (!is_central_) body_km_ = positions_->position_km(place_);
  if (tides_) raise_tides();
  if (!is_central_) pull_on_center_ = pull(-body_km_);
}

void HarmonicsForce::raise_tides() {
  astro::GravityEvaluator::Corrections corrections;
  for (const auto& raiser : raisers_) {
    const Vector3 from_body_km = positions_->position_km(raiser.place) - body_km_;
    astro::add_solid_tide(*tides_, rotation_->to_inertial.transpose() * from_body_km,
                          raiser.mu_km3_s2 / evaluator_.mu_km3_s2(), evaluator_.radius_km(),
                          corrections);
  }
  evaluator_.set_corrections(corrections);
  if (gradient_) gradient_->set_corrections(corrections);
}

Vector3 HarmonicsForce::pull(const Vector3& from_body_km) {
  const auto& to_inertial = rotation_->to_inertial;
  const Vector3 fixed_km = to_inertial.transpose() * from_body_km;
  return to_inertial * evaluator_.acceleration_km_s2(fixed_km);
}

Vector3 HarmonicsForce::acceleration_km_s2(const Vector3& position_km) {
  if (is_central_) return pull(position_km);
  return pull(position_km - body_km_) - pull_on_center_;
}

void HarmonicsForce::prepare_gradient() {
  if (!gradient_) gradient_.emplace(*model_, evaluator_.degree(), evaluator_.order());
}

astro::Matrix3 HarmonicsForce::gradient(const Vector3& from_body_km) {
  const auto& to_inertial = rotation_->to_inertial;
  const Vector3 fixed_km = to_inertial.transpose() * from_body_km;
  return to_inertial * gradient_->at(fixed_km) * to_inertial.transpose();
}

astro::Matrix3 HarmonicsForce::gradient_per_s2(const Vector3& position_km) {
  if (is_central_) return gradient(position_km);
  return gradient(position_km - body_km_) - gradient(-body_km_);
}

}  // namespace gmat_sweep::mission
