#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep::cli {

namespace {

struct TableArguments {
  std::filesystem::path manifest;
  TableChoice choice;
  bool runs = false;
  std::vector<std::string> fused;
  std::optional<double> tolerance_s;
  std::vector<std::string> columns;
  TableOutput output;
};

std::optional<std::chrono::nanoseconds> tolerance_of(const TableArguments& arguments) {
  if (!arguments.tolerance_s) return std::nullopt;
  return std::chrono::nanoseconds(std::llround(*arguments.tolerance_s * 1e9));
}

LazyTable table_of(const Manifest& manifest, const TableArguments& arguments) {
  if (arguments.runs) return run_table(manifest);
  if (!arguments.fused.empty()) {
    return lazy_fused_reports(manifest, arguments.fused, tolerance_of(arguments));
  }
  return chosen_table(manifest, arguments.choice);
}

void execute(const TableArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  LazyTable table = table_of(manifest, arguments);
  if (!arguments.columns.empty()) table = table.select(arguments.columns);
  put_out(table, arguments.output);
}

}  // namespace

void add_table_command(CLI::App& app) {
  const auto arguments = std::make_shared<TableArguments>();
  CLI::App* command = app.add_subcommand(
      "table", "Print or write the table of one output over all runs of a sweep");
  add_manifest_argument(*command, arguments->manifest);
  CLI::Option_group* group = add_table_choice(*command, arguments->choice);
  group->add_flag("--runs", arguments->runs,
                  "The runs themselves instead: status, times, overrides, extra outputs");
  CLI::Option* fused = group
                           ->add_option("--fuse", arguments->fused,
                                        "Several ReportFiles side by side instead, on the instants "
                                        "of the first; repeatable, or separated by commas")
                           ->delimiter(',')
                           ->default_str("")
                           ->type_name("REPORTS");
  command
      ->add_option("--tolerance", arguments->tolerance_s,
                   "With --fuse: take the other reports' latest rows that are not older than this "
                   "many seconds, instead of rows of the same instant only")
      ->needs(fused)
      ->check(CLI::Range(0.0, 9e9))
      ->type_name("S");
  command
      ->add_option("--columns", arguments->columns,
                   "Only these columns; repeatable, or separated by commas")
      ->delimiter(',')
      ->default_str("")
      ->type_name("NAMES");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
