#include "mission/yukon_optimizer.hpp"

#include <algorithm>
#include <cmath>
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

}  // namespace

YukonOptimizer::YukonOptimizer(const Settings& settings, Problem problem)
    : settings_(settings), problem_(std::move(problem)) {
  x_ = problem_.start.cwiseMax(problem_.lower).cwiseMin(problem_.upper);
  for (Index i = 0; i < x_.size(); ++i) {
    const bool bounded = problem_.lower[i] > -no_bound || problem_.upper[i] < no_bound;
    if (bounded) bounded_.push_back(i);
  }
  const Index own = problem_.constraint_lower.size();
  const auto all = own + static_cast<Index>(bounded_.size());
  lower_.resize(all);
  upper_.resize(all);
  lower_.head(own) = problem_.constraint_lower;
  upper_.head(own) = problem_.constraint_upper;
  for (std::size_t k = 0; k < bounded_.size(); ++k) {
    lower_[own + static_cast<Index>(k)] = problem_.lower[bounded_[k]];
    upper_[own + static_cast<Index>(k)] = problem_.upper[bounded_[k]];
  }
  hessian_ = MatrixXd::Identity(x_.size(), x_.size());
  multipliers_ = VectorXd::Zero(all);
  penalties_ = VectorXd::Constant(all, least_penalty);
}

/// The evaluation with the bounds of the variables as constraints of their own.
void YukonOptimizer::receive(const Evaluation& evaluation) {
  ++evaluations_;
  now_ = evaluation;
  const Index own = evaluation.constraints.size();
  now_.constraints.conservativeResize(lower_.size());
  now_.jacobian = MatrixXd::Zero(lower_.size(), x_.size());
  now_.jacobian.topRows(own) = evaluation.jacobian;
  for (std::size_t k = 0; k < bounded_.size(); ++k) {
    now_.constraints[own + static_cast<Index>(k)] = x_[bounded_[k]];
    now_.jacobian(own + static_cast<Index>(k), bounded_[k]) = 1.0;
  }
}

VectorXd YukonOptimizer::violations() const {
  return (lower_ - now_.constraints).cwiseMax(now_.constraints - upper_).cwiseMax(0.0);
}

double YukonOptimizer::merit(const VectorXd& violations) const {
  return now_.cost + penalties_.dot(violations);
}

YukonOptimizer::Status YukonOptimizer::advance(const Evaluation& at_point) {
  receive(at_point);
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
  const auto solution = solve({hessian_, now_.gradient, now_.jacobian, lower_ - now_.constraints,
                               upper_ - now_.constraints});
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
  if (iterations_ == 1) {
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
  if (iterations_ == 1) return;
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
  max_violation_ = violated.size() == 0 ? 0.0 : violated.maxCoeff();
  if (is_converged()) return Status::converged;
  if (!update_hessian()) return Status::step_too_small;
  return evaluations_ > settings_.maximum_evaluations ? Status::out_of_evaluations
                                                      : Status::running;
}

bool YukonOptimizer::is_converged() const {
  if (!(max_violation_ < settings_.feasibility_tolerance)) return false;
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
