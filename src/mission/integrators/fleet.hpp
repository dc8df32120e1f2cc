#pragma once

#include <span>
#include <vector>

#include "mission/integrators/propagation.hpp"

namespace gmat_sweep::mission {

/// The participants of a Propagate command, stepped together, with the copies that GMAT keeps of
/// their states to go back to.
class Fleet {
 public:
  Fleet(std::span<Participant> participants, PropagationMode mode);

  void prepare(bool forward, bool restart);

  /// One step of the size that the step control asks for: of each propagator for itself, or of the
  /// first, which the others then follow.
  void step();

  /// Exactly `dt_s` for each.
  void step_by(double dt_s);

  /// Tells the spacecraft their states and epochs.
  void update();

  /// Back to before the last step().
  void revert();

  /// Keeps the states and epochs for restore().
  void save();

  /// Back to the saved states, and `dt_s` back on the clocks.
  /// NOTE: the clocks go back by subtraction, as GMAT's do, not to the saved time.
  void restore(double dt_s);

  /// Back to the saved states, with every clock at `elapsed_s`.
  void restore_at(double elapsed_s);

  void set_final_step(bool final_step);

  /// The longest of the last steps [s], signed.
  double longest_step_s() const;

  double elapsed_s() const { return odes_.front().elapsed_s; }
  double epoch_a1_mjd() const { return epoch_of(odes_.front()); }
  bool accuracy_was_violated() const;

 private:
  static double epoch_of(const OdeState& ode);
  void restore_states();

  std::span<Participant> participants_;
  PropagationMode mode_;
  std::vector<OdeState> odes_;
  std::vector<std::vector<double>> step_starts_;
  std::vector<std::vector<double>> saved_;
  std::vector<double> saved_epochs_a1_mjd_;
};

}  // namespace gmat_sweep::mission
