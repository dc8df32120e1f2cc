#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "mission/integrators_support.hpp"

namespace gmat_sweep::mission {
namespace {

using testing::distance_km;
using testing::mu_km3_s2;
using testing::Orbit;
using testing::two_body;

constexpr Orbit orbit{10000.0, 0.2};

IntegratorSettings fixed_step(IntegratorType type, double step_s) {
  IntegratorSettings settings;
  settings.type = type;
  settings.initial_step_s = step_s;
  // RungeKutta68 takes MaxStep when there is no error control.
  settings.max_step_s = step_s;
  settings.min_step_s = 0.0;
  settings.accuracy = 1e-9;
  settings.error_control = ErrorControl::none;
  return settings;
}

/// The distance from the analytic solution after `steps` equal steps over an interval.
double error_km(IntegratorType type, double interval_s, int steps) {
  auto integrator = make_integrator(fixed_step(type, interval_s / steps), {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  for (int i = 0; i < steps; ++i) integrator->step(ode, two_body);
  EXPECT_NEAR(ode.elapsed_s, interval_s, 1e-9);
  return distance_km(state, orbit.state_at(ode.elapsed_s));
}

struct Convergence {
  IntegratorType type;
  int steps;  // few enough that halving the step leaves the error above rounding
  double order;
};

class ConvergenceOrder : public ::testing::TestWithParam<Convergence> {};

TEST_P(ConvergenceOrder, halving_the_step_divides_the_error_as_the_order_says) {
  const Convergence& method = GetParam();
  const double interval_s = orbit.period_s() / 4.0;
  const double coarse_km = error_km(method.type, interval_s, method.steps);
  const double fine_km = error_km(method.type, interval_s, 2 * method.steps);
  ASSERT_GT(fine_km, 1e-9) << "rounding, not truncation, is measured";
  const double measured = std::log2(coarse_km / fine_km);
  RecordProperty("measured_order", std::to_string(measured));
  EXPECT_NEAR(measured, method.order, 0.8) << coarse_km << " km, then " << fine_km << " km";
}

INSTANTIATE_TEST_SUITE_P(
    Methods, ConvergenceOrder,
    ::testing::Values(Convergence{IntegratorType::runge_kutta_89, 4, 9.0},
                      Convergence{IntegratorType::prince_dormand_78, 6, 8.0},
                      Convergence{IntegratorType::prince_dormand_45, 20, 5.0},
                      Convergence{IntegratorType::prince_dormand_853, 6, 8.0},
                      Convergence{IntegratorType::runge_kutta_68, 6, 8.0},
                      Convergence{IntegratorType::runge_kutta_56, 16, 6.0},
                      Convergence{IntegratorType::adams_bashforth_moulton, 80, 4.0},
                      // Without error control it takes its first three columns.
                      Convergence{IntegratorType::bulirsch_stoer, 8, 6.0}),
    [](const auto& method) { return std::string(name_of(method.param.type)); });

class Accuracy : public ::testing::TestWithParam<IntegratorType> {};

/// Local errors of 1e-11 of each step's change add up to at most that fraction of the path, times
/// what the orbit itself makes of a local error: for three revolutions an along-track error grows
/// by 3/2 of the mean anomaly, some 28 times.
TEST_P(Accuracy, holds_the_requested_accuracy_over_three_revolutions) {
  IntegratorSettings settings;
  settings.type = GetParam();
  settings.accuracy = 1e-11;
  settings.target_error = 1e-12;
  settings.min_step_s = 0.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  while (ode.elapsed_s < 3.0 * orbit.period_s()) integrator->step(ode, two_body);
  const double path_km = 2.0 * 3.1416 * orbit.sma_km * 3.0;
  EXPECT_LT(distance_km(state, orbit.state_at(ode.elapsed_s)), 28.0 * 1e-11 * path_km);
}

TEST_P(Accuracy, conserves_energy_and_comes_back_when_run_backwards) {
  IntegratorSettings settings;
  settings.type = GetParam();
  settings.accuracy = 1e-12;
  settings.target_error = 1e-13;
  settings.lower_error = 1e-15;
  settings.min_step_s = 0.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  const std::vector<double> start = orbit.state_at(0.0);
  std::vector<double> state = start;
  OdeState ode{state};
  for (int i = 0; i < 50; ++i) integrator->step(ode, two_body);
  const double speed2 = state[3] * state[3] + state[4] * state[4];
  const double energy = speed2 / 2.0 - mu_km3_s2 / std::hypot(state[0], state[1]);
  EXPECT_NEAR(energy / (-mu_km3_s2 / (2.0 * orbit.sma_km)), 1.0, 1e-10);

  integrator->prepare(false, true);
  while (ode.elapsed_s > 0.0) {
    integrator->step(ode, two_body);
    EXPECT_LT(integrator->step_taken_s(), 0.0);
  }
  EXPECT_LT(distance_km(state, orbit.state_at(ode.elapsed_s)), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(
    Methods, Accuracy,
    ::testing::Values(IntegratorType::runge_kutta_89, IntegratorType::prince_dormand_78,
                      IntegratorType::prince_dormand_45, IntegratorType::prince_dormand_853,
                      IntegratorType::runge_kutta_68, IntegratorType::runge_kutta_56,
                      IntegratorType::adams_bashforth_moulton, IntegratorType::bulirsch_stoer),
    [](const auto& method) { return std::string(name_of(method.param)); });

/// Rows of shared/reference/gmat-R2026a/01_two_body_fixed.report, written by NASA GMAT R2026a: a
/// point mass, RungeKutta89, steps of 60 s.
TEST(ReferenceRows, fixed_steps_give_gmats_rows) {
  struct Row {
    int steps;
    std::vector<double> state;
  };
  const std::vector<Row> rows = {{1,
                                  {6978.33335094726, 398.0156503844927, 216.1048659215597,
                                   -0.4887168241939773, 6.624313120818676, 3.596708565138182}},
                                 {25,
                                  {-337.3750676689921, 6144.861406966969, 3336.387524400981,
                                   -7.537288437534444, -0.3129730080761266, -0.169930478567917}},
                                 {100,
                                  {6873.496631455186, 1131.855183500049, 614.5472230466577,
                                   -1.389765396398311, 6.524796818807096, 3.542675621754058}}};
  std::vector<double> state = {6993, 0, 0, 0, 6.638235681790633, 3.604267898971469};
  auto integrator = make_integrator(fixed_step(IntegratorType::runge_kutta_89, 60.0), {});
  integrator->prepare(true, true);
  OdeState ode{state};
  int steps = 0;
  for (const Row& row : rows) {
    for (; steps < row.steps; ++steps) integrator->step(ode, two_body);
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_NEAR(state[i], row.state[i], i < 3 ? 1e-9 : 1e-12) << "after " << steps << " steps";
    }
  }
}

}  // namespace
}  // namespace gmat_sweep::mission
