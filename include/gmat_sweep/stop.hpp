#pragma once

#include <atomic>

namespace gmat_sweep {

/// Asks a sweep to stop early, from another thread or from a signal handler: no more runs are
/// handed out, those under way may finish (`SweepOptions::grace_s`), and the manifest is left so
/// that `resume` goes on.
class StopRequest {
 public:
  /// Throws GmatSweepError when the system has no descriptor left.
  StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;
  ~StopRequest();

  /// Safe to call from a signal handler, and more than once.
  void request() noexcept;
  bool requested() const noexcept { return requested_.load(); }
  /// Readable once requested: for poll(2).
  int descriptor() const noexcept { return descriptor_; }

 private:
  std::atomic<bool> requested_ = false;
  int descriptor_;
};

}  // namespace gmat_sweep
