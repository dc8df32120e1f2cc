#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "mission/dynamics.hpp"
#include "mission/integrators_support.hpp"

// NOLINTBEGIN(cppcoreguidelines-owning-memory): these functions are what owns memory.

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// The whole test program counts; only the difference over a stretch of code is looked at.
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

// NOLINTEND(cppcoreguidelines-owning-memory)

namespace gmat_sweep::mission {
namespace {

using testing::Orbit;
using testing::two_body;

class Steps : public ::testing::TestWithParam<IntegratorType> {};

TEST_P(Steps, allocate_nothing) {
  IntegratorSettings settings;
  settings.type = GetParam();
  settings.accuracy = 1e-10;
  settings.min_step_s = 0.0;
  auto integrator = make_integrator(settings, {});
  integrator->prepare(true, true);
  std::vector<double> state = Orbit{9000.0, 0.1}.state_at(0.0);
  OdeState ode{state};

  const std::size_t before = allocations;
  for (int i = 0; i < 200; ++i) integrator->step(ode, two_body);
  integrator->step_by(ode, two_body, 123.0);
  EXPECT_EQ(allocations - before, 0U);

  const auto made = std::make_unique<int>(1);
  EXPECT_GT(allocations - before, 0U) << "the count counts";
}

INSTANTIATE_TEST_SUITE_P(
    Methods, Steps,
    ::testing::Values(IntegratorType::runge_kutta_89, IntegratorType::prince_dormand_78,
                      IntegratorType::prince_dormand_45, IntegratorType::prince_dormand_853,
                      IntegratorType::runge_kutta_68, IntegratorType::runge_kutta_56,
                      IntegratorType::adams_bashforth_moulton, IntegratorType::bulirsch_stoer),
    [](const auto& method) { return std::string(name_of(method.param)); });

TEST(Forces, allocate_nothing_once_they_are_warm) {
  ForceSettings settings;
  settings.harmonics.push_back({.body = astro::Body::earth,
                                .potential_file = "JGM2.cof",
                                .degree = 8,
                                .order = 8,
                                .solid_tide = true,
                                .tide_file = {}});
  settings.harmonics.push_back({.body = astro::Body::luna,
                                .potential_file = "LP165P.cof",
                                .degree = 4,
                                .order = 4,
                                .solid_tide = false,
                                .tide_file = {}});
  settings.point_masses = {astro::Body::sun, astro::Body::jupiter};
  settings.radiation.emplace();
  settings.relativity = true;
  Dynamics dynamics(settings, astro::DataCatalogue());
  SpacecraftProperties spacecraft;
  spacecraft.mass_kg = 850.0;
  spacecraft.cr = 1.8;
  spacecraft.srp_area_m2 = 10.0;
  dynamics.start(astro::SplitTime(31041.5), {spacecraft});
  const std::vector<double> state = {42000.0, 300.0, 200.0, 0.1, 3.1, 0.2};
  std::vector<double> derivative(6);
  // Two windows of positions are kept; both have been made after an hour and a half.
  for (double elapsed_s = 0.0; elapsed_s < 6000.0; elapsed_s += 60.0) {
    dynamics(elapsed_s, state, derivative);
  }
  const std::size_t before = allocations;
  for (double elapsed_s = 6000.0; elapsed_s < 90000.0; elapsed_s += 60.0) {
    dynamics(elapsed_s, state, derivative);
  }
  EXPECT_EQ(allocations - before, 0U);
}

/// A Propagate allocates for its bookkeeping, not for its steps: ten times the steps, no more.
TEST(Propagation, allocations_do_not_grow_with_the_steps) {
  const auto allocated = [](double duration_s) {
    IntegratorSettings settings;
    settings.initial_step_s = 10.0;
    settings.error_control = ErrorControl::none;
    testing::Flight flight(Orbit{9000.0, 0.1}.state_at(0.0), settings);
    auto update = [&](std::span<const double>, double epoch) { flight.epoch_a1_mjd = epoch; };
    auto observe = [](PublishedPoint, double) {};
    std::array participants = {
        Participant{flight.integrator.get(), two_body, flight.state, flight.epoch_a1_mjd, update}};
    const std::vector<StopCondition> stops = {flight.elapsed_stop(duration_s)};
    const std::size_t before = allocations;
    propagate(participants, stops, {}, flight.memory, observe);
    return allocations - before;
  };
  EXPECT_EQ(allocated(1005.0), allocated(10005.0));
}

}  // namespace
}  // namespace gmat_sweep::mission
