#include "mission/integrators/stop_search.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

constexpr double time_roundoff_s = 1e-6;  // GMAT's TIME_ROUNDOFF
constexpr int most_ring_steps = 8;
constexpr int most_secants = 50;
constexpr int most_halvings = 52;  // bits of a double

double rounded(double dt_s) { return std::floor(dt_s / time_roundoff_s + 0.5) * time_roundoff_s; }

}  // namespace

StopSearch::StopSearch(Fleet& fleet, std::vector<StopTracker*> triggers, double passed_step_s,
                       bool forward, StopTolerances tolerances, const std::string& command)
    : fleet_(fleet),
      triggers_(std::move(triggers)),
      passed_step_s_(passed_step_s),
      limit_s_(passed_step_s * 1.1),
      forward_(forward),
      tolerances_(tolerances),
      command_(command),
      stopper_(triggers_.front()) {}

double StopSearch::tolerance() const {
  return stopper_->is_time() ? tolerances_.time : tolerances_.value;
}

void StopSearch::move_by(double dt_s) {
  fleet_.step_by(dt_s);
  fleet_.update();
}

bool StopSearch::is_met() const { return std::fabs(stopper_->difference()) <= tolerance(); }

bool StopSearch::run() {
  fleet_.update();
  fleet_.save();
  double dt_s = forward_ ? limit_s_ : -limit_s_;
  for (StopTracker* trigger : triggers_) {
    const double estimate = estimate_s(*trigger);
    if (std::fabs(dt_s) <= std::fabs(estimate)) continue;
    dt_s = estimate;
    stopper_ = trigger;
  }
  dt_s = rounded(dt_s);
  if (dt_s == 0.0) return false;

  move_by(dt_s);
  stopper_->evaluate();
  if (!is_met() && !stopper_->is_time()) {
    fleet_.restore(dt_s);
    move_by(rounded(refine_s(dt_s)));
  }
  if (!is_met()) warn_of_miss();
  return true;
}

double StopSearch::estimate_s(StopTracker& trigger) {
  return trigger.is_time() ? trigger.time_to_goal_s() : interpolate_s(trigger);
}

/// Takes quarters of the passed step until the goal is enclosed by five points, and reads the time
/// of the goal off the spline through them.
double StopSearch::interpolate_s(StopTracker& trigger) {
  const double ring_step_s = passed_step_s_ / 4.0;
  double elapsed_s = 0.0;
  int taken = 0;
  for (bool enclosed = false; !enclosed && taken < most_ring_steps; ++taken) {
    move_by(ring_step_s);
    elapsed_s += ring_step_s;
    enclosed = trigger.add_point(elapsed_s, taken == 0);
  }
  const auto stop_s = trigger.interpolated_s();
  if (!stop_s) {
    throw RunFailed(fmt::format(
        "the stopping condition {} was passed within a step of {:.6g} s that ended at A.1 modified "
        "Julian date {:.9f}, but its values on the way neither rise nor fall steadily, so that the "
        "time of the stop cannot be interpolated. A smaller MaxStep may help",
        trigger.condition().name, passed_step_s_, fleet_.epoch_a1_mjd()));
  }
  fleet_.restore(taken * ring_step_s);
  return *stop_s;
}

/// Secants through the last two trial steps until the goal is met.
/// @pre the fleet is at the start
/// @return the step to take; the fleet is back at the start, except after bisect_final_step_s()
double StopSearch::refine_s(double dt_s) {
  std::array x = {0.0, 0.0};
  std::array y = {stopper_->value(), 0.0};
  bool close = false;
  int attempts = 0;
  if (std::fabs(dt_s) > std::fabs(limit_s_)) return bisect_final_step_s();

  for (bool tried = false; !close && attempts < most_secants; ++attempts, tried = true) {
    const double goal = stopper_->goal();
    y = {stopper_->value_near(goal, y[0]), stopper_->value_near(goal, y[1])};
    if (tried) {
      fleet_.restore(dt_s);
      const double slope = x[1] == x[0] ? 0.0 : (y[1] - y[0]) / (x[1] - x[0]);
      if (slope == 0.0) {
        dt_s = bisect_to_stop_s();
        if (std::fabs(dt_s) > std::fabs(limit_s_)) return bisect_final_step_s();
        break;
      }
      dt_s = x[1] + (goal - y[1]) / slope;
      if (std::fabs(dt_s) > std::fabs(limit_s_)) return bisect_final_step_s();
    }
    move_by(dt_s);
    if (tried) {
      x[0] = x[1];
      y[0] = y[1];
    }
    x[1] = dt_s;
    y[1] = stopper_->value_near(goal, stopper_->value());
    close = std::fabs(stopper_->difference()) < tolerances_.value;
  }
  if (attempts == most_secants) {
    fleet_.restore(dt_s);
    dt_s = bisect_to_stop_s();
  }
  fleet_.restore(dt_s);
  return dt_s;
}

/// Halves the passed step between a value and one of the other sign.
///
/// NOTE: this is GMAT's way out when a secant points beyond the step. It looks for a change of sign
/// of the value, whatever the goal, and leaves the spacecraft where it ended, from where the caller
/// steps once more; such a stop misses its goal, in GMAT as here, and is warned of.
double StopSearch::bisect_final_step_s() {
  const double start_s = fleet_.elapsed_s();
  std::array x = {0.0, limit_s_};
  double first_value = stopper_->value();
  double next_s = limit_s_;
  for (int count = 0; count <= most_halvings - 2; ++count) {
    fleet_.restore_at(start_s);
    move_by(next_s);
    const double value = stopper_->value();
    if (std::fabs(stopper_->difference()) < tolerances_.value) break;
    if (first_value * value >= 0.0) {
      x[0] = next_s;
      first_value = value;
    } else {
      x[1] = next_s;
    }
    next_s = x[0] + (x[1] - x[0]) / 2.0;
  }
  return next_s;
}

/// Bisection between the start and the end of the passed step.
/// @pre the fleet is at the start
/// @return the step; the fleet has taken it
double StopSearch::bisect_to_stop_s() {
  double step_s = limit_s_;
  double width_s = limit_s_;
  double value = stopper_->value();
  double start_value = value;
  double goal = 0.0;
  bool rises = true;
  for (int attempts = 0; attempts < most_halvings; ++attempts) {
    if (attempts > 0) {
      fleet_.restore(step_s);
      width_s *= 0.5;
    }
    if (attempts == 1) {
      step_s = width_s;
      start_value = stopper_->value_near(goal, start_value);
      rises = value >= start_value;
    } else if (attempts > 1) {
      step_s += (value > goal) == rises ? -width_s : width_s;
    }
    move_by(step_s);
    goal = stopper_->goal();
    const double previous = value;
    value = stopper_->value_near(goal, stopper_->value());
    if (std::fabs(goal - value) < tolerances_.value || value == previous) break;
  }
  return step_s;
}

void StopSearch::warn_of_miss() {
  missed_stops_.push_back(stopper_->condition().name);
  warnings_.push_back(
      fmt::format("{}the achieved stop at {} is outside of the stopping tolerance ({:.6e}); the "
                  "difference from "
                  "the desired value is {:.6e}",
                  command_.empty() ? "" : fmt::format("for the line \"{}\" ", command_),
                  stopper_->condition().name, tolerance(), std::fabs(stopper_->difference())));
}

}  // namespace gmat_sweep::mission
