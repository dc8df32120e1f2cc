#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/manifest.hpp"
#include "sweep/resolve_hook.hpp"

namespace gmat_sweep {

// What a sweep's results may depend on that is no longer as its manifest records it: one sentence
// for each thing that changed, naming it with what was recorded and what was found. What a manifest
// does not record (the Python package's, an early one) is not compared.

/// The mission script (by its canonical hash) and the files it includes.
/// @param function_folders  where functions are looked for, too
/// Throws ScriptError when the script cannot be read.
std::vector<std::string> script_drift(const ManifestHeader& header,
                                      const std::filesystem::path& script,
                                      const std::vector<std::filesystem::path>& function_folders);

/// The engine, its version, and every data file.
std::vector<std::string> engine_drift(const ManifestHeader& header, const Engine& engine);

/// The engine's options that are no paths.
/// @param options  as given now, what is recorded added
std::vector<std::string> option_drift(const ManifestHeader& header, const Value::Map& options);

/// The file the hook's code stands in, and the other files it was given.
std::vector<std::string> hook_drift(const ManifestHeader& header, const ResolvedHook& hook);

/// Another build or class of processor: results may then differ in their last bits.
std::vector<std::string> machine_drift(const ManifestHeader& header);

}  // namespace gmat_sweep
