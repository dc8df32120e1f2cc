#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/sweep.hpp"
#include "sweep/attempts.hpp"
#include "sweep/commit.hpp"

namespace gmat_sweep {

/// Takes finished runs: puts them on record, counts them, tells how far the sweep is.
class Recorder {
 public:
  /// @param earlier  the manifest of a sweep taken up again, or null; must outlive this object
  /// @param total  runs to be executed
  Recorder(RunCommitter committer, const SweepOptions& options, const Manifest* earlier,
           std::int64_t total);

  void take(const std::vector<Attempt>& attempts);

  /// Runs that were to be tried again will not be: they count as failed.
  void give_up_retries();

  /// Of this call. A run that is to be tried again is not done.
  const SweepProgress& progress() const { return progress_; }

  /// Makes all durable and gives what the sweep came to, earlier calls included.
  SweepResult finish();

 private:
  /// What the manifest last said of a run.
  struct Before {
    RunStatus status;
    double duration_s;
  };
  std::optional<Before> before(std::int64_t run_id) const;
  void count(const Attempt& attempt);
  void warn_of(const RunOutcome& outcome);

  RunCommitter committer_;
  std::function<void(const SweepProgress&)> report_;
  std::function<void(const std::string&)> warn_;
  std::set<std::string> warnings_;
  const Manifest* earlier_;
  std::map<std::int64_t, Before> retried_;  ///< by this call, and not done
  SweepProgress progress_;
  SweepResult result_;
  double started_s_;
};

}  // namespace gmat_sweep
