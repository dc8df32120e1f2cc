#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "astro/body_orientation.hpp"
#include "astro/body_positions.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/force_tides.hpp"
#include "astro/gravity_field.hpp"
#include "astro/gravity_gradient.hpp"
#include "mission/force_settings.hpp"

namespace gmat_sweep::mission {

/// The field of one body, the central one or another, as it pulls on spacecraft about the central
/// body. Not for two threads at a time.
class HarmonicsForce {
 public:
  /// @param positions  of the force model; must outlive this
  /// @param bodies  null is enough for the Earth about itself without tides
  /// Throws GmatSweepError when the file is missing or holds less than asked for.
  HarmonicsForce(const ForceSettings::Harmonics& settings, const ForceSettings& force_model,
                 const astro::DataCatalogue& data, astro::BodyPositions* positions,
                 astro::SolarSystem* bodies);
  HarmonicsForce(HarmonicsForce&&) = default;

  /// Sets the epoch; the positions have been turned to it.
  /// @param rotation  of the central body's fixed axes at that epoch, where the field is its
  void turn_to(double a1_mjd, const astro::RotationState* rotation);

  /// @param position_km  from the central body, MJ2000Eq axes
  /// @return what the body pulls the spacecraft with, less what it pulls the central body with
  astro::Vector3 acceleration_km_s2(const astro::Vector3& position_km);

  /// To be called once before gradient_per_s2, ahead of turn_to.
  void prepare_gradient();
  /// NOTE: of another body than the central one less the gradient at the central body's centre, as
  /// GMAT has it, although what is there does not change with the spacecraft's place.
  /// @param position_km  from the central body, MJ2000Eq axes
  /// @return d(acceleration)/d(position) [1/s^2]
  astro::Matrix3 gradient_per_s2(const astro::Vector3& position_km);

 private:
  struct Raiser {
    std::size_t place = 0;
    double mu_km3_s2 = 0.0;
  };

  void add_raisers(const astro::BodyTable& bodies);
  void raise_tides();
  astro::Vector3 pull(const astro::Vector3& from_body_km);
  astro::Matrix3 gradient(const astro::Vector3& from_body_km);

  astro::Body body_;
  bool is_central_;
  std::shared_ptr<const astro::GravityModel> model_;
  astro::GravityEvaluator evaluator_;
  std::optional<astro::GravityGradient> gradient_;
  std::optional<astro::LoveNumbers> tides_;
  astro::BodyPositions* positions_;
  std::size_t place_ = 0;  ///< among the positions, when not central
  std::vector<Raiser> raisers_;
  std::optional<astro::BodyFixedAxes> axes_;  ///< when not central
  // At the epoch in hand:
  const astro::RotationState* rotation_ = nullptr;
  astro::Vector3 body_km_ = astro::Vector3::Zero();
  astro::Vector3 pull_on_center_ = astro::Vector3::Zero();
};

}  // namespace gmat_sweep::mission
