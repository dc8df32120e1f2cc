#include "mission/dynamics.hpp"

namespace gmat_sweep::mission {

Dynamics::Dynamics(const ForceSettings& settings, const astro::DataCatalogue& data) {
  for (const auto body : settings.point_masses) {
    point_mass_mu_km3_s2_ += astro::constants_of(body).mu_km3_s2;
  }
  if (!settings.harmonics) return;
  const auto& h = *settings.harmonics;
  auto model = data.gravity(h.potential_file, h.body, h.degree, h.order);
  if (h.degree == 0) {
    point_mass_mu_km3_s2_ += model->mu_km3_s2();
    return;
  }
  astro::GravityEvaluator evaluator(*model, h.degree, h.order);
  harmonics_.emplace(
      Harmonics{std::move(model), std::move(evaluator),
                astro::EarthFixedAxes(data.time_converter(), data.nutation(),
                                      astro::constants_of(h.body).nutation_update_interval_s)});
}

void Dynamics::operator()(double elapsed_s, std::span<const double> state,
                          std::span<double> derivative) {
  const astro::Matrix3* to_inertial = nullptr;
  if (harmonics_) {
    to_inertial = &harmonics_->axes.at(base_a1_mjd_.plus_seconds(elapsed_s)).to_inertial;
  }
  for (std::size_t i = 0; i < state.size(); i += 6) {
    const astro::Vector3 r(state[i], state[i + 1], state[i + 2]);
    astro::Vector3 acceleration = astro::Vector3::Zero();
    if (point_mass_mu_km3_s2_ != 0.0) {
      const double distance2 = r.squaredNorm();
      acceleration = r * (-point_mass_mu_km3_s2_ / (distance2 * std::sqrt(distance2)));
    }
    if (to_inertial != nullptr) {
      const astro::Vector3 fixed = to_inertial->transpose() * r;
      acceleration += *to_inertial * harmonics_->evaluator.acceleration_km_s2(fixed);
    }
    for (std::size_t k = 0; k < 3; ++k) {
      derivative[i + k] = state[i + 3 + k];
      derivative[i + 3 + k] = acceleration[static_cast<Eigen::Index>(k)];
    }
  }
}

}  // namespace gmat_sweep::mission
