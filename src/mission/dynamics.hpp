#pragma once

#include <optional>
#include <span>
#include <vector>

#include "astro/acceleration_partials.hpp"
#include "astro/body_orientation.hpp"
#include "astro/body_positions.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/earth_rotation.hpp"
#include "astro/force_radiation.hpp"
#include "astro/solar_system.hpp"
#include "astro/split_time.hpp"
#include "mission/derivative_memo.hpp"
#include "mission/force_settings.hpp"
#include "mission/harmonics_force.hpp"
#include "mission/thrust_force.hpp"

namespace gmat_sweep::mission {

/// What of a spacecraft forces act on.
struct SpacecraftProperties {
  double mass_kg = 0.0;
  double cr = 0.0;
  double srp_area_m2 = 0.0;
  DragProperties drag;
};

/// A force model made ready to be evaluated: flat data, nothing looked up or
/// allocated in a call. Belongs to one Propagate command of one run.
class Dynamics {
 public:
  /// Throws GmatSweepError when data are missing.
  Dynamics(const ForceSettings& settings, const astro::DataCatalogue& data);

  /// Called at each start of the command.
  /// @param a1_mjd  what elapsed seconds count from
  /// @param spacecraft  in the order of the state
  /// @param thrust  of the only spacecraft, or null
  /// @param again  the command may be executed from the same state again: a solver's pass
  void start(const astro::SplitTime& a1_mjd, std::vector<SpacecraftProperties> spacecraft,
             ThrustForce* thrust = nullptr, bool again = false);

  astro::Body central_body() const { return settings_.central_body; }
  /// Of the atmosphere; zero without one [kg/m^3].
  /// @param position_km  from the central body, MJ2000Eq axes
  double density_kg_m3(const astro::SplitTime& a1_mjd, const astro::Vector3& position_km);

  /// @param state  six for each spacecraft: position [km], velocity [km/s],
  /// MJ2000Eq axes, from
  ///               the central body; then with thrust the total mass [kg], unless the integrator
  ///               takes none
  /// @param derivative  velocity [km/s], acceleration [km/s^2], mass flow [kg/s]
  void operator()(double elapsed_s, std::span<const double> state, std::span<double> derivative);

  /// To be called once before partials, ahead of the first evaluation.
  void prepare_partials();
  /// How the acceleration of a spacecraft changes with its state, as GMAT has it for state
  /// transition matrices: without relativity, thrust and the edges of shadows; of drag by
  /// differences, with the first spacecraft's coefficients for all.
  /// @param spacecraft  its place among those of start()
  /// @param state  from the central body, MJ2000Eq axes
  /// @pre the last evaluation was at the epoch meant, and not of a solver's repeated pass
  astro::AccelerationPartials partials(std::size_t spacecraft, const astro::CartesianState& state);

 private:
  struct ThirdBody {
    std::size_t place = 0;  ///< among the positions
    double mu_km3_s2 = 0.0;
  };

  void add_harmonics(const astro::DataCatalogue& data);
  void add_positions();
  void turn_to(double a1_mjd);
  void turn_axes(double a1_mjd);
  astro::Vector3 acceleration(const astro::CartesianState& state,
                              const SpacecraftProperties& spacecraft);
  astro::Vector3 radiation(const astro::Vector3& position_km,
                           const SpacecraftProperties& spacecraft) const;
  astro::Vector3 relativity(const astro::CartesianState& state) const;

  void evaluate(double elapsed_s, std::span<const double> state, std::span<double> derivative);
  void move_thrusters(double a1_mjd, std::span<const double> state);

  ForceSettings settings_;
  ThrustForce* thrust_ = nullptr;
  double central_mu_km3_s2_ = 0.0;  ///< of the central body as a point mass, if it acts as one
  std::optional<astro::EarthFixedAxes> earth_axes_;
  std::optional<astro::BodyFixedAxes> body_axes_;
  std::optional<astro::SolarSystem> bodies_;
  std::optional<astro::BodyPositions> positions_;
  std::vector<HarmonicsForce> harmonics_;
  bool needs_rates_ = false;  ///< of the central body's axes
  std::size_t sun_place_ = 0;
  std::size_t earth_place_ = 0;
  std::vector<std::size_t> shadow_places_;
  std::vector<ThirdBody> third_bodies_;
  std::vector<astro::ShadowBody> shadows_;
  std::optional<Drag> drag_;
  astro::SplitTime base_a1_mjd_;
  std::vector<SpacecraftProperties> spacecraft_;
  DerivativeMemo memo_;
  bool remembers_ = false;
  // At the epoch in hand:
  const astro::RotationState* rotation_ = nullptr;  ///< of the central body's fixed axes
  astro::RotationState lunar_rotation_;
  astro::Vector3 center_km_ = astro::Vector3::Zero();  ///< the central body, from Earth
  astro::CartesianState sun_;                          ///< from the central body
};

}  // namespace gmat_sweep::mission
