#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <span>

#include "analysis/columns.hpp"
#include "analysis/parallel.hpp"
#include "analysis/run_values.hpp"
#include "analysis/table_spool.hpp"
#include "analysis/time_groups.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

constexpr std::array statistic_names = {"mean", "std", "min", "max", "count_ok"};
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void check_options(const SummaryOptions& options) {
  std::vector<double> outside;
  for (double q : options.quantiles) {
    if (!(q > 0 && q < 1)) outside.push_back(q);
  }
  if (!outside.empty()) {
    throw SweepConfigError(fmt::format("quantiles must lie between 0 and 1, both excluded; got {}",
                                       fmt::join(outside, ", ")));
  }
  std::set<double> quantiles(options.quantiles.begin(), options.quantiles.end());
  std::set<Statistic> statistics(options.include.begin(), options.include.end());
  if (quantiles.size() < options.quantiles.size()) {
    throw SweepConfigError(
        fmt::format("quantiles must not be repeated; got {}", fmt::join(options.quantiles, ", ")));
  }
  if (statistics.size() < options.include.size()) {
    throw SweepConfigError("statistics must not be repeated");
  }
}

/// The sum with the rounding errors of each step added at the end.
/// Source: Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
/// Summen".
double exact_sum(std::span<const double> values) {
  double sum = 0;
  double error = 0;
  for (double value : values) {
    double next = sum + value;
    error += std::abs(sum) >= std::abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  // With infinities among the values the correction is NaN and means nothing.
  return std::isfinite(error) ? sum + error : sum;
}

double mean_of(std::span<const double> values) {
  return values.empty() ? nan : exact_sum(values) / static_cast<double>(values.size());
}

double sample_std(std::span<const double> values) {
  if (values.size() < 2) return nan;
  double mean = mean_of(values);
  double squares = 0;
  for (double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double statistic_of(Statistic statistic, std::span<const double> values) {
  switch (statistic) {
    case Statistic::mean:
      return mean_of(values);
    case Statistic::std:
      return sample_std(values);
    case Statistic::min:
      return values.empty() ? nan : std::ranges::min(values);
    case Statistic::max:
      return values.empty() ? nan : std::ranges::max(values);
    case Statistic::count_ok:
      return static_cast<double>(values.size());
  }
  return nan;
}

/// Between the order statistics on both sides of q (n - 1). Puts the values into another order.
double quantile_of(double q, std::span<double> values) {
  if (values.empty()) return nan;
  double position = q * static_cast<double>(values.size() - 1);
  double below = std::floor(position);
  auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  double low = *at;
  double fraction = position - below;
  if (fraction == 0) return low;
  double high = *std::min_element(at + 1, values.end());
  return low + (high - low) * fraction;
}

/// All statistics of one group of one column, in the order of the result's blocks.
std::vector<double> statistics_of(const SummaryOptions& options, std::span<double> values) {
  std::vector<double> results;
  for (Statistic statistic : options.include) results.push_back(statistic_of(statistic, values));
  for (double q : options.quantiles) results.push_back(quantile_of(q, values));
  return results;
}

std::vector<std::string> block_names(const SummaryOptions& options) {
  std::vector<std::string> names;
  for (Statistic statistic : options.include) names.emplace_back(to_string(statistic));
  for (double q : options.quantiles) names.push_back("q" + to_shortest(q));
  return names;
}

Table summary_schema(const Column& key, const SummaryOptions& options,
                     const std::vector<std::string>& columns) {
  Table schema;
  schema.columns.push_back(key);
  std::vector<std::string> blocks = block_names(options);
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    bool is_count = block < options.include.size() && options.include[block] == Statistic::count_ok;
    for (const std::string& column : columns) {
      Column::Values none = std::vector<double>();
      if (is_count) none = std::vector<std::int64_t>();
      schema.columns.push_back({fmt::format("{}__{}", blocks[block], column), std::move(none)});
    }
  }
  return schema;
}

/// Appends one group's results for one column to a summary's columns.
void append_results(const std::vector<double>& results, std::size_t column,
                    std::size_t column_count, Table& summary) {
  for (std::size_t block = 0; block < results.size(); ++block) {
    Column& target = summary.columns[1 + block * column_count + column];
    if (auto* counts = std::get_if<std::vector<std::int64_t>>(&target.values)) {
      counts->push_back(static_cast<std::int64_t>(results[block]));
    } else {
      std::get<std::vector<double>>(target.values).push_back(results[block]);
    }
  }
}

LazyTable summary_by_time(const LazyTable& table, const SummaryOptions& options,
                          const std::vector<std::string>& columns) {
  TimeGroups groups(table, !options.drop_failed);
  if (groups.size() == 0) {
    throw SweepConfigError(
        "there is nothing to summarise: no row of a successful run has an instant (a summary by "
        "run_id needs none)");
  }
  Column key{std::string(time_column), std::vector<Timestamp>()};
  Table schema = summary_schema(key, options, columns);
  TableSpool spool(schema, {key.name});
  Table piece = schema;
  groups.for_each_piece(
      columns, [&](std::size_t first, std::size_t first_column, const TimeGroups::Values& values) {
        std::size_t group_count = values.front().size();
        for (std::size_t i = 0; i < values.size(); ++i) {
          std::vector<std::vector<double>> results(group_count);
          parallel_for(group_count, [&](std::size_t group) {
            results[group] = statistics_of(options, values[i][group]);
          });
          for (const auto& of_group : results) {
            append_results(of_group, first_column + i, columns.size(), piece);
          }
        }
        if (first_column + values.size() < columns.size()) return;
        auto& times = std::get<std::vector<Timestamp>>(piece.columns.front().values);
        for (std::size_t group = 0; group < group_count; ++group)
          times.push_back(groups.time(first + group));
        spool.append(piece);
        store::clear_rows(piece);
      });
  return spool.finish();
}

LazyTable summary_by_run(const LazyTable& table, const SummaryOptions& options,
                         const std::vector<std::string>& columns) {
  Column key{std::string(run_id_column), std::vector<std::int64_t>()};
  Table schema = summary_schema(key, options, columns);
  TableSpool spool(schema, {key.name});
  bool any = false;
  for_each_run(table, [&](std::int64_t run_id, const Table& rows) {
    if (options.drop_failed && !OkRows(rows)(0)) return;
    any = true;
    Table row = schema;
    std::get<std::vector<std::int64_t>>(row.columns.front().values).push_back(run_id);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Column& column = *rows.find(columns[i]);
      std::vector<double> values;
      for (std::size_t k = 0; k < column.size(); ++k) {
        double value = real_at(column, k);
        if (!std::isnan(value)) values.push_back(value);
      }
      append_results(statistics_of(options, values), i, columns.size(), row);
    }
    spool.append(row);
  });
  if (!any) throw SweepConfigError("there is nothing to summarise: no run of the table is ok");
  return spool.finish();
}

}  // namespace

std::string_view to_string(Statistic statistic) {
  return statistic_names[static_cast<std::size_t>(statistic)];
}

Statistic statistic_from_string(std::string_view name) {
  auto found = std::ranges::find(statistic_names, name);
  if (found != statistic_names.end()) {
    return static_cast<Statistic>(found - statistic_names.begin());
  }
  throw SweepConfigError(fmt::format("there is no statistic \"{}\"; there are: {}", name,
                                     fmt::join(statistic_names, ", ")));
}

LazyTable sweep_summary(const LazyTable& table, const SummaryOptions& options) {
  check_options(options);
  bool by_time = options.by == SummaryOptions::By::time;
  check_has_index(table, by_time ? time_column : run_id_column, "a summary by this");
  std::vector<std::string> columns = numeric_columns(table);
  if (columns.empty()) {
    throw SweepConfigError("there is nothing to summarise: the table has no column of numbers");
  }
  return by_time ? summary_by_time(table, options, columns)
                 : summary_by_run(table, options, columns);
}

}  // namespace gmat_sweep
