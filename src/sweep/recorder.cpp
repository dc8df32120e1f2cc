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

ManifestEntry entry_of(const Attempt& attempt) {
  const FinishedRun& run = attempt.run;
  ManifestEntry entry;
  entry.outcome = run.outcome;
  entry.overrides = run.spec.overrides;
  entry.context = run.spec.context;
  entry.attempt = attempt.number;
  entry.worker_deaths = attempt.worker_deaths;
  entry.quarantined = attempt.quarantined;
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

void Recorder::take(const std::vector<Attempt>& attempts) {
  std::vector<ManifestEntry> entries;
  entries.reserve(attempts.size());
  for (const Attempt& attempt : attempts) entries.push_back(entry_of(attempt));
  committer_.commit(entries);
  const std::int64_t done = progress_.done;
  for (const Attempt& attempt : attempts) {
    count(attempt);
    warn_of(attempt.run.outcome);
  }
  if (report_ && progress_.done != done) report_(progress_);
}

void Recorder::warn_of(const RunOutcome& outcome) {
  for (const std::string& warning : outcome.warnings) {
    if (warnings_.insert(warning).second && warn_) warn_(warning);
  }
}

std::optional<Recorder::Before> Recorder::before(std::int64_t run_id) const {
  if (const auto it = retried_.find(run_id); it != retried_.end()) return it->second;
  const RunRecord* record = earlier_ != nullptr ? earlier_->find(run_id) : nullptr;
  if (record == nullptr) return std::nullopt;
  return Before{record->status, record->duration_s};
}

void Recorder::count(const Attempt& attempt) {
  const RunOutcome& outcome = attempt.run.outcome;
  ++bucket(result_, outcome.status);
  result_.run_seconds += outcome.duration_s;
  if (const std::optional<Before> last = before(outcome.run_id)) {
    --bucket(result_, last->status);
    result_.run_seconds -= last->duration_s;
  } else {
    ++result_.run_count;
  }
  if (attempt.to_be_retried) {
    retried_.insert_or_assign(outcome.run_id, Before{outcome.status, outcome.duration_s});
    return;
  }
  retried_.erase(outcome.run_id);
  ++progress_.done;
  ++bucket(progress_, outcome.status);
}

void Recorder::give_up_retries() {
  const auto count = std::ssize(retried_);
  if (count == 0) return;
  retried_.clear();
  progress_.done += count;
  progress_.failed += count;
  if (report_) report_(progress_);
}

SweepResult Recorder::finish() {
  committer_.finish();
  result_.not_run = progress_.total - progress_.done;
  result_.wall_seconds = monotonic_seconds() - started_s_;
  return result_;
}

}  // namespace gmat_sweep
