#include "sweep/attempts.hpp"

#include <fmt/format.h>

#include <utility>

namespace gmat_sweep {

Attempts::History Attempts::history_of(std::int64_t run_id) const {
  if (const auto it = to_be_retried_.find(run_id); it != to_be_retried_.end()) return it->second;
  const RunRecord* record = earlier_ != nullptr ? earlier_->find(run_id) : nullptr;
  // A run that was skipped has not been tried.
  if (record == nullptr || record->status == RunStatus::skipped) return {};
  const ManifestEntry entry = earlier_->entry(*record);
  return {entry.attempt, entry.worker_deaths, 0};
}

Attempt Attempts::judge(FinishedRun run) {
  const std::int64_t run_id = run.outcome.run_id;
  History history = history_of(run_id);
  ++history.attempts;
  ++history.of_this_call;
  if (run.worker_died) ++history.worker_deaths;

  Attempt attempt{std::move(run), history.attempts, history.worker_deaths};
  RunOutcome& outcome = attempt.run.outcome;
  to_be_retried_.erase(run_id);
  if (outcome.status != RunStatus::failed) return attempt;
  attempt.quarantined = attempt.run.worker_died && history.worker_deaths >= deaths_to_quarantine;
  if (attempt.quarantined) {
    outcome.error_text = fmt::format(
        "{}; this run has now ended {} workers and is quarantined: it is not tried again unless "
        "asked for",
        outcome.error_text.value_or(""), history.worker_deaths);
    return attempt;
  }
  attempt.to_be_retried = history.of_this_call <= retries_;
  if (attempt.to_be_retried) to_be_retried_.emplace(run_id, history);
  return attempt;
}

}  // namespace gmat_sweep
