#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/engine_config.hpp"

namespace gmat_sweep {

/// Makes the engine that `config` names ready for its script.
/// Throws ScriptError with everything in the script that is malformed or that the engine cannot
/// run, one a line; SweepConfigError when the configuration is at fault.
std::unique_ptr<Engine> make_engine(const EngineConfig& config);

/// Runs a script a single time and writes into `output_dir`, made when missing, what GMAT itself
/// would write: ReportFiles as text under their own names.
/// Throws as `make_engine` does, SweepConfigError for overrides that cannot be applied, and
/// RunFailed when the mission cannot be executed.
EngineResult run_once(const EngineConfig& config, const Value::Map& overrides,
                      const std::filesystem::path& output_dir);

/// What the native engine knows of GMAT's script language and how far it supports it, in Markdown:
/// docs/engine.md.
std::string native_engine_capabilities();

}  // namespace gmat_sweep
