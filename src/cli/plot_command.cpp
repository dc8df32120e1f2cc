#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/table_choice.hpp"
#include "gmat_sweep/plot.hpp"

namespace gmat_sweep::cli {

namespace {

struct PlotArguments {
  std::filesystem::path manifest;
  TableChoice choice;
  PlotOptions options;
  std::filesystem::path out;
};

struct KindOfPlot {
  PlotKind kind;
  bool takes_inputs;
  const char* name;
  const char* description;
};

constexpr KindOfPlot kinds[] = {
    {PlotKind::band, false, "band", "Median and 5 to 95 % of a column over time"},
    {PlotKind::histogram, false, "histogram", "Histogram of the runs' last values of a column"},
    {PlotKind::corner, true, "corner",
     "Inputs against each other, coloured by a column's last value"},
    {PlotKind::heatmap, true, "heatmap", "A column's last value over two inputs"},
    {PlotKind::convergence, false, "convergence", "The mean of last values as runs are added"},
};

void execute(PlotKind kind, const PlotArguments& arguments) {
  const Manifest manifest = open_manifest(arguments.manifest);
  write_plot(manifest, table_to_compute_of(manifest, arguments.choice), kind, arguments.options,
             arguments.out);
}

void add_kind(CLI::App& app, const KindOfPlot& kind) {
  const auto arguments = std::make_shared<PlotArguments>();
  CLI::App* command = app.add_subcommand(kind.name, kind.description);
  add_manifest_argument(*command, arguments->manifest);
  command->add_option("--column", arguments->options.column, "The output's column")
      ->required()
      ->type_name("COLUMN");
  if (kind.takes_inputs) {
    command
        ->add_option("--inputs", arguments->options.inputs,
                     "The inputs to draw, separated by commas (default: all that vary)")
        ->delimiter(',')
        ->default_str("")
        ->type_name("FIELDS");
  }
  add_table_choice(*command, arguments->choice);
  command->add_option("--out", arguments->out, "The .svg file to write")
      ->required()
      ->type_name("PATH");
  command->add_option("--title", arguments->options.title, "Printed above")->type_name("TEXT");
  command->add_option("--width", arguments->options.width_px, "In pixels")->type_name("PX");
  command->add_option("--height", arguments->options.height_px, "In pixels")->type_name("PX");
  command->callback([arguments, kind] { execute(kind.kind, *arguments); });
}

}  // namespace

void add_plot_command(CLI::App& app) {
  CLI::App* plot = app.add_subcommand("plot", "Write a figure of a sweep as SVG");
  plot->require_subcommand(1);
  for (const KindOfPlot& kind : kinds) add_kind(*plot, kind);
}

}  // namespace gmat_sweep::cli
