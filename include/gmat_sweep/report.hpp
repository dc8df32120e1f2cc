#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

struct ReportOptions {
  std::string title = {};  ///< empty: the mission script's name
  /// Of the outputs' columns of numbers, those to show. Empty: the first twelve.
  std::vector<std::string> columns = {};
};

/// A page for looking at a sweep: one HTML document that needs nothing else, no network either.
/// What was run and how it went; the failures; the design; each output over time and at the end;
/// inputs against outputs; convergence and Sobol indices where the design allows; any single run.
///
/// All reports, ephemerides and Parquet extra outputs are read once or twice, one run in memory at
/// a time, and reduced, so that the page stays below 5 MB however many runs there are: bands and
/// histograms are of all runs, points of some 1,500. A sweep none of whose runs succeeded has a
/// page that says so.
///
/// Throws SweepConfigError for a manifest without runs, and listing the columns there are when
/// none is of that name.
std::string report_html(const Manifest& manifest, const ReportOptions& options = {});

/// Writes that page; the file appears whole and durable, or not at all.
void write_report(const Manifest& manifest, const std::filesystem::path& path,
                  const ReportOptions& options = {});

}  // namespace gmat_sweep
