#pragma once

#include <filesystem>

namespace gmat_sweep {

/// The helper program LocalPool starts: $GMAT_SWEEP_WORKER; else `gmat-sweep-worker` beside the
/// running program, in ../libexec/gmat-sweep from there, or where this library was installed.
/// Throws BackendError listing where it was looked for.
std::filesystem::path find_worker_program();

/// How many processors this process may use: its affinity mask and its control group's quota. At
/// least 1.
int usable_processors();

}  // namespace gmat_sweep
