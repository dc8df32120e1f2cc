#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "gmat_sweep/once.hpp"

namespace gmat_sweep::cli {

namespace {

struct OnceArguments {
  EngineConfig engine;
  std::filesystem::path output_dir;
  std::vector<std::string> settings;
  bool verbose = false;
};

void execute(const OnceArguments& arguments) {
  require_script(arguments.engine.script);
  const Value::Map overrides = parse_settings(arguments.settings);
  if (arguments.verbose) print_data_sources(*make_engine(arguments.engine));
  const EngineResult result = run_once(arguments.engine, overrides, arguments.output_dir);
  std::fputs(result.log.c_str(), stderr);
  for (const EngineOutput& output : result.outputs) {
    fmt::print("{}: {} rows\n", output.key, output.table.row_count());
  }
  fmt::print("output: {}\n", arguments.output_dir.string());
}

}  // namespace

void add_once_command(CLI::App& app) {
  const auto arguments = std::make_shared<OnceArguments>();
  CLI::App* command = app.add_subcommand(
      "once", "Run a script a single time and write what GMAT itself would write");
  add_script_argument(*command, arguments->engine.script);
  command->add_option("--out", arguments->output_dir, "Folder for the script's output files")
      ->required()
      ->type_name("DIR");
  command
      ->add_option("--set", arguments->settings,
                   "Assign a field before the mission sequence, repeatable: 'Sat.SMA=7000', "
                   "'Sat.Epoch=01 Jan 2026 00:00:00.000', 'FM.PointMasses=json:[\"Luna\",\"Sun\"]'")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  add_data_arguments(*command, arguments->engine.gmat_data, arguments->engine.options,
                     arguments->verbose);
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
