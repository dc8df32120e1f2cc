// One run of a reference mission in the native engine, the script compiled beforehand: what a
// worker does for each run of a sweep, less writing its tables.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "mission/native_engine.hpp"
#include "script/parser.hpp"

namespace {

using namespace gmat_sweep;

std::unique_ptr<Engine> engine_for(const std::string& mission) {
  const auto script =
      std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / "tests/reference/missions" / mission;
  return mission::make_native_engine(script::parse_file(script), astro::DataCatalogue());
}

void run_mission(benchmark::State& state, const std::string& mission, const Value::Map& overrides) {
  const auto engine = engine_for(mission);
  const auto folder = std::filesystem::temp_directory_path();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        engine->run({.overrides = overrides, .output_dir = folder, .write_native_files = false}));
  }
}

void compile_mission(benchmark::State& state, const std::string& mission) {
  for (auto _ : state) benchmark::DoNotOptimize(engine_for(mission));
}

BENCHMARK_CAPTURE(run_mission, two_body, "01_two_body.script", {});
BENCHMARK_CAPTURE(run_mission, two_body_overridden, "01_two_body.script",
                  Value::Map{{"Sat.SMA", 7100.0}, {"Sat.DryMass", 200.0}});
BENCHMARK_CAPTURE(run_mission, low_orbit_4x4, "02_leo_jgm2_4x4.script", {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_mission, geostationary, "03_geo_third_body_srp.script", {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_mission, stop_conditions, "06_stop_conditions.script", {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_mission, lunar_orbit, "11_lunar_orbit.script", {})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compile_mission, two_body, "01_two_body.script");

}  // namespace

BENCHMARK_MAIN();
