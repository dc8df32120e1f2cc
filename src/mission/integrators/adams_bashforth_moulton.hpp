#pragma once

#include <array>
#include <vector>

#include "mission/integrators/integrator.hpp"
#include "mission/integrators/runge_kutta.hpp"
#include "mission/integrators/step_control.hpp"

namespace gmat_sweep::mission {

/// The fourth order predictor-corrector of Adams, Bashforth and Moulton. Three steps of
/// RungeKutta89 fill its history at the start and after each change of the step size.
/// Source: GMAT R2026a, PredictorCorrector and AdamsBashforthMoulton.
class AdamsBashforthMoulton final : public Integrator {
 public:
  AdamsBashforthMoulton(const IntegratorSettings& settings, const StateLayout& layout);

  void prepare(bool forward, bool restart) override;
  void step(OdeState& ode, DerivativeFunction derivative) override;
  void step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) override;
  double step_taken_s() const override { return control_.step_taken_s; }
  double next_step_s() const override { return control_.step_s; }
  void set_final_step(bool final_step) override { control_.final_step = final_step; }
  void step_reverted() override;
  bool accuracy_was_violated() const override;

 private:
  static constexpr std::size_t depth = 4;

  void restart_history() { started_ = 0; }
  bool is_started() const { return started_ == depth - 1; }
  void starter_step(OdeState& ode, DerivativeFunction derivative);
  bool corrected_step(OdeState& ode, DerivativeFunction derivative);
  void predict(const OdeState& ode, DerivativeFunction derivative);
  double correct(const OdeState& ode, DerivativeFunction derivative);
  void adapt(const OdeState& ode, double error);
  void adapt_fixed_interval(double new_step_s);

  StepControl control_;
  RungeKutta starter_;
  double step_sign_ = 1.0;
  std::size_t started_ = 0;       // steps of the starter since the last restart
  bool within_interval_ = false;  // step_by() is at work: only halve or double the step
  double interval_left_s_ = 0.0;
  std::array<std::vector<double>, depth> history_;  // derivatives, the oldest first
  std::vector<double> dropped_;                     // the derivative that the last step pushed out
  std::vector<double> derivative_;
  std::vector<double> predicted_;
  std::vector<double> corrected_;
  std::vector<double> errors_;
};

}  // namespace gmat_sweep::mission
