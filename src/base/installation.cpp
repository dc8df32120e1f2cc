#include "base/installation.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace fs = std::filesystem;

fs::path executable_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

fs::path python_folder() {
  std::vector<fs::path> candidates;
  if (const char* set = std::getenv("GMAT_SWEEP_PYTHON")) candidates.emplace_back(set);
  const fs::path shared = fs::path("share") / "gmat-sweep" / "python";
  candidates.push_back(executable_folder().parent_path() / shared);
  candidates.push_back(executable_folder().parent_path().parent_path() / shared);
  candidates.emplace_back(GMAT_SWEEP_INSTALLED_PYTHON);
  candidates.emplace_back(GMAT_SWEEP_SOURCE_PYTHON);
  std::string tried;
  for (const fs::path& candidate : candidates) {
    if (fs::exists(candidate / "gmat_sweep" / "hook_host.py")) return candidate;
    tried += "\n  " + candidate.string();
  }
  throw GmatSweepError(fmt::format(
      "the Python package gmat_sweep is in none of the places looked at; set GMAT_SWEEP_PYTHON to "
      "the folder that holds it:{}",
      tried));
}

}  // namespace gmat_sweep
