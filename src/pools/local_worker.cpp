#include "pools/local_worker.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>

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
    started_ = true;
    engine_done_ = false;
    started_at_ = utc_now();
    started_s_ = monotonic_seconds();
  } else if (event == "engine_done") {
    engine_done_ = true;
  } else {
    RunOutcome outcome = run_outcome_from_value(message.at("outcome"));
    finished.push_back({std::move(runs_.front()), std::move(outcome)});
    runs_.pop_front();
    started_ = false;
  }
}

std::optional<FinishedRun> LocalWorker::run_lost_to(int wait_status) {
  if (!started_) return std::nullopt;
  RunOutcome outcome;
  outcome.run_id = runs_.front().run_id;
  outcome.status = RunStatus::failed;
  outcome.postprocess_status = engine_done_ ? PostprocessStatus::failed : PostprocessStatus::none;
  outcome.started_at = started_at_;
  outcome.ended_at = utc_now();
  outcome.duration_s = monotonic_seconds() - started_s_;
  outcome.error_text =
      fmt::format("the worker process {} while it ran the {}", describe_process_end(wait_status),
                  engine_done_ ? "postprocess hook" : "mission");
  FinishedRun lost{std::move(runs_.front()), std::move(outcome)};
  runs_.pop_front();
  started_ = false;
  return lost;
}

std::deque<RunSpec> LocalWorker::take_unstarted() { return std::exchange(runs_, {}); }

}  // namespace gmat_sweep
