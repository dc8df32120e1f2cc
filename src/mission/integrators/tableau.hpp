#pragma once

#include <span>

#include "mission/integrators/integrator.hpp"

namespace gmat_sweep::mission {

/// The coefficients of an explicit embedded Runge-Kutta method.
struct Tableau {
  int order;                         // that GMAT's step control reckons with
  std::span<const double> nodes;     // c_i, one for each stage, as fractions of the step
  std::span<const double> coupling;  // a_ij for j < i, row by row: stages * (stages - 1) / 2
  std::span<const double> weights;   // b_i of the solution that is propagated
  std::span<const double> error;     // b_i less the other solution's weights

  std::size_t stages() const { return nodes.size(); }
  std::span<const double> row(std::size_t stage) const {
    return coupling.subspan(stage * (stage - 1) / 2, stage);
  }
};

/// The coefficients of an explicit embedded Runge-Kutta-Nystrom method for y'' = f(t, y).
struct NystromTableau {
  int order;
  std::span<const double> nodes;
  std::span<const double> coupling;
  std::span<const double> position_weights;
  std::span<const double> velocity_weights;
  std::span<const double> position_error;
  std::span<const double> velocity_error;

  std::size_t stages() const { return nodes.size(); }
  std::span<const double> row(std::size_t stage) const {
    return coupling.subspan(stage * (stage - 1) / 2, stage);
  }
};

/// @pre the method is one of the five explicit Runge-Kutta methods for first-order equations
const Tableau& tableau_of(IntegratorType type);

/// RungeKutta68's.
const NystromTableau& nystrom_tableau();

}  // namespace gmat_sweep::mission
