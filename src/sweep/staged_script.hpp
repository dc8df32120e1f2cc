#pragma once

#include <filesystem>

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// Lays a sweep's copies of its mission script and of what it includes out under `folder` as they
/// once stood to each other, so that the script finds them, and gives the script's path there. An
/// #Include of an absolute path is pointed at the copy.
/// Throws SweepConfigError for a copy that is missing or not as recorded.
std::filesystem::path stage_script(const Manifest& manifest, const std::filesystem::path& folder);

}  // namespace gmat_sweep
