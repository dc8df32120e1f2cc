#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "sweep/hooks/hook.hpp"

namespace gmat_sweep {

// A hook's code stands in files which a sweep copies, so that it can be moved and taken up
// elsewhere with them: docs/manifest.md, "The hook".

/// A file that a hook is made of.
struct HookFile {
  std::filesystem::path source;  ///< absolute
  std::filesystem::path place;   ///< of its copy, within the folder of copies
  std::int64_t word = 0;         ///< which word of `exec:` names it, from 0; 0 for other hooks
  std::string sha256;
};

/// The files of a hook, that with its code first; none for a program found on PATH, unless its
/// arguments name files.
/// @param code  the file the hook's code stands in, as `LoadedHook::file`
std::vector<HookFile> files_of_hook(const HookConfig& config, const std::filesystem::path& code);

/// The hook as the manifest records it: paths of its files relative to the output folder.
std::string recorded_hook_text(const HookConfig& config, const std::filesystem::path& output_dir);

/// Which of a file and its copy is taken where both are there.
enum class HookCopies { after_originals, before_originals };

/// A recorded hook as it can be loaded now: each file where it lay, seen from the output folder, or
/// its copy there.
/// Throws SweepConfigError when neither is there, or when a copy that is needed is not as recorded.
HookConfig recorded_hook(const ManifestHeader& header, const std::filesystem::path& output_dir,
                         const std::string& python, HookCopies copies);

}  // namespace gmat_sweep
