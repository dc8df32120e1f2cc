#pragma once

#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

/// Starts a Python process that imports the module once and calls the function run after run; one
/// that dies is started again for the next run.
LoadedHook load_python_hook(const HookConfig& config);

}  // namespace gmat_sweep
