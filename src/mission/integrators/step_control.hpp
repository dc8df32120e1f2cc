#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "mission/integrators/integrator.hpp"

namespace gmat_sweep::mission {

/// What the integrators share: the settings, the size of the next step and of the last one, and
/// the failures' messages.
class StepControl {
 public:
  StepControl(const IntegratorSettings& settings, const StateLayout& layout,
              std::string_view title);

  const IntegratorSettings& settings() const { return settings_; }
  const StateLayout& layout() const { return layout_; }

  void prepare(bool forward, bool restart);

  /// Brings step_s between MinStep and MaxStep; a final step may be below MinStep.
  void limit_step();

  /// Decides on an attempt of step_s with the estimated `error`.
  /// @return whether it is accepted; step_s is then the next step to try, else the one to try again
  /// Source: GMAT R2026a, RungeKutta::AdaptStep.
  bool adapt(const OdeState& ode, double error, double increase_power, double decrease_power);

  /// A step at MinStep is not accurate enough: throws or notes it, as the settings ask.
  void violate_accuracy(const OdeState& ode, double error);

  /// @throws RunFailed when attempts reach the allowed number
  void check_attempts(const OdeState& ode, int attempts) const;

  /// @throws RunFailed when the candidate state has an infinite or undefined element
  void check_finite(const OdeState& ode, std::span<const double> candidate) const;

  double step_s;
  double step_taken_s = 0.0;
  int attempts = 0;
  bool final_step = false;
  bool accuracy_violated = false;

 private:
  std::string where(const OdeState& ode) const;

  IntegratorSettings settings_;
  StateLayout layout_;
  std::string title_;
  bool fresh_ = true;
};

/// Makes `candidate` the state and moves the clock.
void accept(OdeState& ode, std::span<const double> candidate, double step_s);

}  // namespace gmat_sweep::mission
