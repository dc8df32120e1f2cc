#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sweep/hooks/hook.hpp"
#include "sweep/hooks/hook_files.hpp"

namespace gmat_sweep {

/// The hook as the driver finds it before the first run.
struct ResolvedHook {
  HookConfig config;
  std::optional<std::string> sha256;  ///< of the file its code stands in, if there is a single one
  std::vector<HookFile> files;        ///< what is to be copied with the sweep, its code first
};

/// Nothing for an empty text. Throws SweepConfigError when the hook cannot be loaded.
std::optional<ResolvedHook> resolve_hook(const std::string& text, const std::string& python);

/// The same of the hook that a manifest records, if any.
std::optional<ResolvedHook> resolve_recorded_hook(const ManifestHeader& header,
                                                  const std::filesystem::path& output_dir,
                                                  const std::string& python, HookCopies copies);

}  // namespace gmat_sweep
