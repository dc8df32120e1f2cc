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

namespace gmat_sweep::mission {

/// Executes the mission sequence of one run.
class Executor {
 public:
  /// @param with_text  also lay out GMAT's text of the ReportFiles
  Executor(RunState& state, bool with_text);

  /// Throws RunFailed, with the command's place in the script, when it cannot
  /// be executed.
  void run();

  Report& report(std::size_t index) { return reports_[index]; }
  std::size_t report_count() const { return reports_.size(); }
  const std::string& log() const { return log_; }
  /// The command that could not be executed, once `run` has thrown.
  const std::optional<script::Location>& failed_at() const { return failed_at_; }

 private:
  /// What a Propagate command keeps from one execution to the next.
  struct Propagation {
    struct Group {
      std::unique_ptr<Integrator> integrator;
      std::unique_ptr<Dynamics> dynamics;
      astro::Body central_body;
      std::vector<double> state;
      std::vector<ObjectId> burns;          ///< finite burns that act on its spacecraft
      std::unique_ptr<ThrustForce> thrust;  ///< of this execution; null without burns
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

  /// What a Target keeps from one execution to the next, and while it runs.
  struct Targeting {
    enum class Phase { initial, nominal, perturbed };
    Phase phase = Phase::initial;
    bool solved = false;
    std::vector<SolverVariable> variables;
    std::vector<SolverGoal> goals;
    Eigen::VectorXd perturbed;  ///< the goals' values in a perturbed pass
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
  Flow execute_for(const ForCommand& command, const script::Location& location);
  void count_command();
  /// Of the loop at that place.
  void count_pass(const script::Location& location);
  /// The message with the command's place before it.
  RunFailed failure_at(const script::Location& location, const std::string& message);

  // execute_target.cpp
  Flow execute_target(const TargetCommand& command, const script::Location& location);
  Flow target_pass(const TargetCommand& command, const Snapshot& start);
  Snapshot snapshot();
  void restore(const Snapshot& from);
  void begin_target(const TargetCommand& command, Targeting& targeting);
  void visit_varies(const std::vector<Command>& commands, std::size_t slot);
  void register_variable(const VaryCommand& vary);
  void vary(const VaryCommand& command);
  void achieve(const AchieveCommand& command);
  Eigen::VectorXd perturbed_goals(const TargetCommand& command, const Snapshot& start,
                                  std::size_t variable, double sign);
  void correct(const TargetCommand& command, const Snapshot& start,
               DifferentialCorrector& corrector);

  RunState& state_;
  std::vector<Report> reports_;
  std::vector<bool> reported_;  ///< by each Report command
  std::vector<Propagation> propagations_;
  std::vector<bool> restart_;  ///< whether each Propagate begins with its first step again
  std::vector<Targeting> targetings_;
  Stage stage_ = Stage::running;
  std::uint64_t commands_ = 0;
  std::string log_;
  std::optional<script::Location> failed_at_;
};

}  // namespace gmat_sweep::mission
