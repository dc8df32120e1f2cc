#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/design_kinds.hpp"
#include "design/design_output.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep::cli {

namespace {

void print_design(const Design& design, const std::filesystem::path& out) {
  if (out.empty()) {
    write_csv(design, std::cout);
  } else {
    write_table(LazyTable(design_table(design)), out);
  }
}

}  // namespace

void add_design_command(CLI::App& app) {
  CLI::App* design = app.add_subcommand("design", "Print the runs of a design, running nothing");
  design->require_subcommand(1);
  for (const DesignKind& kind : design_kinds()) {
    CLI::App* command = design->add_subcommand(kind.name, kind.description);
    const DesignMaker make_design = kind.add_arguments(*command);
    const auto out = std::make_shared<std::filesystem::path>();
    const auto script = std::make_shared<std::filesystem::path>();
    command
        ->add_option("--script", *script,
                     "The mission script, where a covariance takes means from it")
        ->type_name("PATH");
    command
        ->add_option("--out", *out,
                     "Write to this .csv, .parquet or .json file instead of printing CSV")
        ->type_name("PATH");
    command->callback([make_design, out, script] { print_design(make_design(*script), *out); });
  }
}

}  // namespace gmat_sweep::cli
