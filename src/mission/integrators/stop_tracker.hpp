#pragma once

#include <optional>

#include "mission/integrators/not_a_knot_spline.hpp"
#include "mission/integrators/stop_condition.hpp"

namespace gmat_sweep::mission {

/// Follows one stopping condition through a Propagate command: notices that the goal has been
/// passed and estimates when.
///
/// "The kept value" below is the value at the end of the last step that did not pass the goal.
/// Source: GMAT R2026a, StopCondition.
class StopTracker {
 public:
  StopTracker(const StopCondition& condition, bool forward);

  const StopCondition& condition() const { return *condition_; }
  bool is_time() const;
  bool is_cyclic() const { return condition_->cycle.has_value(); }

  /// The command starts: elapsed times count from here.
  void set_start();

  /// The next evaluate() only notes the value.
  void reset() { evaluations_ = 0; }

  /// Compares the value now with the kept one; keeps it unless the goal was passed between them.
  /// @return whether the goal was passed
  bool evaluate();

  /// While off, evaluate() notices nothing and keeps the old value. Epoch conditions stay on.
  void set_active(bool active);

  /// Whether a goal lies strictly between the kept value and the one now, on the first step after
  /// a stop at the same condition; with both further than `tolerance` from it. Else keeps the
  /// value now.
  bool passes_on_first_step(double tolerance);

  /// Whether the condition is an apsis and the spacecraft now moves straight away from the body, or
  /// straight towards it.
  bool is_radial() const;

  double kept_value() const { return kept_value_; }
  /// The left-hand side now. At an apsis it is never zero: GMAT puts an exact apsis just behind the
  /// spacecraft, so that a command which begins there does not end there.
  double value() const;

  /// The goal, brought into the cycle's range, or counted from the start.
  double goal() const;

  /// Goal less value, the shorter way round for cyclic values.
  double difference() const;

  /// Seconds from the kept value to the goal of a time condition.
  double time_to_goal_s() const;

  /// The value within half a turn of the goal, as GMAT's search for the stop has it.
  double value_near(double goal, double value) const;

  /// Adds the value now, taken `elapsed_s` after the kept one, to the points of the spline.
  /// @return whether there are five points, they enclose the goal and it can be interpolated
  bool add_point(double elapsed_s, bool first);

  /// Seconds from the kept value at which the spline meets the goal.
  std::optional<double> interpolated_s() const;

 private:
  double right_hand_side() const;
  bool is_apsis() const;
  bool is_ready_at_apsis() const;
  bool bring_near_goal(double& value);
  void keep(double value) { kept_value_ = value; }
  bool passes_time_goal(double value) const;
  bool passes_value_goal(double value) const;
  void push_point(double elapsed_s, double value);
  bool points_enclose_goal() const;

  const StopCondition* condition_;
  bool forward_;
  bool active_ = true;
  double start_value_ = 0.0;
  double goal_ = 0.0;  // as of the last evaluation
  double kept_value_ = 0.0;
  int evaluations_ = 0;  // since reset(), or the points since the search's first
  SplinePoints points_;  // x: values, y: seconds
};

}  // namespace gmat_sweep::mission
