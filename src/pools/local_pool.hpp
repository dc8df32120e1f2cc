#pragma once

#include <filesystem>
#include <string>

#include "sweep/pool.hpp"

namespace gmat_sweep {

/// Runs in worker processes of this machine.
///
/// A worker that dies costs the run it held and nothing else: that run is `failed`, with the signal
/// named, as an engine failure before its `engine_done` and as a hook failure after. Runs it was
/// given ahead go to others, and a new worker takes its place.
class LocalPool : public Pool {
 public:
  struct Options {
    int workers = -1;                      ///< -1: one for each usable processor
    std::filesystem::path worker_program;  ///< empty: `find_worker_program()`
  };

  /// Throws SweepConfigError when `workers` is neither -1 nor positive.
  explicit LocalPool(Options options);

  std::string name() const override { return "LocalPool"; }
  void run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) override;

 private:
  Options options_;
};

}  // namespace gmat_sweep
