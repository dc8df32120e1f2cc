#pragma once

#include <cstdint>
#include <map>

#include "gmat_sweep/manifest.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// One try at a run, finished.
struct Attempt {
  FinishedRun run;
  std::int64_t number = 1;  ///< 1 for a run's first, over all calls
  std::int64_t worker_deaths = 0;
  bool quarantined = false;
  bool to_be_retried = false;
};

/// Keeps count of the tries at runs that fail, and says which are to be tried again.
class Attempts {
 public:
  /// @param retries  how often this call may try a run again
  /// @param earlier  the manifest of a sweep taken up again, or null; must outlive this object
  Attempts(int retries, const Manifest* earlier) : retries_(retries), earlier_(earlier) {}

  /// A run whose worker died under it `deaths_to_quarantine` times is not tried again.
  Attempt judge(FinishedRun run);

  static constexpr std::int64_t deaths_to_quarantine = 2;

 private:
  struct History {
    std::int64_t attempts = 0;
    std::int64_t worker_deaths = 0;
    std::int64_t of_this_call = 0;
  };
  History history_of(std::int64_t run_id) const;

  std::int64_t retries_;
  const Manifest* earlier_;
  std::map<std::int64_t, History> to_be_retried_;
};

}  // namespace gmat_sweep
