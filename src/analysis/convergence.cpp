#include <cmath>
#include <limits>

#include "analysis/columns.hpp"
#include "analysis/run_values.hpp"
#include "analysis/table_spool.hpp"
#include "analysis/time_groups.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

/// Rows of running statistics on their way to a spool.
class RunningRows {
 public:
  explicit RunningRows(bool with_time) : with_time_(with_time) {
    if (with_time) rows_.columns.push_back({std::string(time_column), std::vector<Timestamp>()});
    rows_.columns.push_back({"n", std::vector<std::int64_t>()});
    for (const char* name : {"running_mean", "running_std", "se_mean"}) {
      rows_.columns.push_back({name, std::vector<double>()});
    }
    std::vector<std::string> index;
    if (with_time) index.emplace_back(time_column);
    index.emplace_back("n");
    spool_.emplace(rows_, std::move(index));
  }

  /// Begins the statistics anew, for another instant.
  void begin(Timestamp time) {
    time_ = time;
    count_ = 0;
    mean_ = 0;
    squares_ = 0;
  }

  void add(double value) {
    ++count_;
    auto n = static_cast<double>(count_);
    double step = value - mean_;
    mean_ += step / n;
    squares_ += step * (value - mean_);
    double std =
        count_ > 1 ? std::sqrt(squares_ / (n - 1)) : std::numeric_limits<double>::quiet_NaN();
    std::size_t column = 0;
    if (with_time_)
      std::get<std::vector<Timestamp>>(rows_.columns[column++].values).push_back(time_);
    std::get<std::vector<std::int64_t>>(rows_.columns[column++].values).push_back(count_);
    for (double result : {mean_, std, std / std::sqrt(n)}) {
      std::get<std::vector<double>>(rows_.columns[column++].values).push_back(result);
    }
    any_ = true;
    if (rows_.row_count() >= 8192) flush();
  }

  LazyTable finish() {
    if (!any_) {
      throw SweepConfigError("there is no convergence to show: no successful run has a value");
    }
    flush();
    return spool_->finish();
  }

 private:
  void flush() {
    spool_->append(rows_);
    store::clear_rows(rows_);
  }

  bool with_time_;
  Table rows_;
  std::optional<TableSpool> spool_;
  Timestamp time_;
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // of the distances from the mean, summed
  bool any_ = false;
};

LazyTable convergence_by_time(const LazyTable& table, const std::string& column) {
  TimeGroups groups(table, false);
  RunningRows running(true);
  groups.for_each_piece({column},
                        [&](std::size_t first, std::size_t, const TimeGroups::Values& values) {
                          for (std::size_t group = 0; group < values[0].size(); ++group) {
                            running.begin(groups.time(first + group));
                            for (double value : values[0][group]) running.add(value);
                          }
                        });
  return running.finish();
}

}  // namespace

LazyTable mc_convergence(const LazyTable& table, const std::string& column,
                         const ConvergenceOptions& options) {
  check_has_index(table, run_id_column, "convergence over runs");
  check_is_numeric(table, column);
  if (!options.terminal_only) {
    check_has_index(table, time_column, "convergence at each instant");
    return convergence_by_time(table, column);
  }
  std::vector<std::string> needed = {std::string(run_id_column), column};
  if (table.schema().find(status_column) != nullptr) needed.emplace_back(status_column);
  return mc_convergence(table.select(needed),
                        [&](const Table& rows) { return last_value(*rows.find(column)); });
}

LazyTable mc_convergence(const LazyTable& table,
                         const std::function<double(const Table&)>& metric) {
  check_has_index(table, run_id_column, "convergence over runs");
  RunningRows running(false);
  for_each_run(table, [&](std::int64_t, const Table& rows) {
    if (!OkRows(rows)(0)) return;
    double value = metric(rows);
    if (!std::isnan(value)) running.add(value);
  });
  return running.finish();
}

}  // namespace gmat_sweep
