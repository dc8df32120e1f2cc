#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "gmat_sweep/once.hpp"

namespace gmat_sweep::cli {

void add_check_command(CLI::App& app) {
  const auto engine = std::make_shared<EngineConfig>();
  CLI::App* command = app.add_subcommand(
      "check", "Print every syntax error and every construct the native engine cannot run, or ok");
  add_script_argument(*command, engine->script);
  add_gmat_data_argument(*command, engine->gmat_data);
  command->callback([engine] {
    require_script(engine->script);
    make_engine(*engine);
    std::puts("ok");
  });
}

}  // namespace gmat_sweep::cli
