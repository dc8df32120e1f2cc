#pragma once

#include "gmat_sweep/stop.hpp"

namespace gmat_sweep::cli {

/// While it lives, the first SIGINT or SIGTERM asks a sweep to stop; the second, of either, ends
/// the process at once, as it would without this. One at a time.
class StopOnSignal {
 public:
  StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  ~StopOnSignal();

  const StopRequest& request() const { return request_; }
  /// The signal that came, or 0.
  static int signal();

 private:
  StopRequest request_;
};

}  // namespace gmat_sweep::cli
