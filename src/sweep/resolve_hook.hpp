#pragma once

#include <optional>
#include <string>

#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

/// The hook as the driver finds it before the first run.
struct ResolvedHook {
  HookConfig config;
  std::optional<std::string> sha256;  ///< of the file its code stands in, if there is a single one
};

/// Nothing for an empty text. Throws SweepConfigError when the hook cannot be loaded.
std::optional<ResolvedHook> resolve_hook(const std::string& text, const std::string& python);

}  // namespace gmat_sweep
