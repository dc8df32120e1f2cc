#include "gmat_sweep/once.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "astro/data_catalogue.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/capabilities.hpp"
#include "mission/native_engine.hpp"
#include "script/parser.hpp"

namespace gmat_sweep {

std::unique_ptr<Engine> make_engine(const EngineConfig& config) {
  if (config.kind != "native") {
    throw SweepConfigError(
        fmt::format("there is no engine \"{}\"; this build has \"native\"", config.kind));
  }
  astro::DataCatalogue::Options data;
  if (!config.gmat_data.empty()) data.gmat_data = config.gmat_data;
  for (const auto& [name, value] : config.options) {
    if (name != "ephemeris") {
      throw SweepConfigError(fmt::format(
          "the native engine has no option \"{}\"; it takes \"ephemeris\", a file", name));
    }
    data.ephemeris = value.as_string();
  }
  return mission::make_native_engine(script::parse_file(config.script), astro::DataCatalogue(data));
}

EngineResult run_once(const EngineConfig& config, const Value::Map& overrides,
                      const std::filesystem::path& output_dir) {
  const std::unique_ptr<Engine> engine = make_engine(config);
  engine->check_overrides(overrides);
  std::filesystem::create_directories(output_dir);
  return engine->run({overrides, output_dir, true});
}

std::string native_engine_capabilities() { return mission::capabilities_markdown(); }

}  // namespace gmat_sweep
