#include "mission/integrators/runge_kutta.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/lanes.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double smallest_time_s = 1e-12;

/// change = step * derivative
GMAT_SWEEP_WIDE void scale(double step_s, const double* derivative, std::size_t padded_size,
                           double* change) {
  for (std::size_t i = 0; i < padded_size; i += lanes)
    store_lanes(change + i, step_s * load_pairs(derivative + i));
}

/// What RungeKutta::combine() does, the sums kept in registers.
template <class Term>
GMAT_SWEEP_INLINE void sum_two_lanes(const double* start, std::span<const Term> terms,
                                     const double* changes, double* result) {
  Lanes first = load_lanes(start);
  Lanes second = load_lanes(start + lanes);
  for (const Term& term : terms) {
    const double* change = changes + term.begin;
    first += term.factor * load_lanes(change);
    second += term.factor * load_lanes(change + lanes);
  }
  store_lanes(result, first);
  store_lanes(result + lanes, second);
}

}  // namespace

RungeKutta::RungeKutta(const IntegratorSettings& settings, const StateLayout& layout,
                       const Tableau& tableau, std::string_view title)
    : control_(settings, layout, title),
      size_(layout.size),
      padded_size_(padded_to_lanes(layout.size)),
      increase_power_(1.0 / tableau.order),
      decrease_power_(1.0 / (tableau.order - 1)),
      nodes_(tableau.nodes.begin(), tableau.nodes.end()),
      changes_(tableau.stages() * padded_size_),
      start_(padded_size_),
      stage_state_(padded_size_),
      derivative_(padded_size_),
      candidate_(padded_size_),
      errors_(padded_size_),
      zeros_(padded_size_) {
  row_begins_.push_back(0);
  for (std::size_t stage = 0; stage < tableau.stages(); ++stage) {
    if (stage > 0) append_terms(tableau.row(stage), coupling_);
    row_begins_.push_back(coupling_.size());
  }
  append_terms(tableau.weights, weights_);
  append_terms(tableau.error, error_weights_);
}

// NOTE: leaving out the terms with a zero coefficient does not change a bit of the sums.
void RungeKutta::append_terms(std::span<const double> row, std::vector<Term>& terms) const {
  for (std::size_t stage = 0; stage < row.size(); ++stage) {
    if (row[stage] != 0.0) terms.push_back({stage * padded_size_, row[stage]});
  }
}

GMAT_SWEEP_WIDE void RungeKutta::combine(const double* start, std::span<const Term> terms,
                                         double* result) const {
  const double* changes = changes_.data();
  if (padded_size_ == 2 * lanes) return sum_two_lanes(start, terms, changes, result);
  for (std::size_t i = 0; i < padded_size_; i += lanes) {
    Lanes sum = load_lanes(start + i);
    for (const Term& term : terms) sum += term.factor * load_lanes(changes + term.begin + i);
    store_lanes(result + i, sum);
  }
}

void RungeKutta::attempt(const OdeState& ode, DerivativeFunction derivative) {
  const double step_s = control_.step_s;
  std::ranges::copy(ode.state, start_.begin());
  for (std::size_t stage = 0; stage < nodes_.size(); ++stage) {
    const auto row = std::span(coupling_).subspan(row_begins_[stage],
                                                  row_begins_[stage + 1] - row_begins_[stage]);
    combine(start_.data(), row, stage_state_.data());
    derivative(ode.elapsed_s + step_s * nodes_[stage], std::span(stage_state_).first(size_),
               std::span(derivative_).first(size_));
    scale(step_s, derivative_.data(), padded_size_, changes_.data() + stage * padded_size_);
  }
  combine(start_.data(), weights_, candidate_.data());
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
  accept(ode, std::span(candidate_).first(size_), control_.step_taken_s);
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
