#include "gmat_sweep/engine_config.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

Value to_value(const EngineConfig& config) {
  return Value::Map{{"kind", config.kind},
                    {"script", config.script.string()},
                    {"gmat_data", config.gmat_data.string()},
                    {"options", config.options}};
}

EngineConfig engine_config_from_value(const Value& value) {
  const auto field = [&](const char* name) -> const Value& {
    if (const Value* found = value.as_map().find(name)) return *found;
    throw GmatSweepError(fmt::format("EngineConfig.{} is missing", name));
  };
  return {field("kind").as_string(), field("script").as_string(), field("gmat_data").as_string(),
          field("options").as_map()};
}

}  // namespace gmat_sweep
