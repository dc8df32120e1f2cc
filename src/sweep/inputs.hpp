#pragma once

#include <filesystem>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// The files a mission script is read from, itself first: where each stands now, and what a
/// manifest says of its copy. Throws ScriptError when the script cannot be read.
struct SweepInput {
  std::filesystem::path source;
  ManifestInput record;
};
std::vector<SweepInput> find_inputs(const std::filesystem::path& script);

/// Copies them under the output folder, durably, and gives their records. A file that is no longer
/// as it was when found is a SweepConfigError.
std::vector<ManifestInput> copy_inputs(const std::vector<SweepInput>& inputs,
                                       const std::filesystem::path& output_dir,
                                       FileSystem& files = system_files());

}  // namespace gmat_sweep
