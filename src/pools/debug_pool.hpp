#pragma once

#include <string>

#include "base/file_system.hpp"
#include "pools/worker.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// Runs in this process, one after another: for debuggers and profilers. A run that crashes takes
/// the sweep with it.
class DebugPool : public Pool {
 public:
  explicit DebugPool(WorkerParts parts, FileSystem& files = system_files())
      : parts_(std::move(parts)), files_(files) {}

  std::string name() const override { return "DebugPool"; }
  void run(const WorkerSetup& setup, const RunSource& source, const RunSink& sink) override;

 private:
  WorkerParts parts_;
  FileSystem& files_;
};

}  // namespace gmat_sweep
