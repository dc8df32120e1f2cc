#include "mission/quadratic_program.hpp"

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <cmath>
#include <limits>
#include <vector>

namespace gmat_sweep::mission {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// One side of a constraint: `normal . x >= bound`.
struct Side {
  Index row = 0;
  double sign = 1.0;  ///< of the row in the normal: -1 for an upper bound
  double bound = 0.0;
  bool equation = false;
  double multiplier = 0.0;
};

class DualMethod {
 public:
  explicit DualMethod(const QuadraticProgram& problem)
      : problem_(problem), factor_(problem.hessian) {}

  std::optional<QuadraticSolution> run() {
    if (factor_.info() != Eigen::Success) return std::nullopt;
    x_ = factor_.solve(-problem_.gradient);
    const Index most_steps = 100 * (problem_.constraints.rows() + 1);
    for (Index step = 0; step < most_steps; ++step) {
      auto violated = most_violated();
      if (!violated) return solution();
      if (!enter(*violated)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  VectorXd normal(const Side& side) const {
    return side.sign * problem_.constraints.row(side.row).transpose();
  }

  bool is_active(Index row, double sign) const {
    for (const auto& side : active_) {
      if (side.row == row && (side.equation || side.sign == sign)) return true;
    }
    return false;
  }

  /// Equations first, then the inequality missed by the most.
  std::optional<Side> most_violated() const {
    std::optional<Side> worst;
    double worst_miss = 0.0;
    for (Index row = 0; row < problem_.constraints.rows(); ++row) {
      const double value = problem_.constraints.row(row).dot(x_);
      const bool equation = problem_.lower[row] == problem_.upper[row];
      const double low = problem_.lower[row] - value;
      const double high = value - problem_.upper[row];
      const double sign = low >= high ? 1.0 : -1.0;
      const double miss = std::max(low, high);
      const double bound = sign > 0.0 ? problem_.lower[row] : -problem_.upper[row];
      if (is_active(row, sign)) continue;
      if (equation) return Side{row, sign, bound, true, 0.0};
      const double noise = 1e-12 * (1.0 + std::abs(bound));
      if (!(miss > noise) || miss <= worst_miss) continue;
      worst = Side{row, sign, bound, false, 0.0};
      worst_miss = miss;
    }
    return worst;
  }

  /// Makes a side active, letting go of those that stand in its way. False when nothing meets all.
  bool enter(Side entering) {
    const VectorXd n = normal(entering);
    while (true) {
      const auto count = static_cast<Index>(active_.size());
      MatrixXd normals(n.size(), count);
      for (Index i = 0; i < count; ++i) {
        normals.col(i) = normal(active_[static_cast<std::size_t>(i)]);
      }
      const VectorXd moved = factor_.solve(n);
      VectorXd r = VectorXd::Zero(count);
      VectorXd z = moved;
      if (count > 0) {
        const MatrixXd solved = factor_.solve(normals);
        r = (normals.transpose() * solved).colPivHouseholderQr().solve(normals.transpose() * moved);
        z -= solved * r;
      }
      const double curvature = z.dot(n);
      const bool dependent = curvature <= 1e-14 * std::max(1.0, moved.dot(n));
      double dual_step = infinity;
      std::size_t leaving = 0;
      for (Index i = 0; i < count; ++i) {
        const auto& side = active_[static_cast<std::size_t>(i)];
        if (side.equation || r[i] <= 0.0 || side.multiplier / r[i] >= dual_step) continue;
        dual_step = side.multiplier / r[i];
        leaving = static_cast<std::size_t>(i);
      }
      const double miss = entering.bound - n.dot(x_);
      if (dependent && std::abs(miss) <= 1e-12 * (1.0 + std::abs(entering.bound))) {
        // It repeats constraints that hold already.
        active_.push_back(entering);
        return true;
      }
      const double primal_step = dependent ? infinity : miss / curvature;
      const double step = std::min(dual_step, primal_step);
      if (step == infinity) return false;
      if (!dependent) x_ += step * z;
      for (Index i = 0; i < count; ++i) {
        active_[static_cast<std::size_t>(i)].multiplier -= step * r[i];
      }
      entering.multiplier += step;
      if (primal_step <= dual_step) {
        active_.push_back(entering);
        return true;
      }
      active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(leaving));
    }
  }

  QuadraticSolution solution() const {
    QuadraticSolution result{x_, VectorXd::Zero(problem_.constraints.rows())};
    for (const auto& side : active_) result.multipliers[side.row] = side.sign * side.multiplier;
    return result;
  }

  const QuadraticProgram& problem_;
  Eigen::LLT<MatrixXd> factor_;
  VectorXd x_;
  std::vector<Side> active_;
};

}  // namespace

/// NOTE: constraints may be positions of 1e8 km beside velocities of 1 km/s. Rows are brought to a
/// like size first, by powers of two, which leave every digit as it is.
std::optional<QuadraticSolution> solve(const QuadraticProgram& problem) {
  QuadraticProgram scaled = problem;
  VectorXd scales = VectorXd::Ones(problem.constraints.rows());
  for (Index row = 0; row < scales.size(); ++row) {
    const double size = problem.constraints.row(row).cwiseAbs().maxCoeff();
    if (!(size > 0.0) || !std::isfinite(size)) continue;
    scales[row] = std::ldexp(1.0, -std::ilogb(size));
    scaled.constraints.row(row) *= scales[row];
    scaled.lower[row] *= scales[row];
    scaled.upper[row] *= scales[row];
  }
  auto solution = DualMethod(scaled).run();
  if (solution) solution->multipliers = solution->multipliers.cwiseProduct(scales);
  return solution;
}

}  // namespace gmat_sweep::mission
