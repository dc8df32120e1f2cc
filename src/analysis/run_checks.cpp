#include "analysis/run_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

void check_has_ok_runs(const Manifest& manifest) {
  const auto count = [&](RunStatus status) {
    return std::ranges::count(manifest.runs(), status, &RunRecord::status);
  };
  if (manifest.runs().empty()) {
    throw SweepConfigError(fmt::format("{} records no run yet: there is nothing to compute",
                                       manifest.path().string()));
  }
  if (count(RunStatus::ok) > 0) return;
  throw SweepConfigError(fmt::format(
      "there is nothing to compute: none of the {} runs in {} is ok ({} failed, {} skipped); "
      "`gmat-sweep show --detail` says why",
      manifest.runs().size(), manifest.path().string(), count(RunStatus::failed),
      count(RunStatus::skipped)));
}

}  // namespace gmat_sweep
