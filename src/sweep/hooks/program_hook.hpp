#pragma once

#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

LoadedHook load_program_hook(const HookConfig& config);

}  // namespace gmat_sweep
