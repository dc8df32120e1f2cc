#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::mission {

enum class DerivativeMethod { forward, central, backward };
enum class CorrectorAlgorithm { newton_raphson, broyden, modified_broyden };

/// A variable of a solver, in its scaled units.
struct SolverVariable {
  std::string name;
  double value = 0.0;
  double perturbation = 0.001;
  double lower = -9.999999e300;
  double upper = 9.999999e300;
  double max_step = 9.999999e300;
  /// Which way the last perturbation went: down when up would have left the bounds.
  double direction = 1.0;
};

/// Where a variable is for a difference: moved by its perturbation, and back inside when that
/// leaves its bounds, except for central differences. Sets its direction.
double perturbed_value(SolverVariable& variable, DerivativeMethod method, bool second);

/// A goal of a targeter as the last nominal pass left it.
struct SolverGoal {
  std::string name;
  double goal = 0.0;
  double tolerance = 0.1;
  double achieved = 0.0;
  /// Of a constraint: -1 when the goal is the most it may be, 1 the least, 0 what it must be.
  int side = 0;
  double last_bound = 0.0;  ///< of a constraint: its goal in the last pass, perturbed or not

  bool is_met() const;
};

DerivativeMethod derivative_method_named(std::string_view name);
CorrectorAlgorithm corrector_algorithm_named(std::string_view name);

/// The arithmetic of GMAT's DifferentialCorrector: from the goals at the variables, and at the
/// variables moved one by one, to the next variables. It runs no mission.
class DifferentialCorrector {
 public:
  DifferentialCorrector(DerivativeMethod derivative, CorrectorAlgorithm algorithm)
      : derivative_(derivative), algorithm_(algorithm) {}

  /// Whether the next correction needs the goals at moved variables.
  bool needs_perturbations() const {
    return algorithm_ == CorrectorAlgorithm::newton_raphson || iterations_ == 0;
  }
  DerivativeMethod derivative() const { return derivative_; }

  /// Moves the variables towards the goals, within their largest steps and bounds.
  /// @param perturbed  the goals' values with each variable moved in its direction (a column for
  ///                   each variable)
  /// @param moved_down  for central differences, likewise moved down
  /// Throws RunFailed when the variables do not move the goals.
  void correct(std::vector<SolverVariable>& variables, const std::vector<SolverGoal>& goals,
               const Eigen::MatrixXd& perturbed, const Eigen::MatrixXd& moved_down);

 private:
  void difference(const std::vector<SolverVariable>& variables, const Eigen::VectorXd& nominal,
                  const Eigen::MatrixXd& perturbed, const Eigen::MatrixXd& moved_down);
  void update(const Eigen::VectorXd& variables, const Eigen::VectorXd& nominal);
  void invert();

  DerivativeMethod derivative_;
  CorrectorAlgorithm algorithm_;
  int iterations_ = 0;
  Eigen::MatrixXd jacobian_;  ///< goals by variables
  Eigen::MatrixXd inverse_;   ///< variables by goals
  Eigen::VectorXd last_variables_;
  Eigen::VectorXd last_nominal_;
};

}  // namespace gmat_sweep::mission
