#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

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
