#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep::cli {

namespace {

struct TableArguments {
  std::filesystem::path manifest;
  std::optional<std::string> report;
  std::optional<std::string> ephemeris;
  std::optional<std::string> contact;
  std::optional<std::string> extra;
  std::filesystem::path out;
  PrintOptions print;
};

/// The terminal's width, or what $COLUMNS says; anything goes where there is neither.
std::size_t output_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  return columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
}

LazyTable chosen_table(const Manifest& manifest, const TableArguments& arguments) {
  if (arguments.extra) return lazy_extra_outputs(manifest, *arguments.extra);
  if (arguments.ephemeris) return lazy_ephemerides(manifest, arguments.ephemeris);
  if (arguments.contact) return lazy_contacts(manifest, arguments.contact);
  return lazy_multiindex(manifest, arguments.report);
}

void execute(const TableArguments& arguments) {
  const LazyTable table = chosen_table(open_manifest(arguments.manifest), arguments);
  if (!arguments.out.empty()) {
    write_table(table, arguments.out);
    return;
  }
  PrintOptions options = arguments.print;
  options.max_width = output_width();
  print_table(table, std::cout, options);
}

}  // namespace

void add_table_command(CLI::App& app) {
  const auto arguments = std::make_shared<TableArguments>();
  CLI::App* command = app.add_subcommand(
      "table", "Print or write the table of one output over all runs of a sweep");
  command->add_option("MANIFEST", arguments->manifest, "The sweep's manifest.jsonl")
      ->required()
      ->type_name("PATH");
  CLI::Option* report = command
                            ->add_option("--name", arguments->report,
                                         "The ReportFile (default: the only one there is)")
                            ->type_name("REPORT");
  CLI::Option* ephemeris =
      command->add_option("--ephemeris", arguments->ephemeris, "An EphemerisFile instead")
          ->type_name("NAME");
  CLI::Option* contact =
      command->add_option("--contact", arguments->contact, "A ContactLocator instead")
          ->type_name("NAME");
  CLI::Option* extra =
      command->add_option("--extra", arguments->extra, "What the hook registered under KEY instead")
          ->type_name("KEY");
  ephemeris->excludes(report);
  contact->excludes(report)->excludes(ephemeris);
  extra->excludes(report)->excludes(ephemeris)->excludes(contact);
  command
      ->add_option("--out", arguments->out,
                   "Write all rows to this .csv, .parquet or .json file instead of printing some")
      ->type_name("PATH");
  command->add_option("--head", arguments->print.head, "Rows to print from the start")
      ->type_name("N");
  command->add_option("--tail", arguments->print.tail, "Rows to print from the end")
      ->type_name("N");
  command->callback([arguments] { execute(*arguments); });
}

}  // namespace gmat_sweep::cli
