#include "pools/local_pool.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "pools/local_worker.hpp"
#include "pools/process_end.hpp"
#include "pools/worker_host.hpp"
#include "pools/worker_program.hpp"

namespace gmat_sweep {

namespace {

/// How many runs a worker may hold at a time: enough to keep it busy while the driver writes a
/// group of runs, but one only when runs are long, so that none waits behind another.
class QueueDepth {
 public:
  std::size_t get() const { return depth_; }

  void learn(double duration_s) {
    constexpr double work_ahead_s = 0.025;
    constexpr double most = 64;
    constexpr double weight = 0.1;
    mean_s_ = mean_s_ < 0 ? duration_s : mean_s_ + weight * (duration_s - mean_s_);
    depth_ =
        static_cast<std::size_t>(std::clamp(work_ahead_s / std::max(mean_s_, 1e-6), 1.0, most));
  }

 private:
  double mean_s_ = -1;  // none yet
  std::size_t depth_ = 1;
};

/// One call of LocalPool::run.
class Session {
 public:
  Session(WorkerHost& host, int workers, const WorkerSetup& setup, const RunSource& source,
          const RunSink& sink)
      : host_(host),
        limits_(setup.limits),
        stop_(setup.stop),
        most_workers_(static_cast<std::size_t>(workers)),
        source_(source),
        sink_(sink) {}

  void run() {
    while (true) {
      heed_stop();
      hand_out();
      if (is_done() || grace_is_over()) return;
      wait();
      listen();
      end_expired();
      if (finished_.empty()) continue;
      ended_in_vain_ = 0;
      for (const FinishedRun& run : finished_) depth_.learn(run.outcome.duration_s);
      // Before the driver turns to writing, so that the workers go on meanwhile.
      hand_out();
      sink_(std::exchange(finished_, {}));
      source_exhausted_ = false;  // the sink may have made more of them
    }
  }

 private:
  using Workers = std::vector<std::unique_ptr<LocalWorker>>;

  bool is_done() const {
    return !upcoming_ && requeued_.empty() &&
           std::ranges::all_of(workers_, [](const auto& worker) { return worker->load() == 0; });
  }

  /// Runs not yet handed out are left to a later sweep.
  void heed_stop() {
    if (stop_.request == nullptr || grace_ends_s_ || !stop_.request->requested()) return;
    grace_ends_s_ = monotonic_seconds() + stop_.grace_s;
    upcoming_.reset();
    requeued_.clear();
  }

  bool grace_is_over() const { return grace_ends_s_ && monotonic_seconds() >= *grace_ends_s_; }

  /// Whether there is a run to hand out; fetches it.
  bool has_upcoming() {
    if (grace_ends_s_) return false;
    if (!requeued_.empty()) return true;
    if (!upcoming_ && !source_exhausted_) {
      upcoming_ = source_();
      source_exhausted_ = !upcoming_;
    }
    return upcoming_.has_value();
  }

  RunSpec take_upcoming() {
    if (requeued_.empty()) return *std::exchange(upcoming_, std::nullopt);
    RunSpec spec = std::move(requeued_.front());
    requeued_.pop_front();
    return spec;
  }

  void hand_out() {
    while (has_upcoming()) {
      LocalWorker* worker = worker_with_room();
      if (worker == nullptr) break;
      worker->give(take_upcoming());
    }
    for (const auto& worker : workers_) {
      if (worker->has_unsent()) worker->send_unsent();
    }
  }

  /// The least loaded worker, or a new one while all have something to do; null when all are full.
  LocalWorker* worker_with_room() {
    const auto least =
        std::ranges::min_element(workers_, {}, [](const auto& worker) { return worker->load(); });
    if (least != workers_.end() && (*least)->load() == 0) return least->get();
    if (workers_.size() < most_workers_) {
      workers_.push_back(std::make_unique<LocalWorker>(++last_id_));
      host_.request_worker(last_id_);
      return workers_.back().get();
    }
    return (*least)->load() < depth_.get() ? least->get() : nullptr;
  }

  void wait() {
    const bool stoppable = stop_.request != nullptr && !grace_ends_s_;
    // A negative descriptor is passed over, as that of a worker not yet connected.
    polled_.assign(first_worker_polled, {stoppable ? stop_.request->descriptor() : -1, POLLIN, 0});
    polled_[0].fd = host_.descriptor();
    for (const auto& worker : workers_) {
      const auto events = static_cast<short>(worker->has_unsent() ? POLLIN | POLLOUT : POLLIN);
      polled_.push_back({worker->descriptor(), events, 0});
    }
    while (::poll(polled_.data(), polled_.size(), wait_ms()) < 0) {
      if (errno != EINTR) throw BackendError("cannot wait for the workers");
    }
  }

  /// Until the next deadline; -1: for ever.
  int wait_ms() const {
    double deadline_s = grace_ends_s_.value_or(std::numeric_limits<double>::infinity());
    for (const auto& worker : workers_) {
      deadline_s = std::min(deadline_s, worker->deadline_s(limits_));
    }
    if (std::isinf(deadline_s)) return -1;
    constexpr double longest_ms = 3'600'000;
    const double rest_ms = std::ceil((deadline_s - monotonic_seconds()) * 1000);
    return static_cast<int>(std::clamp(rest_ms, 0.0, longest_ms));
  }

  void end_expired() {
    const double now_s = monotonic_seconds();
    for (const auto& worker : workers_) {
      if (worker->deadline_s(limits_) > now_s) continue;
      worker->expire(limits_);
      host_.kill_worker(worker->id());
    }
  }

  void listen() {
    for (std::size_t i = first_worker_polled; i < polled_.size(); ++i) {
      if ((polled_[i].revents & ~POLLOUT) == 0) continue;
      workers_[i - first_worker_polled]->receive(finished_);
    }
    if (polled_[0].revents == 0) return;
    std::visit([this](auto event) { handle(std::move(event)); }, host_.next_event());
  }

  Workers::iterator find_worker(std::int64_t id) {
    const auto it =
        std::ranges::find(workers_, id, [](const auto& worker) { return worker->id(); });
    if (it == workers_.end()) throw BackendError("the worker program spoke of an unknown worker");
    return it;
  }

  void handle(WorkerHost::Forked forked) {
    (*find_worker(forked.worker))->connect(std::move(forked.channel));
  }

  void handle(WorkerHost::Exited exited) {
    const auto it = find_worker(exited.worker);
    const std::unique_ptr<LocalWorker> worker = std::move(*it);
    workers_.erase(it);
    worker->receive(finished_);
    if (auto lost = worker->run_lost_to(exited.wait_status)) finished_.push_back(std::move(*lost));
    std::deque<RunSpec> unstarted = worker->take_unstarted();
    if (grace_ends_s_) unstarted.clear();
    requeued_.insert(requeued_.end(), std::make_move_iterator(unstarted.begin()),
                     std::make_move_iterator(unstarted.end()));
    check_progress(exited.wait_status);
  }

  /// Workers that end before they start a run would be replaced for ever.
  void check_progress(int wait_status) {
    constexpr int most_in_vain = 10;
    if (++ended_in_vain_ < most_in_vain || !finished_.empty()) return;
    throw BackendError(
        fmt::format("{} workers in a row ended before they started a run; the last one {}",
                    most_in_vain, describe_process_end(wait_status)));
  }

  /// What is polled first: the helper, then the request to stop.
  static constexpr std::size_t first_worker_polled = 2;

  WorkerHost& host_;
  RunLimits limits_;
  StopControl stop_;
  std::optional<double> grace_ends_s_;  ///< once a stop was asked for
  std::size_t most_workers_;
  const RunSource& source_;
  const RunSink& sink_;
  Workers workers_;
  std::int64_t last_id_ = 0;
  QueueDepth depth_;
  std::optional<RunSpec> upcoming_;
  bool source_exhausted_ = false;
  std::deque<RunSpec> requeued_;
  std::vector<FinishedRun> finished_;
  std::vector<pollfd> polled_;
  int ended_in_vain_ = 0;
};

}  // namespace

LocalPool::LocalPool(Options options) : options_(std::move(options)) {
  if (options_.workers == 0 || options_.workers < -1) {
    throw SweepConfigError(
        fmt::format("workers must be a positive number, or -1 for one for each processor; got {}",
                    options_.workers));
  }
}

void LocalPool::run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) {
  const std::filesystem::path program =
      options_.worker_program.empty() ? find_worker_program() : options_.worker_program;
  WorkerHost host(program, setup);
  Session(host, options_.workers > 0 ? options_.workers : usable_processors(), setup, source, sink)
      .run();
}

}  // namespace gmat_sweep
