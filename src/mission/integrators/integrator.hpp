#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "mission/integrators/function_ref.hpp"

namespace gmat_sweep::mission {

/// GMAT's numerical integrators, by their name in a Propagator's `Type`.
enum class IntegratorType {
  runge_kutta_89,           // Verner 1978, 8(9), 16 stages
  prince_dormand_78,        // Prince and Dormand 1981, 7(8), 13 stages
  prince_dormand_45,        // Dormand and Prince 1980, 4(5), 7 stages
  prince_dormand_853,       // Hairer, Norsett and Wanner's DOP853, 12 stages
  runge_kutta_68,           // Dormand, El-Mikkawy and Prince 1987, Nystrom 6(8), 9 stages
  runge_kutta_56,           // Fehlberg 1968, 5(6), 8 stages
  adams_bashforth_moulton,  // fourth order predictor-corrector, started by RungeKutta89
  bulirsch_stoer            // extrapolated modified midpoint
};

/// `RungeKutta89`, `PrinceDormand78`, ...: as a script spells it.
std::string_view name_of(IntegratorType type);

/// Nothing for a name GMAT does not have. GMAT's matching is exact.
std::optional<IntegratorType> integrator_type_named(std::string_view name);

/// A ForceModel's `ErrorControl`: what the largest error of a step is measured against.
enum class ErrorControl {
  none,          // no control: every step is taken as asked
  rss_step,      // |error| over |change| of a 3-vector, root sum of squares
  rss_state,     // |error| over |mean of start and end| of a 3-vector, root sum of squares
  largest_step,  // the same two with sums of absolute components
  largest_state
};

std::optional<ErrorControl> error_control_named(std::string_view name);

/// How a state vector is laid out. Cartesian elements come first, six for each spacecraft (position
/// [km], velocity [km/s]); what follows (masses [kg], say) is controlled element by element.
struct StateLayout {
  std::size_t size = 6;
  std::size_t cartesian_size = 6;
  /// At the end, without error control: GMAT leaves state transition matrices out.
  std::size_t uncontrolled_size = 0;
};

/// The Propagator's fields, with GMAT's defaults.
struct IntegratorSettings {
  IntegratorType type = IntegratorType::runge_kutta_89;
  double initial_step_s = 60.0;
  double accuracy = 1e-11;
  double min_step_s = 0.001;
  double max_step_s = 2700.0;
  int max_step_attempts = 50;
  bool stop_if_accuracy_violated = true;
  double lower_error = 1e-13;   // AdamsBashforthMoulton only
  double target_error = 1e-11;  // AdamsBashforthMoulton only
  ErrorControl error_control = ErrorControl::rss_step;
};

/// d(state)/dt at `elapsed_s` seconds after the base epoch of the Propagate command, written to
/// `derivative`, which has the size of `state`. GMAT's epoch there is the double
/// `base_epoch_a1_mjd + elapsed_s / 86400`. Its rounding shows: steps of 60 s come out a little
/// shorter or longer than the interval after which GMAT's nutation is computed anew, and the sizes
/// of later adaptive steps follow from that.
using DerivativeFunction = FunctionRef<void(double elapsed_s, std::span<const double> state,
                                            std::span<double> derivative)>;

/// What an integrator advances: a state vector and its clock, kept as GMAT keeps them.
struct OdeState {
  std::span<double> state;
  double base_epoch_a1_mjd = 0.0;  // A.1 modified Julian days, GMAT's (JD - 2430000)
  double elapsed_s = 0.0;
  double previous_elapsed_s = 0.0;  // before the last step; GMAT reverts to it at a stop
};

/// One numerical integrator under GMAT's step control. All memory is taken at construction: a step
/// allocates nothing (beyond what the derivative function does). An object serves one state
/// vector at a time and one thread; the size of its next step lives on from one command execution
/// to the next, as in GMAT.
///
/// Steps throw RunFailed, with the epoch, the step and the error in the message, when the accuracy
/// cannot be held at the smallest step, when the attempts are used up, and when the state is no
/// longer finite; OdeState is then at the end of the last accepted step.
class Integrator {
 public:
  virtual ~Integrator() = default;

  /// Called at the start of each execution of a Propagate command.
  /// @param forward  false for BackProp
  /// @param restart  the command is executed for the first time, or again after a solver's pass:
  ///                 the next step is the initial step size. Otherwise the last step size goes on.
  virtual void prepare(bool forward, bool restart) = 0;

  /// One accepted step of the size that the control asks for.
  virtual void step(OdeState& ode, DerivativeFunction derivative) = 0;

  /// Exactly `dt_s`, in as many accepted steps as that takes.
  virtual void step_by(OdeState& ode, DerivativeFunction derivative, double dt_s) = 0;

  /// The last step's size [s], signed.
  virtual double step_taken_s() const = 0;

  /// The size that the next step() will try first [s], signed.
  virtual double next_step_s() const = 0;

  /// While set, steps below MinStep are taken as asked: GMAT's search for a stop.
  virtual void set_final_step(bool final_step) = 0;

  /// Told that OdeState goes back to before the last step.
  virtual void step_reverted() {}

  /// Whether a step was accepted at MinStep above the accuracy since prepare() (only with
  /// stop_if_accuracy_violated off). GMAT warns of it once a Propagate.
  virtual bool accuracy_was_violated() const { return false; }
};

/// Whether the method integrates more than positions and velocities: RungeKutta68 does not.
bool integrates_other_elements(IntegratorType type);

/// @throws RunFailed for settings that GMAT refuses, every one of them in the message
std::unique_ptr<Integrator> make_integrator(const IntegratorSettings& settings,
                                            const StateLayout& layout);

}  // namespace gmat_sweep::mission
