#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "gmat_sweep/report.hpp"

namespace gmat_sweep::cli {

namespace {

struct ReportArguments {
  std::filesystem::path manifest;
  std::filesystem::path out;
  ReportOptions options;
};

void execute(const ReportArguments& arguments) {
  write_report(open_manifest(arguments.manifest), arguments.out, arguments.options);
  std::printf("report: %s\n", arguments.out.c_str());
}

}  // namespace

void add_report_command(CLI::App& app) {
  const auto arguments = std::make_shared<ReportArguments>();
  CLI::App* command =
      app.add_subcommand("report", "Write a page to look at a sweep with, as one HTML file");
  add_manifest_argument(*command, arguments->manifest);
  command->add_option("--out", arguments->out, "The .html file to write")
      ->required()
      ->type_name("PATH");
  command
      ->add_option("--columns", arguments->options.columns,
                   "The outputs' columns to show, separated by commas (default: the first twelve)")
      ->delimiter(',')
      ->default_str("")
      ->type_name("NAMES");
  command
      ->add_option("--title", arguments->options.title,
                   "The page's title (default: the mission script's name)")
      ->type_name("TEXT");
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
