#include "sweep/execute.hpp"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace gmat_sweep {

namespace {

FinishedRun skipped(RunSpec spec, std::int64_t most_failures) {
  RunOutcome outcome;
  outcome.run_id = spec.run_id;
  outcome.status = RunStatus::skipped;
  outcome.started_at = outcome.ended_at = utc_now();
  outcome.error_text = fmt::format(
      "not started: {} runs had failed, which is the limit this sweep was given", most_failures);
  return {std::move(spec), std::move(outcome)};
}

/// Puts the runs from `next` on as skipped, some at a time.
void skip_rest(const Work& work, std::int64_t next, std::int64_t most_failures,
               Recorder& recorder) {
  constexpr std::size_t group = 1000;
  std::vector<Attempt> attempts;
  for (; next < work.size; ++next) {
    attempts.push_back({skipped(work.at(next), most_failures)});
    if (attempts.size() < group && next + 1 < work.size) continue;
    recorder.take(attempts);
    attempts.clear();
  }
}

}  // namespace

void execute(Pool& pool, const WorkerSetup& setup, const Work& work, const SweepOptions& options,
             Attempts& attempts, Recorder& recorder) {
  std::int64_t next = 0;
  std::deque<RunSpec> to_be_retried;
  const auto too_many_failed = [&] {
    return options.max_failures && recorder.progress().failed >= *options.max_failures;
  };
  const auto source = [&]() -> std::optional<RunSpec> {
    if (too_many_failed()) return std::nullopt;
    if (next < work.size) return work.at(next++);
    if (to_be_retried.empty()) return std::nullopt;
    RunSpec spec = std::move(to_be_retried.front());
    to_be_retried.pop_front();
    return spec;
  };
  const auto sink = [&](std::vector<FinishedRun> finished) {
    std::vector<Attempt> judged;
    judged.reserve(finished.size());
    for (FinishedRun& run : finished) {
      judged.push_back(attempts.judge(std::move(run)));
      if (judged.back().to_be_retried) to_be_retried.push_back(judged.back().run.spec);
    }
    recorder.take(judged);
  };
  pool.run(setup, source, sink);
  const bool stopped = setup.stop.request != nullptr && setup.stop.request->requested();
  if (stopped && !too_many_failed()) return;
  recorder.give_up_retries();
  if (next < work.size) skip_rest(work, next, *options.max_failures, recorder);
}

}  // namespace gmat_sweep
