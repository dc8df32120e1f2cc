#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// Which engine runs a mission script, and what it needs to be made: small, and written as JSON on
/// its way to worker processes.
struct EngineConfig {
  std::string kind = "native";   ///< "native" or "gmat"
  std::filesystem::path script;  ///< the mission script
  std::filesystem::path
      gmat_data;       ///< GMAT's data folder; empty: only the data the project carries
  Value::Map options;  ///< further settings of that kind of engine
};

Value to_value(const EngineConfig& config);
/// Throws GmatSweepError naming the field that is missing or of the wrong kind.
EngineConfig engine_config_from_value(const Value& value);

/// Makes an engine ready for `config.script`. Throws ScriptError when the script cannot be read or
/// run, SweepConfigError when the configuration is at fault.
using EngineFactory = std::function<std::unique_ptr<Engine>(const EngineConfig&)>;

}  // namespace gmat_sweep
