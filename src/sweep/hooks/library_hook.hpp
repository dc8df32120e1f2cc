#pragma once

#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

LoadedHook load_library_hook(const HookConfig& config);

}  // namespace gmat_sweep
