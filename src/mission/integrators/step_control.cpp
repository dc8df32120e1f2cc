#include "mission/integrators/step_control.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double safety = 0.9;  // GMAT's sigma
constexpr double seconds_per_day = 86400.0;

double with_sign_of(double magnitude, double sign) { return sign > 0.0 ? magnitude : -magnitude; }

}  // namespace

StepControl::StepControl(const IntegratorSettings& settings, const StateLayout& layout,
                         std::string_view title)
    : step_s(settings.initial_step_s), settings_(settings), layout_(layout), title_(title) {}

void StepControl::prepare(bool forward, bool restart) {
  const double size = restart || fresh_ ? settings_.initial_step_s : step_s;
  step_s = forward ? std::fabs(size) : -std::fabs(size);
  fresh_ = false;
  attempts = 0;
  final_step = false;
  accuracy_violated = false;
}

void StepControl::limit_step() {
  if (std::fabs(step_s) < settings_.min_step_s && !final_step) {
    step_s = with_sign_of(settings_.min_step_s, step_s);
  }
  if (std::fabs(step_s) > settings_.max_step_s) {
    step_s = with_sign_of(settings_.max_step_s, step_s);
  }
}

bool StepControl::adapt(const OdeState& ode, double error, double increase_power,
                        double decrease_power) {
  const double accuracy = settings_.accuracy;
  if (error > accuracy && std::fabs(step_s) == settings_.min_step_s) {
    violate_accuracy(ode, error);
    attempts = 0;
    return true;
  }
  if (error > accuracy) {
    step_s = safety * step_s * std::pow(accuracy / error, decrease_power);
    if (std::fabs(step_s) < settings_.min_step_s) {
      step_s = step_s < 0.0 ? -settings_.min_step_s : settings_.min_step_s;
    }
    ++attempts;
    return false;
  }
  step_s = safety * step_s * std::pow(accuracy / error, increase_power);
  attempts = 0;
  return true;
}

void StepControl::violate_accuracy(const OdeState& ode, double error) {
  if (settings_.stop_if_accuracy_violated) {
    const std::string limit = error > settings_.accuracy
                                  ? fmt::format("above Accuracy = {:.3g}", settings_.accuracy)
                                  : fmt::format("below LowerError = {:.3g}", settings_.lower_error);
    throw RunFailed(fmt::format(
        "{}: a step of the least size allowed, MinStep = {} s, has an estimated error of {:.3g}, "
        "{}, {}. Lower MinStep, change the accuracy, or set StopIfAccuracyIsViolated = false",
        title_, settings_.min_step_s, error, limit, where(ode)));
  }
  accuracy_violated = true;
}

void StepControl::check_attempts(const OdeState& ode, int taken) const {
  if (taken < settings_.max_step_attempts) return;
  throw RunFailed(fmt::format(
      "{}: no step was accepted in MaxStepAttempts = {} attempts, the last of {:.6g} s, {}. Raise "
      "MaxStepAttempts or Accuracy",
      title_, settings_.max_step_attempts, step_s, where(ode)));
}

void StepControl::check_finite(const OdeState& ode, std::span<const double> candidate) const {
  double poison = 0.0;  // becomes NaN as soon as one element is infinite or undefined
  for (const double element : candidate) poison += element * 0.0;
  if (poison == 0.0) return;
  throw RunFailed(fmt::format(
      "{}: the state is no longer a finite number after a step of {:.6g} s, {}: the trajectory has "
      "met a singularity (a collision with a body's centre, say)",
      title_, step_s, where(ode)));
}

std::string StepControl::where(const OdeState& ode) const {
  return fmt::format("at A.1 modified Julian date {:.9f}, {:.6f} s into the Propagate",
                     ode.base_epoch_a1_mjd + ode.elapsed_s / seconds_per_day, ode.elapsed_s);
}

void accept(OdeState& ode, std::span<const double> candidate, double step_s) {
  std::copy(candidate.begin(), candidate.end(), ode.state.begin());
  ode.previous_elapsed_s = ode.elapsed_s;
  ode.elapsed_s += step_s;
}

}  // namespace gmat_sweep::mission
