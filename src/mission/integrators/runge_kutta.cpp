#include "mission/integrators/runge_kutta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double smallest_time_s = 1e-12;

/// y += factor * x, element by element. The usual state, one spacecraft, gets a loop of known
/// length.
void add_scaled(double* y, double factor, const double* x, std::size_t size) {
  if (size == 6) {
    for (std::size_t i = 0; i < 6; ++i) y[i] += factor * x[i];
    return;
  }
  for (std::size_t i = 0; i < size; ++i) y[i] += factor * x[i];
}

}  // namespace

RungeKutta::RungeKutta(const IntegratorSettings& settings, const StateLayout& layout,
                       const Tableau& tableau, std::string_view title)
    : control_(settings, layout, title),
      size_(layout.size),
      increase_power_(1.0 / tableau.order),
      decrease_power_(1.0 / (tableau.order - 1)),
      nodes_(tableau.nodes.begin(), tableau.nodes.end()),
      changes_(tableau.stages() * layout.size),
      stage_state_(layout.size),
      candidate_(layout.size),
      errors_(layout.size) {
  row_begins_.push_back(0);
  for (std::size_t stage = 0; stage < tableau.stages(); ++stage) {
    if (stage > 0) append_terms(tableau.row(stage), coupling_);
    row_begins_.push_back(coupling_.size());
  }
  append_terms(tableau.weights, weights_);
  append_terms(tableau.error, error_weights_);
}

// NOTE: leaving out the terms with a zero coefficient does not change a bit of the sums.
void RungeKutta::append_terms(std::span<const double> row, std::vector<Term>& terms) {
  for (std::size_t stage = 0; stage < row.size(); ++stage) {
    if (row[stage] != 0.0) terms.push_back({stage, row[stage]});
  }
}

void RungeKutta::attempt(const OdeState& ode, DerivativeFunction derivative) {
  const double step_s = control_.step_s;
  for (std::size_t stage = 0; stage < nodes_.size(); ++stage) {
    std::copy(ode.state.begin(), ode.state.end(), stage_state_.begin());
    for (std::size_t i = row_begins_[stage]; i < row_begins_[stage + 1]; ++i) {
      add_scaled(stage_state_.data(), coupling_[i].factor, stage_change(coupling_[i].stage), size_);
    }
    const std::span<double> change(stage_change(stage), size_);
    derivative(ode.elapsed_s + step_s * nodes_[stage], stage_state_, change);
    for (double& element : change) element *= step_s;
  }
  std::copy(ode.state.begin(), ode.state.end(), candidate_.begin());
  for (const Term& term : weights_) {
    add_scaled(candidate_.data(), term.factor, stage_change(term.stage), size_);
  }
}

double RungeKutta::attempt_error(const OdeState& ode) {
  const ErrorControl control = control_.settings().error_control;
  if (control == ErrorControl::none) return 0.0;
  std::fill(errors_.begin(), errors_.end(), 0.0);
  for (const Term& term : error_weights_) {
    add_scaled(errors_.data(), term.factor, stage_change(term.stage), size_);
  }
  return estimate_error(control, control_.layout(), errors_, ode.state, candidate_);
}

void RungeKutta::step(OdeState& ode, DerivativeFunction derivative) {
  control_.limit_step();
  for (bool accepted = false; !accepted;) {
    attempt(ode, derivative);
    const double error = attempt_error(ode);
    control_.step_taken_s = control_.step_s;
    // NOTE: an error of exactly zero leaves the step size alone. GMAT does not tell a perfect step
    // from one without error control.
    accepted = error == 0.0 || control_.adapt(ode, error, increase_power_, decrease_power_);
    if (accepted) {
      control_.attempts = 0;
    } else {
      control_.check_attempts(ode, control_.attempts);
    }
  }
  control_.check_finite(ode, candidate_);
  accept(ode, candidate_, control_.step_taken_s);
}

void RungeKutta::step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) {
  double left_s = dt_s;
  for (int taken = 0;; ++taken) {
    if (taken > control_.settings().max_step_attempts) {
      throw RunFailed(fmt::format(
          "a step of {:.6g} s, asked for by a stop or by a synchronized propagator, was not done "
          "in "
          "MaxStepAttempts = {} parts; {:.6g} s are left. Raise MaxStepAttempts or lower MinStep",
          dt_s, control_.settings().max_step_attempts, left_s));
    }
    control_.step_s = left_s;
    step(ode, derivative);
    if (std::fabs(left_s - control_.step_taken_s) <= smallest_time_s) return;
    left_s -= control_.step_taken_s;
  }
}

}  // namespace gmat_sweep::mission
