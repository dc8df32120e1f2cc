#include "mission/integrators/stop_tracker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gmat_sweep::mission {
namespace {

constexpr double just_past = 1e-40;
constexpr double rounding = std::numeric_limits<double>::epsilon();

/// `value`, turned by whole ranges until it lies within [minimum, maximum].
double in_range(double value, double minimum, double maximum) {
  if (!std::isfinite(value)) return value;
  const double range = maximum - minimum;
  while (value < minimum) value += range;
  while (value > maximum) value -= range;
  return value;
}

double half_range(const CycleRange& cycle) { return (cycle.maximum - cycle.minimum) / 2.0; }

double modulo(double value, double divisor) {
  return value - std::floor(value / divisor) * divisor;
}

double angle_near(double value, double goal) {
  if (value >= goal - 180.0 && value <= goal + 180.0) return value;
  const double angle = modulo(value, 360.0);
  if (angle < goal - 180.0) return angle + 360.0;
  if (angle > goal + 180.0) return angle - 360.0;
  return angle;
}

}  // namespace

StopTracker::StopTracker(const StopCondition& condition, bool forward)
    : condition_(&condition), forward_(forward) {}

bool StopTracker::is_time() const {
  return condition_->kind == StopKind::elapsed_time || condition_->kind == StopKind::epoch;
}

bool StopTracker::is_apsis() const {
  return condition_->kind == StopKind::periapsis || condition_->kind == StopKind::apoapsis;
}

bool StopTracker::is_radial() const { return is_apsis() && std::fabs(value()) > 1.0 - 1e-8; }

double StopTracker::value() const {
  const double now = condition_->value();
  if (condition_->kind == StopKind::apoapsis && now == 0.0) return -just_past;
  if (condition_->kind == StopKind::periapsis && std::fabs(now) < rounding) return just_past;
  return now;
}

double StopTracker::right_hand_side() const {
  if (is_apsis()) return 0.0;
  const double goal = condition_->goal();
  return condition_->kind == StopKind::elapsed_time ? goal + start_value_ : goal;
}

void StopTracker::set_start() {
  start_value_ = value();
  goal_ = right_hand_side();
}

void StopTracker::set_active(bool active) {
  if (condition_->kind != StopKind::epoch) active_ = active;
}

/// Brings the goal into the cycle and `value` and the kept value within half a turn of the goal.
/// @return whether the value is within a quarter turn of it
bool StopTracker::bring_near_goal(double& value) {
  const CycleRange& cycle = *condition_->cycle;
  const double half = half_range(cycle);
  goal_ = in_range(goal_, cycle.minimum, cycle.maximum);
  value = in_range(value, goal_ - half, goal_ + half);
  kept_value_ = in_range(kept_value_, goal_ - half, goal_ + half);
  return std::fabs(goal_ - value) < half / 2.0;
}

/// Whether the value was on the side from which this apsis is reached.
bool StopTracker::is_ready_at_apsis() const {
  const bool from_below = (condition_->kind == StopKind::periapsis) == forward_;
  return from_below ? kept_value_ <= goal_ : kept_value_ >= goal_;
}

bool StopTracker::passes_value_goal(double value) const {
  const auto [least, greatest] = std::minmax(value, kept_value_);
  return least != greatest && goal_ >= least && goal_ <= greatest;
}

bool StopTracker::passes_time_goal(double value) const {
  const double before = kept_value_ - goal_;
  const double now = value - goal_;
  return now - before > 0.0 ? now >= 0.0 && before <= 0.0 : now <= 0.0 && before >= 0.0;
}

bool StopTracker::evaluate() {
  goal_ = right_hand_side();
  double now = value();
  bool ready = true;
  if (is_cyclic()) ready = bring_near_goal(now);
  if (is_apsis()) ready = is_ready_at_apsis();
  const bool is_first = evaluations_++ == 0;
  if (!ready || is_first) keep(now);
  if (is_first || !ready || !active_) return false;
  if (is_time() ? passes_time_goal(now) : passes_value_goal(now)) return true;
  // NOTE: GMAT leaves the kept value when nothing has changed; it is the same value.
  keep(now);
  return false;
}

bool StopTracker::passes_on_first_step(double tolerance) {
  const double raw = value();
  const double target = goal();
  double before = kept_value_;
  double now = raw;
  if (before > now) std::swap(before, now);
  if (is_cyclic()) {
    const double half = half_range(*condition_->cycle);
    before = in_range(before, target - half, target + half);
    now = in_range(now, target - half, target + half);
  }
  const double distance = std::min(std::fabs(target - before), std::fabs(target - now));
  if (distance > tolerance && target > before && target < now) return true;

  kept_value_ = raw;
  goal_ = right_hand_side();
  if (is_cyclic()) bring_near_goal(kept_value_);
  return false;
}

double StopTracker::goal() const {
  if (is_apsis()) return 0.0;
  double goal = condition_->goal();
  if (is_cyclic()) goal = in_range(goal, condition_->cycle->minimum, condition_->cycle->maximum);
  return condition_->kind == StopKind::elapsed_time ? goal + start_value_ : goal;
}

double StopTracker::difference() const {
  const double goal = right_hand_side();
  double now = value();
  if (is_cyclic()) {
    const double half = half_range(*condition_->cycle);
    now = in_range(now, goal - half, goal + half);
  }
  return goal - now;
}

double StopTracker::time_to_goal_s() const {
  return (goal_ - kept_value_) * condition_->seconds_per_unit;
}

double StopTracker::value_near(double goal, double value) const {
  if (!is_cyclic()) return value;
  const bool hours = condition_->cycle->minimum == 0.0 && condition_->cycle->maximum == 24.0;
  return hours ? in_range(modulo(value, 24.0), goal - 12.0, goal + 12.0) : angle_near(value, goal);
}

void StopTracker::push_point(double elapsed_s, double value) {
  std::shift_left(points_.x.begin(), points_.x.end(), 1);
  std::shift_left(points_.y.begin(), points_.y.end(), 1);
  points_.x.back() = value;
  points_.y.back() = elapsed_s;
  ++evaluations_;
}

bool StopTracker::points_enclose_goal() const {
  const auto [least, greatest] = std::ranges::minmax(points_.x);
  return goal_ >= least && goal_ <= greatest;
}

bool StopTracker::add_point(double elapsed_s, bool first) {
  goal_ = right_hand_side();
  double now = value();
  // NOTE: a point more than a quarter turn from the goal is left out, as in GMAT, which then takes
  // more trial steps than four. When it is the first that is left out, the spline begins at a point
  // (0, 0) that nobody took; the stop is then found by the refinement after it.
  if (is_cyclic() && !bring_near_goal(now)) return false;
  if (first) {
    points_ = {};
    evaluations_ = 0;
    push_point(0.0, kept_value_);
  }
  push_point(elapsed_s, now);
  return evaluations_ >= 5 && points_enclose_goal() && interpolated_s().has_value();
}

std::optional<double> StopTracker::interpolated_s() const {
  return interpolate_not_a_knot(points_, goal_);
}

}  // namespace gmat_sweep::mission
