#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/run.hpp"
#include "pools/protocol.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// The driver's view of one worker process: the runs given to it, in order, and what it has said
/// about the first of them.
class LocalWorker {
 public:
  explicit LocalWorker(std::int64_t id) : id_(id) {}

  std::int64_t id() const { return id_; }
  std::size_t load() const { return runs_.size(); }

  void connect(FileDescriptor channel);
  bool is_connected() const { return static_cast<bool>(channel_); }
  int descriptor() const { return channel_.get(); }

  /// Gives it a run, ahead of time if it is busy.
  void give(RunSpec spec);
  bool has_unsent() const { return is_connected() && !unsent_.empty(); }
  /// Sends what the channel takes without waiting.
  void send_unsent();

  /// Reads what the worker has said and adds the runs it finished.
  void receive(std::vector<FinishedRun>& finished);

  /// When it has to be ended unless it says more [s, `monotonic_seconds`]; infinity: never.
  double deadline_s(const RunLimits& limits) const;
  /// Notes why it is ended: for the deadline it has passed.
  void expire(const RunLimits& limits);

  /// What its end makes of the run it held, if it had started one.
  std::optional<FinishedRun> run_lost_to(int wait_status);
  /// The runs given to it that it had not started.
  std::deque<RunSpec> take_unstarted();

 private:
  /// The first run, once started.
  struct Current {
    UtcTime started_at;
    double started_s = 0;
    std::optional<double> hook_started_s;
    std::string ended_because;  ///< empty: nobody ended it
  };

  void handle(const Value::Map& message, std::vector<FinishedRun>& finished);

  std::int64_t id_;
  FileDescriptor channel_;
  protocol::LineBuffer lines_;
  std::string unsent_;
  std::deque<RunSpec> runs_;
  std::optional<Current> current_;
};

}  // namespace gmat_sweep
