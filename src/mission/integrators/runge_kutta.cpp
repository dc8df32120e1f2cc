#include "mission/integrators/runge_kutta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double smallest_time_s = 1e-12;
constexpr std::size_t one_spacecraft = 6;  // elements of the usual state

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
      errors_(layout.size),
      zeros_(layout.size) {
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

void RungeKutta::combine(const double* start, std::span<const Term> terms, double* result) const {
  if (size_ == one_spacecraft) {
    std::array<double, one_spacecraft> sum;  // stays in registers
    std::copy_n(start, one_spacecraft, sum.begin());
    for (const Term& term : terms) {
      const double* change = changes_.data() + term.stage * one_spacecraft;
      for (std::size_t i = 0; i < one_spacecraft; ++i) sum[i] += term.factor * change[i];
    }
    std::copy(sum.begin(), sum.end(), result);
    return;
  }
  std::copy_n(start, size_, result);
  for (const Term& term : terms) {
    const double* change = changes_.data() + term.stage * size_;
    for (std::size_t i = 0; i < size_; ++i) result[i] += term.factor * change[i];
  }
}

void RungeKutta::attempt(const OdeState& ode, DerivativeFunction derivative) {
  const double step_s = control_.step_s;
  for (std::size_t stage = 0; stage < nodes_.size(); ++stage) {
    const auto row = std::span(coupling_).subspan(row_begins_[stage],
                                                  row_begins_[stage + 1] - row_begins_[stage]);
    combine(ode.state.data(), row, stage_state_.data());
    const auto change = std::span(changes_).subspan(stage * size_, size_);
    derivative(ode.elapsed_s + step_s * nodes_[stage], stage_state_, change);
    for (double& element : change) element *= step_s;
  }
  combine(ode.state.data(), weights_, candidate_.data());
}

double RungeKutta::attempt_error(const OdeState& ode) {
  const ErrorControl control = control_.settings().error_control;
  if (control == ErrorControl::none) return 0.0;
  combine(zeros_.data(), error_weights_, errors_.data());
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
