#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/error_estimate.hpp"
#include "mission/integrators_support.hpp"

namespace gmat_sweep::mission {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Orbit;
using testing::two_body;

constexpr Orbit orbit{10000.0, 0.2};

IntegratorSettings settings_of(IntegratorType type) {
  IntegratorSettings settings;
  settings.type = type;
  settings.accuracy = 1e-9;
  return settings;
}

std::string failure_of(auto&& action) {
  try {
    action();
  } catch (const RunFailed& failure) {
    return failure.what();
  }
  return "";
}

struct EstimateOrder {
  IntegratorType type;
  int control_order;   // that the step control reckons with
  int embedded_order;  // of the lower of the two solutions
};

class ErrorEstimateOrder : public ::testing::TestWithParam<EstimateOrder> {
 protected:
  /// The relative error of the first step, from the size of the second: an accepted step h is
  /// followed by 0.9 h (accuracy / error)^(1 / order).
  double estimated_error(double step_s) const {
    IntegratorSettings settings = settings_of(GetParam().type);
    settings.initial_step_s = step_s;
    settings.accuracy = 1e10;  // accepts anything
    auto integrator = make_integrator(settings, {});
    integrator->prepare(true, true);
    std::vector<double> state = orbit.state_at(0.0);
    OdeState ode{state};
    integrator->step(ode, two_body);
    EXPECT_EQ(integrator->step_taken_s(), step_s);
    const double growth = integrator->next_step_s() / (0.9 * step_s);
    return settings.accuracy / std::pow(growth, GetParam().control_order);
  }
};

/// The error of a step of the lower solution goes with the step's power of order + 1, the change
/// it is divided by with the step.
TEST_P(ErrorEstimateOrder, follows_the_lower_solution) {
  const double measured = std::log2(estimated_error(800.0) / estimated_error(400.0));
  EXPECT_NEAR(measured, GetParam().embedded_order, 1.2);
}

INSTANTIATE_TEST_SUITE_P(Methods, ErrorEstimateOrder,
                         ::testing::Values(EstimateOrder{IntegratorType::runge_kutta_89, 9, 8},
                                           EstimateOrder{IntegratorType::prince_dormand_78, 8, 7},
                                           EstimateOrder{IntegratorType::prince_dormand_45, 5, 4},
                                           EstimateOrder{IntegratorType::prince_dormand_853, 8, 5},
                                           EstimateOrder{IntegratorType::runge_kutta_68, 8, 6},
                                           EstimateOrder{IntegratorType::runge_kutta_56, 6, 5}),
                         [](const auto& method) {
                           return std::string(name_of(method.param.type));
                         });

TEST(StepControl, rejected_steps_are_tried_again_smaller) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_45);
  settings.initial_step_s = 2000.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  int evaluations = 0;
  auto counting = [&](double t, std::span<const double> y, std::span<double> d) {
    ++evaluations;
    two_body(t, y, d);
  };
  integrator->step(ode, counting);
  EXPECT_LT(integrator->step_taken_s(), 2000.0);
  EXPECT_EQ(ode.elapsed_s, integrator->step_taken_s());
  EXPECT_GE(evaluations, 14) << "two attempts of seven stages";
  EXPECT_EQ(evaluations % 7, 0);
}

TEST(StepControl, steps_stay_between_the_limits) {
  IntegratorSettings settings = settings_of(IntegratorType::runge_kutta_89);
  settings.initial_step_s = 10000.0;
  settings.max_step_s = 120.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  for (int i = 0; i < 5; ++i) {
    integrator->step(ode, two_body);
    EXPECT_EQ(integrator->step_taken_s(), 120.0);
  }

  settings.initial_step_s = 1.0;
  settings.min_step_s = 50.0;
  integrator = make_integrator(settings, {});
  integrator->prepare(false, true);
  integrator->step(ode, two_body);
  EXPECT_EQ(integrator->step_taken_s(), -50.0);
}

TEST(StepControl, final_steps_may_be_below_the_least_step) {
  IntegratorSettings settings = settings_of(IntegratorType::runge_kutta_89);
  settings.min_step_s = 50.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  integrator->set_final_step(true);
  integrator->step_by(ode, two_body, 0.25);
  EXPECT_EQ(ode.elapsed_s, 0.25);
}

TEST(StepControl, forced_intervals_are_covered_to_the_end) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_45);
  settings.max_step_s = 70.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  integrator->step_by(ode, two_body, 1000.0);
  EXPECT_NEAR(ode.elapsed_s, 1000.0, 1e-9);
  EXPECT_LT(testing::distance_km(state, orbit.state_at(1000.0)), 1e-4);
}

TEST(StepControl, no_error_control_keeps_the_step) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_78);
  settings.initial_step_s = 700.0;
  settings.error_control = ErrorControl::none;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  for (int i = 1; i <= 4; ++i) {
    integrator->step(ode, two_body);
    EXPECT_EQ(ode.elapsed_s, 700.0 * i);
  }
}

// GMAT: the estimated error of zero goes through RungeKuttaNystrom's step control.
TEST(StepControl, nystrom_without_error_control_goes_on_at_the_greatest_step) {
  IntegratorSettings settings = settings_of(IntegratorType::runge_kutta_68);
  settings.initial_step_s = 30.0;
  settings.max_step_s = 200.0;
  settings.error_control = ErrorControl::none;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  integrator->step(ode, two_body);
  EXPECT_EQ(integrator->step_taken_s(), 30.0);
  integrator->step(ode, two_body);
  EXPECT_EQ(integrator->step_taken_s(), 200.0);
}

TEST(StepControl, the_step_size_goes_on_unless_restarted) {
  IntegratorSettings settings = settings_of(IntegratorType::runge_kutta_89);
  settings.initial_step_s = 30.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, false);
  EXPECT_EQ(integrator->next_step_s(), 30.0) << "the first execution begins at the initial size";
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  integrator->step(ode, two_body);
  const double next_s = integrator->next_step_s();
  ASSERT_GT(next_s, 100.0);
  integrator->prepare(true, false);
  EXPECT_EQ(integrator->next_step_s(), next_s);
  integrator->prepare(false, true);
  EXPECT_EQ(integrator->next_step_s(), -30.0);
}

TEST(StepControl, accuracy_that_cannot_be_held_fails_with_the_values) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_45);
  settings.min_step_s = 600.0;
  settings.initial_step_s = 600.0;
  settings.accuracy = 1e-12;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  const std::vector<double> start = orbit.state_at(0.0);
  std::vector<double> state = start;
  OdeState ode{state, 31041.5, 10.0};
  EXPECT_THAT(failure_of([&] { integrator->step(ode, two_body); }),
              AllOf(HasSubstr("PrinceDormand45"), HasSubstr("MinStep = 600 s"),
                    HasSubstr("Accuracy = 1e-12"), HasSubstr("31041.500115741"),
                    HasSubstr("10.000000 s into the Propagate"),
                    HasSubstr("StopIfAccuracyIsViolated = false")));
  EXPECT_EQ(state, start);
  EXPECT_EQ(ode.elapsed_s, 10.0);
}

TEST(StepControl, accuracy_may_be_violated_when_the_user_says_so) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_45);
  settings.min_step_s = 600.0;
  settings.initial_step_s = 600.0;
  settings.accuracy = 1e-12;
  settings.stop_if_accuracy_violated = false;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  EXPECT_FALSE(integrator->accuracy_was_violated());
  integrator->step(ode, two_body);
  EXPECT_EQ(ode.elapsed_s, 600.0);
  EXPECT_TRUE(integrator->accuracy_was_violated());
  integrator->prepare(true, true);
  EXPECT_FALSE(integrator->accuracy_was_violated());
}

TEST(StepControl, used_up_attempts_fail_with_the_number) {
  IntegratorSettings settings = settings_of(IntegratorType::prince_dormand_45);
  settings.initial_step_s = 2700.0;
  settings.accuracy = 1e-13;
  settings.max_step_attempts = 1;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  EXPECT_THAT(failure_of([&] { integrator->step(ode, two_body); }),
              AllOf(HasSubstr("MaxStepAttempts = 1"), HasSubstr("0.000000 s into")));
}

TEST(StepControl, an_interval_of_too_many_parts_fails) {
  IntegratorSettings settings = settings_of(IntegratorType::runge_kutta_89);
  settings.max_step_s = 1.0;
  settings.max_step_attempts = 10;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = orbit.state_at(0.0);
  OdeState ode{state};
  EXPECT_THAT(failure_of([&] { integrator->step_by(ode, two_body, 100.0); }),
              AllOf(HasSubstr("100"), HasSubstr("MaxStepAttempts = 10")));
}

class NotFinite : public ::testing::TestWithParam<IntegratorType> {};

TEST_P(NotFinite, states_are_never_accepted) {
  IntegratorSettings settings = settings_of(GetParam());
  settings.target_error = 1e-11;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  const std::vector<double> start = orbit.state_at(0.0);
  std::vector<double> state = start;
  OdeState ode{state};
  auto broken = [](double, std::span<const double>, std::span<double> derivative) {
    for (double& element : derivative) element = std::numeric_limits<double>::quiet_NaN();
  };
  EXPECT_THAT(failure_of([&] { integrator->step(ode, broken); }),
              HasSubstr("no longer a finite number"));
  EXPECT_EQ(state, start);
}

INSTANTIATE_TEST_SUITE_P(Methods, NotFinite,
                         ::testing::Values(IntegratorType::runge_kutta_89,
                                           IntegratorType::runge_kutta_68,
                                           IntegratorType::adams_bashforth_moulton,
                                           IntegratorType::bulirsch_stoer),
                         [](const auto& method) { return std::string(name_of(method.param)); });

TEST(Settings, all_that_is_wrong_is_said_at_once) {
  IntegratorSettings settings = settings_of(IntegratorType::adams_bashforth_moulton);
  settings.accuracy = -1.0;
  settings.min_step_s = 10.0;
  settings.max_step_s = 5.0;
  settings.max_step_attempts = 0;
  settings.initial_step_s = 0.0;
  EXPECT_THAT(failure_of([&] { make_integrator(settings, {}); }),
              AllOf(HasSubstr("AdamsBashforthMoulton"), HasSubstr("Accuracy = -1"),
                    HasSubstr("MaxStep = 5"), HasSubstr("MaxStepAttempts = 0"),
                    HasSubstr("InitialStepSize = 0"), HasSubstr("TargetError")));
}

TEST(Settings, nystrom_refuses_states_with_masses) {
  EXPECT_FALSE(integrates_other_elements(IntegratorType::runge_kutta_68));
  EXPECT_THAT(failure_of([] {
                make_integrator(settings_of(IntegratorType::runge_kutta_68), {7, 6, true});
              }),
              HasSubstr("positions and velocities only"));
}

TEST(Settings, names_are_gmats) {
  EXPECT_EQ(name_of(IntegratorType::prince_dormand_853), "PrinceDormand853");
  EXPECT_EQ(integrator_type_named("BulirschStoer"), IntegratorType::bulirsch_stoer);
  EXPECT_EQ(integrator_type_named("rungekutta89"), std::nullopt);
  EXPECT_EQ(error_control_named("LargestState"), ErrorControl::largest_state);
  EXPECT_EQ(error_control_named("L2"), std::nullopt);
}

// Two spacecraft and a mass; the second spacecraft's velocity has the largest error.
class ErrorEstimate : public ::testing::Test {
 protected:
  double estimate(ErrorControl control) const {
    return estimate_error(control, layout_, errors_, start_, end_);
  }

  StateLayout layout_{.size = 13, .cartesian_size = 12};
  std::vector<double> start_ = {7000, 0, 0, 0, 7, 0, 8000, 0, 0, 0, 6, 0, 850};
  std::vector<double> end_ = {7003, 4, 0, 3, 7, 4, 8003, 4, 0, 3, 6, 4, 849};
  std::vector<double> errors_ = {0, 0, 0, 0, 0, 0, 0, 0, 0, 3e-9, 0, -4e-9, 1e-12};
};

TEST_F(ErrorEstimate, measures_against_the_change_or_the_state) {
  EXPECT_EQ(estimate(ErrorControl::none), 0.0);
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_step), 5e-9 / 5.0);
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::largest_step), 7e-9 / 7.0);
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_state), 5e-9 / std::sqrt(1.5 * 1.5 + 36.0 + 4.0));
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::largest_state), 7e-9 / (1.5 + 6.0 + 2.0));
}

TEST_F(ErrorEstimate, takes_other_elements_one_by_one) {
  errors_[12] = -1e-3;
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_step), 1e-3);
  layout_.uncontrolled_size = layout_.size - layout_.cartesian_size;
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_step), 1e-9);
}

TEST_F(ErrorEstimate, is_absolute_below_the_threshold) {
  end_ = start_;
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_step), 5e-9);
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::largest_step), 7e-9);
  // The root sum of squares compares the square with the threshold: 0.31^2 < 0.1 < 0.31.
  end_[9] = start_[9] + 0.31;
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::rss_step), 5e-9);
  EXPECT_DOUBLE_EQ(estimate(ErrorControl::largest_step), 7e-9 / 0.31);
}

}  // namespace
}  // namespace gmat_sweep::mission
