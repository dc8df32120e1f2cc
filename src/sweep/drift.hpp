#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

// What a sweep's results may depend on that is no longer as its manifest records it: one sentence
// for each thing that changed, naming it with what was recorded and what was found. What a manifest
// does not record (the Python package's, an early one) is not compared.

/// The mission script (by its canonical hash) and the files it includes.
/// Throws ScriptError when the script cannot be read.
std::vector<std::string> script_drift(const ManifestHeader& header,
                                      const std::filesystem::path& script);

/// The engine, its version, and every data file.
std::vector<std::string> engine_drift(const ManifestHeader& header, const Engine& engine);

/// @param sha256  of the hook's file now; empty where it has no single file
std::vector<std::string> hook_drift(const ManifestHeader& header,
                                    const std::optional<std::string>& sha256);

/// Another build or class of processor: results may then differ in their last bits.
std::vector<std::string> machine_drift(const ManifestHeader& header);

}  // namespace gmat_sweep
