#pragma once

#include <span>

#include "mission/dynamics.hpp"
#include "mission/spacecraft.hpp"

namespace gmat_sweep::mission {

/// How many numbers of a propagated vector a state transition matrix takes.
inline constexpr std::size_t transition_size = 36;

/// A force model with the state transition matrices of its spacecraft: the propagated vector is
/// that of Dynamics, and behind it each matrix, row by row.
class TransitionDynamics {
 public:
  /// @param dynamics  must outlive this
  TransitionDynamics(Dynamics& dynamics, std::size_t spacecraft_count);

  /// The derivative of a matrix is that of the state by the state, times the matrix.
  void operator()(double elapsed_s, std::span<const double> state, std::span<double> derivative);

 private:
  Dynamics* dynamics_;
  std::size_t spacecraft_count_;
};

void store_transition(std::span<double> into, const SpacecraftState& spacecraft);
void load_transition(SpacecraftState& spacecraft, std::span<const double> from);

}  // namespace gmat_sweep::mission
