#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/table.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

// What a sweep's tables come to. Each takes tables as <gmat_sweep/tables.hpp> makes them, reads
// them in pieces, and keeps in memory what its result needs (or, where that is large, puts it on
// disk under the system's folder for temporary files while the result lives).
//
// Where a statistic is wanted of reals, integers count as reals; a missing value (NaN) is left out
// of it. Unless said otherwise only rows whose `__status` is `ok` count. All throw SweepConfigError
// when there is nothing to compute: no such column (those there are are listed), no numeric column,
// or no successful run.

enum class Statistic { mean, std, min, max, count_ok };

/// "mean", "std", "min", "max" or "count_ok". The second throws SweepConfigError listing these.
std::string_view to_string(Statistic statistic);
Statistic statistic_from_string(std::string_view name);

struct SummaryOptions {
  enum class By { time, run_id };
  By by = By::time;  ///< one row for each instant, over runs; or for each run, over its rows
  std::vector<double> quantiles = {0.05, 0.5, 0.95};  ///< each within (0, 1)
  std::vector<Statistic> include = {Statistic::mean, Statistic::std};
  bool drop_failed = true;  ///< false: a row also for those without an instant, last
};

/// The statistics of every numeric column. Columns: `time` or `run_id`; then for each statistic,
/// first those of `include`, then the quantiles (`q0.05`), each table column as
/// `<statistic>__<column>`. The standard deviation is that of a sample (n - 1); quantiles are
/// interpolated linearly between order statistics; `count_ok` counts the values that are there.
///
/// By time, values are held for as many columns at once as fit some hundred megabytes, and the
/// table is read as often as that takes.
/// Throws SweepConfigError for quantiles outside (0, 1) and for repetitions, too.
LazyTable sweep_summary(const LazyTable& table, const SummaryOptions& options = {});

struct ConvergenceOptions {
  bool terminal_only = false;  ///< take each run's last value only
};

/// How the mean of a column settles as runs are added in the order of run_id. Columns: `time`
/// (unless `terminal_only`), `n`, `running_mean`, `running_std` (of a sample, NaN for n = 1) and
/// `se_mean` = running_std / sqrt(n); a row for each n, in the order of time and then n. Runs
/// without a value do not count.
/// Source of the recurrence: Welford (1962), "Note on a Method for Calculating Corrected Sums of
/// Squares and Products".
LazyTable mc_convergence(const LazyTable& table, const std::string& column,
                         const ConvergenceOptions& options = {});

/// The same of any number that a run's rows come to.
/// @param metric  called with each successful run's rows, in the order of run_id
LazyTable mc_convergence(const LazyTable& table, const std::function<double(const Table&)>& metric);

struct DiffOptions {
  enum class How { absolute, relative, both };
  bool final_rows_only = false;  ///< compare each run's last values instead of every row
  How how = How::both;
  /// Differences smaller than this, in the column's own unit, come as missing. Negative: none do.
  double tolerance = -1;
  /// Tolerances of single columns, by name, instead of `tolerance`.
  std::map<std::string, double> column_tolerances = {};
};

/// What changed from sweep `a` to sweep `b`: for each numeric column they share
/// `<column>__diff` = b - a and `<column>__rel` = (b - a) / a (missing where a is 0), for each row
/// whose index both have. Rows of equal index are paired in order. `__status_diff` is `ok` where
/// both runs are, and `<status of a>/<status of b>` elsewhere.
/// Throws SweepConfigError when the index columns differ.
LazyTable sweep_diff(const LazyTable& a, const LazyTable& b, const DiffOptions& options = {});

/// Several reports of each run side by side, on the instants of the first. Index `(run_id, time)`;
/// then for each report its columns as `<report>__<column>`, its own `__status` among them; the
/// last is the run's `__status`.
///
/// @param names  two or more different reports, in the order in which they are joined
/// @param tolerance  nothing: only instants that all reports have; rows that repeat an instant are
///                   paired in order, the last of the shorter list with all that are left.
///                   Otherwise each row is joined by the latest of the other report that is not
///                   after it and not earlier by more than this
///
/// A run whose first report is missing has one row of missing values with every report's status.
/// A run that lacks another report has missing values for it.
/// Throws SweepConfigError for fewer than two names, repeated ones, and one that no run has.
LazyTable lazy_fused_reports(const Manifest& manifest, const std::vector<std::string>& names,
                             std::optional<std::chrono::nanoseconds> tolerance);

struct SobolOptions {
  int resamples = 100;             ///< of the bootstrap
  double confidence_level = 0.95;  ///< within (0, 1)
  std::uint64_t seed = 0;          ///< of the bootstrap
};

struct SobolIndices {
  /// `kind` (S1, ST, S2), `param_a`, `param_b` (missing but for S2), `value`, `conf` (half the
  /// width of the confidence interval) and `base_points` (how many entered).
  Table table;
  std::int64_t run_count = 0;
  std::int64_t failed_count = 0;  ///< runs without a value: what needed them was left out
};

/// Sobol indices of runs made by `sobol`, which has the order of their values.
/// S1 and S2: Saltelli et al. (2010), "Variance based sensitivity analysis of model output", table
/// 2 (b); ST: Jansen (1999), there (f). Values are centred first, which changes nothing but
/// rounding. The confidence is the bootstrap's standard deviation times the normal quantile.
///
/// @param fields  the design's, sorted
/// @param values  one for each run in the order of run_id; NaN for a run that has none. An index
///                is computed from the base points whose runs it needs all have values
/// Throws SweepConfigError when the number of values is not that of such a design, and when an
/// index is left with fewer than two base points.
SobolIndices sobol_analyze(const std::vector<std::string>& fields,
                           const std::vector<double>& values, bool second_order,
                           const SobolOptions& options = {});

/// The same of a column's last value in each run of a sweep.
/// Throws SweepConfigError when the sweep's design is none of `sobol`'s.
SobolIndices sobol_analyze(const Manifest& manifest, const LazyTable& table,
                           const std::string& column, const SobolOptions& options = {});

}  // namespace gmat_sweep
