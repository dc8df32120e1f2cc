#include "cli/table_choice.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "analysis/run_checks.hpp"

namespace gmat_sweep::cli {

namespace {

/// The terminal's width, or what $COLUMNS says; anything goes where there is neither.
std::size_t output_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  return columns == nullptr ? 0 : std::strtoul(columns, nullptr, 10);
}

}  // namespace

CLI::Option_group* add_table_choice(CLI::App& command, TableChoice& choice) {
  CLI::Option_group* group = command.add_option_group("Table", "The table to work on");
  group->add_option("--name", choice.report, "A ReportFile (default: the only one that there is)")
      ->type_name("REPORT");
  group->add_option("--ephemeris", choice.ephemeris, "An EphemerisFile instead")->type_name("NAME");
  group->add_option("--contact", choice.contact, "A ContactLocator instead")->type_name("NAME");
  group->add_option("--solver", choice.solver, "The iterations of a solver instead")
      ->type_name("NAME");
  group->add_option("--extra", choice.extra, "What the hook registered under KEY instead")
      ->type_name("KEY");
  group->require_option(0, 1);
  return group;
}

LazyTable chosen_table(const Manifest& manifest, const TableChoice& choice) {
  if (choice.extra) return lazy_extra_outputs(manifest, *choice.extra);
  if (choice.ephemeris) return lazy_ephemerides(manifest, choice.ephemeris);
  if (choice.solver) return lazy_solver_iterations(manifest, choice.solver);
  if (choice.contact) return lazy_contacts(manifest, choice.contact);
  return lazy_multiindex(manifest, choice.report);
}

LazyTable table_to_compute_of(const Manifest& manifest, const TableChoice& choice) {
  check_has_ok_runs(manifest);
  return chosen_table(manifest, choice);
}

void add_manifest_argument(CLI::App& command, std::filesystem::path& manifest,
                           std::string_view name) {
  command
      .add_option(std::string(name), manifest,
                  "The sweep's manifest.jsonl, or an archive of the sweep")
      ->required()
      ->type_name("PATH");
}

void add_table_output(CLI::App& command, TableOutput& output) {
  command
      .add_option("--out", output.path,
                  "Write all rows to this .csv, .parquet or .json file instead of printing some")
      ->type_name("PATH");
  command.add_option("--head", output.print.head, "Rows to print from the start")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
      ->type_name("N");
  command.add_option("--tail", output.print.tail, "Rows to print from the end")
      ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
      ->type_name("N");
}

void put_out(const LazyTable& table, const TableOutput& output) {
  if (!output.path.empty()) return write_table(table, output.path);
  PrintOptions options = output.print;
  options.max_width = output_width();
  print_table(table, std::cout, options);
}

}  // namespace gmat_sweep::cli
