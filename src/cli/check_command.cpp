#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "gmat_sweep/once.hpp"

namespace gmat_sweep::cli {

void add_check_command(CLI::App& app) {
  const auto engine = std::make_shared<EngineConfig>();
  const auto verbose = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "check", "Print every syntax error and every construct the native engine cannot run, or ok");
  add_script_argument(*command, engine->script);
  add_data_arguments(*command, engine->gmat_data, engine->options, *verbose);
  command
      ->add_flag_callback(
          "--capabilities",
          [] {
            std::fputs(native_engine_capabilities().c_str(), stdout);
            throw CLI::Success();
          },
          "Print what the native engine supports, in Markdown, and check nothing")
      ->trigger_on_parse();
  command->callback([engine, verbose] {
    require_script(engine->script);
    const std::unique_ptr<Engine> made = make_engine(*engine);
    if (*verbose) print_data_sources(*made);
    std::puts("ok");
  });
}

}  // namespace gmat_sweep::cli
