#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/sweep.hpp"
#include "sweep/commit.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// Takes finished runs: puts them on record, counts them, tells how far the sweep is.
class Recorder {
 public:
  /// @param earlier  the manifest of a sweep taken up again, or null; must outlive this object
  /// @param total  runs to be executed
  Recorder(RunCommitter committer, const SweepOptions& options, const Manifest* earlier,
           std::int64_t total);

  void take(const std::vector<FinishedRun>& finished);

  /// Of this call.
  const SweepProgress& progress() const { return progress_; }

  /// Makes all durable and gives what the sweep came to, earlier calls included.
  SweepResult finish();

 private:
  void count(const RunOutcome& outcome);
  void warn_of(const RunOutcome& outcome);

  RunCommitter committer_;
  std::function<void(const SweepProgress&)> report_;
  std::function<void(const std::string&)> warn_;
  std::set<std::string> warnings_;
  const Manifest* earlier_;
  SweepProgress progress_;
  SweepResult result_;
  double started_s_;
};

}  // namespace gmat_sweep
