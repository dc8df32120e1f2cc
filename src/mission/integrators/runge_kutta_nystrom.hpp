#pragma once

#include <string_view>
#include <vector>

#include "mission/integrators/integrator.hpp"
#include "mission/integrators/step_control.hpp"
#include "mission/integrators/tableau.hpp"

namespace gmat_sweep::mission {

/// RungeKutta68: an embedded Runge-Kutta-Nystrom method for accelerations, under GMAT's step
/// control. Its stages take the velocity of the step's start, so that drag and other forces that
/// depend on velocity are integrated to lower order, in GMAT as here.
///
/// NOTE: with ErrorControl = None GMAT's step grows to MaxStep after the first step, and so does
/// this one's: the estimated error of zero goes through the step control.
/// Source: GMAT R2026a, RungeKuttaNystrom.
class RungeKuttaNystrom final : public Integrator {
 public:
  /// @pre layout.cartesian_size == layout.size
  RungeKuttaNystrom(const IntegratorSettings& settings, const StateLayout& layout,
                    const NystromTableau& tableau, std::string_view title);

  void prepare(bool forward, bool restart) override { control_.prepare(forward, restart); }
  void step(OdeState& ode, DerivativeFunction derivative) override;
  void step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) override;
  double step_taken_s() const override { return control_.step_taken_s; }
  double next_step_s() const override { return control_.step_s; }
  void set_final_step(bool final_step) override { control_.final_step = final_step; }
  bool accuracy_was_violated() const override { return control_.accuracy_violated; }

 private:
  std::span<const double> acceleration(std::size_t stage) const;
  void stage_positions(const OdeState& ode, std::size_t stage);
  void attempt(const OdeState& ode, DerivativeFunction derivative);
  void combine(const OdeState& ode);
  double attempt_error(const OdeState& ode);

  StepControl control_;
  const NystromTableau* tableau_;
  std::size_t size_;
  double increase_power_;
  double decrease_power_;
  std::vector<double> accelerations_;  // stage by stage, as many as positions
  std::vector<double> stage_state_;
  std::vector<double> derivative_;
  std::vector<double> candidate_;
  std::vector<double> errors_;
};

}  // namespace gmat_sweep::mission
