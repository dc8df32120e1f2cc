#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mission/integrators/function_ref.hpp"
#include "mission/integrators/integrator.hpp"
#include "mission/integrators/stop_condition.hpp"

namespace gmat_sweep::mission {

/// The spacecraft have moved: `state` at `epoch_a1_mjd`. Called wherever GMAT updates its
/// Spacecraft objects from the propagated vector, which includes trial steps in search of a stop;
/// stop conditions are evaluated after it.
using StateUpdate = FunctionRef<void(std::span<const double> state, double epoch_a1_mjd)>;

/// One propagator of a Propagate command and the spacecraft it moves, as one state vector.
struct Participant {
  Integrator* integrator;         // of the command: kept from one execution to the next
  DerivativeFunction derivative;  // in the axes and about the origin of `state`
  std::span<double> state;        // read at the start, written with each accepted step
  double base_epoch_a1_mjd;       // of the first spacecraft, at the start
  StateUpdate update;
};

enum class PropagationMode { independent, synchronized };

/// Where a Propagate publishes to its subscribers.
enum class PublishedPoint {
  initial,     // before the first step; ReportFiles leave it out when they have that epoch already
  step,        // an accepted step that met no stop
  stop,        // the stop
  single_step  // the end of a command without stops: GMAT gives it to EphemerisFiles only
};

/// Called with the spacecraft up to date.
using PropagationObserver = FunctionRef<void(PublishedPoint point, double epoch_a1_mjd)>;

/// What a Propagate command keeps from one execution to the next. A loop that runs a command again
/// passes the same object; so does a solver's next pass, with `restart` set.
struct PropagationMemory {
  double first_step_tolerance = 0.0;  // 0: not yet set
};

struct PropagationOptions {
  PropagationMode mode = PropagationMode::independent;
  bool forward = true;                   // false: BackProp
  bool restart = true;                   // start from the initial step size again
  double stop_tolerance = 0.0;           // the command's StopTolerance; 0: GMAT's defaults
  std::uint64_t max_steps = 10'000'000;  // of one command; beyond it the stop will not be met
  /// The memories of all spacecraft propagated: cleared at the end, as GMAT does.
  std::span<LastStops* const> last_stops = {};
  std::string command = {};  // the script line, for messages
};

struct PropagationResult {
  double epoch_a1_mjd = 0.0;              // of the first participant
  std::uint64_t steps = 0;                // accepted before the search for the stop
  std::vector<std::string> missed_stops;  // conditions met outside their tolerance, by name
  std::vector<std::string> warnings;      // what GMAT would write to its message window
};

/// Runs one Propagate command as GMAT R2026a does: steps until a stop is bracketed, goes back one
/// step, interpolates the stop through a spline of five points, steps there, and refines with
/// secants until the goal is met within the tolerance. Without stops it takes one step.
///
/// Time stops are met by one step of the remaining time, rounded to a microsecond.
/// @throws RunFailed from the integrators; when the step budget is used up; when a stop that was
///         bracketed cannot be interpolated
PropagationResult propagate(std::span<Participant> participants,
                            std::span<const StopCondition> stops, const PropagationOptions& options,
                            PropagationMemory& memory, PropagationObserver observer);

}  // namespace gmat_sweep::mission
