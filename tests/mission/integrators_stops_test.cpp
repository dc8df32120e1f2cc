#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators_support.hpp"

namespace gmat_sweep::mission {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Flight;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Orbit;
using testing::true_anomaly_deg;
using testing::two_body;

constexpr Orbit orbit{26600.0, 0.72};
constexpr double degree = std::numbers::pi / 180.0;

// The epoch is a modified Julian day of some 31000 days: its last bit is 0.3 us.
constexpr double epoch_noise_s = 4e-7;

IntegratorSettings tight_settings() {
  IntegratorSettings settings;
  settings.accuracy = 1e-12;
  settings.min_step_s = 0.0;
  return settings;
}

IntegratorSettings fixed_settings(double step_s) {
  IntegratorSettings settings;
  settings.initial_step_s = step_s;
  settings.error_control = ErrorControl::none;
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

std::vector<PublishedPoint> points_of(const Flight& flight) {
  std::vector<PublishedPoint> points;
  for (const Flight::Row& row : flight.rows) points.push_back(row.point);
  return points;
}

TEST(ElapsedTime, is_met_within_the_rounding_of_the_epoch) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  const auto result = flight.propagate({flight.elapsed_stop(3000.25)});
  EXPECT_NEAR(flight.elapsed_s(), 3000.25, 1e-6);
  EXPECT_EQ(result.epoch_a1_mjd, flight.epoch_a1_mjd);
  EXPECT_THAT(result.warnings, IsEmpty());
  // 7 km/s times the rounding of the last step to a microsecond and the epoch's.
  EXPECT_LT(testing::distance_km(flight.state, orbit.state_at(3000.25)), 1e-5);
}

TEST(ElapsedTime, rows_are_the_start_each_step_and_the_stop) {
  Flight flight(orbit.state_at(0.0), fixed_settings(60.0));
  flight.propagate({flight.elapsed_stop(150.0)});
  ASSERT_THAT(points_of(flight), ElementsAre(PublishedPoint::initial, PublishedPoint::step,
                                             PublishedPoint::step, PublishedPoint::stop));
  const std::vector<double> expected_s = {0.0, 60.0, 120.0, 150.0};
  for (std::size_t i = 0; i < 4; ++i) {
    const double elapsed_s = (flight.rows[i].epoch_a1_mjd - 31041.0) * 86400.0;
    EXPECT_NEAR(elapsed_s, expected_s[i], 1e-6);
    EXPECT_LT(testing::distance_km(flight.rows[i].state, orbit.state_at(expected_s[i])), 1e-4);
  }
}

/// The epoch is the base epoch and the seconds since it, one rounding each.
TEST(ElapsedTime, epochs_are_the_base_and_the_seconds_over_a_day) {
  Flight flight(orbit.state_at(0.0), fixed_settings(60.0));
  flight.propagate({flight.elapsed_stop(600.0)});
  for (std::size_t i = 1; i + 1 < flight.rows.size(); ++i) {
    EXPECT_EQ(flight.rows[i].epoch_a1_mjd, 31041.0 + 60.0 * static_cast<double>(i) / 86400.0);
  }
}

TEST(ElapsedTime, of_zero_publishes_no_second_row) {
  Flight flight(orbit.state_at(0.0));
  const auto start = flight.state;
  flight.propagate({flight.elapsed_stop(0.0)});
  EXPECT_THAT(points_of(flight), ElementsAre(PublishedPoint::initial));
  EXPECT_EQ(flight.state, start);
  EXPECT_EQ(flight.epoch_a1_mjd, flight.start_epoch_a1_mjd);
}

TEST(ElapsedTime, counts_from_the_start_of_each_command) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  flight.propagate({flight.elapsed_stop(600.0)});
  flight.propagate({flight.elapsed_stop(600.0)});
  EXPECT_NEAR(flight.elapsed_s(), 1200.0, 2e-6);
}

TEST(ElapsedTime, runs_backwards) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  flight.propagate({flight.elapsed_stop(-3600.0)}, {.forward = false});
  EXPECT_NEAR(flight.elapsed_s(), -3600.0, 1e-6);
  EXPECT_LT(testing::distance_km(flight.state, orbit.state_at(-3600.0)), 1e-5);
}

TEST(ElapsedTime, in_the_wrong_direction_fails_at_once) {
  Flight flight(orbit.state_at(0.0));
  EXPECT_THAT(failure_of([&] { flight.propagate({flight.elapsed_stop(-10.0)}); }),
              AllOf(HasSubstr("StopOnSat.ElapsedSecs"), HasSubstr("10 before"),
                    HasSubstr("the other way")));
}

TEST(ElapsedTime, in_the_wrong_direction_is_only_a_warning_beside_another_stop) {
  Flight flight(orbit.state_at(500.0), tight_settings());
  const auto result =
      flight.propagate({flight.elapsed_stop(-10.0), flight.apsis_stop(StopKind::apoapsis)});
  EXPECT_THAT(result.warnings, Contains(HasSubstr("cannot be met")));
  EXPECT_NEAR(flight.elapsed_s() + 500.0, orbit.period_s() / 2.0, 1.2e-3);
}

TEST(Epoch, is_met_in_days) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  const StopCondition stop{.name = "StopOnSat.A1ModJulian",
                           .kind = StopKind::epoch,
                           .value = [&] { return flight.epoch_a1_mjd; },
                           .goal = [] { return 31041.25; },
                           .seconds_per_unit = 86400.0};
  flight.propagate({stop});
  EXPECT_NEAR(flight.elapsed_s(), 21600.0, 1e-6);
}

struct ApsisCase {
  double start_s;
  StopKind kind;
  bool forward;
  double expected_s;
};

// GMAT puts an apsis at which the spacecraft is exactly just behind it.
TEST(ExactApsis, at_the_start_is_no_stop) {
  for (const StopKind kind : {StopKind::apoapsis, StopKind::periapsis}) {
    const bool from_perigee = kind == StopKind::periapsis;
    Flight flight(orbit.state_at(0.0), tight_settings());
    ASSERT_EQ(testing::radial_cosine(flight.state), 0.0);
    flight.propagate({flight.apsis_stop(kind)});
    const double expected_s = orbit.period_s() * (from_perigee ? 1.0 : 0.5);
    EXPECT_NEAR(flight.elapsed_s(), expected_s, 0.01);
  }
}

class Apsis : public ::testing::TestWithParam<ApsisCase> {};

// The cosine of the angle between position and velocity changes by 8.8e-5 a second at this orbit's
// apogee, and by more at its perigee: a tolerance of 1e-7 is at most 1.2 ms.
TEST_P(Apsis, is_the_right_one_at_the_right_time) {
  const ApsisCase& c = GetParam();
  Flight flight(orbit.state_at(c.start_s), tight_settings());
  const auto result = flight.propagate({flight.apsis_stop(c.kind)}, {.forward = c.forward});
  EXPECT_NEAR(flight.elapsed_s() + c.start_s, c.expected_s, 1.2e-3);
  EXPECT_LT(std::fabs(testing::radial_cosine(flight.state)), 1e-7);
  EXPECT_THAT(result.warnings, IsEmpty());
  EXPECT_EQ(flight.rows.back().point, PublishedPoint::stop);
}

const double period_s = orbit.period_s();

INSTANTIATE_TEST_SUITE_P(
    All, Apsis,
    ::testing::Values(ApsisCase{1000.0, StopKind::apoapsis, true, period_s / 2.0},
                      ApsisCase{1000.0, StopKind::periapsis, true, period_s},
                      ApsisCase{30000.0, StopKind::apoapsis, true, 1.5 * period_s},
                      ApsisCase{30000.0, StopKind::periapsis, true, period_s},
                      ApsisCase{30000.0, StopKind::apoapsis, false, period_s / 2.0},
                      ApsisCase{30000.0, StopKind::periapsis, false, 0.0},
                      ApsisCase{1000.0, StopKind::periapsis, false, 0.0},
                      ApsisCase{1000.0, StopKind::apoapsis, false, -period_s / 2.0}));

// At 40000 km the radius grows by 1.2 km/s, and the last step is rounded to a microsecond: half of
// one makes 6e-7 km, which is beyond GMAT's tolerance, and GMAT says so.
TEST(Value, is_reached_as_well_as_microseconds_allow) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  const auto result = flight.propagate({flight.radius_stop(40000.0)});
  const double miss_km = std::hypot(flight.state[0], flight.state[1]) - 40000.0;
  EXPECT_LT(std::fabs(miss_km), 7e-7);
  EXPECT_EQ(result.warnings.size(), std::fabs(miss_km) > 1e-7 ? 1U : 0U);
}

TEST(Value, is_reached_within_a_tolerance_that_microseconds_allow) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  const auto result = flight.propagate({flight.radius_stop(40000.0)}, {.stop_tolerance = 1e-6});
  EXPECT_NEAR(std::hypot(flight.state[0], flight.state[1]), 40000.0, 1e-6);
  EXPECT_THAT(result.warnings, IsEmpty());
}

TEST(Value, crosses_downwards_as_well_as_upwards) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  flight.propagate({flight.radius_stop(40000.0)});
  const double outward_s = flight.elapsed_s();
  flight.propagate({flight.radius_stop(40000.0)});
  EXPECT_NEAR(outward_s + flight.elapsed_s(), orbit.period_s(), 1e-4)
      << "the two crossings lie symmetrically about apogee";
}

TEST(Value, goal_is_read_at_each_step) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  StopCondition stop = flight.radius_stop(0.0);
  stop.goal = [&] { return 10000.0 + flight.elapsed_s(); };
  flight.propagate({stop});
  EXPECT_NEAR(std::hypot(flight.state[0], flight.state[1]), 10000.0 + flight.elapsed_s(), 1e-4);
}

TEST(Value, already_reached_at_the_start_is_not_a_stop_unless_crossed) {
  Flight flight(orbit.state_at(0.0), tight_settings());
  flight.propagate({flight.radius_stop(5000.0), flight.elapsed_stop(2.0 * orbit.period_s())});
  EXPECT_NEAR(flight.elapsed_s(), 2.0 * orbit.period_s(), 1e-5) << "never as low as 5000 km";
}

struct AngleCase {
  double start_deg;
  double goal_deg;
  bool forward;
};

class Angle : public ::testing::TestWithParam<AngleCase> {};

TEST_P(Angle, is_met_across_the_wrap) {
  const AngleCase& c = GetParam();
  const double start_s = orbit.time_at(c.start_deg * degree);
  Flight flight(orbit.state_at(start_s), tight_settings());
  flight.propagate({flight.anomaly_stop(c.goal_deg)}, {.forward = c.forward});
  const double miss_deg = std::remainder(true_anomaly_deg(flight.state) - c.goal_deg, 360.0);
  EXPECT_NEAR(miss_deg, 0.0, 2e-7);
  const double elapsed_s = flight.elapsed_s();
  EXPECT_EQ(elapsed_s > 0.0, c.forward);
  EXPECT_LT(std::fabs(elapsed_s), orbit.period_s());
}

INSTANTIATE_TEST_SUITE_P(
    All, Angle,
    ::testing::Values(AngleCase{45.0, 90.0, true}, AngleCase{-60.0, 0.0, true},
                      AngleCase{-60.0, 360.0, true}, AngleCase{-10.0, 1.0, true},
                      AngleCase{170.0, 181.0, true}, AngleCase{45.0, 350.0, false},
                      AngleCase{20.0, -90.0, false}, AngleCase{100.0, 90.0, true}));

// 180 degrees from the goal the value jumps from one end of its range to the other.
TEST(AngleRange, the_jump_opposite_to_the_goal_is_no_stop) {
  Flight flight(orbit.state_at(orbit.time_at(170.0 * degree)), tight_settings());
  flight.propagate({flight.anomaly_stop(0.0)});
  EXPECT_NEAR(std::remainder(true_anomaly_deg(flight.state), 360.0), 0.0, 2e-7);
}

TEST(RepeatedStop, is_not_met_again_on_the_first_step) {
  Flight flight(orbit.state_at(1000.0), tight_settings());
  flight.propagate({flight.apsis_stop(StopKind::periapsis)});
  EXPECT_THAT(flight.last_stops, ElementsAre("StopOnSat.Earth.Periapsis"));
  const double first_s = flight.elapsed_s();
  flight.memory = {};  // another command with the same condition
  flight.propagate({flight.apsis_stop(StopKind::periapsis)});
  EXPECT_NEAR(flight.elapsed_s() - first_s, orbit.period_s(), 1.2e-3);
}

TEST(RepeatedStop, other_conditions_still_stop_on_the_first_step) {
  Flight flight(orbit.state_at(1000.0), fixed_settings(100.0));
  flight.propagate({flight.elapsed_stop(250.0)});
  flight.propagate({flight.elapsed_stop(30.0)});
  EXPECT_NEAR(flight.elapsed_s(), 280.0, 1e-6);
}

TEST(SeveralStops, the_first_to_be_reached_ends_the_command) {
  Flight flight(orbit.state_at(500.0), tight_settings());
  flight.propagate({flight.apsis_stop(StopKind::apoapsis), flight.radius_stop(30000.0),
                    flight.elapsed_stop(1e5)});
  EXPECT_NEAR(std::hypot(flight.state[0], flight.state[1]), 30000.0, 3e-6);
  EXPECT_THAT(flight.last_stops, ElementsAre("StopOnSat.Earth.RMAG"));
}

TEST(SeveralStops, the_earlier_of_two_within_one_step_is_taken) {
  for (const bool radius_first : {true, false}) {
    Flight flight(orbit.state_at(0.0), fixed_settings(600.0));
    // 9800 km is passed some 1070 s after perigee, within the second step; 1100 s later in it.
    std::vector<StopCondition> stops = {flight.elapsed_stop(1100.0), flight.radius_stop(9800.0)};
    if (radius_first) std::swap(stops[0], stops[1]);
    flight.propagate(stops);
    EXPECT_NEAR(std::hypot(flight.state[0], flight.state[1]), 9800.0, 1e-5);
    EXPECT_LT(flight.elapsed_s(), 1100.0);
  }
}

TEST(StopTolerance, replaces_both_of_gmats) {
  Flight flight(orbit.state_at(0.0), fixed_settings(600.0));
  flight.propagate({flight.radius_stop(10000.0)}, {.stop_tolerance = 1.0});
  const double miss_km = std::fabs(std::hypot(flight.state[0], flight.state[1]) - 10000.0);
  EXPECT_LT(miss_km, 1.0);
  EXPECT_GT(miss_km, 1e-6) << "the spline's first estimate is good enough, and not exact";
}

TEST(SingleStep, is_one_step_and_goes_to_ephemerides) {
  Flight flight(orbit.state_at(0.0), fixed_settings(60.0));
  flight.last_stops = {"StopOnSat.Earth.RMAG"};
  const auto result = flight.propagate({});
  EXPECT_THAT(points_of(flight), ElementsAre(PublishedPoint::initial, PublishedPoint::single_step));
  EXPECT_NEAR(flight.elapsed_s(), 60.0, epoch_noise_s);
  EXPECT_EQ(result.steps, 1U);
  EXPECT_THAT(flight.last_stops, IsEmpty());
}

TEST(Escape, from_which_no_apsis_is_ahead_fails_the_run) {
  std::vector<double> state = orbit.state_at(0.0);
  for (std::size_t i = 3; i < 6; ++i) state[i] *= 2.0;
  Flight flight(state, tight_settings());
  const std::string failure =
      failure_of([&] { flight.propagate({flight.apsis_stop(StopKind::apoapsis)}); });
  EXPECT_THAT(failure, AllOf(HasSubstr("an escape: after 100000 steps"),
                             HasSubstr("StopOnSat.Earth.Apoapsis is 1, its goal 0")));
}

TEST(Budget, a_stop_that_is_never_met_fails_with_what_is_missing) {
  Flight flight(orbit.state_at(0.0), fixed_settings(60.0));
  EXPECT_THAT(failure_of([&] {
                flight.propagate({flight.radius_stop(1e6)},
                                 {.max_steps = 50, .command = "Propagate Prop(Sat)"});
              }),
              AllOf(HasSubstr("Propagate Prop(Sat)"), HasSubstr("50 steps"),
                    HasSubstr("StopOnSat.Earth.RMAG"), HasSubstr("its goal 1000000")));
}

TEST(Failure, within_an_integrator_names_the_command) {
  IntegratorSettings settings;
  settings.accuracy = 1e-13;
  settings.min_step_s = 1000.0;
  settings.initial_step_s = 1000.0;
  Flight flight(orbit.state_at(0.0), settings);
  EXPECT_THAT(failure_of([&] {
                flight.propagate({flight.elapsed_stop(5000.0)}, {.command = "Propagate P(S)"});
              }),
              AllOf(HasSubstr("Propagate P(S): RungeKutta89"), HasSubstr("MinStep")));
}

class TwoFlights : public ::testing::Test {
 protected:
  PropagationResult propagate(PropagationMode mode, std::vector<StopCondition> stops) {
    auto update_first = [this](std::span<const double>, double epoch) {
      first_.epoch_a1_mjd = epoch;
    };
    auto update_second = [this](std::span<const double>, double epoch) {
      second_.epoch_a1_mjd = epoch;
    };
    auto observe = [this](PublishedPoint, double) {
      epochs_apart_s_.push_back((second_.epoch_a1_mjd - first_.epoch_a1_mjd) * 86400.0);
    };
    std::array participants = {Participant{first_.integrator.get(), two_body, first_.state,
                                           first_.epoch_a1_mjd, update_first},
                               Participant{second_.integrator.get(), two_body, second_.state,
                                           second_.epoch_a1_mjd, update_second}};
    PropagationMemory memory;
    return mission::propagate(participants, stops, {.mode = mode}, memory, observe);
  }

  static constexpr Orbit low_{7000.0, 0.001};
  Flight first_{low_.state_at(0.0), tight_settings()};
  Flight second_{orbit.state_at(0.0), fixed_settings(40.0)};
  std::vector<double> epochs_apart_s_;
};

TEST_F(TwoFlights, synchronized_propagators_publish_at_the_same_epochs) {
  propagate(PropagationMode::synchronized, {second_.radius_stop(10000.0)});
  EXPECT_GT(epochs_apart_s_.size(), 3U);
  for (const double apart_s : epochs_apart_s_) EXPECT_NEAR(apart_s, 0.0, epoch_noise_s);
  EXPECT_NEAR(std::hypot(second_.state[0], second_.state[1]), 10000.0, 1e-5);
  EXPECT_LT(testing::distance_km(first_.state, low_.state_at(first_.elapsed_s())), 1e-4);
}

TEST_F(TwoFlights, independent_propagators_keep_their_own_steps) {
  propagate(PropagationMode::independent, {first_.elapsed_stop(900.0)});
  EXPECT_GT(std::fabs(epochs_apart_s_[1]), 1.0);
  EXPECT_NEAR(first_.elapsed_s(), 900.0, 1e-6);
}

TEST(OneVector, two_spacecraft_are_stepped_together) {
  std::vector<double> state = orbit.state_at(0.0);
  const std::vector<double> later = orbit.state_at(5000.0);
  state.insert(state.end(), later.begin(), later.end());
  Flight flight(state, tight_settings());
  flight.propagate({flight.elapsed_stop(1234.0)});
  EXPECT_LT(testing::distance_km(flight.state, orbit.state_at(1234.0)), 1e-5);
  EXPECT_LT(testing::distance_km(std::span(flight.state).subspan(6), orbit.state_at(6234.0)), 1e-5);
}

class AnyIntegrator : public ::testing::TestWithParam<IntegratorType> {};

TEST_P(AnyIntegrator, finds_time_and_apsis_stops) {
  IntegratorSettings settings = tight_settings();
  settings.type = GetParam();
  settings.accuracy = 1e-11;
  settings.target_error = 1e-12;
  Flight flight(orbit.state_at(2000.0), settings);
  flight.propagate({flight.elapsed_stop(1000.0)});
  EXPECT_NEAR(flight.elapsed_s(), 1000.0, 1e-6);
  flight.propagate({flight.apsis_stop(StopKind::apoapsis)});
  EXPECT_NEAR(flight.elapsed_s() + 2000.0, orbit.period_s() / 2.0, 2e-3);
}

INSTANTIATE_TEST_SUITE_P(
    Methods, AnyIntegrator,
    ::testing::Values(IntegratorType::runge_kutta_89, IntegratorType::prince_dormand_78,
                      IntegratorType::prince_dormand_45, IntegratorType::prince_dormand_853,
                      IntegratorType::runge_kutta_68, IntegratorType::runge_kutta_56,
                      IntegratorType::adams_bashforth_moulton, IntegratorType::bulirsch_stoer),
    [](const auto& method) { return std::string(name_of(method.param)); });

/// The stop of shared/reference/gmat-R2026a/01_two_body.stops, written by NASA GMAT R2026a under
/// adaptive steps; its tolerances.json allows 1e-5 km.
TEST(ReferenceStop, agrees_with_gmat) {
  IntegratorSettings settings;
  settings.initial_step_s = 30.0;
  settings.accuracy = 1e-9;
  Flight flight({6993, 0, 0, 0, 6.638235681790633, 3.604267898971469}, settings);
  flight.propagate({flight.elapsed_stop(6000.0)});
  const std::vector<double> expected = {6873.496635118388,  1131.855175494186, 614.5472186998345,
                                        -1.389765385983046, 6.524796819584628, 3.542675622176217};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(flight.state[i], expected[i], i < 3 ? 1e-5 : 1e-8);
  }
}

}  // namespace
}  // namespace gmat_sweep::mission
