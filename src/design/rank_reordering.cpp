#include "design/rank_reordering.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <numeric>

#include "design/quantiles.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The positions of `values` in ascending order; equal values keep their order.
std::vector<std::size_t> ascending(const Eigen::VectorXd& values) {
  std::vector<std::size_t> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {},
                           [&](std::size_t i) { return values(static_cast<Eigen::Index>(i)); });
  return order;
}

/// Van der Waerden scores of a column: the normal quantiles of its ranks.
Eigen::VectorXd normal_scores(const Eigen::VectorXd& values) {
  const auto order = ascending(values);
  Eigen::VectorXd scores(values.size());
  const double parts = static_cast<double>(values.size()) + 1;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    scores(static_cast<Eigen::Index>(order[rank])) =
        normal_quantile(static_cast<double>(rank + 1) / parts);
  }
  return scores;
}

/// The inverse of the symmetric square root of the scores' correlation.
Eigen::MatrixXd whitening(const Eigen::MatrixXd& scores) {
  const Eigen::MatrixXd covariance = scores.transpose() * scores;
  // All columns hold the same scores, in different orders, so one variance serves.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance / covariance(0, 0));
  if (solver.eigenvalues()(0) < 1e-9) {
    throw SweepConfigError(
        fmt::format("{} points are too few to give {} fields a rank correlation: take more runs",
                    scores.rows(), scores.cols()));
  }
  return solver.operatorInverseSqrt();
}

}  // namespace

void impose_rank_correlation(std::vector<double>& points, std::size_t width, std::size_t first,
                             const DependentBlock& block) {
  const auto rows = static_cast<Eigen::Index>(points.size() / width - first);
  const auto size = static_cast<Eigen::Index>(block.members.size());
  if (rows <= size) {
    throw SweepConfigError(fmt::format(
        "a rank correlation of {} fields needs more than {} points, got {}", size, size, rows));
  }
  const auto coordinate = [&](Eigen::Index row, Eigen::Index column) -> double& {
    return points[(first + static_cast<std::size_t>(row)) * width +
                  block.members[static_cast<std::size_t>(column)]];
  };
  Eigen::MatrixXd values(rows, size);
  Eigen::MatrixXd scores(rows, size);
  for (Eigen::Index column = 0; column < size; ++column) {
    for (Eigen::Index row = 0; row < rows; ++row) values(row, column) = coordinate(row, column);
    scores.col(column) = normal_scores(values.col(column));
  }
  const Eigen::Map<const RowMajor> root(block.root.data(), size, size);
  const Eigen::MatrixXd target = scores * whitening(scores) * root;
  for (Eigen::Index column = 0; column < size; ++column) {
    const auto wanted = ascending(target.col(column));
    const auto present = ascending(values.col(column));
    for (std::size_t rank = 0; rank < wanted.size(); ++rank) {
      coordinate(static_cast<Eigen::Index>(wanted[rank]), column) =
          values(static_cast<Eigen::Index>(present[rank]), column);
    }
  }
}

}  // namespace gmat_sweep
