#include "pools/local_worker.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "pools/process_end.hpp"

namespace gmat_sweep {

void LocalWorker::connect(FileDescriptor channel) {
  channel_ = std::move(channel);
  send_unsent();
}

void LocalWorker::give(RunSpec spec) {
  unsent_ += to_json(to_value(spec));
  unsent_ += '\n';
  runs_.push_back(std::move(spec));
}

void LocalWorker::send_unsent() {
  std::size_t sent = 0;
  while (sent < unsent_.size()) {
    const ssize_t count = ::send(channel_.get(), unsent_.data() + sent, unsent_.size() - sent,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    // Full: later. Gone: the helper will say so.
    if (count < 0) break;
    sent += static_cast<std::size_t>(count);
  }
  unsent_.erase(0, sent);
}

void LocalWorker::receive(std::vector<FinishedRun>& finished) {
  if (!is_connected()) return;
  using Read = protocol::LineBuffer::Read;
  Read read = Read::something;
  while (read == Read::something) {
    read = lines_.read_from(channel_.get(), false);
    while (const std::optional<std::string_view> line = lines_.next_line()) {
      handle(parse_json(*line).as_map(), finished);
    }
  }
  // A closed channel stays readable: stop looking, and wait for the helper's word.
  if (read == Read::end) channel_.close();
}

void LocalWorker::handle(const Value::Map& message, std::vector<FinishedRun>& finished) {
  const std::string& event = message.at("event").as_string();
  if (runs_.empty()) throw BackendError(fmt::format("a worker said {} of no run", event));
  if (event == "started") {
    current_ = Current{utc_now(), monotonic_seconds(), std::nullopt, ""};
  } else if (event == "engine_done") {
    if (current_) current_->hook_started_s = monotonic_seconds();
  } else {
    RunOutcome outcome = run_outcome_from_value(message.at("outcome"));
    finished.push_back({std::move(runs_.front()), std::move(outcome)});
    runs_.pop_front();
    current_.reset();
  }
}

double LocalWorker::deadline_s(const RunLimits& limits) const {
  double deadline_s = std::numeric_limits<double>::infinity();
  if (!current_ || !current_->ended_because.empty()) return deadline_s;
  if (limits.run_s) deadline_s = current_->started_s + *limits.run_s;
  if (limits.hook_s && current_->hook_started_s) {
    deadline_s = std::min(deadline_s, *current_->hook_started_s + *limits.hook_s);
  }
  return deadline_s;
}

void LocalWorker::expire(const RunLimits& limits) {
  const double now_s = monotonic_seconds();
  const bool of_hook = limits.hook_s && current_->hook_started_s &&
                       now_s >= *current_->hook_started_s + *limits.hook_s;
  current_->ended_because =
      of_hook ? fmt::format("the postprocess hook took longer than its limit of {} s and was ended",
                            *limits.hook_s)
              : fmt::format("the run took longer than its limit of {} s and was ended",
                            limits.run_s.value_or(0));
}

std::optional<FinishedRun> LocalWorker::run_lost_to(int wait_status) {
  if (!current_) return std::nullopt;
  const bool in_hook = current_->hook_started_s.has_value();
  RunOutcome outcome;
  outcome.run_id = runs_.front().run_id;
  outcome.status = RunStatus::failed;
  outcome.postprocess_status = in_hook ? PostprocessStatus::failed : PostprocessStatus::none;
  outcome.started_at = current_->started_at;
  outcome.ended_at = utc_now();
  outcome.duration_s = monotonic_seconds() - current_->started_s;
  outcome.error_text = current_->ended_because;
  if (current_->ended_because.empty()) {
    outcome.error_text =
        fmt::format("the worker process {} while it ran the {}", describe_process_end(wait_status),
                    in_hook ? "postprocess hook" : "mission");
  }
  FinishedRun lost{std::move(runs_.front()), std::move(outcome), current_->ended_because.empty()};
  runs_.pop_front();
  current_.reset();
  return lost;
}

std::deque<RunSpec> LocalWorker::take_unstarted() { return std::exchange(runs_, {}); }

}  // namespace gmat_sweep
