#include "mission/transition.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

using HalfMatrix = Eigen::Matrix<double, 3, 6, Eigen::RowMajor>;

}  // namespace

TransitionDynamics::TransitionDynamics(Dynamics& dynamics, std::size_t spacecraft_count)
    : dynamics_(&dynamics), spacecraft_count_(spacecraft_count) {
  dynamics.prepare_partials();
}

void TransitionDynamics::operator()(double elapsed_s, std::span<const double> state,
                                    std::span<double> derivative) {
  const std::size_t before = state.size() - spacecraft_count_ * transition_size;
  (*dynamics_)(elapsed_s, state.first(before), derivative.first(before));
  for (std::size_t i = 0; i < spacecraft_count_; ++i) {
    const auto s = state.subspan(6 * i, 6);
    const auto partials = dynamics_->partials(i, {{s[0], s[1], s[2]}, {s[3], s[4], s[5]}});
    const std::size_t at = before + i * transition_size;
    const std::size_t half = at + transition_size / 2;
    const Eigen::Map<const HalfMatrix> positions(&state[at]);
    const Eigen::Map<const HalfMatrix> velocities(&state[half]);
    Eigen::Map<HalfMatrix> position_rates(&derivative[at]);
    Eigen::Map<HalfMatrix> velocity_rates(&derivative[half]);
    position_rates = velocities;
    velocity_rates.noalias() =
        partials.position_per_s2 * positions + partials.velocity_per_s * velocities;
  }
}

void store_transition(std::span<double> into, const SpacecraftState& spacecraft) {
  std::copy_n(spacecraft.transition.data(), transition_size, into.begin());
}

void load_transition(SpacecraftState& spacecraft, std::span<const double> from) {
  std::ranges::copy(from.first(transition_size), spacecraft.transition.data());
}

}  // namespace gmat_sweep::mission
