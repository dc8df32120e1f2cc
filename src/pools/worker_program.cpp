#include "pools/worker_program.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr const char* program_name = "gmat-sweep-worker";

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

int processors_in_affinity_mask() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::thread::hardware_concurrency());
}

/// The quota of a version 2 control group, as a container has it, rounded up; no limit is a large
/// number.
int processors_in_quota() {
  constexpr int no_limit = 1 << 20;
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  std::string quota;
  double period_us = 0;
  if (!(file >> quota >> period_us) || quota == "max" || period_us <= 0) return no_limit;
  const double count = std::strtod(quota.c_str(), nullptr) / period_us;
  return count > 0 ? static_cast<int>(std::min(count + 0.999, double{no_limit})) : no_limit;
}

}  // namespace

fs::path find_worker_program() {
  if (const char* named = std::getenv("GMAT_SWEEP_WORKER"); named != nullptr && *named != '\0') {
    if (is_program(named)) return fs::absolute(named);
    throw BackendError(
        fmt::format("GMAT_SWEEP_WORKER names {}, which is not a program that can be run", named));
  }
  std::error_code error;
  const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path();
  const std::vector<fs::path> candidates = {beside / program_name,
                                            beside / ".." / "libexec" / "gmat-sweep" / program_name,
                                            fs::path(GMAT_SWEEP_LIBEXEC_DIR) / program_name};
  std::string looked;
  for (const fs::path& candidate : candidates) {
    if (is_program(candidate)) return candidate.lexically_normal();
    looked += "\n  " + candidate.lexically_normal().string();
  }
  throw BackendError(fmt::format(
      "the program {}, which runs the missions, was not found; looked for{}\nGMAT_SWEEP_WORKER may "
      "name it",
      program_name, looked));
}

int usable_processors() {
  return std::max(1, std::min(processors_in_affinity_mask(), processors_in_quota()));
}

}  // namespace gmat_sweep
