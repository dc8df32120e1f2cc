// One evaluation of each kind of force by the native engine, at epochs 10 s apart, as an integrator
// asks for them. With a folder of GMAT's data in $GMAT_ROOT/data the 70x70 field is EGM96's own;
// the tables carried along end at degree 20.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "mission/dynamics.hpp"

namespace {

using namespace gmat_sweep;
using astro::Body;
using mission::ForceSettings;

astro::DataCatalogue catalogue() {
  const char* root = std::getenv("GMAT_ROOT");
  if (root == nullptr) return astro::DataCatalogue();
  return astro::DataCatalogue({.gmat_data = std::string(root) + "/data"});
}

ForceSettings field(Body body, const char* file, int degree) {
  ForceSettings settings;
  settings.central_body = body;
  settings.harmonics.push_back({.body = body,
                                .potential_file = file,
                                .degree = degree,
                                .order = degree,
                                .solid_tide = false,
                                .tide_file = {}});
  return settings;
}

ForceSettings point_masses(std::vector<Body> bodies) {
  ForceSettings settings;
  settings.point_masses = std::move(bodies);
  return settings;
}

void evaluate(benchmark::State& state, const ForceSettings& settings) {
  try {
    mission::Dynamics dynamics(settings, catalogue());
    mission::SpacecraftProperties spacecraft;
    spacecraft.mass_kg = 850.0;
    spacecraft.cr = 1.8;
    spacecraft.srp_area_m2 = 10.0;
    dynamics.start(astro::SplitTime(31041.5), {spacecraft});
    const std::array position{4100.0, -3900.0, 4200.0, 3.1, 6.2, 2.5};
    std::array<double, 6> derivative{};
    double elapsed_s = 0.0;
    for (auto _ : state) {
      dynamics(elapsed_s, position, derivative);
      benchmark::DoNotOptimize(derivative);
      elapsed_s += 10.0;
    }
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  }
}

BENCHMARK_CAPTURE(evaluate, point_mass, point_masses({Body::earth}));
BENCHMARK_CAPTURE(evaluate, third_bodies,
                  point_masses({Body::earth, Body::luna, Body::sun, Body::jupiter}));
BENCHMARK_CAPTURE(evaluate, earth_4x4, field(Body::earth, "JGM2.cof", 4));
BENCHMARK_CAPTURE(evaluate, earth_20x20, field(Body::earth, "EGM96.cof", 20));
BENCHMARK_CAPTURE(evaluate, earth_70x70, field(Body::earth, "EGM96.cof", 70));
BENCHMARK_CAPTURE(evaluate, luna_20x20, field(Body::luna, "LP165P.cof", 20));
BENCHMARK_CAPTURE(evaluate, mars_20x20, field(Body::mars, "Mars50c.cof", 20));

void solid_tide(benchmark::State& state) {
  auto settings = field(Body::earth, "JGM2.cof", 4);
  settings.harmonics.front().solid_tide = true;
  evaluate(state, settings);
}
BENCHMARK(solid_tide);

void radiation(benchmark::State& state) {
  auto settings = point_masses({Body::earth});
  settings.radiation.emplace();
  evaluate(state, settings);
}
BENCHMARK(radiation);

void relativity(benchmark::State& state) {
  auto settings = point_masses({Body::earth});
  settings.relativity = true;
  evaluate(state, settings);
}
BENCHMARK(relativity);

}  // namespace

BENCHMARK_MAIN();
