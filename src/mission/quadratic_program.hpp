#pragma once

#include <Eigen/Core>
#include <optional>

namespace gmat_sweep::mission {

/// Where `1/2 x' H x + g' x` is least among the x with `lower <= A x <= upper`.
struct QuadraticProgram {
  Eigen::MatrixXd hessian;  ///< positive definite
  Eigen::VectorXd gradient;
  Eigen::MatrixXd constraints;  ///< A, a row for each
  Eigen::VectorXd lower;
  Eigen::VectorXd upper;  ///< equal to `lower` for an equation
};

struct QuadraticSolution {
  Eigen::VectorXd x;
  /// For each constraint: positive where `lower` holds it, negative where `upper` does, so that
  /// `H x + g = A' multipliers`.
  Eigen::VectorXd multipliers;
};

/// The dual active-set method. Nothing when no x meets the constraints, or the Hessian is not
/// positive definite.
/// Source: D. Goldfarb and A. Idnani, "A numerically stable dual method for solving strictly convex
/// quadratic programs", Mathematical Programming 27 (1983).
std::optional<QuadraticSolution> solve(const QuadraticProgram& problem);

}  // namespace gmat_sweep::mission
