#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "mission/differential_corrector.hpp"
#include "mission/dynamics.hpp"
#include "mission/integrators/propagation.hpp"
#include "mission/program.hpp"
#include "mission/report.hpp"
#include "mission/run_state.hpp"
#include "mission/solver_log.hpp"
#include "mission/transition.hpp"
#include "mission/yukon_optimizer.hpp"

namespace gmat_sweep::mission {

/// Executes the mission sequence of one run.
class Executor {
 public:
  /// @param with_text  also lay out GMAT's text of the ReportFiles
  /// @param accept_unconverged  go on with a solver's last values when it does not converge
  Executor(RunState& state, bool with_text, bool accept_unconverged = false);

  /// Throws RunFailed, with the command's place in the script, when it cannot
  /// be executed.
  void run();

  Report& report(std::size_t index) { return reports_[index]; }
  std::size_t report_count() const { return reports_.size(); }
  const std::string& log() const { return log_; }
  /// One sentence for each stop that was not met within its tolerance, once each.
  const std::vector<std::string>& missed_stops() const { return missed_stops_; }
  /// The command that could not be executed, once `run` has thrown.
  const std::optional<script::Location>& failed_at() const { return failed_at_; }
  /// The iterations of a solver; empty for any other resource, and for one that did not run.
  SolverLog& solver_log(ObjectId solver) { return solver_logs_[solver]; }

 private:
  /// What a Propagate command keeps from one execution to the next.
  struct Propagation {
    struct Group {
      std::unique_ptr<Integrator> integrator;
      std::unique_ptr<Dynamics> dynamics;
      astro::Body central_body;
      bool has_mass = false;  ///< behind the Cartesian states
      std::vector<double> state;
      std::vector<ObjectId> burns;                   ///< finite burns that act on its spacecraft
      std::unique_ptr<ThrustForce> thrust;           ///< of this execution; null without burns
      std::optional<TransitionDynamics> transition;  ///< with state transition matrices
      std::size_t transitions_at = 0;                ///< where they begin in `state`
    };
    std::vector<Group> groups;
    std::size_t active_burns = 0;  ///< in the whole run, when last executed
    PropagationMemory memory;
  };

  enum class Flow { next, stop };

  /// What of the mission a solver's next pass begins with again: GMAT keeps the spacecraft.
  struct Snapshot {
    std::vector<SpacecraftState> spacecraft;
    std::vector<std::vector<FieldValue>> fields;
    std::vector<std::vector<FieldValue>> hardware;  ///< that they carry
    std::vector<HardwareMemory> memory;
  };

  /// What a Target or Optimize keeps from one execution to the next, and while it runs.
  struct Targeting {
    enum class Phase { initial, nominal, perturbed };
    Phase phase = Phase::initial;
    bool solved = false;
    int executions = 0;
    std::vector<SolverVariable> variables;
    std::vector<double> unscaled;  ///< the variables as the Vary commands last assigned them
    std::vector<SolverGoal> goals;
    double objective = 0.0;
    Eigen::VectorXd perturbed;  ///< the goals' values in a perturbed pass
    double perturbed_objective = 0.0;
  };

  Flow execute(const std::vector<Command>& commands);
  Flow execute(const Command& command);
  Flow dispatch(const Command& command);
  void propagate(const PropagateCommand& command, const script::Location& location);
  void prepare(const PropagateCommand& command, Propagation& propagation);
  /// Takes note of the burns that act now. GMAT begins anew when their number has changed.
  void note_burns(const PropagateCommand& command, Propagation& propagation);
  std::vector<ObjectId> burns_of_group(const PropagateGroup& group);
  /// The central body's state from Earth.
  astro::CartesianState center_of(const Propagation::Group& group, double a1_mjd);
  std::vector<SpacecraftProperties> properties_of(const std::vector<ObjectId>& members);
  std::vector<StopCondition> stop_conditions(const PropagateCommand& command);
  void maneuver(const ManeuverCommand& command);
  void finite_burn(const FiniteBurnCommand& command, const script::Location& location);
  void report(const ReportCommand& command);
  Flow execute_if(const IfCommand& command);
  Flow execute_while(const WhileCommand& command, const script::Location& location);
  /// With elapsed times counted from where the spacecraft were at the loop's start.
  bool holds_in_loop(const WhileCommand& command, const std::vector<double>& starts_a1_mjd);
  Flow execute_for(const ForCommand& command, const script::Location& location);
  Flow execute_call(const CallCommand& command);
  void count_command();
  /// Of the loop at that place.
  void count_pass(const script::Location& location);
  /// The message with the command's place before it.
  RunFailed failure_at(const script::Location& location, const std::string& message);

  // execute_target.cpp
  Flow execute_target(const TargetCommand& command, const script::Location& location);
  Flow target_pass(const TargetCommand& command, const Snapshot& start);
  /// The last pass, whose rows are the solution's.
  Flow finish_target(const TargetCommand& command, const Snapshot& start, Stage outer);
  Snapshot snapshot();
  void restore(const Snapshot& from);
  void begin_target(const TargetCommand& command, const Snapshot& start);
  void visit_varies(const std::vector<Command>& commands, std::size_t slot);
  void register_variable(const VaryCommand& vary);
  void vary(const VaryCommand& command);
  void achieve(const AchieveCommand& command);
  /// The goals' values with one variable moved.
  void perturbed_pass(const TargetCommand& command, const Snapshot& start, std::size_t variable,
                      DerivativeMethod method, bool second);
  void correct(const TargetCommand& command, const Snapshot& start,
               DifferentialCorrector& corrector);
  void set_solver_status(ObjectId solver, std::string_view status, double state);
  void log_iteration(const TargetCommand& command, int iteration, std::string_view status);
  std::string last_iterate(const TargetCommand& command) const;
  /// Ends the run, unless such solutions are accepted.
  void not_converged(const TargetCommand& command, const script::Location& location,
                     std::string_view why, int iterations);

  // execute_optimize.cpp
  Flow execute_optimize(const TargetCommand& command, const script::Location& location);
  YukonOptimizer make_optimizer(const TargetCommand& command);
  YukonOptimizer::Evaluation evaluate_pass(const TargetCommand& command, const Snapshot& start,
                                           bool central);
  void minimize(const MinimizeCommand& command);
  void constrain(const ConstraintCommand& command);

  RunState& state_;
  std::vector<Report> reports_;
  std::vector<bool> reported_;  ///< by each Report command
  std::vector<Propagation> propagations_;
  std::vector<bool> restart_;  ///< whether each Propagate begins with its first step again
  std::vector<Targeting> targetings_;
  std::vector<SolverLog> solver_logs_;  ///< by resource
  bool accept_unconverged_;
  Stage stage_ = Stage::running;
  std::uint64_t commands_ = 0;
  std::string log_;
  std::vector<std::string> missed_stops_;
  std::optional<script::Location> failed_at_;
};

}  // namespace gmat_sweep::mission
