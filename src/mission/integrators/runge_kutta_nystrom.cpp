#include "mission/integrators/runge_kutta_nystrom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

/// Element `i` of all positions, in a state where each spacecraft has three positions and then
/// three velocities.
std::size_t position_index(std::size_t i) { return i / 3 * 6 + i % 3; }

std::size_t velocity_index(std::size_t i) { return position_index(i) + 3; }

}  // namespace

RungeKuttaNystrom::RungeKuttaNystrom(const IntegratorSettings& settings, const StateLayout& layout,
                                     const NystromTableau& tableau, std::string_view title)
    : control_(settings, layout, title),
      tableau_(&tableau),
      size_(layout.size / 2),
      increase_power_(1.0 / tableau.order),
      decrease_power_(1.0 / (tableau.order - 1)),
      accelerations_(tableau.stages() * size_),
      stage_state_(layout.size),
      derivative_(layout.size),
      candidate_(layout.size),
      errors_(layout.size) {}

std::span<const double> RungeKuttaNystrom::acceleration(std::size_t stage) const {
  return std::span(accelerations_).subspan(stage * size_, size_);
}

void RungeKuttaNystrom::stage_positions(const OdeState& ode, std::size_t stage) {
  const double step_s = control_.step_s;
  const auto row = tableau_->row(stage);
  for (std::size_t i = 0; i < size_; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < stage; ++j) sum += row[j] * acceleration(j)[i];
    stage_state_[position_index(i)] =
        ode.state[position_index(i)] +
        tableau_->nodes[stage] * step_s * ode.state[velocity_index(i)] + step_s * step_s * sum;
  }
}

void RungeKuttaNystrom::attempt(const OdeState& ode, DerivativeFunction derivative) {
  std::copy(ode.state.begin(), ode.state.end(), stage_state_.begin());
  for (std::size_t stage = 0; stage < tableau_->stages(); ++stage) {
    if (stage > 0) stage_positions(ode, stage);
    derivative(ode.elapsed_s + control_.step_s * tableau_->nodes[stage], stage_state_, derivative_);
    for (std::size_t i = 0; i < size_; ++i) {
      accelerations_[stage * size_ + i] = derivative_[velocity_index(i)];
    }
  }
  combine(ode);
}

void RungeKuttaNystrom::combine(const OdeState& ode) {
  const double step_s = control_.step_s;
  const double step2 = step_s * step_s;
  for (std::size_t i = 0; i < size_; ++i) {
    double position = ode.state[position_index(i)] + step_s * ode.state[velocity_index(i)];
    double velocity = ode.state[velocity_index(i)];
    for (std::size_t stage = 0; stage < tableau_->stages(); ++stage) {
      const double a = acceleration(stage)[i];
      position += step2 * tableau_->position_weights[stage] * a;
      velocity += step_s * tableau_->velocity_weights[stage] * a;
    }
    candidate_[position_index(i)] = position;
    candidate_[velocity_index(i)] = velocity;
  }
}

double RungeKuttaNystrom::attempt_error(const OdeState& ode) {
  const double step_s = control_.step_s;
  const double step2 = step_s * step_s;
  for (std::size_t i = 0; i < size_; ++i) {
    double position = 0.0;
    double velocity = 0.0;
    for (std::size_t stage = 0; stage < tableau_->stages(); ++stage) {
      const double a = acceleration(stage)[i];
      position += step2 * tableau_->position_error[stage] * a;
      velocity += step_s * tableau_->velocity_error[stage] * a;
    }
    errors_[position_index(i)] = position;
    errors_[velocity_index(i)] = velocity;
  }
  return estimate_error(control_.settings().error_control, control_.layout(), errors_, ode.state,
                        candidate_);
}

void RungeKuttaNystrom::step(OdeState& ode, DerivativeFunction derivative) {
  control_.limit_step();
  for (bool accepted = false; !accepted;) {
    attempt(ode, derivative);
    control_.step_taken_s = control_.step_s;
    accepted = control_.adapt(ode, attempt_error(ode), increase_power_, decrease_power_);
    if (!accepted) control_.check_attempts(ode, control_.attempts);
  }
  control_.check_finite(ode, candidate_);
  accept(ode, candidate_, control_.step_taken_s);
}

void RungeKuttaNystrom::step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) {
  double left_s = dt_s;
  for (;;) {
    control_.step_s = left_s;
    step(ode, derivative);
    if (left_s == control_.step_taken_s) return;
    const double still_left_s = left_s - control_.step_taken_s;
    // NOTE: GMAT would go back and forth about a remainder below MinStep for ever.
    if (std::fabs(still_left_s) >= std::fabs(left_s)) {
      throw RunFailed(fmt::format(
          "RungeKutta68: a step of {:.6g} s, asked for by a synchronized propagator, cannot be "
          "ended: the remaining {:.6g} s are less than MinStep = {} s. Lower MinStep",
          dt_s, left_s, control_.settings().min_step_s));
    }
    left_s = still_left_s;
  }
}

}  // namespace gmat_sweep::mission
