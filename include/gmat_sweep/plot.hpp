#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

enum class PlotKind {
  band,         ///< median and 5 to 95 % of a column over the time since each run's start
  histogram,    ///< of each run's last value of a column
  corner,       ///< inputs against each other, coloured by the last value of a column
  heatmap,      ///< the last value of a column over two inputs, the mean where cells hold several
  convergence,  ///< the mean of last values as runs are added, with its 95 % interval
};

struct PlotOptions {
  std::string column;  ///< of the table, and of numbers
  /// corner: the inputs to show; heatmap: the two. Empty: all that vary, in alphabetical order.
  std::vector<std::string> inputs = {};
  std::string title = {};
  int width_px = 720;
  int height_px = 480;
};

/// A figure as an SVG document, for papers: black on nothing, text as text.
///
/// A band is drawn over the instants that all runs share; where runs report at instants of their
/// own, their values are interpolated linearly at 121 instants. A corner shows up to 2,000 runs,
/// evenly chosen.
///
/// Throws SweepConfigError: no such column or input (those there are are listed), a table without
/// times for a band, fewer inputs that vary than the figure needs, more than it can show, and a
/// sweep none of whose runs has a value.
std::string plot_svg(const Manifest& manifest, const LazyTable& table, PlotKind kind,
                     const PlotOptions& options);

/// Writes that figure; the file appears whole and durable, or not at all.
/// Throws SweepConfigError unless the path ends in `.svg`.
void write_plot(const Manifest& manifest, const LazyTable& table, PlotKind kind,
                const PlotOptions& options, const std::filesystem::path& path);

}  // namespace gmat_sweep
