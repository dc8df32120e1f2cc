#include "gmat_sweep/plot.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analysis/run_checks.hpp"
#include "analysis/run_values.hpp"
#include "base/files.hpp"
#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "report/facts.hpp"
#include "report/outputs.hpp"
#include "report/reduce.hpp"
#include "report/svg.hpp"
#include "report/time_unit.hpp"

namespace gmat_sweep {

namespace {

using namespace report;

constexpr std::size_t most_points = 2000;
constexpr std::size_t most_corner_inputs = 8;
constexpr std::string_view accent = "#31688e";

/// What every figure is drawn from.
struct Material {
  RunFacts facts;
  TableOutputs table;
  const Output& output() const { return table.outputs.front(); }
};

bool any_present(std::span<const double> values) {
  return std::ranges::any_of(values, [](double value) { return std::isfinite(value); });
}

Material gather(const Manifest& manifest, const LazyTable& table, PlotKind kind,
                const PlotOptions& options) {
  check_has_ok_runs(manifest);
  check_is_numeric(table, options.column);
  Material material{run_facts(manifest), {}};
  OutputOptions output_options;
  output_options.with_bands = kind == PlotKind::band;
  material.table = reduce_outputs(table, {options.column}, material.facts.ids, output_options);
  if (!any_present(material.output().finals)) {
    throw SweepConfigError(
        fmt::format("there is nothing to draw: no run has a value of \"{}\"", options.column));
  }
  return material;
}

/// The inputs to draw: those asked for, or all that take more than one value.
std::vector<const InputField*> chosen_inputs(const RunFacts& facts, const PlotOptions& options) {
  std::vector<const InputField*> chosen;
  std::vector<std::string> names;
  for (const InputField& field : facts.inputs) {
    names.push_back(field.name);
    if (options.inputs.empty() && count_distinct(field.values, 2) > 1) chosen.push_back(&field);
  }
  for (const std::string& name : options.inputs) {
    const auto found = std::ranges::find(facts.inputs, name, &InputField::name);
    if (found == facts.inputs.end()) {
      throw SweepConfigError(fmt::format("this sweep has no input \"{}\"{}; there are: {}", name,
                                         did_you_mean(name, names), fmt::join(names, ", ")));
    }
    chosen.push_back(&*found);
  }
  return chosen;
}

std::string names_of(const std::vector<const InputField*>& fields) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const InputField* field : fields) names.push_back(field->name);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

void put_title(Svg& svg, const PlotOptions& options) {
  if (!options.title.empty()) svg.text(options.width_px / 2.0, 22, options.title, "middle", 15);
}

Panel whole_panel(const PlotOptions& options, double right_margin) {
  constexpr double left = 96;
  constexpr double top = 36;
  constexpr double bottom = 56;
  return {left, top, options.width_px - left - right_margin, options.height_px - top - bottom};
}

std::string band_svg(const Material& material, const PlotOptions& options) {
  if (!material.output().band) {
    throw SweepConfigError(fmt::format(
        "a band needs a table with a time for its rows, and the one of \"{}\" has none: give the "
        "report an epoch column such as Sat.UTCGregorian",
        options.column));
  }
  const Band& band = *material.output().band;
  const TimeUnit unit = time_unit_for(material.table.elapsed_s.back());
  Panel panel = whole_panel(options, 24);
  std::vector<double> heights = band.low;
  heights.insert(heights.end(), band.high.begin(), band.high.end());
  std::tie(panel.y_low, panel.y_high) = padded_range(heights);
  panel.x_high = std::max(material.table.elapsed_s.back() / unit.seconds, 1e-9);

  Svg::Points edge;
  Svg::Points lower;
  Svg::Points middle;
  for (std::size_t i = 0; i < band.middle.size(); ++i) {
    if (std::isnan(band.middle[i])) continue;
    const double x = panel.x(material.table.elapsed_s[i] / unit.seconds);
    edge.emplace_back(x, panel.y(band.high[i]));
    lower.emplace_back(x, panel.y(band.low[i]));
    middle.emplace_back(x, panel.y(band.middle[i]));
  }
  edge.insert(edge.end(), lower.rbegin(), lower.rend());
  Svg svg(options.width_px, options.height_px);
  put_title(svg, options);
  svg.polygon(edge, fmt::format("fill=\"{}\" fill-opacity=\"0.3\"", accent));
  svg.polyline(middle, fmt::format("stroke=\"{}\" stroke-width=\"1.6\"", accent));
  svg.axes(panel, {fmt::format("Time since each run's start [{}]", unit.name)}, {options.column});
  svg.text(panel.left + panel.width, panel.top - 8,
           fmt::format("median and 5 to 95 % of {} runs", material.facts.count(RunStatus::ok)),
           "end", 11);
  return std::move(svg).finish();
}

std::string histogram_svg(const Material& material, const PlotOptions& options) {
  const Histogram histogram = histogram_of(material.output().finals);
  Panel panel = whole_panel(options, 24);
  const double ends[] = {histogram.low, histogram.high};
  std::tie(panel.x_low, panel.x_high) = padded_range(ends);
  panel.y_high = 1.05 * static_cast<double>(std::ranges::max(histogram.counts));
  Svg svg(options.width_px, options.height_px);
  put_title(svg, options);
  const auto bins = static_cast<double>(histogram.counts.size());
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const bool single = histogram.counts.size() == 1;
    const double from =
        single ? panel.x_low + 0.4 * (panel.x_high - panel.x_low)
               : histogram.low + (histogram.high - histogram.low) * static_cast<double>(i) / bins;
    const double to = single ? panel.x_low + 0.6 * (panel.x_high - panel.x_low)
                             : histogram.low + (histogram.high - histogram.low) *
                                                   static_cast<double>(i + 1) / bins;
    const double top = panel.y(static_cast<double>(histogram.counts[i]));
    svg.rectangle(panel.x(from), top, panel.x(to) - panel.x(from), panel.top + panel.height - top,
                  fmt::format("fill=\"{}\" stroke=\"white\" stroke-width=\"0.5\"", accent));
  }
  svg.axes(panel, {options.column + ", last value"}, {"Runs"});
  return std::move(svg).finish();
}

std::string convergence_svg(const Material& material, const PlotOptions& options) {
  const std::vector<ConvergencePoint> points = convergence_of(material.output().finals, 400);
  if (points.empty()) {
    throw SweepConfigError("convergence needs two runs with a value; there is one");
  }
  Panel panel = whole_panel(options, 24);
  std::vector<double> heights;
  // The intervals of the first few runs would flatten all that follows.
  for (std::size_t i = std::min<std::size_t>(points.size() - 1, 3); i < points.size(); ++i) {
    heights.push_back(points[i].mean - points[i].half_width);
    heights.push_back(points[i].mean + points[i].half_width);
  }
  std::tie(panel.y_low, panel.y_high) = padded_range(heights);
  panel.x_low = 0;
  panel.x_high = static_cast<double>(points.back().n);
  Svg::Points edge;
  Svg::Points lower;
  Svg::Points middle;
  const auto clamped = [&](double value) {
    return panel.y(std::clamp(value, panel.y_low, panel.y_high));
  };
  for (const ConvergencePoint& point : points) {
    const double x = panel.x(static_cast<double>(point.n));
    edge.emplace_back(x, clamped(point.mean + point.half_width));
    lower.emplace_back(x, clamped(point.mean - point.half_width));
    middle.emplace_back(x, clamped(point.mean));
  }
  edge.insert(edge.end(), lower.rbegin(), lower.rend());
  Svg svg(options.width_px, options.height_px);
  put_title(svg, options);
  svg.polygon(edge, fmt::format("fill=\"{}\" fill-opacity=\"0.3\"", accent));
  svg.polyline(middle, fmt::format("stroke=\"{}\" stroke-width=\"1.6\"", accent));
  svg.axes(panel, {"Runs, in the order of their ids"}, {"Mean of " + options.column});
  svg.text(panel.left + panel.width, panel.top - 8, "mean and its 95 % interval", "end", 11);
  return std::move(svg).finish();
}

std::string heatmap_svg(const Material& material, const PlotOptions& options) {
  const std::vector<const InputField*> inputs = chosen_inputs(material.facts, options);
  if (inputs.size() != 2) {
    throw SweepConfigError(
        fmt::format("a heat map is drawn over two inputs; {} {}: name two of this sweep's inputs "
                    "(--inputs X,Y)",
                    options.inputs.empty() ? "those that vary here are" : "these were named:",
                    names_of(inputs)));
  }
  const InputField x = with_even_cells(*inputs[0]);
  const InputField y = with_even_cells(*inputs[1]);
  const HeatMap map = heat_map_of(x, y, material.output().finals);
  if (!any_present(map.means)) {
    throw SweepConfigError("there is nothing to draw: no run has both inputs and a value");
  }
  Panel panel = whole_panel(options, 110);
  panel.x_low = map.x_edges.front();
  panel.x_high = map.x_edges.back();
  panel.y_low = map.y_edges.front();
  panel.y_high = map.y_edges.back();
  const auto [low, high] = padded_range(map.means);
  Svg svg(options.width_px, options.height_px);
  put_title(svg, options);
  const std::size_t width = map.x_edges.size() - 1;
  for (std::size_t cell = 0; cell < map.means.size(); ++cell) {
    const std::size_t column = cell % width;
    const std::size_t row = cell / width;
    const double left = panel.x(map.x_edges[column]);
    const double top = panel.y(map.y_edges[row + 1]);
    // Cells without a run that succeeded are grey, so that the gap is seen.
    const std::string fill =
        std::isnan(map.means[cell]) ? "#d9d9d9" : colour_of((map.means[cell] - low) / (high - low));
    svg.rectangle(left, top, panel.x(map.x_edges[column + 1]) - left + 0.3,
                  panel.y(map.y_edges[row]) - top + 0.3, fmt::format("fill=\"{}\"", fill));
  }
  svg.axes(panel, {x.name, x.labels}, {y.name, y.labels});
  svg.colour_bar(panel.left + panel.width + 20, panel.top, panel.height, low, high, options.column);
  return std::move(svg).finish();
}

/// One cell of a corner's matrix: a histogram on the diagonal, points elsewhere.
class CornerCell {
 public:
  CornerCell(Svg& svg, const Panel& panel) : svg_(svg), panel_(panel) {}

  void histogram(const InputField& field) {
    const Histogram bins = histogram_of(field.values);
    if (bins.counts.empty()) return;
    const double highest = static_cast<double>(std::ranges::max(bins.counts));
    const double width = (bins.high - bins.low) / static_cast<double>(bins.counts.size());
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
      const double left = panel_.x(bins.low + width * static_cast<double>(i));
      const double right = panel_.x(bins.low + width * static_cast<double>(i + 1));
      const double height = 0.92 * panel_.height * static_cast<double>(bins.counts[i]) / highest;
      svg_.rectangle(left, panel_.top + panel_.height - height, std::max(right - left, 1.0), height,
                     "fill=\"#9a9a9a\"");
    }
  }

  void points(const InputField& x, const InputField& y, const std::vector<std::size_t>& runs,
              std::span<const double> z, double low, double high) {
    for (std::size_t run : runs) {
      if (!std::isfinite(x.values[run] + y.values[run])) continue;
      const double place_x = panel_.x(x.values[run]);
      const double place_y = panel_.y(y.values[run]);
      if (std::isfinite(z[run])) {
        svg_.circle(place_x, place_y, 2,
                    fmt::format("fill=\"{}\"", colour_of((z[run] - low) / (high - low))));
      } else {
        svg_.circle(place_x, place_y, 2, "fill=\"none\" stroke=\"#999999\"");
      }
    }
  }

 private:
  Svg& svg_;
  const Panel& panel_;
};

std::string corner_svg(const Material& material, const PlotOptions& options) {
  const std::vector<const InputField*> inputs = chosen_inputs(material.facts, options);
  if (inputs.size() < 2 || inputs.size() > most_corner_inputs) {
    throw SweepConfigError(fmt::format(
        "a corner plot shows 2 to {} inputs; this would be {} ({}): name them with --inputs",
        most_corner_inputs, inputs.size(), names_of(inputs)));
  }
  const std::vector<double>& z = material.output().finals;
  const auto [low, high] = padded_range(z);
  const std::vector<std::size_t> runs = evenly_chosen(z.size(), most_points);
  const Panel whole = whole_panel(options, 110);
  const auto count = static_cast<double>(inputs.size());
  constexpr double gap = 8;
  Svg svg(options.width_px, options.height_px);
  put_title(svg, options);
  for (std::size_t row = 0; row < inputs.size(); ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      Panel panel;
      panel.width = (whole.width - gap * (count - 1)) / count;
      panel.height = (whole.height - gap * (count - 1)) / count;
      panel.left = whole.left + static_cast<double>(column) * (panel.width + gap);
      panel.top = whole.top + static_cast<double>(row) * (panel.height + gap);
      const InputField& x = *inputs[column];
      const InputField& y = *inputs[row];
      std::tie(panel.x_low, panel.x_high) = padded_range(x.values);
      CornerCell cell(svg, panel);
      if (row == column) {
        cell.histogram(x);
      } else {
        std::tie(panel.y_low, panel.y_high) = padded_range(y.values);
        cell.points(x, y, runs, z, low, high);
      }
      const bool at_bottom = row + 1 == inputs.size();
      const bool at_left = column == 0 && row > 0;
      // A diagonal cell's height counts runs: no values stand beside it.
      const AxisText y_text =
          row == column ? AxisText{"", {}, false, false} : AxisText{y.name, y.labels, at_left};
      svg.axes(panel, {x.name, x.labels, at_bottom}, y_text);
    }
  }
  svg.colour_bar(options.width_px - 84, whole.top + 10, whole.height * 0.6, low, high,
                 options.column);
  return std::move(svg).finish();
}

}  // namespace

std::string plot_svg(const Manifest& manifest, const LazyTable& table, PlotKind kind,
                     const PlotOptions& options) {
  if (options.width_px < 200 || options.height_px < 150) {
    throw SweepConfigError(fmt::format("a figure has 200 x 150 pixels at least; got {} x {}",
                                       options.width_px, options.height_px));
  }
  const Material material = gather(manifest, table, kind, options);
  switch (kind) {
    case PlotKind::band:
      return band_svg(material, options);
    case PlotKind::histogram:
      return histogram_svg(material, options);
    case PlotKind::corner:
      return corner_svg(material, options);
    case PlotKind::heatmap:
      return heatmap_svg(material, options);
    case PlotKind::convergence:
      return convergence_svg(material, options);
  }
  return {};
}

void write_plot(const Manifest& manifest, const LazyTable& table, PlotKind kind,
                const PlotOptions& options, const std::filesystem::path& path) {
  if (path.extension() != ".svg") {
    throw SweepConfigError(
        fmt::format("figures are written as .svg; {} has another ending", path.string()));
  }
  write_file_atomically(path, plot_svg(manifest, table, kind, options));
}

}  // namespace gmat_sweep
