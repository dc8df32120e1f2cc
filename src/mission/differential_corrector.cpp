#include "mission/differential_corrector.hpp"

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd values_of(const std::vector<SolverVariable>& variables) {
  VectorXd values(static_cast<Index>(variables.size()));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    values[static_cast<Index>(i)] = variables[i].value;
  }
  return values;
}

[[noreturn]] void refuse_singular() {
  throw RunFailed(
      "the Jacobian of the targeter is singular: the variables of the Vary commands do "
      "not move the goals of the Achieve commands");
}

}  // namespace

bool SolverGoal::is_met() const { return std::abs(achieved - goal) <= tolerance; }

double perturbed_value(SolverVariable& variable, DerivativeMethod method, bool second) {
  const bool down = method == DerivativeMethod::backward || second;
  variable.direction = down ? -1.0 : 1.0;
  double value = variable.value + variable.direction * variable.perturbation;
  if (method == DerivativeMethod::central) return value;
  if (value > variable.upper) {
    variable.direction = -1.0;
    value -= 2.0 * variable.perturbation;
  }
  if (value < variable.lower) {
    variable.direction = -1.0;
    value -= 2.0 * variable.perturbation;
  }
  return value;
}

DerivativeMethod derivative_method_named(std::string_view name) {
  if (name == "CentralDifference") return DerivativeMethod::central;
  return name == "BackwardDifference" ? DerivativeMethod::backward : DerivativeMethod::forward;
}

CorrectorAlgorithm corrector_algorithm_named(std::string_view name) {
  if (name == "Broyden") return CorrectorAlgorithm::broyden;
  return name == "ModifiedBroyden" ? CorrectorAlgorithm::modified_broyden
                                   : CorrectorAlgorithm::newton_raphson;
}

void DifferentialCorrector::difference(const std::vector<SolverVariable>& variables,
                                       const VectorXd& nominal, const MatrixXd& perturbed,
                                       const MatrixXd& moved_down) {
  jacobian_.resize(nominal.size(), static_cast<Index>(variables.size()));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto column = static_cast<Index>(i);
    if (derivative_ == DerivativeMethod::central) {
      jacobian_.col(column) =
          (perturbed.col(column) - moved_down.col(column)) / (2.0 * variables[i].perturbation);
    } else {
      jacobian_.col(column) =
          (perturbed.col(column) - nominal) / (variables[i].direction * variables[i].perturbation);
    }
  }
}

void DifferentialCorrector::invert() {
  if (jacobian_.rows() == jacobian_.cols()) {
    const Eigen::FullPivLU<MatrixXd> lu(jacobian_);
    if (!lu.isInvertible()) refuse_singular();
    inverse_ = lu.inverse();
    return;
  }
  const Eigen::CompleteOrthogonalDecomposition<MatrixXd> decomposition(jacobian_);
  if (decomposition.rank() == 0) refuse_singular();
  inverse_ = decomposition.pseudoInverse();
}

/// Broyden's updates of the Jacobian, and of its inverse.
/// Source: C. G. Broyden, "A class of methods for solving nonlinear simultaneous equations",
/// Mathematics of Computation 19 (1965).
void DifferentialCorrector::update(const VectorXd& variables, const VectorXd& nominal) {
  const VectorXd s = variables - last_variables_;
  const VectorXd y = nominal - last_nominal_;
  if (algorithm_ == CorrectorAlgorithm::broyden) {
    jacobian_ += (y - jacobian_ * s) * s.transpose() / s.squaredNorm();
    invert();
    return;
  }
  const VectorXd moved = inverse_ * y;
  const double scale = moved.dot(s);
  if (scale == 0.0) refuse_singular();
  inverse_ += (s - moved) * (s.transpose() * inverse_) / scale;
}

void DifferentialCorrector::correct(std::vector<SolverVariable>& variables,
                                    const std::vector<SolverGoal>& goals, const MatrixXd& perturbed,
                                    const MatrixXd& moved_down) {
  VectorXd nominal(static_cast<Index>(goals.size()));
  VectorXd missing(nominal.size());
  for (std::size_t j = 0; j < goals.size(); ++j) {
    nominal[static_cast<Index>(j)] = goals[j].achieved;
    missing[static_cast<Index>(j)] = goals[j].goal - goals[j].achieved;
  }
  const auto values = values_of(variables);
  if (needs_perturbations()) {
    difference(variables, nominal, perturbed, moved_down);
    invert();
  } else {
    update(values, nominal);
  }
  ++iterations_;
  last_variables_ = values;
  last_nominal_ = nominal;

  const VectorXd delta = inverse_ * missing;
  double multiplier = 1.0;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const double size = std::abs(delta[static_cast<Index>(i)]);
    if (size > variables[i].max_step)
      multiplier = std::min(multiplier, variables[i].max_step / size);
  }
  for (std::size_t i = 0; i < variables.size(); ++i) {
    auto& variable = variables[i];
    variable.value = std::clamp(variable.value + delta[static_cast<Index>(i)] * multiplier,
                                variable.lower, variable.upper);
  }
}

}  // namespace gmat_sweep::mission
