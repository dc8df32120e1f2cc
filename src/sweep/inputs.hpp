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
/// @param function_folders  where the files of its functions are looked for too
std::vector<SweepInput> find_inputs(
    const std::filesystem::path& script,
    const std::vector<std::filesystem::path>& function_folders = {});

/// The folders an engine's options name under `function_path`.
/// Throws SweepConfigError when that is no list of texts.
std::vector<std::filesystem::path> function_folders(const Value::Map& engine_options);

/// Copies them under the output folder, durably, and gives their records. A file that is no longer
/// as it was when found is a SweepConfigError.
std::vector<ManifestInput> copy_inputs(const std::vector<SweepInput>& inputs,
                                       const std::filesystem::path& output_dir,
                                       FileSystem& files = system_files());

}  // namespace gmat_sweep
