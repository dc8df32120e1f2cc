#pragma once

#include <string>

#include "pools/worker.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// Runs in this process, one after another: for debuggers and profilers. A run that crashes takes
/// the sweep with it.
class DebugPool : public Pool {
 public:
  explicit DebugPool(WorkerParts parts) : parts_(std::move(parts)) {}

  std::string name() const override { return "DebugPool"; }
  void run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) override;

 private:
  WorkerParts parts_;
};

}  // namespace gmat_sweep
