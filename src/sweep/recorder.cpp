#include "sweep/recorder.hpp"

#include "base/clock.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

/// Works on SweepResult and SweepProgress alike.
template <typename Counts>
std::int64_t& bucket(Counts& counts, RunStatus status) {
  switch (status) {
    case RunStatus::ok:
      return counts.ok;
    case RunStatus::failed:
      return counts.failed;
    case RunStatus::skipped:
      break;
  }
  return counts.skipped;
}

ManifestEntry entry_of(const FinishedRun& run) {
  ManifestEntry entry;
  entry.outcome = run.outcome;
  entry.overrides = run.spec.overrides;
  entry.context = run.spec.context;
  if (run.outcome.status != RunStatus::skipped) {
    entry.log_path = run.spec.output_dir / worker_log_name;
  }
  return entry;
}

}  // namespace

Recorder::Recorder(RunCommitter committer, const SweepOptions& options, const Manifest* earlier,
                   std::int64_t total)
    : committer_(std::move(committer)),
      report_(options.progress),
      warn_(options.warn),
      earlier_(earlier),
      started_s_(monotonic_seconds()) {
  progress_.total = total;
  result_.output_dir = options.output_dir;
  result_.manifest_path = options.manifest_path;
  if (earlier == nullptr) return;
  for (const RunRecord& run : earlier->runs()) {
    ++result_.run_count;
    ++bucket(result_, run.status);
    result_.run_seconds += run.duration_s;
  }
}

void Recorder::take(const std::vector<FinishedRun>& finished) {
  std::vector<ManifestEntry> entries;
  entries.reserve(finished.size());
  for (const FinishedRun& run : finished) entries.push_back(entry_of(run));
  committer_.commit(entries);
  for (const FinishedRun& run : finished) {
    count(run.outcome);
    warn_of(run.outcome);
  }
  if (report_) report_(progress_);
}

void Recorder::warn_of(const RunOutcome& outcome) {
  for (const std::string& warning : outcome.warnings) {
    if (warnings_.insert(warning).second && warn_) warn_(warning);
  }
}

void Recorder::count(const RunOutcome& outcome) {
  ++progress_.done;
  ++bucket(progress_, outcome.status);
  ++bucket(result_, outcome.status);
  result_.run_seconds += outcome.duration_s;
  const RunRecord* before = earlier_ != nullptr ? earlier_->find(outcome.run_id) : nullptr;
  if (before == nullptr) {
    ++result_.run_count;
    return;
  }
  --bucket(result_, before->status);
  result_.run_seconds -= before->duration_s;
}

SweepResult Recorder::finish() {
  committer_.finish();
  result_.wall_seconds = monotonic_seconds() - started_s_;
  return result_;
}

}  // namespace gmat_sweep
