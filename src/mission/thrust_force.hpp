#pragma once

#include <span>
#include <vector>

#include "mission/burn_frame.hpp"
#include "mission/hardware.hpp"

namespace gmat_sweep::mission {

class RunState;

/// The finite burns of one spacecraft while it is propagated. The propagated vector has the total
/// mass as its last element; each evaluation moves the spacecraft and its tanks in the run's state
/// to the point in hand, as GMAT does, so that pressures, power, attitude and axes follow.
/// Source: GMAT R2026a, FiniteThrust, FiniteBurn::Fire and Spacecraft::ApplyTotalMass.
class ThrustForce {
 public:
  /// Reads the hardware's fields. Throws RunFailed for thrusters that cannot fire.
  /// @param burns  FiniteBurns, in the order in which they began
  ThrustForce(RunState& state, ObjectId spacecraft, std::span<const ObjectId> burns);

  struct Result {
    astro::Vector3 acceleration_km_s2 = astro::Vector3::Zero();  ///< MJ2000Eq axes
    double mass_rate_kg_s = 0.0;
  };

  /// Whether any thruster on board spends propellant.
  bool depletes_mass() const;

  double mass_kg();

  /// Shares the change of the total mass out to the tanks of the firing thrusters, by their mass
  /// flow and mix ratio. Throws RunFailed when a tank is empty.
  void set_mass(double total_mass_kg);

  /// The spacecraft is at `from_earth`, MJ2000Eq axes, with that total mass.
  void move_to(const astro::CartesianState& from_earth, double total_mass_kg);

  /// GMAT's epoch of an evaluation: counted from the spacecraft's own at the step's start, which is
  /// a rounded double. Every step of an integrator begins with an evaluation at its start. The
  /// difference, some tenths of a microsecond, shows in axes that turn fast.
  /// @param elapsed_s  since the start of the command
  double epoch_a1_mjd(double elapsed_s);

  /// Where the spacecraft stands.
  Result evaluate(double a1_mjd);

 private:
  struct Engine {
    Thruster thruster;
    BurnFrame frame;
    astro::Vector3 direction = astro::Vector3::UnitX();
  };
  struct Burn {
    ObjectId object = 0;
    bool electric = false;
    std::vector<std::size_t> engines = {};  ///< places in engines_
  };

  std::size_t engine_of(ObjectId burn, const std::string& name);
  void share_power(const Burn& burn);
  void fire(const Burn& burn, double a1_mjd, Result& sum);

  RunState& state_;
  ObjectId spacecraft_;
  std::vector<Engine> engines_;  ///< all thrusters that fire, in the spacecraft's order
  std::vector<Burn> burns_;
  std::vector<double> rates_kg_s_;
  double step_a1_mjd_ = 0.0;  ///< of the spacecraft at the start of the step in hand
  double step_elapsed_s_ = 0.0;
};

}  // namespace gmat_sweep::mission
