#include "report/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/columns.hpp"
#include "analysis/run_values.hpp"
#include "analysis/table_spool.hpp"
#include "gmat_sweep/statistics.hpp"
#include "report/facts.hpp"
#include "store/rows.hpp"

namespace gmat_sweep::report {

namespace {

constexpr double quantile_low = 0.05;
constexpr double quantile_middle = 0.5;
constexpr double quantile_high = 0.95;
constexpr double ns_per_s = 1e9;

/// Instants that all runs share are taken as they are up to this many.
constexpr std::size_t most_shared_instants = 400;

/// A run's instants since its first [ns]; empty when its rows carry none.
std::vector<std::int64_t> elapsed_of(const Table& rows) {
  const auto& times = std::get<std::vector<Timestamp>>(rows.find(time_column)->values);
  std::vector<std::int64_t> elapsed;
  for (const Timestamp& time : times) {
    if (time == Timestamp::missing()) break;  // missing ones stand last
    elapsed.push_back(time.ns - times.front().ns);
  }
  return elapsed;
}

/// Finds instants for a band by looking at all rows' times.
class InstantFinder {
 public:
  void add(const Table& rows) {
    const std::vector<std::int64_t> elapsed = elapsed_of(rows);
    if (elapsed.empty()) return;
    ++runs_;
    last_ = std::max(last_, elapsed.back());
    if (!may_share_) return;
    std::set<std::int64_t> own(elapsed.begin(), elapsed.end());
    const bool same = runs_ == 1 || shared_ == own;
    if (runs_ == 1) shared_ = std::move(own);
    may_share_ = same && shared_.size() <= most_shared_instants;
  }

  bool found() const { return runs_ > 0; }
  bool shared() const { return may_share_; }

  std::vector<std::int64_t> instants(std::size_t most) const {
    if (may_share_) return {shared_.begin(), shared_.end()};
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < most; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(most - 1);
      result.push_back(std::llround(share * static_cast<double>(last_)));
    }
    return result;
  }

 private:
  std::set<std::int64_t> shared_;
  std::int64_t last_ = 0;
  std::int64_t runs_ = 0;
  bool may_share_ = true;
};

/// Between two values; the nearer one where they lie on both sides of an angle's jump.
double between(double a, double b, double share) {
  const bool may_be_angles = std::min(a, b) >= -180 && std::max(a, b) <= 360;
  if (may_be_angles && std::abs(b - a) > 180) return share < 0.5 ? a : b;
  return a + (b - a) * share;
}

/// A column's values at given instants, missing before the run's first and after its last.
std::vector<double> values_at(const std::vector<std::int64_t>& instants,
                              const std::vector<std::int64_t>& elapsed, const Column& column) {
  std::vector<double> values(instants.size(), missing);
  std::size_t row = 0;
  for (std::size_t i = 0; i < instants.size(); ++i) {
    if (elapsed.empty() || instants[i] > elapsed.back()) break;
    while (row + 1 < elapsed.size() && elapsed[row + 1] <= instants[i]) ++row;
    const double here = real_at(column, row);
    if (row + 1 == elapsed.size() || elapsed[row] == instants[i]) {
      values[i] = here;
    } else {
      const double share = static_cast<double>(instants[i] - elapsed[row]) /
                           static_cast<double>(elapsed[row + 1] - elapsed[row]);
      values[i] = between(here, real_at(column, row + 1), share);
    }
  }
  return values;
}

class Reducer {
 public:
  Reducer(const LazyTable& table, const std::vector<std::string>& columns,
          std::span<const std::int64_t> run_ids, const OutputOptions& options)
      : table_(table), columns_(columns), run_ids_(run_ids), options_(options) {
    for (const std::string& column : columns) {
      result_.outputs.push_back({column, std::vector<double>(run_ids.size(), missing)});
      result_.outputs.back().followed.resize(options.followed.size());
    }
  }

  TableOutputs reduce() {
    const auto& index = table_.index();
    has_time_ = options_.with_bands && std::ranges::find(index, time_column) != index.end();
    if (has_time_) find_instants();
    read();
    if (has_time_) take_bands();
    return std::move(result_);
  }

 private:
  std::vector<std::string> selected(bool with_columns) const {
    std::vector<std::string> names = {std::string(run_id_column)};
    if (has_time_) names.emplace_back(time_column);
    if (with_columns) names.insert(names.end(), columns_.begin(), columns_.end());
    names.emplace_back(status_column);
    return names;
  }

  void find_instants() {
    InstantFinder finder;
    for_each_run(table_.select(selected(false)), [&](std::int64_t, const Table& rows) {
      if (OkRows(rows)(0)) finder.add(rows);
    });
    has_time_ = finder.found();
    if (!has_time_) return;
    instants_ = finder.instants(options_.most_instants);
    result_.is_interpolated = !finder.shared();
    for (std::int64_t ns : instants_) {
      result_.elapsed_s.push_back(static_cast<double>(ns) / ns_per_s);
    }
  }

  void read() {
    Table schema;
    schema.columns = {{std::string(run_id_column), std::vector<std::int64_t>()},
                      {std::string(time_column), std::vector<Timestamp>()}};
    for (const std::string& column : columns_) {
      schema.columns.push_back({column, std::vector<double>()});
    }
    TableSpool spool(schema, {std::string(run_id_column), std::string(time_column)});
    for_each_run(table_.select(selected(true)), [&](std::int64_t run_id, const Table& rows) {
      const auto run = std::ranges::lower_bound(run_ids_, run_id);
      if (run == run_ids_.end() || *run != run_id || !OkRows(rows)(0)) return;
      take_run(static_cast<std::size_t>(run - run_ids_.begin()), run_id, rows, schema);
      if (schema.row_count() == 0) return;
      spool.append(schema);
      store::clear_rows(schema);
    });
    sampled_ = spool.finish();
  }

  /// Takes a run's last values, and puts its values at the instants into `sampled`.
  void take_run(std::size_t run, std::int64_t run_id, const Table& rows, Table& sampled) {
    const auto followed = std::ranges::find(options_.followed, run_id);
    const std::vector<std::int64_t> elapsed =
        has_time_ ? elapsed_of(rows) : std::vector<std::int64_t>();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = *rows.find(columns_[i]);
      result_.outputs[i].finals[run] = last_value(column);
      if (elapsed.empty()) continue;
      std::vector<double> values = values_at(instants_, elapsed, column);
      auto& target = std::get<std::vector<double>>(sampled.columns[2 + i].values);
      target.insert(target.end(), values.begin(), values.end());
      if (followed == options_.followed.end()) continue;
      const auto which = static_cast<std::size_t>(followed - options_.followed.begin());
      result_.outputs[i].followed[which] = std::move(values);
    }
    if (elapsed.empty()) return;
    auto& ids = std::get<std::vector<std::int64_t>>(sampled.columns[0].values);
    ids.insert(ids.end(), instants_.size(), run_id);
    auto& times = std::get<std::vector<Timestamp>>(sampled.columns[1].values);
    for (std::int64_t ns : instants_) times.push_back({ns});
  }

  void take_bands() {
    SummaryOptions options;
    options.include = {};
    options.quantiles = {quantile_low, quantile_middle, quantile_high};
    const Table summary = sweep_summary(*sampled_, options).collect();
    for (Output& output : result_.outputs) {
      const auto quantile = [&](double q) {
        const Column* column = summary.find(fmt::format("q{}__{}", to_shortest(q), output.name));
        return std::get<std::vector<double>>(column->values);
      };
      output.band =
          Band{quantile(quantile_low), quantile(quantile_middle), quantile(quantile_high)};
    }
  }

  const LazyTable& table_;
  const std::vector<std::string>& columns_;
  std::span<const std::int64_t> run_ids_;
  const OutputOptions& options_;
  bool has_time_ = false;
  std::vector<std::int64_t> instants_;  // [ns]
  std::optional<LazyTable> sampled_;
  TableOutputs result_;
};

}  // namespace

TableOutputs reduce_outputs(const LazyTable& table, const std::vector<std::string>& columns,
                            std::span<const std::int64_t> run_ids, const OutputOptions& options) {
  return Reducer(table, columns, run_ids, options).reduce();
}

}  // namespace gmat_sweep::report
