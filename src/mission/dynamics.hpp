#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/gravity_field.hpp"
#include "astro/split_time.hpp"
#include "mission/force_settings.hpp"

namespace gmat_sweep::mission {

/// A force model made ready to be evaluated: flat data, nothing looked up or allocated in a call.
/// Belongs to one Propagate command of one run.
class Dynamics {
 public:
  /// Throws GmatSweepError when data are missing.
  Dynamics(const ForceSettings& settings, const astro::DataCatalogue& data);

  /// The epoch that elapsed seconds count from.
  void set_base_epoch(const astro::SplitTime& a1_mjd) { base_a1_mjd_ = a1_mjd; }

  /// @param state  six for each spacecraft: position [km], velocity [km/s], MJ2000Eq axes, from
  ///               the central body
  /// @param derivative  velocity [km/s], acceleration [km/s^2]
  void operator()(double elapsed_s, std::span<const double> state, std::span<double> derivative);

 private:
  struct Harmonics {
    std::shared_ptr<const astro::GravityModel> model;
    astro::GravityEvaluator evaluator;
    astro::EarthFixedAxes axes;
  };

  double point_mass_mu_km3_s2_ = 0.0;
  std::optional<Harmonics> harmonics_;
  astro::SplitTime base_a1_mjd_;
};

}  // namespace gmat_sweep::mission
