#include "mission/integrators/adams_bashforth_moulton.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

// J. Bate, D. Mueller and J. White, "Fundamentals of Astrodynamics", 1971, section 9.6: weights of
// the derivatives, the oldest first.
constexpr std::array predictor_weights = {-9.0 / 24.0, 37.0 / 24.0, -59.0 / 24.0, 55.0 / 24.0};
constexpr std::array corrector_weights = {1.0 / 24.0, -5.0 / 24.0, 19.0 / 24.0, 9.0 / 24.0};
constexpr double error_factor = 19.0 / 270.0;
constexpr double adapt_power = 1.0 / 4.0;
constexpr double smallest_time_s = 1e-12;

// GMAT hands the starter the propagator's accuracy and step limits but not its MaxStepAttempts.
IntegratorSettings starter_settings(IntegratorSettings settings) {
  settings.type = IntegratorType::runge_kutta_89;
  settings.max_step_attempts = 50;
  return settings;
}

}  // namespace

AdamsBashforthMoulton::AdamsBashforthMoulton(const IntegratorSettings& settings,
                                             const StateLayout& layout)
    : control_(settings, layout, "AdamsBashforthMoulton"),
      starter_(starter_settings(settings), layout, tableau_of(IntegratorType::runge_kutta_89),
               "starter of AdamsBashforthMoulton"),
      dropped_(layout.size),
      derivative_(layout.size),
      predicted_(layout.size),
      corrected_(layout.size),
      errors_(layout.size) {
  for (auto& derivatives : history_) derivatives.resize(layout.size);
}

void AdamsBashforthMoulton::prepare(bool forward, bool restart) {
  control_.prepare(forward, restart);
  if (restart) control_.limit_step();
  starter_.prepare(forward, true);
  within_interval_ = false;
  restart_history();
}

bool AdamsBashforthMoulton::accuracy_was_violated() const {
  return control_.accuracy_violated || starter_.accuracy_was_violated();
}

void AdamsBashforthMoulton::starter_step(OdeState& ode, DerivativeFunction derivative) {
  derivative(ode.elapsed_s, ode.state, history_[started_ + 1]);
  if (started_ == 0) history_[0] = history_[1];
  starter_.step_by(ode, derivative, control_.step_s);
  ++started_;
  control_.step_taken_s = control_.step_s;
}

void AdamsBashforthMoulton::predict(const OdeState& ode, DerivativeFunction derivative) {
  derivative(ode.elapsed_s, ode.state, derivative_);
  std::swap(dropped_, history_[0]);
  for (std::size_t i = 0; i + 1 < depth; ++i) std::swap(history_[i], history_[i + 1]);
  history_[depth - 1] = derivative_;
  for (std::size_t j = 0; j < predicted_.size(); ++j) {
    predicted_[j] = ode.state[j];
    for (std::size_t i = 0; i < depth; ++i) {
      predicted_[j] += control_.step_s * predictor_weights[i] * history_[i][j];
    }
  }
}

double AdamsBashforthMoulton::correct(const OdeState& ode, DerivativeFunction derivative) {
  derivative(ode.elapsed_s + control_.step_s, predicted_, derivative_);
  for (std::size_t j = 0; j < corrected_.size(); ++j) {
    corrected_[j] = ode.state[j] + control_.step_s * corrector_weights[depth - 1] * derivative_[j];
    for (std::size_t i = 1; i < depth; ++i) {
      corrected_[j] += control_.step_s * corrector_weights[i - 1] * history_[i][j];
    }
    errors_[j] = std::fabs(error_factor * (corrected_[j] - predicted_[j]));
  }
  return estimate_error(control_.settings().error_control, control_.layout(), errors_, ode.state,
                        corrected_);
}

bool AdamsBashforthMoulton::corrected_step(OdeState& ode, DerivativeFunction derivative) {
  const IntegratorSettings& settings = control_.settings();
  ++control_.attempts;
  predict(ode, derivative);
  const double error = correct(ode, derivative);
  const bool accepted = error <= settings.accuracy;
  if (accepted) {
    control_.check_finite(ode, corrected_);
    accept(ode, corrected_, control_.step_s);
    control_.step_taken_s = control_.step_s;
    interval_left_s_ -= control_.step_taken_s;
  }
  const bool off_target = error > settings.accuracy || error < settings.lower_error;
  if (off_target && error != 0.0) adapt(ode, error);
  return accepted;
}

void AdamsBashforthMoulton::step(OdeState& ode, DerivativeFunction derivative) {
  for (bool accepted = false; !accepted;) {
    if (!is_started()) {
      starter_step(ode, derivative);
      interval_left_s_ -= control_.step_taken_s;
      control_.check_attempts(ode, control_.attempts);
      return;
    }
    accepted = corrected_step(ode, derivative);
    control_.check_attempts(ode, control_.attempts);
  }
  control_.attempts = 0;
}

void AdamsBashforthMoulton::adapt(const OdeState& ode, double error) {
  const IntegratorSettings& settings = control_.settings();
  double new_step_s = control_.step_s * std::pow(settings.target_error / error, adapt_power);
  // NOTE: at MinStep GMAT complains of a step that is more accurate than LowerError, too.
  if (std::fabs(control_.step_s) == settings.min_step_s) {
    control_.violate_accuracy(ode, error);
    return;
  }
  // NOTE: the sign is always GMAT's default, +1, also when propagating backwards.
  if (std::fabs(new_step_s) < settings.min_step_s) new_step_s = settings.min_step_s * step_sign_;
  if (std::fabs(new_step_s) > settings.max_step_s) new_step_s = settings.max_step_s * step_sign_;
  if (within_interval_) {
    adapt_fixed_interval(new_step_s);
    return;
  }
  if (error > settings.accuracy) {
    control_.step_s = new_step_s;
    ++control_.attempts;
  } else {
    control_.step_s = new_step_s >= 2.0 * control_.step_s ? 2.0 * control_.step_s : new_step_s;
    control_.attempts = 0;
  }
  restart_history();
}

void AdamsBashforthMoulton::adapt_fixed_interval(double new_step_s) {
  if (std::fabs(new_step_s) < std::fabs(control_.step_s)) {
    double halved_s = control_.step_s;
    do {
      halved_s /= 2.0;
    } while (std::fabs(halved_s) > std::fabs(new_step_s));
    control_.step_s = halved_s;
  } else {
    const double steps_left = interval_left_s_ / (2.0 * control_.step_s);
    const bool may_double = std::fabs(new_step_s) >= std::fabs(2.0 * control_.step_s) &&
                            steps_left == std::trunc(steps_left);
    if (!may_double) return;
    control_.step_s *= 2.0;
  }
  while (std::fabs(control_.step_s) < control_.settings().min_step_s) control_.step_s *= 2.0;
  restart_history();
}

void AdamsBashforthMoulton::step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) {
  interval_left_s_ = dt_s;
  if (std::fabs(dt_s) < std::fabs(control_.step_s)) {
    control_.step_s = dt_s;
    restart_history();
  } else if (std::fabs(dt_s) > std::fabs(control_.step_s)) {
    const double steps = std::fabs(dt_s / control_.step_s);
    if (std::fabs(steps - std::trunc(steps)) > smallest_time_s) {
      control_.step_s = dt_s / std::trunc(steps + 1.0);
      restart_history();
    }
  }
  within_interval_ = true;
  const double sign = control_.step_s > 0.0 ? 1.0 : -1.0;
  do {
    step(ode, derivative);
  } while (interval_left_s_ * sign > smallest_time_s);
  within_interval_ = false;
}

// GMAT fills the oldest place with garbage here; the next predictor step pushes it out unread.
void AdamsBashforthMoulton::step_reverted() {
  for (std::size_t i = depth - 1; i > 0; --i) history_[i] = history_[i - 1];
  history_[0] = dropped_;
}

}  // namespace gmat_sweep::mission
