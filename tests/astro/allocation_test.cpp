#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

#include "astro/body_orientation.hpp"
#include "astro/data_catalogue.hpp"
#include "astro/force_radiation.hpp"
#include "astro/force_tides.hpp"
#include "astro/gravity_field.hpp"
#include "astro/solar_system.hpp"

namespace {
std::atomic<long> allocations{0};
}

// Counts every allocation of the test program.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace gmat_sweep::astro {
namespace {

TEST(HotPath, an_evaluation_of_the_forces_allocates_nothing) {
  const DataCatalogue data;
  SolarSystem bodies(data.ephemeris(), data.time_converter());
  BodyFixedAxes earth(Body::earth, bodies, data.nutation());
  BodyFixedAxes luna(Body::luna, bodies, data.nutation());
  GravityEvaluator gravity(*data.gravity("EGM96.cof", Body::earth, 20, 20), 20, 20);
  const LoveNumbers love = LoveNumbers::of_earth();
  const Vector3 position(7000, -800, 1200);
  const auto evaluate = [&](const SplitTime& epoch) {
    const Matrix3& to_inertial = earth.at(epoch).to_inertial;
    const Vector3 sun = bodies.position_km(Body::sun, epoch);
    GravityEvaluator::Corrections corrections;
    add_solid_tide(love, to_inertial.transpose() * sun, 332946.0, 6378.1363, corrections);
    gravity.set_corrections(corrections);
    Vector3 sum = gravity.acceleration_km_s2(to_inertial.transpose() * position);
    const ShadowBody shadows[] = {{Vector3::Zero(), 6378.1363},
                                  {bodies.position_km(Body::luna, epoch), 1738.2}};
    sum += solar_radiation_acceleration_km_s2(
        position - sun, sunlit_fraction(position, sun, 695990.0, shadows, Vector3::Zero()), 1.8, 10,
        850, {});
    return sum.x() + luna.at(epoch).to_inertial(0, 0) +
           bodies.state(Body::mars, epoch).position_km.x();
  };
  SplitTime epoch(30500.2);
  double sum = evaluate(epoch);
  const long before = allocations;
  // Steps that renew the nutation, pass midnights and change the ephemeris' records.
  for (int i = 0; i < 1000; ++i) {
    epoch = epoch.plus_seconds(i % 10 == 0 ? 40000.0 : 37.0);
    sum += evaluate(epoch);
  }
  EXPECT_EQ(allocations - before, 0);
  EXPECT_TRUE(std::isfinite(sum));
}

}  // namespace
}  // namespace gmat_sweep::astro
