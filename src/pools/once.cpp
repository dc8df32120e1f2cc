#include "gmat_sweep/once.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "astro/data_catalogue.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/capabilities.hpp"
#include "mission/native_engine.hpp"
#include "script/function_files.hpp"
#include "sweep/inputs.hpp"

namespace gmat_sweep {

std::unique_ptr<Engine> make_engine(const EngineConfig& config) {
  if (config.kind != "native") {
    throw SweepConfigError(
        fmt::format("there is no engine \"{}\"; this build has \"native\"", config.kind));
  }
  astro::DataCatalogue::Options data;
  if (!config.gmat_data.empty()) data.gmat_data = config.gmat_data;
  for (const auto& [name, value] : config.options) {
    if (name == "function_path" || name == "accept_unconverged") continue;
    if (name != "ephemeris") {
      throw SweepConfigError(fmt::format(
          "the native engine has no option \"{}\"; it takes \"ephemeris\", a file, "
          "\"function_path\", a list of folders, and \"accept_unconverged\", true or false",
          name));
    }
    data.ephemeris = value.as_string();
  }
  const Value* accept = config.options.find("accept_unconverged");
  return mission::make_native_engine(
      script::parse_mission(config.script, function_folders(config.options)),
      astro::DataCatalogue(data), {.accept_unconverged = accept != nullptr && accept->as_bool()});
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
