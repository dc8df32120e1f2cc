#include "mission/integrators/bulirsch_stoer.hpp"

#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double safety_1 = 0.25;
constexpr double safety_2 = 0.70;
constexpr double minimum_reduction = 0.7;
constexpr double maximum_reduction = 1.0e-5;
constexpr double greatest_growth = 0.1;  // the step grows tenfold at most

double substeps(std::size_t level) { return 2.0 * static_cast<double>(level + 1); }

/// How much the step must shrink to converge at `to` instead of `from`: Deuflhard's alpha.
double reduction_between(const auto& work, std::size_t from, std::size_t to, double accuracy) {
  const double power = (work[from + 2] - work[to + 2]) /
                       ((work[to + 2] - work[1] + 1.0) * (2.0 * static_cast<double>(from) + 3.0));
  return std::pow(accuracy * safety_1, power);
}

}  // namespace

BulirschStoer::BulirschStoer(const IntegratorSettings& settings, const StateLayout& layout)
    : control_(settings, layout, "BulirschStoer"),
      previous_(layout.size),
      current_(layout.size),
      derivative_(layout.size),
      coefficients_(layout.size),
      errors_(layout.size),
      estimated_(layout.size) {
  for (auto& state : estimates_) state.resize(layout.size);
  for (auto& state : intermediates_) state.resize(layout.size);
  work_[0] = 1.0;
  for (std::size_t i = 0; i + 1 < work_.size(); ++i) work_[i + 1] = work_[i] + substeps(i);
  for (std::size_t to = 1; to < depth; ++to) {
    for (std::size_t from = 0; from < to; ++from) {
      reduction_[from][to] = reduction_between(work_, from, to, settings.accuracy);
    }
    reduction_[to][to] = 1.0;
  }
  while (best_level_ < depth &&
         work_[best_level_ + 1] <= work_[best_level_] * reduction_[best_level_ - 1][best_level_]) {
    ++best_level_;
  }
  levels_ = best_level_;
}

void BulirschStoer::prepare(bool forward, bool restart) {
  control_.prepare(forward, restart);
  if (restart) control_.limit_step();
}

void BulirschStoer::midpoint(const OdeState& ode, DerivativeFunction derivative,
                             std::size_t level) {
  const auto count = static_cast<int>(substeps(level));
  const double substep_s = control_.step_s / count;
  const double double_step_s = 2.0 * substep_s;
  std::copy(ode.state.begin(), ode.state.end(), previous_.begin());
  derivative(ode.elapsed_s, previous_, derivative_);
  for (std::size_t j = 0; j < current_.size(); ++j) {
    current_[j] = previous_[j] + substep_s * derivative_[j];
  }
  for (int i = 1; i < count; ++i) {
    derivative(ode.elapsed_s + substep_s * (i - 1), current_, derivative_);
    for (std::size_t j = 0; j < current_.size(); ++j) {
      const double next = previous_[j] + double_step_s * derivative_[j];
      previous_[j] = current_[j];
      current_[j] = next;
    }
  }
  derivative(ode.elapsed_s + control_.step_s, current_, derivative_);
  for (std::size_t j = 0; j < current_.size(); ++j) {
    estimates_[level][j] = 0.5 * (previous_[j] + current_[j] + substep_s * derivative_[j]);
  }
}

void BulirschStoer::extrapolate(std::size_t level) {
  const double count = substeps(level);
  interval_[level] = control_.step_s * control_.step_s / (count * count);
  errors_ = estimates_[level];
  estimated_ = estimates_[level];
  coefficients_ = estimates_[level];
  for (std::size_t i = 0; i < level; ++i) {
    const double earlier = interval_[level - 1 - i];
    const double scale = 1.0 / (earlier - interval_[level]);
    const double f1 = interval_[level] * scale;
    const double f2 = earlier * scale;
    for (std::size_t j = 0; j < errors_.size(); ++j) {
      const double delta = coefficients_[j] - intermediates_[i][j];
      intermediates_[i][j] = errors_[j];
      errors_[j] = f1 * delta;
      coefficients_[j] = f2 * delta;
      estimated_[j] += errors_[j];
    }
  }
  intermediates_[level] = errors_;
}

bool BulirschStoer::try_levels(const OdeState& ode, DerivativeFunction derivative) {
  double error = 0.0;
  for (std::size_t level = 0; level < levels_; ++level) {
    midpoint(ode, derivative, level);
    extrapolate(level);
    error = estimate_error(control_.settings().error_control, control_.layout(), errors_, ode.state,
                           estimated_);
    level_error_[level] = error;
    if (level > 1 && error < control_.settings().accuracy) {
      enlarge(level);
      return true;
    }
  }
  reduce(ode, error);
  return false;
}

void BulirschStoer::step(OdeState& ode, DerivativeFunction derivative) {
  while (!try_levels(ode, derivative)) control_.check_attempts(ode, control_.attempts);
  control_.check_finite(ode, estimated_);
  accept(ode, estimated_, control_.step_taken_s);
}

void BulirschStoer::reduce(const OdeState& ode, double error) {
  const IntegratorSettings& settings = control_.settings();
  if (std::fabs(control_.step_s) == settings.min_step_s) {
    control_.violate_accuracy(ode, error);
    throw RunFailed(
        "BulirschStoer: no step of MinStep converges, and the method cannot go on "
        "with one that does not. Lower MinStep or raise Accuracy");
  }
  const double excess =
      std::pow(error / (safety_1 * settings.accuracy), 1.0 / static_cast<double>(2 * levels_ + 1));
  control_.step_s *= std::clamp(safety_2 / excess, maximum_reduction, minimum_reduction);
  ++control_.attempts;
}

void BulirschStoer::enlarge(std::size_t level) {
  const IntegratorSettings& settings = control_.settings();
  control_.step_taken_s = control_.step_s;
  double least_work = 1.0e35;
  double scale = 1.0;
  for (std::size_t i = 0; i <= level; ++i) {
    const double factor = std::max(level_error_[i] / settings.accuracy, greatest_growth);
    const double work = factor * work_[i + 2];
    if (work >= least_work) continue;
    scale = factor;
    least_work = work;
    best_level_ = std::min(i + 1, levels_);
  }
  control_.step_s /= scale;
  if (best_level_ >= level && best_level_ < levels_) {
    const double factor = std::min(scale, greatest_growth);
    if (work_[best_level_ + 1] * factor < least_work) {
      ++best_level_;
      control_.step_s = control_.step_taken_s / factor;
    }
  }
  const double sign = control_.step_s >= 0.0 ? 1.0 : -1.0;
  const double size = std::fabs(control_.step_s);
  control_.step_s = sign * std::clamp(size, settings.min_step_s, settings.max_step_s);
  control_.attempts = 0;
}

// NOTE: propagating backwards, GMAT stops after the first step here, whatever it covered.
void BulirschStoer::step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) {
  double left_s = dt_s;
  do {
    control_.step_s = left_s;
    step(ode, derivative);
    left_s -= control_.step_taken_s;
  } while (left_s > 0.0);
}

}  // namespace gmat_sweep::mission
