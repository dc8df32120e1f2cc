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

  /// What its end makes of the run it held, if it had started one.
  std::optional<FinishedRun> run_lost_to(int wait_status);
  /// The runs given to it that it had not started.
  std::deque<RunSpec> take_unstarted();

 private:
  void handle(const Value::Map& message, std::vector<FinishedRun>& finished);

  std::int64_t id_;
  FileDescriptor channel_;
  protocol::LineBuffer lines_;
  std::string unsent_;
  std::deque<RunSpec> runs_;
  // Of the first run.
  bool started_ = false;
  bool engine_done_ = false;
  UtcTime started_at_{};
  double started_s_ = 0;
};

}  // namespace gmat_sweep
