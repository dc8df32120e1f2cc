#include "pools/worker_program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <cstdlib>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

class Environment {
 public:
  explicit Environment(const char* value) { ::setenv("GMAT_SWEEP_WORKER", value, 1); }
  ~Environment() { ::unsetenv("GMAT_SWEEP_WORKER"); }
};

TEST(WorkerProgramTest, the_environment_names_the_program) {
  const Environment environment("/bin/true");
  EXPECT_EQ(find_worker_program(), "/bin/true");
}

TEST(WorkerProgramTest, a_named_program_that_is_none_is_an_error_with_its_name) {
  const Environment environment("/nowhere/worker");
  try {
    find_worker_program();
    FAIL() << "expected BackendError";
  } catch (const BackendError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/worker"));
  }
}

TEST(WorkerProgramTest, affinity_limits_the_processors) {
  cpu_set_t before;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(usable_processors(), 1);
  ::sched_setaffinity(0, sizeof before, &before);
}

}  // namespace
}  // namespace gmat_sweep
