#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gmat_sweep::mission {

/// The names of the stops that ended the last Propagate of a spacecraft. Lives with the
/// spacecraft: a stop that has just been met and is still met is not met again on the first step
/// of the next command.
using LastStops = std::vector<std::string>;

enum class StopKind {
  value,         // a quantity reaches a goal: Sat.Earth.RMAG = 40000, Sat.Earth.TA = 90
  periapsis,     // the value goes up through zero (down, when propagating backwards)
  apoapsis,      // the value goes down through zero
  elapsed_time,  // Sat.ElapsedSecs, Sat.ElapsedDays: the goal counts from the command's start
  epoch          // Sat.UTCModJulian and its sisters
};

/// The range that an angle or an hour repeats in. GMAT: 0..360, +-180, +-90, 0..90, 0..180, 0..24.
struct CycleRange {
  double minimum = 0.0;
  double maximum = 360.0;
};

/// One stopping condition of a Propagate command.
struct StopCondition {
  /// GMAT's identity of the condition: "StopOn" and the left-hand side without its goal, so that
  /// Sat.Earth.TA = 90 and Sat.Earth.TA = 180 have the same.
  std::string name = {};
  StopKind kind = StopKind::value;
  /// The left-hand side, of the spacecraft as last updated. For the apsides the cosine of the angle
  /// between position and velocity, as GMAT has it, and the stop's tolerance is one of this cosine.
  /// Time conditions in their own unit.
  std::function<double()> value = nullptr;
  /// The right-hand side; read at each step, since it may be a variable or another spacecraft's
  /// parameter. Not called for the apsides.
  std::function<double()> goal = nullptr;
  /// Set for angles and hours.
  std::optional<CycleRange> cycle = std::nullopt;
  /// What one unit of a time condition is: 1 for ElapsedSecs, 86400 for ElapsedDays and epochs.
  double seconds_per_unit = 1.0;
  /// Of the condition's spacecraft; may be null when nothing is remembered.
  LastStops* last_stops = nullptr;
};

}  // namespace gmat_sweep::mission
