#include "mission/yukon_optimizer.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "mission/quadratic_program.hpp"

namespace gmat_sweep::mission {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double no_bound = 9e299;
constexpr double least_penalty = 1e-20;
constexpr double sufficient_decrease = 0.1;
constexpr double strongest_reduction = 0.1;
constexpr int most_searches = 20;
constexpr int most_skips = 3;
constexpr int steps_forced_after_a_return = 10;

/// Which rows GMAT takes away before it solves a quadratic program: where asked, those that repeat
/// an earlier one, whose bounds narrow to both; and those of the first that the ones before them
/// span.
std::vector<bool> dependent_rows(const MatrixXd& rows, bool repeated, VectorXd& lower,
                                 VectorXd& upper, double equation_tolerance) {
  std::vector<bool> dropped(static_cast<std::size_t>(rows.rows()), false);
  for (Index i = 0; repeated && i < rows.rows(); ++i) {
    if (dropped[static_cast<std::size_t>(i)]) continue;
    const bool equation = std::abs(upper[i] - lower[i]) < equation_tolerance;
    for (Index j = i + 1; j < rows.rows(); ++j) {
      if ((rows.row(i) - rows.row(j)).cwiseAbs().maxCoeff() > 1e-12) continue;
      dropped[static_cast<std::size_t>(j)] = true;
      if (equation) continue;
      lower[i] = std::max(lower[i], lower[j]);
      upper[i] = std::min(upper[i], upper[j]);
    }
  }
  std::vector<Index> left;
  for (Index i = 0; i < rows.rows(); ++i) {
    if (!dropped[static_cast<std::size_t>(i)]) left.push_back(i);
  }
  const MatrixXd columns = rows(left, Eigen::all).transpose();
  if (columns.size() == 0) return dropped;
  const MatrixXd r = Eigen::HouseholderQR<MatrixXd>(columns).matrixQR();
  const double least = 100.0 * static_cast<double>(columns.rows()) * 2.220446049250313e-16;
  for (Index i = 0; i < std::min(r.rows(), r.cols()); ++i) {
    if (std::abs(r(i, i)) < least) {
      dropped[static_cast<std::size_t>(left[static_cast<std::size_t>(i)])] = true;
    }
  }
  return dropped;
}

}  // namespace

YukonOptimizer::YukonOptimizer(const Settings& settings, Problem problem)
    : settings_(settings), problem_(std::move(problem)) {
  x_ = problem_.start.cwiseMax(problem_.lower).cwiseMin(problem_.upper);
  for (Index i = 0; i < x_.size(); ++i) {
    const bool bounded = problem_.lower[i] > -no_bound || problem_.upper[i] < no_bound;
    if (bounded) bounded_.push_back(i);
  }
  hessian_ = MatrixXd::Identity(x_.size(), x_.size());
  use_all_constraints();
}

/// The script's constraints, the variables' bounds and those of the slack variables.
void YukonOptimizer::use_all_constraints() {
  const Index own = problem_.constraint_lower.size();
  const auto bounds = static_cast<Index>(bounded_.size());
  const Index slacks = elastic_ ? 2 * own : 0;
  const Index all = own + bounds + slacks;
  lower_.resize(all);
  upper_.resize(all);
  lower_ << problem_.constraint_lower, problem_.lower(bounded_), problem_.lower.tail(slacks);
  upper_ << problem_.constraint_upper, problem_.upper(bounded_), problem_.upper.tail(slacks);
  kept_.resize(static_cast<std::size_t>(all));
  std::iota(kept_.begin(), kept_.end(), Index{0});
  const auto extend = [&](VectorXd& values, double value) {
    const Index before = values.size();
    values.conservativeResize(all);
    if (all > before) values.tail(all - before).setConstant(value);
  };
  extend(multipliers_, 0.0);
  extend(penalties_, least_penalty);
}

/// The evaluation with the bounds of the variables as constraints of their own and, in elastic
/// mode, with the slack variables.
void YukonOptimizer::complete(const Evaluation& evaluation) {
  now_ = evaluation;
  const Index variables = problem_.start.size();
  const Index own = problem_.constraint_lower.size();
  const auto bounds = static_cast<Index>(bounded_.size());
  const Index slacks = elastic_ ? 2 * own : 0;
  VectorXd constraints(own + bounds + slacks);
  MatrixXd jacobian = MatrixXd::Zero(constraints.size(), x_.size());
  constraints.head(own) = evaluation.constraints;
  jacobian.topLeftCorner(own, variables) = evaluation.jacobian;
  for (Index k = 0; k < bounds; ++k) {
    const Index variable = bounded_[static_cast<std::size_t>(k)];
    constraints[own + k] = x_[variable];
    jacobian(own + k, variable) = 1.0;
  }
  if (elastic_) {
    const VectorXd down = x_.segment(variables, own);
    const VectorXd up = x_.tail(own);
    now_.cost += elastic_weight_ * (down + up).sum();
    now_.gradient.conservativeResize(x_.size());
    now_.gradient.tail(slacks).setConstant(elastic_weight_);
    constraints.head(own) += up - down;
    constraints.tail(slacks) = x_.tail(slacks);
    jacobian.block(0, variables, own, own).diagonal().setConstant(-1.0);
    jacobian.block(0, variables + own, own, own).diagonal().setConstant(1.0);
    jacobian.bottomRightCorner(slacks, slacks).setIdentity();
  }
  now_.constraints = constraints(kept_);
  now_.jacobian = jacobian(kept_, Eigen::all);
}

/// A constraint once found to depend on others is left out for good.
void YukonOptimizer::drop_dependent_constraints() {
  if (lower_.size() == 0) return;
  const bool repeated = iterations_ == 1 || elastic_begins_;
  const auto dropped =
      dependent_rows(now_.jacobian, repeated, lower_, upper_, settings_.feasibility_tolerance);
  std::vector<Index> left;
  for (Index i = 0; i < lower_.size(); ++i) {
    if (!dropped[static_cast<std::size_t>(i)]) left.push_back(i);
  }
  if (std::ssize(left) == lower_.size()) return;
  const auto take = [&](VectorXd& values) { values = VectorXd(values(left)); };
  for (auto* values : {&lower_, &upper_, &multipliers_, &penalties_, &now_.constraints})
    take(*values);
  now_.jacobian = MatrixXd(now_.jacobian(left, Eigen::all));
  if (best_.values.constraints.size() > 0) {
    take(best_.values.constraints);
    take(best_.violations);
    best_.values.jacobian = MatrixXd(best_.values.jacobian(left, Eigen::all));
  }
  std::vector<Index> kept;
  kept.reserve(left.size());
  for (const Index i : left) kept.push_back(kept_[static_cast<std::size_t>(i)]);
  kept_ = std::move(kept);
}

/// Adds the slack variables and begins anew from the point given.
void YukonOptimizer::begin_elastic_mode() {
  elastic_ = true;
  elastic_begins_ = true;
  best_ = {};
  const Index own = problem_.constraint_lower.size();
  const auto extend = [&](VectorXd& values, double value) {
    values.conservativeResize(values.size() + 2 * own);
    values.tail(2 * own).setConstant(value);
  };
  constexpr double largest_slack = std::numeric_limits<float>::max();
  extend(x_, 1.0);
  extend(problem_.lower, 0.0);
  extend(problem_.upper, largest_slack);
  extend(problem_.largest_step, 1e300);
  hessian_ = MatrixXd::Identity(x_.size(), x_.size());
  use_all_constraints();
  complete(given_);
}

/// GMAT leaves the last slack variable out.
bool YukonOptimizer::needs_slack() const {
  const Index slacks = 2 * problem_.constraint_lower.size();
  return x_.tail(slacks).head(slacks - 1).cwiseAbs().maxCoeff() > 1e-10;
}

VectorXd YukonOptimizer::violations() const {
  return (lower_ - now_.constraints).cwiseMax(now_.constraints - upper_).cwiseMax(0.0);
}

double YukonOptimizer::merit(const VectorXd& violations) const {
  return now_.cost + penalties_.dot(violations);
}

YukonOptimizer::Status YukonOptimizer::advance(const Evaluation& at_point) {
  ++evaluations_;
  given_ = at_point;
  complete(at_point);
  if (!std::exchange(started_, true)) {
    const auto status = begin_search();
    return status == Status::running ? step() : status;
  }
  switch (test_step()) {
    case Test::out_of_evaluations:
      return Status::out_of_evaluations;
    case Test::reduce:
      return step();
    case Test::accept:
      break;
  }
  const auto status = finish_iteration();
  if (status != Status::running) return status;
  if (evaluations_ >= settings_.maximum_evaluations) return Status::out_of_evaluations;
  const auto begun = begin_search();
  return begun == Status::running ? step() : begun;
}

YukonOptimizer::Status YukonOptimizer::begin_search() {
  if (iterations_ >= settings_.maximum_iterations) return Status::out_of_iterations;
  ++iterations_;
  ++since_forced_;
  if (skipped_ >= most_skips) {
    // Steps that were let by without a reduction led nowhere: back to the best point.
    may_skip_ = false;
    skipping_ = false;
    since_forced_ = 0;
    skipped_ = 0;
    x_ = best_.x;
    now_ = best_.values;
    merit_ = best_.merit;
    alpha_ = best_.alpha;
    hessian_ = best_.hessian;
  }
  const auto subproblem = [this] {
    return solve({hessian_, now_.gradient, now_.jacobian, lower_ - now_.constraints,
                  upper_ - now_.constraints});
  };
  drop_dependent_constraints();
  auto solution = subproblem();
  if (!solution && !elastic_ && problem_.constraint_lower.size() > 0) {
    begin_elastic_mode();
    drop_dependent_constraints();
    solution = subproblem();
  }
  if (!solution) return Status::infeasible;
  direction_ = solution->x;
  multiplier_step_ = solution->multipliers - multipliers_;
  const auto violated = violations();
  raise_penalties(violated);

  search_merit_ = merit(violated);
  alpha_ = 1.0;
  if (iterations_ == 1) step_ = VectorXd::Zero(x_.size());
  search_x_ = x_;
  search_ = now_;
  search_violations_ = violated;
  searches_ = 0;
  if (iterations_ == 1 || std::exchange(elastic_begins_, false)) {
    keep(search_merit_, 0.0);
    best_.hessian = hessian_;
  }
  scale_step();
  return step_scale_ == 0.0 ? Status::infeasible : Status::running;
}

/// Penalties grow until the merit function falls along the direction.
void YukonOptimizer::raise_penalties(const VectorXd& violated) {
  const double slope = direction_.dot(now_.gradient);
  if (slope + 0.5 * direction_.dot(hessian_ * direction_) <= 0.0) return;
  const VectorXd change = now_.jacobian * direction_;
  VectorXd reduction(violated.size());
  for (Index i = 0; i < violated.size(); ++i) {
    const bool equation = std::abs(upper_[i] - lower_[i]) < settings_.feasibility_tolerance;
    const double moved = equation ? violated[i] + change[i] : violated[i] - change[i];
    reduction[i] = violated[i] - std::abs(moved);
  }
  const double now = penalties_.dot(reduction);
  if (now >= 1.5 * std::abs(slope)) return;
  const double scale = (multiplier_step_.array() * reduction.array()).abs().sum();
  const double sigma = (2.0 * std::abs(slope) - now) / scale;
  for (Index i = 0; i < penalties_.size(); ++i) {
    const double wanted = sigma * std::abs(multiplier_step_[i]);
    if (penalties_[i] < wanted) penalties_[i] = wanted;
  }
  if (iterations_ == 1 || elastic_begins_) return;
  best_.merit = best_.values.cost + penalties_.dot(best_.violations);
  best_.decrease = best_.merit;
}

/// Shortens the step to the variables' largest steps and bounds.
void YukonOptimizer::scale_step() {
  double by_size = 1.0;
  double by_bounds = 1.0;
  for (Index i = 0; i < x_.size(); ++i) {
    const double p = direction_[i];
    const double largest = std::abs(problem_.largest_step[i]);
    if (largest < std::abs(p)) by_size = std::min(by_size, std::abs(largest / p));
    const double next = x_[i] + p;
    if (next < problem_.lower[i]) {
      by_bounds = std::min(by_bounds, std::abs((problem_.lower[i] - x_[i]) / p));
    } else if (next > problem_.upper[i]) {
      by_bounds = std::min(by_bounds, std::abs((problem_.upper[i] - x_[i]) / p));
    }
  }
  step_scale_ = std::min(by_size, by_bounds);
}

YukonOptimizer::Status YukonOptimizer::step() {
  if (++searches_ > most_searches) {
    // No step along this direction will do: begin anew with the steepest descent, once.
    searches_ = 0;
    if (++failed_searches_ >= 2) return Status::no_descent;
    x_ = search_x_;
    now_ = search_;
    skipped_ = 0;
    hessian_.setIdentity();
    skipping_ = false;
    may_skip_ = false;
    const auto status = begin_search();
    return status == Status::running ? step() : status;
  }
  step_ = step_scale_ * alpha_ * direction_;
  x_ = search_x_ + step_;
  return Status::running;
}

YukonOptimizer::Test YukonOptimizer::test_step() {
  const auto violated = violations();
  merit_ = merit(violated);
  const VectorXd moved = x_ - search_x_;
  const VectorXd predicted_violations = search_violations_ + search_.jacobian * moved;
  const double predicted =
      search_.cost + search_.gradient.dot(moved) + penalties_.dot(predicted_violations);
  const double decrease = sufficient_decrease * (search_merit_ - predicted);

  if (may_skip_ && since_forced_ >= steps_forced_after_a_return) {
    if (merit_ <= best_.decrease) {
      skipped_ = 0;
      keep(merit_, decrease);
      if (merit_ < search_merit_ - decrease) may_skip_ = true;
    } else {
      ++skipped_;
      skipping_ = true;
      may_skip_ = false;
    }
    return Test::accept;
  }
  const bool reduce = merit_ > search_merit_ - decrease;
  if (reduce) {
    if (evaluations_ >= settings_.maximum_evaluations) return Test::out_of_evaluations;
    const double reduction = 0.5 / (1.0 - (search_merit_ - merit_) / (search_merit_ - predicted));
    const bool usable = reduction > strongest_reduction && reduction <= 1.0;
    alpha_ *= usable ? reduction : strongest_reduction;
  } else if (merit_ <= best_.merit) {
    keep(merit_, decrease);
    if (merit_ <= search_merit_ - decrease) may_skip_ = true;
  } else if (merit_ <= best_.decrease && iterations_ != 1) {
    may_skip_ = true;
  }
  if (skipping_) {
    if (merit_ > search_merit_) {
      ++skipped_;
    } else {
      skipping_ = false;
      skipped_ = 0;
    }
  }
  return reduce && skipped_ < most_skips ? Test::reduce : Test::accept;
}

void YukonOptimizer::keep(double merit, double decrease) {
  best_.merit = merit;
  best_.decrease = search_merit_ - decrease;
  best_.alpha = alpha_;
  best_.x = x_;
  best_.values = now_;
  best_.violations = violations();
}

YukonOptimizer::Status YukonOptimizer::finish_iteration() {
  failed_searches_ = 0;
  multipliers_ += alpha_ * multiplier_step_;
  const VectorXd before = search_.gradient - search_.jacobian.transpose() * multipliers_;
  lagrangian_gradient_ = now_.gradient - now_.jacobian.transpose() * multipliers_;
  lagrangian_change_ = lagrangian_gradient_ - before;
  const auto violated = violations();
  const double most_violated = violated.size() == 0 ? 0.0 : violated.maxCoeff();
  if (elastic_ && needs_slack() && elastic_weight_ < settings_.maximum_elastic_weight) {
    elastic_weight_ *= 10.0;
  } else if (moves_no_more()) {
    if (elastic_) return Status::infeasible;
    if (most_violated < settings_.feasibility_tolerance) return Status::converged;
  }
  if (!update_hessian()) return Status::step_too_small;
  return evaluations_ > settings_.maximum_evaluations ? Status::out_of_evaluations
                                                      : Status::running;
}

/// Whether the Lagrangian is flat or the last step gained nothing.
bool YukonOptimizer::moves_no_more() const {
  const double before = search_.cost;
  const double change = std::abs(now_.cost - before);
  const double relative = std::abs(before) > 1e-7 ? change / std::abs(before) : change;
  return lagrangian_gradient_.cwiseAbs().maxCoeff() < settings_.optimality_tolerance ||
         relative < settings_.function_tolerance;
}

bool YukonOptimizer::update_hessian() {
  const bool is_best = merit_ == best_.merit;
  const VectorXd& s = step_;
  const VectorXd& y = lagrangian_change_;
  const VectorXd hs = hessian_ * s;
  const double curvature = s.dot(hs);
  const double change = s.dot(y);
  if (settings_.self_scaled) {
    if (change >= curvature || change > 1e-10) {
      if (curvature == 0.0 || change == 0.0) return false;
      const double gamma = change >= curvature ? 1.0 : change / curvature;
      hessian_ =
          gamma * hessian_ - gamma * hs * hs.transpose() / curvature + y * y.transpose() / change;
    }
  } else {
    const bool damped = change < 0.1 * curvature;
    if (curvature == 0.0 || (damped && curvature - change == 0.0)) return false;
    const double theta = damped ? 0.9 * curvature / (curvature - change) : 1.0;
    const VectorXd r = theta * y + (1.0 - theta) * hs;
    if (s.dot(r) == 0.0) return false;
    hessian_ += r * r.transpose() / s.dot(r) - hs * hs.transpose() / curvature;
  }
  hessian_ = 0.5 * (hessian_.transpose().eval() + hessian_);
  if (is_best) best_.hessian = hessian_;
  return true;
}

}  // namespace gmat_sweep::mission
