// How long a step of each integrator takes on a two-body problem, and a Propagate of mission 01 of
// the reference missions: what the native engine costs beside its forces.

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mission/integrators/propagation.hpp"

namespace {

using namespace gmat_sweep::mission;

constexpr double mu_km3_s2 = 398600.4415;

constexpr auto two_body = [](double, std::span<const double> y, std::span<double> derivative) {
  const double r2 = y[0] * y[0] + y[1] * y[1] + y[2] * y[2];
  const double factor = -mu_km3_s2 / (r2 * std::sqrt(r2));
  for (std::size_t i = 0; i < 3; ++i) {
    derivative[i] = y[i + 3];
    derivative[i + 3] = factor * y[i];
  }
};

std::vector<double> start() { return {6993, 0, 0, 0, 6.638235681790633, 3.604267898971469}; }

void step(benchmark::State& bench) {
  IntegratorSettings settings;
  settings.type = static_cast<IntegratorType>(bench.range(0));
  settings.accuracy = 1e-9;
  settings.min_step_s = 0.0;
  const auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  auto state = start();
  OdeState ode{state};
  std::int64_t evaluations = 0;
  auto counting = [&](double t, std::span<const double> y, std::span<double> derivative) {
    ++evaluations;
    two_body(t, y, derivative);
  };
  for (auto _ : bench) integrator->step(ode, counting);
  benchmark::DoNotOptimize(state.data());
  bench.SetLabel(std::string(name_of(settings.type)));
  bench.counters["evaluations/s"] =
      benchmark::Counter(static_cast<double>(evaluations), benchmark::Counter::kIsRate);
}
BENCHMARK(step)->DenseRange(0, static_cast<int>(IntegratorType::bulirsch_stoer));

void propagate_mission_01(benchmark::State& bench) {
  IntegratorSettings settings;
  settings.initial_step_s = 30.0;
  settings.accuracy = 1e-9;
  const auto integrator = make_integrator(settings, {});
  constexpr double base_epoch = 31041.0;
  double epoch = base_epoch;
  const std::vector<StopCondition> stops = {
      {.name = "StopOnSat.ElapsedSecs",
       .kind = StopKind::elapsed_time,
       .value = [&] { return (epoch - base_epoch) * 86400.0; },
       .goal = [] { return 6000.0; }}};
  auto update = [&](std::span<const double>, double now) { epoch = now; };
  auto observe = [](PublishedPoint, double) {};
  for (auto _ : bench) {
    auto state = start();
    epoch = base_epoch;
    PropagationMemory memory;
    std::array participants = {Participant{integrator.get(), two_body, state, base_epoch, update}};
    benchmark::DoNotOptimize(propagate(participants, stops, {}, memory, observe));
  }
}
BENCHMARK(propagate_mission_01)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
