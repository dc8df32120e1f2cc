#pragma once

#include <array>
#include <vector>

#include "mission/integrators/integrator.hpp"
#include "mission/integrators/step_control.hpp"

namespace gmat_sweep::mission {

/// The extrapolation method of Bulirsch and Stoer: modified midpoint steps with 2, 4, ... 16
/// substeps, extrapolated to none.
///
/// NOTE: GMAT evaluates the derivative of substep i at the time of substep i - 1, which costs
/// accuracy with forces that depend on time, and takes no account of ErrorControl = None beyond an
/// error of zero, so that the step grows to MaxStep. Both are kept.
/// Source: GMAT R2026a, BulirschStoer of the ExtraPropagators plugin; the method is W. Press et
/// al., "Numerical Recipes in C", section 16.4.
class BulirschStoer final : public Integrator {
 public:
  BulirschStoer(const IntegratorSettings& settings, const StateLayout& layout);

  void prepare(bool forward, bool restart) override;
  void step(OdeState& ode, DerivativeFunction derivative) override;
  void step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) override;
  double step_taken_s() const override { return control_.step_taken_s; }
  double next_step_s() const override { return control_.step_s; }
  void set_final_step(bool final_step) override { control_.final_step = final_step; }

 private:
  static constexpr std::size_t depth = 8;

  void midpoint(const OdeState& ode, DerivativeFunction derivative, std::size_t level);
  void extrapolate(std::size_t level);
  bool try_levels(const OdeState& ode, DerivativeFunction derivative);
  void reduce(const OdeState& ode, double error);
  void enlarge(std::size_t level);

  StepControl control_;
  std::array<double, depth + 2> work_{};  // derivative evaluations up to each level
  std::array<std::array<double, depth + 1>, depth + 1> reduction_{};
  std::size_t best_level_ = 1;
  std::size_t levels_ = 1;
  std::array<double, depth> level_error_{};
  std::array<double, depth> interval_{};
  std::array<std::vector<double>, depth> estimates_;
  std::array<std::vector<double>, depth> intermediates_;
  std::vector<double> previous_;
  std::vector<double> current_;
  std::vector<double> derivative_;
  std::vector<double> coefficients_;
  std::vector<double> errors_;
  std::vector<double> estimated_;
};

}  // namespace gmat_sweep::mission
