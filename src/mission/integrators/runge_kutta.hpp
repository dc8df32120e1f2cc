#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "mission/integrators/integrator.hpp"
#include "mission/integrators/step_control.hpp"
#include "mission/integrators/tableau.hpp"

namespace gmat_sweep::mission {

/// An explicit embedded Runge-Kutta method under GMAT's step control.
/// Source: GMAT R2026a, RungeKutta; its arithmetic is kept, term by term.
class RungeKutta final : public Integrator {
 public:
  RungeKutta(const IntegratorSettings& settings, const StateLayout& layout, const Tableau& tableau,
             std::string_view title);

  void prepare(bool forward, bool restart) override { control_.prepare(forward, restart); }
  void step(OdeState& ode, DerivativeFunction derivative) override;
  void step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) override;
  double step_taken_s() const override { return control_.step_taken_s; }
  double next_step_s() const override { return control_.step_s; }
  void set_final_step(bool final_step) override { control_.final_step = final_step; }
  bool accuracy_was_violated() const override { return control_.accuracy_violated; }

 private:
  /// A coefficient that is not zero and where the change it multiplies begins.
  struct Term {
    std::size_t begin;
    double factor;
  };

  void append_terms(std::span<const double> row, std::vector<Term>& terms) const;

  /// start + the sum of factors times the stages' changes, in the order of the stages.
  void combine(const double* start, std::span<const Term> terms, double* result) const;

  void attempt(const OdeState& ode, DerivativeFunction derivative);
  double attempt_error(const OdeState& ode);

  StepControl control_;
  std::size_t size_;
  std::size_t padded_size_;  // of every state below: whole lanes, the last filled with zeros
  double increase_power_;
  double decrease_power_;
  std::vector<double> nodes_;
  std::vector<Term> coupling_;           // of all stages, one after the other
  std::vector<std::size_t> row_begins_;  // where each stage's terms begin, and the end
  std::vector<Term> weights_;
  std::vector<Term> error_weights_;
  std::vector<double> changes_;  // step times derivative, stage by stage
  std::vector<double> start_;
  std::vector<double> stage_state_;
  std::vector<double> derivative_;
  std::vector<double> candidate_;
  std::vector<double> errors_;
  std::vector<double> zeros_;
};

}  // namespace gmat_sweep::mission
