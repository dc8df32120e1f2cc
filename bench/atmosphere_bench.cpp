// One density of each atmosphere, as a force model asks for it: at an epoch and place of its own.

#include <benchmark/benchmark.h>

#include <cmath>

#include "astro/earth_rotation.hpp"
#include "mission/drag_force.hpp"

namespace {

using namespace gmat_sweep;

void density(benchmark::State& state, mission::AtmosphereModel model) {
  const astro::DataCatalogue data;
  mission::DragSettings settings;
  settings.model = model;
  mission::Drag drag(settings, astro::constants_of(astro::Body::earth), data);
  astro::EarthFixedAxes axes(data.time_converter(), data.nutation());
  constexpr double begin_a1_mjd = 30000.0;
  const auto& rotation = axes.rotation_at(begin_a1_mjd).to_inertial;
  const double radius_km = 6378.0 + static_cast<double>(state.range(0));
  double angle_rad = 0.0;
  for (auto _ : state) {
    angle_rad += 0.01;
    drag.turn_to(begin_a1_mjd + angle_rad / 86.4, rotation, axes.spin_rad_per_s());
    const double across = std::cos(angle_rad);
    const double up = std::sin(angle_rad);
    benchmark::DoNotOptimize(
        drag.density_kg_m3({radius_km * across, 0.6 * radius_km * up, 0.8 * radius_km * up}));
  }
}

BENCHMARK_CAPTURE(density, exponential, mission::AtmosphereModel::exponential)->Arg(350);
BENCHMARK_CAPTURE(density, jacchia_roberts, mission::AtmosphereModel::jacchia_roberts)
    ->Arg(350)
    ->Arg(700);
BENCHMARK_CAPTURE(density, msise90, mission::AtmosphereModel::msise90)
    ->Arg(200)
    ->Arg(350)
    ->Arg(700);
BENCHMARK_CAPTURE(density, nrlmsise00, mission::AtmosphereModel::nrlmsise00)
    ->Arg(200)
    ->Arg(350)
    ->Arg(700);

}  // namespace

BENCHMARK_MAIN();
