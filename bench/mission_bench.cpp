// One run of each reference mission in the native engine, the script compiled beforehand: what a
// worker does for each run of a sweep, less writing its tables. `of_gmat` is how many times the run
// would fit into what one warm GMAT R2026a process takes for its own.

#include <benchmark/benchmark.h>

#include <array>
#include <filesystem>
#include <string>

#include "mission/native_engine.hpp"
#include "script/parser.hpp"

namespace {

using namespace gmat_sweep;

namespace fs = std::filesystem;

const fs::path missions = fs::path(GMAT_SWEEP_SOURCE_DIR) / "tests/reference/missions";

/// Milliseconds a run, on one core of a machine of two: an order of magnitude on another.
struct Reference {
  const char* mission;
  double gmat_ms;
};
constexpr std::array references{Reference{"01_two_body", 24},
                                Reference{"02_leo_jgm2_4x4", 96},
                                Reference{"03_geo_third_body_srp", 278},
                                Reference{"04_leo_drag_jacchia_roberts", 116},
                                Reference{"05_leo_drag_msise90", 123},
                                Reference{"06_stop_conditions", 159},
                                Reference{"07_hohmann_target", 122},
                                Reference{"08_finite_burn", 45},
                                Reference{"09_control_flow", 58},
                                Reference{"10_parameters", 48},
                                Reference{"11_lunar_orbit", 394},
                                Reference{"12_integrators", 115},
                                Reference{"13_ephemeris_contact", 874}};

std::unique_ptr<Engine> engine_for(const std::string& mission) {
  return mission::make_native_engine(script::parse_file(missions / (mission + ".script")),
                                     astro::DataCatalogue());
}

void run_mission(benchmark::State& state, const Reference& reference, const Value::Map& overrides) {
  const auto engine = engine_for(reference.mission);
  const auto folder = fs::temp_directory_path();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        engine->run({.overrides = overrides, .output_dir = folder, .write_native_files = false}));
  }
  state.counters["of_gmat"] =
      benchmark::Counter(reference.gmat_ms / 1e3, benchmark::Counter::kIsIterationInvariantRate);
}

void compile_mission(benchmark::State& state, const std::string& mission) {
  for (auto _ : state) benchmark::DoNotOptimize(engine_for(mission));
}

BENCHMARK_CAPTURE(run_mission, two_body_overridden, references[0],
                  Value::Map{{"Sat.SMA", 7100.0}, {"Sat.DryMass", 200.0}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile_mission, two_body, "01_two_body")->Unit(benchmark::kMillisecond);

void add_missions() {
  for (const Reference& reference : references) {
    // Those that the repository does not carry are left out.
    if (!fs::exists(missions / (std::string(reference.mission) + ".script"))) continue;
    benchmark::RegisterBenchmark(
        (std::string("run_mission/") + reference.mission).c_str(),
        [&reference](benchmark::State& state) { run_mission(state, reference, {}); })
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace

int main(int count, char** arguments) {
  add_missions();
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
