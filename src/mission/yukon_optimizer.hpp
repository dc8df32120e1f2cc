#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace gmat_sweep::mission {

/// The arithmetic of GMAT's Yukon optimiser: sequential quadratic programming with a merit function
/// of absolute violations, a line search that may skip a reduction, and a BFGS approximation of the
/// Lagrangian's Hessian. It runs no mission: it says where to evaluate next.
///
/// Where constraints made linear have no common point, it goes on in elastic mode: two slack
/// variables for each constraint, kept above zero, cost a weight that grows tenfold with each
/// iteration they are needed. As in GMAT, that mode finds the least violation and always ends as
/// infeasible.
///
/// Source: J. Nocedal and S. Wright, "Numerical Optimization", 2nd edition, chapter 18; the
/// penalties, the skipped reductions and the tests of convergence are those of GMAT R2026a.
class YukonOptimizer {
 public:
  struct Settings {
    int maximum_iterations = 200;
    int maximum_evaluations = 1000;
    double feasibility_tolerance = 1e-4;
    double optimality_tolerance = 1e-4;
    double function_tolerance = 1e-4;
    double maximum_elastic_weight = 10000.0;
    bool self_scaled = true;  ///< SelfScaledBFGS, not DampedBFGS
  };

  /// Bounds beyond 9e299 are none.
  struct Problem {
    Eigen::VectorXd start;
    Eigen::VectorXd lower;
    Eigen::VectorXd upper;
    Eigen::VectorXd largest_step;
    Eigen::VectorXd constraint_lower;  ///< minus infinity for none
    Eigen::VectorXd constraint_upper;
  };

  /// The objective and the constraints at a point, with their derivatives (a row for each
  /// constraint).
  struct Evaluation {
    double cost = 0.0;
    Eigen::VectorXd gradient;
    Eigen::VectorXd constraints;
    Eigen::MatrixXd jacobian;
  };

  enum class Status : std::uint8_t {
    running,
    converged,
    out_of_iterations,
    out_of_evaluations,
    step_too_small,
    no_descent,
    infeasible
  };

  YukonOptimizer(const Settings& settings, Problem problem);

  /// Where the mission is to be evaluated; at the end, where it was last.
  Eigen::VectorXd point() const { return x_.head(problem_.start.size()); }
  /// Takes the evaluation at `point()` and moves it on.
  Status advance(const Evaluation& at_point);
  int iterations() const { return iterations_; }

 private:
  struct Kept {
    double merit = 1e300;
    double decrease = 0.0;
    double alpha = 0.0;
    Eigen::VectorXd x;
    Evaluation values;
    Eigen::VectorXd violations;
    Eigen::MatrixXd hessian;
  };

  void use_all_constraints();
  void complete(const Evaluation& evaluation);
  void begin_elastic_mode();
  void drop_dependent_constraints();
  bool needs_slack() const;
  Eigen::VectorXd violations() const;
  double merit(const Eigen::VectorXd& violations) const;
  Status begin_search();
  void raise_penalties(const Eigen::VectorXd& violations);
  void scale_step();
  Status step();
  enum class Test : std::uint8_t { reduce, accept, out_of_evaluations };
  Test test_step();
  void keep(double merit, double decrease);
  Status finish_iteration();
  bool moves_no_more() const;
  /// False when a division by zero ends the search.
  bool update_hessian();

  Settings settings_;
  Problem problem_;
  std::vector<Eigen::Index> bounded_;  ///< variables with bounds, which are constraints too
  std::vector<Eigen::Index> kept_;     ///< the constraints that depend on no other
  Eigen::VectorXd lower_;              ///< of all constraints kept
  Eigen::VectorXd upper_;
  Eigen::VectorXd x_;
  Evaluation now_;
  Evaluation given_;  ///< the last evaluation, without bounds and slack variables

  Eigen::MatrixXd hessian_;
  Eigen::VectorXd multipliers_;
  Eigen::VectorXd penalties_;
  Eigen::VectorXd direction_;
  Eigen::VectorXd multiplier_step_;
  double alpha_ = 1.0;
  double step_scale_ = 1.0;
  double search_merit_ = 0.0;  ///< where the line search began
  double merit_ = 0.0;         ///< at the last step
  Eigen::VectorXd search_x_;
  Evaluation search_;
  Eigen::VectorXd search_violations_;
  Eigen::VectorXd step_;
  Eigen::VectorXd lagrangian_gradient_;
  Eigen::VectorXd lagrangian_change_;
  Kept best_;

  bool started_ = false;
  int iterations_ = 0;
  int evaluations_ = 0;
  int searches_ = 0;
  int failed_searches_ = 0;
  int skipped_ = 0;
  int since_forced_ = 10;
  bool may_skip_ = false;
  bool skipping_ = false;
  bool elastic_ = false;
  bool elastic_begins_ = false;
  double elastic_weight_ = 1.0;
};

}  // namespace gmat_sweep::mission
