#pragma once

#include <string>
#include <vector>

#include "mission/integrators/fleet.hpp"
#include "mission/integrators/stop_tracker.hpp"

namespace gmat_sweep::mission {

/// How near to its goal a stop must be.
struct StopTolerances {
  double value = 1e-7;  // GMAT's DEFAULT_STOP_TOLERANCE, in the unit of the condition
  double time = 1e-6;   // for time conditions, in theirs
};

/// The last step of a Propagate command: from the start of the step that passed one or more goals
/// to the first of them.
/// Source: GMAT R2026a, Propagate::TakeFinalStep, InterpolateToStop, RefineFinalStep,
/// BisectFinalStep, BisectToStop.
class StopSearch {
 public:
  /// @param triggers  the conditions whose goals were passed; at least one
  /// @param passed_step_s  the step that passed them, signed
  /// @param command  the script line, for the warnings
  StopSearch(Fleet& fleet, std::vector<StopTracker*> triggers, double passed_step_s, bool forward,
             StopTolerances tolerances, const std::string& command);

  /// Steps to the stop.
  /// @pre the fleet is at the start of the step that passed the goals
  /// @return whether a step was needed: GMAT publishes nothing when the stop is where it began
  bool run();

  /// The condition that was stopped at.
  StopTracker& stopper() const { return *stopper_; }

  /// The stopper's tolerance.
  double tolerance() const;

  const std::vector<std::string>& warnings() const { return warnings_; }
  /// The conditions those warnings are of, by name.
  const std::vector<std::string>& missed_stops() const { return missed_stops_; }

 private:
  double estimate_s(StopTracker& trigger);
  double interpolate_s(StopTracker& trigger);
  void move_by(double dt_s);
  bool is_met() const;
  double refine_s(double dt_s);
  double bisect_final_step_s();
  double bisect_to_stop_s();
  void warn_of_miss();

  Fleet& fleet_;
  std::vector<StopTracker*> triggers_;
  double passed_step_s_;
  double limit_s_;  // the passed step and a tenth of it
  bool forward_;
  StopTolerances tolerances_;
  const std::string& command_;
  StopTracker* stopper_;
  std::vector<std::string> warnings_;
  std::vector<std::string> missed_stops_;
};

}  // namespace gmat_sweep::mission
