#include "sweep/engine_options.hpp"

namespace gmat_sweep {

Value::Map options_without_paths(const Value::Map& options) {
  Value::Map kept;
  for (const auto& [name, value] : options) {
    if (name != "ephemeris" && name != "function_path") kept.set(name, value);
  }
  return kept;
}

Value::Map with_recorded_options(Value::Map options, const ManifestHeader& header) {
  if (!header.engine_options) return options;
  for (const auto& [name, value] : options_without_paths(*header.engine_options)) {
    if (!options.contains(name)) options.set(name, value);
  }
  return options;
}

}  // namespace gmat_sweep
