#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "mission/integrators/integrator.hpp"
#include "mission/integrators/propagation.hpp"

namespace gmat_sweep::mission::testing {

constexpr double mu_km3_s2 = 398600.4415;  // JGM-2's Earth
constexpr double seconds_per_day = 86400.0;

inline double dot(std::span<const double> a, std::span<const double> b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// Point mass attraction of any number of spacecraft.
constexpr auto two_body = [](double, std::span<const double> state, std::span<double> derivative) {
  for (std::size_t i = 0; i < state.size(); i += 6) {
    const auto r = state.subspan(i, 3);
    const double r2 = dot(r, r);
    const double factor = -mu_km3_s2 / (r2 * std::sqrt(r2));
    for (std::size_t j = 0; j < 3; ++j) {
      derivative[i + j] = state[i + 3 + j];
      derivative[i + 3 + j] = factor * r[j];
    }
  }
};

/// An orbit in its own plane, from its analytic solution: perigee on the x axis, at time zero.
struct Orbit {
  double sma_km;
  double eccentricity;

  double mean_motion() const { return std::sqrt(mu_km3_s2 / (sma_km * sma_km * sma_km)); }
  double period_s() const { return 2.0 * std::numbers::pi / mean_motion(); }

  double eccentric_anomaly(double time_s) const {
    const double mean = mean_motion() * time_s;
    double anomaly = mean;
    for (int i = 0; i < 60; ++i) {
      anomaly -= (anomaly - eccentricity * std::sin(anomaly) - mean) /
                 (1.0 - eccentricity * std::cos(anomaly));
    }
    return anomaly;
  }

  /// Position [km] and velocity [km/s].
  std::vector<double> state_at(double time_s) const {
    const double anomaly = eccentric_anomaly(time_s);
    const double root = std::sqrt(1.0 - eccentricity * eccentricity);
    const double rate = mean_motion() / (1.0 - eccentricity * std::cos(anomaly));
    return {
        sma_km * (std::cos(anomaly) - eccentricity), sma_km * root * std::sin(anomaly),        0.0,
        -sma_km * std::sin(anomaly) * rate,          sma_km * root * std::cos(anomaly) * rate, 0.0};
  }

  /// The time [s] after perigee at a true anomaly within half a turn [rad].
  double time_at(double true_anomaly) const {
    const double half =
        std::tan(true_anomaly / 2.0) * std::sqrt((1.0 - eccentricity) / (1.0 + eccentricity));
    const double anomaly = 2.0 * std::atan(half);
    return (anomaly - eccentricity * std::sin(anomaly)) / mean_motion();
  }
};

inline double true_anomaly_deg(std::span<const double> state) {
  const double angle = std::atan2(state[1], state[0]) * 180.0 / std::numbers::pi;
  return angle < 0.0 ? angle + 360.0 : angle;
}

/// Of the angle between position and velocity: zero at the apsides.
inline double radial_cosine(std::span<const double> state) {
  const auto r = state.first(3);
  const auto v = state.subspan(3, 3);
  return dot(r, v) / std::sqrt(dot(r, r) * dot(v, v));
}

inline double distance_km(std::span<const double> a, std::span<const double> b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// A spacecraft, its integrator, and the points that a Propagate publishes of it.
struct Flight {
  struct Row {
    PublishedPoint point;
    double epoch_a1_mjd;
    std::vector<double> state;
  };

  explicit Flight(std::vector<double> start, IntegratorSettings settings = {})
      : state(std::move(start)),
        integrator(make_integrator(settings, {state.size(), state.size(), true})) {}

  double elapsed_s() const { return (epoch_a1_mjd - start_epoch_a1_mjd) * seconds_per_day; }

  StopCondition elapsed_stop(double goal_s) {
    return {.name = "StopOnSat.ElapsedSecs",
            .kind = StopKind::elapsed_time,
            .value = [this] { return elapsed_s(); },
            .goal = [goal_s] { return goal_s; },
            .last_stops = &last_stops};
  }

  StopCondition apsis_stop(StopKind kind) {
    return {.name = kind == StopKind::periapsis ? "StopOnSat.Earth.Periapsis"
                                                : "StopOnSat.Earth.Apoapsis",
            .kind = kind,
            .value = [this] { return radial_cosine(state); },
            .last_stops = &last_stops};
  }

  StopCondition radius_stop(double goal_km) {
    return {.name = "StopOnSat.Earth.RMAG",
            .value = [this] { return std::sqrt(dot(state, state)); },
            .goal = [goal_km] { return goal_km; },
            .last_stops = &last_stops};
  }

  StopCondition anomaly_stop(double goal_deg) {
    return {.name = "StopOnSat.Earth.TA",
            .value = [this] { return true_anomaly_deg(state); },
            .goal = [goal_deg] { return goal_deg; },
            .cycle = CycleRange{0.0, 360.0},
            .last_stops = &last_stops};
  }

  PropagationResult propagate(std::vector<StopCondition> stops, PropagationOptions options = {}) {
    auto update = [this](std::span<const double>, double epoch) { epoch_a1_mjd = epoch; };
    auto observe = [this](PublishedPoint point, double epoch) {
      rows.push_back({point, epoch, state});
    };
    std::array participants = {
        Participant{integrator.get(), two_body, state, epoch_a1_mjd, update}};
    std::array<LastStops*, 1> remembered = {&last_stops};
    options.last_stops = remembered;
    return mission::propagate(participants, stops, options, memory, observe);
  }

  std::vector<double> state;
  std::unique_ptr<Integrator> integrator;
  double start_epoch_a1_mjd = 31041.0;
  double epoch_a1_mjd = 31041.0;
  PropagationMemory memory;
  LastStops last_stops;
  std::vector<Row> rows;
};

}  // namespace gmat_sweep::mission::testing
