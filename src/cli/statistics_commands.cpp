// The commands that compute something of a sweep's tables: summary, diff, convergence,
// sobol-analyze.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"

namespace gmat_sweep::cli {

namespace {

struct StatisticsArguments {
  std::filesystem::path manifest;
  TableChoice choice;
  TableOutput output;
  std::string column;
};

struct SummaryArguments : StatisticsArguments {
  SummaryOptions options;
  std::vector<std::string> include = {"mean", "std"};
  bool keep_failed = false;
};

struct DiffArguments : StatisticsArguments {
  std::filesystem::path other;
  DiffOptions options;
  std::vector<std::string> tolerances;
};

struct ConvergenceArguments : StatisticsArguments {
  ConvergenceOptions options;
};

struct SobolArguments : StatisticsArguments {
  SobolOptions options;
};

void summarize(SummaryArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  SummaryOptions options = arguments.options;
  options.drop_failed = !arguments.keep_failed;
  options.include.clear();
  for (const std::string& name : arguments.include) {
    options.include.push_back(statistic_from_string(name));
  }
  put_out(sweep_summary(table_to_compute_of(manifest, arguments.choice), options),
          arguments.output);
}

/// `--tolerance 0.5` for all columns, `--tolerance Sat.SMA=0.5` for one.
void read_tolerances(const std::vector<std::string>& texts, DiffOptions& options) {
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    const bool named = equals != std::string::npos;
    const auto value = python_float(named ? text.substr(equals + 1) : text);
    if (!value || !(*value >= 0)) {
      throw SweepConfigError(fmt::format(
          "--tolerance takes a number from 0 on, alone or as COLUMN=NUMBER; found '{}'", text));
    }
    if (named) {
      options.column_tolerances[text.substr(0, equals)] = *value;
    } else {
      options.tolerance = *value;
    }
  }
}

void compare(DiffArguments& arguments) {
  DiffOptions options = arguments.options;
  read_tolerances(arguments.tolerances, options);
  const Manifest a = open_manifest(arguments.manifest);
  const Manifest b = open_manifest(arguments.other);
  put_out(sweep_diff(table_to_compute_of(a, arguments.choice),
                     table_to_compute_of(b, arguments.choice), options),
          arguments.output);
}

void converge(const ConvergenceArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  put_out(mc_convergence(table_to_compute_of(manifest, arguments.choice), arguments.column,
                         arguments.options),
          arguments.output);
}

void analyze(const SobolArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  const SobolIndices indices =
      sobol_analyze(manifest, table_to_compute_of(manifest, arguments.choice), arguments.column,
                    arguments.options);
  put_out(LazyTable(indices.table), arguments.output);
  if (indices.failed_count == 0) return;
  fmt::print(stderr,
             "gmat-sweep: {} of {} runs have no value of {}: each index was computed from the base "
             "points that are whole (column base_points)\n",
             indices.failed_count, indices.run_count, arguments.column);
}

void add_column(CLI::App& command, std::string& column) {
  command.add_option("--column", column, "The output's column")->required()->type_name("COLUMN");
}

}  // namespace

void add_summary_command(CLI::App& app) {
  const auto arguments = std::make_shared<SummaryArguments>();
  CLI::App* command =
      app.add_subcommand("summary", "Statistics of every numeric column, over runs or over time");
  add_manifest_argument(*command, arguments->manifest);
  add_table_choice(*command, arguments->choice);
  const std::map<std::string, SummaryOptions::By> by = {{"time", SummaryOptions::By::time},
                                                        {"run_id", SummaryOptions::By::run_id}};
  command
      ->add_option("--by", arguments->options.by,
                   "time: a row for each instant, over runs; run_id: a row for each run")
      ->transform(CLI::CheckedTransformer(by).description(""))
      ->default_str("time")
      ->type_name("time|run_id");
  command
      ->add_option("--quantiles", arguments->options.quantiles,
                   "Between 0 and 1, separated by commas")
      ->delimiter(',')
      ->default_str("0.05,0.5,0.95")
      ->type_name("Q,Q");
  command
      ->add_option("--include", arguments->include,
                   "Of mean, std, min, max and count_ok, separated by commas")
      ->delimiter(',')
      ->default_str("mean,std")
      ->type_name("NAMES");
  command->add_flag("--keep-failed", arguments->keep_failed,
                    "Rows also for runs that are not ok, with missing values");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { summarize(*arguments); });
}

void add_diff_command(CLI::App& app) {
  const auto arguments = std::make_shared<DiffArguments>();
  CLI::App* command = app.add_subcommand("diff", "What changed from one sweep to another");
  add_manifest_argument(*command, arguments->manifest, "FROM");
  add_manifest_argument(*command, arguments->other, "TO");
  add_table_choice(*command, arguments->choice);
  command->add_flag("--final", arguments->options.final_rows_only,
                    "Compare each run's last values instead of every row");
  const std::map<std::string, DiffOptions::How> how = {{"absolute", DiffOptions::How::absolute},
                                                       {"relative", DiffOptions::How::relative},
                                                       {"both", DiffOptions::How::both}};
  command
      ->add_option("--how", arguments->options.how,
                   "absolute: TO - FROM; relative: that divided by FROM; or both")
      ->transform(CLI::CheckedTransformer(how).description(""))
      ->default_str("both")
      ->type_name("absolute|relative|both");
  command
      ->add_option("--tolerance", arguments->tolerances,
                   "Differences smaller than this come as missing: NUMBER for every column, "
                   "COLUMN=NUMBER for one; repeatable")
      ->allow_extra_args(false)
      ->type_name("T");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { compare(*arguments); });
}

void add_convergence_command(CLI::App& app) {
  const auto arguments = std::make_shared<ConvergenceArguments>();
  CLI::App* command = app.add_subcommand(
      "convergence", "How the mean of a column settles as runs are added, with its standard error");
  add_manifest_argument(*command, arguments->manifest);
  add_column(*command, arguments->column);
  add_table_choice(*command, arguments->choice);
  command->add_flag("--final", arguments->options.terminal_only,
                    "Take each run's last value only, instead of every instant");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { converge(*arguments); });
}

void add_sobol_analyze_command(CLI::App& app) {
  const auto arguments = std::make_shared<SobolArguments>();
  CLI::App* command = app.add_subcommand(
      "sobol-analyze", "Sobol sensitivity indices of a column's last values in a `sobol` sweep");
  add_manifest_argument(*command, arguments->manifest);
  add_column(*command, arguments->column);
  add_table_choice(*command, arguments->choice);
  SobolOptions& options = arguments->options;
  command->add_option("--resamples", options.resamples, "Of the bootstrap")
      ->check(CLI::Range(2, 1'000'000))
      ->type_name("N");
  command->add_option("--confidence", options.confidence_level, "Level of the intervals")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("LEVEL");
  command->add_option("--seed", options.seed, "Of the bootstrap")->type_name("SEED");
  add_table_output(*command, arguments->output);
  command->callback([arguments] { analyze(*arguments); });
}

}  // namespace gmat_sweep::cli
