#pragma once

#include <filesystem>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// A mission script laid out again.
struct StagedScript {
  std::filesystem::path script;
  std::vector<std::filesystem::path> function_folders;  ///< where its functions lie
};

/// Lays a sweep's copies of its mission script and of what it includes out under `folder` as they
/// once stood to each other, so that the script finds them. An #Include or a FunctionPath that is
/// absolute is pointed at the copy.
/// Throws SweepConfigError for a copy that is missing or not as recorded.
StagedScript stage_script(const Manifest& manifest, const std::filesystem::path& folder,
                          FileSystem& files = system_files());

/// An engine's options with these folders, too, to look for functions in.
Value::Map with_function_folders(Value::Map options,
                                 const std::vector<std::filesystem::path>& folders);

}  // namespace gmat_sweep
