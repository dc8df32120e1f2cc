#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "gmat_sweep/sql.hpp"

namespace gmat_sweep::cli {

namespace {

struct SqlArguments {
  std::filesystem::path manifest;
  std::string statement;
  std::int64_t memory_limit_mb = 0;
  TableOutput output;
};

void execute(const SqlArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  SweepSql sql(manifest, arguments.memory_limit_mb);
  if (!arguments.statement.empty())
    return put_out(sql.query(arguments.statement), arguments.output);
  for (const std::string& name : sql.table_names()) std::puts(name.c_str());
}

}  // namespace

void add_sql_command(CLI::App& app) {
  const auto arguments = std::make_shared<SqlArguments>();
  CLI::App* command = app.add_subcommand("sql", "Query a sweep's runs and outputs with SQL");
  add_manifest_argument(*command, arguments->manifest);
  command
      ->add_option(
          "STATEMENT", arguments->statement,
          "One statement in DuckDB's dialect over the views `runs`, `report__NAME`, "
          "`ephemeris__NAME`, `contact__NAME`, `solver__NAME` and `extra__KEY` (also as NAME and "
          "KEY); without it the views' names are printed")
      ->type_name("SQL");
  command
      ->add_option("--memory", arguments->memory_limit_mb,
                   "Megabytes that a query may take before it goes to disk (default: four fifths "
                   "of the machine's memory)")
      ->check(CLI::PositiveNumber)
      ->default_str("")
      ->type_name("MB");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
