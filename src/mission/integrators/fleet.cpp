#include "mission/integrators/fleet.hpp"

#include <algorithm>
#include <cmath>

namespace gmat_sweep::mission {
namespace {

constexpr double seconds_per_day = 86400.0;

void copy(std::span<const double> from, std::span<double> to) {
  std::copy(from.begin(), from.end(), to.begin());
}

}  // namespace

Fleet::Fleet(std::span<Participant> participants, PropagationMode mode)
    : participants_(participants), mode_(mode), saved_epochs_a1_mjd_(participants.size()) {
  for (const Participant& participant : participants) {
    odes_.push_back({participant.state, participant.base_epoch_a1_mjd});
    step_starts_.emplace_back(participant.state.begin(), participant.state.end());
    saved_.push_back(step_starts_.back());
  }
}

void Fleet::prepare(bool forward, bool restart) {
  for (const Participant& participant : participants_) {
    participant.integrator->prepare(forward, restart);
  }
}

void Fleet::step() {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    const Participant& participant = participants_[i];
    copy(participant.state, step_starts_[i]);
    if (i == 0 || mode_ == PropagationMode::independent) {
      participant.integrator->step(odes_[i], participant.derivative);
    } else {
      participant.integrator->step_by(odes_[i], participant.derivative,
                                      participants_.front().integrator->step_taken_s());
    }
  }
}

void Fleet::step_by(double dt_s) {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    participants_[i].integrator->step_by(odes_[i], participants_[i].derivative, dt_s);
  }
}

double Fleet::epoch_of(const OdeState& ode) {
  return ode.base_epoch_a1_mjd + ode.elapsed_s / seconds_per_day;
}

void Fleet::update() {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    participants_[i].update(participants_[i].state, epoch_of(odes_[i]));
  }
}

void Fleet::revert() {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    copy(step_starts_[i], odes_[i].state);
    odes_[i].elapsed_s = odes_[i].previous_elapsed_s;
    participants_[i].integrator->step_reverted();
  }
  if (mode_ == PropagationMode::independent) return;
  for (OdeState& ode : odes_) ode.elapsed_s = odes_.front().elapsed_s;
}

void Fleet::save() {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    copy(odes_[i].state, saved_[i]);
    saved_epochs_a1_mjd_[i] = epoch_of(odes_[i]);
  }
}

void Fleet::restore_states() {
  for (std::size_t i = 0; i < odes_.size(); ++i) {
    copy(saved_[i], odes_[i].state);
    participants_[i].update(odes_[i].state, saved_epochs_a1_mjd_[i]);
  }
}

void Fleet::restore(double dt_s) {
  restore_states();
  for (OdeState& ode : odes_) ode.elapsed_s -= dt_s;
}

void Fleet::restore_at(double elapsed_s) {
  restore_states();
  for (OdeState& ode : odes_) ode.elapsed_s = elapsed_s;
}

void Fleet::set_final_step(bool final_step) {
  for (const Participant& participant : participants_) {
    participant.integrator->set_final_step(final_step);
  }
}

double Fleet::longest_step_s() const {
  double longest_s = 0.0;
  for (const Participant& participant : participants_) {
    const double step_s = participant.integrator->step_taken_s();
    if (std::fabs(step_s) > std::fabs(longest_s)) longest_s = step_s;
  }
  return longest_s;
}

bool Fleet::accuracy_was_violated() const {
  return std::ranges::any_of(participants_, [](const Participant& participant) {
    return participant.integrator->accuracy_was_violated();
  });
}

}  // namespace gmat_sweep::mission
