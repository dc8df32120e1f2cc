#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "analysis/columns.hpp"
#include "analysis/row_cursor.hpp"
#include "analysis/table_spool.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

/// Where the columns of a report's own table are.
constexpr std::size_t time_at = 1;
constexpr std::size_t first_value_at = 2;

/// A row of a report to stand beside each row of the fused table; nothing where there is none.
using Match = std::optional<std::size_t>;

/// One report, taken run by run.
class ReportRuns {
 public:
  explicit ReportRuns(const LazyTable& table) : schema_(table.schema()), cursor_(table) {}

  const Table& schema() const { return schema_; }

  /// The rows of a run, whose id is above those taken before; none when it has none.
  Table take(std::int64_t run_id) {
    Table rows = schema_;
    for (; cursor_ && current_run() <= run_id; cursor_.next()) {
      if (current_run() < run_id) continue;
      store::append_rows(rows, cursor_.rows(), cursor_.row(), cursor_.row() + 1);
    }
    return rows;
  }

 private:
  std::int64_t current_run() const {
    return std::get<std::vector<std::int64_t>>(cursor_.rows().columns[0].values)[cursor_.row()];
  }

  Table schema_;
  RowCursor cursor_;
};

const std::vector<Timestamp>& times_of(const Table& rows) {
  return std::get<std::vector<Timestamp>>(rows.columns[time_at].values);
}

/// Rows with an instant: those come first, in rising order.
std::size_t timed_count(const Table& rows) {
  const std::vector<Timestamp>& times = times_of(rows);
  return static_cast<std::size_t>(std::ranges::find(times, Timestamp::missing()) - times.begin());
}

/// The rows of one run's reports that stand side by side: `rows[i]` is a row of report i.
struct FusedRow {
  std::vector<Match> rows;
};

/// Keeps the rows whose instant the next report has too, and pairs those that repeat one in order.
std::vector<FusedRow> join_exactly(const std::vector<FusedRow>& fused, const Table& anchor,
                                   const Table& right) {
  std::vector<FusedRow> joined;
  const std::vector<Timestamp>& times = times_of(anchor);
  const std::vector<Timestamp>& others = times_of(right);
  std::size_t end = timed_count(right);
  for (std::size_t i = 0, k = 0; i < fused.size();) {
    Timestamp time = times[*fused[i].rows[0]];
    std::size_t i_end = i;
    while (i_end < fused.size() && times[*fused[i_end].rows[0]] == time) ++i_end;
    while (k < end && others[k] < time) ++k;
    std::size_t k_end = k;
    while (k_end < end && others[k_end] == time) ++k_end;
    std::size_t pairs = k == k_end ? 0 : std::max(i_end - i, k_end - k);
    for (std::size_t n = 0; n < pairs; ++n) {
      joined.push_back(fused[std::min(i + n, i_end - 1)]);
      joined.back().rows.emplace_back(std::min(k + n, k_end - 1));
    }
    i = i_end;
    k = k_end;
  }
  return joined;
}

/// Puts beside each row the latest of the next report that is not after it.
std::vector<FusedRow> join_as_of(std::vector<FusedRow> fused, const Table& anchor,
                                 const Table& right, std::chrono::nanoseconds tolerance) {
  const std::vector<Timestamp>& times = times_of(anchor);
  const std::vector<Timestamp>& others = times_of(right);
  std::size_t end = timed_count(right);
  std::size_t k = 0;  // rows of the other report not after the current instant
  for (FusedRow& row : fused) {
    Timestamp time = times[*row.rows[0]];
    while (k < end && others[k] <= time) ++k;
    bool is_near = k > 0 && time.ns - others[k - 1].ns <= tolerance.count();
    row.rows.push_back(is_near ? Match(k - 1) : std::nullopt);
  }
  return fused;
}

class Fusion {
 public:
  Fusion(const std::vector<std::string>& names, const std::vector<LazyTable>& tables,
         std::optional<std::chrono::nanoseconds> tolerance)
      : tolerance_(tolerance) {
    schema_.columns = {{std::string(run_id_column), std::vector<std::int64_t>()},
                       {std::string(time_column), std::vector<Timestamp>()}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      reports_.emplace_back(tables[i]);
      const std::vector<Column>& columns = reports_.back().schema().columns;
      for (std::size_t k = first_value_at; k < columns.size(); ++k) {
        schema_.columns.push_back(
            {fmt::format("{}__{}", names[i], columns[k].name), columns[k].values});
      }
    }
    schema_.columns.push_back({std::string(status_column), std::vector<std::string>()});
  }

  LazyTable run(const Manifest& manifest) {
    TableSpool spool(schema_, {std::string(run_id_column), std::string(time_column)});
    for (const RunRecord& record : manifest.runs()) {
      std::vector<Table> reports;
      for (ReportRuns& report : reports_) reports.push_back(report.take(record.run_id));
      spool.append(fused(record, reports));
    }
    return spool.finish();
  }

 private:
  Table fused(const RunRecord& record, const std::vector<Table>& reports) const {
    std::vector<FusedRow> rows;
    for (std::size_t row = 0; row < timed_count(reports[0]); ++row) rows.push_back({{row}});
    bool has_anchor = !rows.empty();
    for (std::size_t i = 1; has_anchor && i < reports.size(); ++i) {
      if (timed_count(reports[i]) == 0) {
        for (FusedRow& row : rows) row.rows.emplace_back();
      } else if (tolerance_) {
        rows = join_as_of(std::move(rows), reports[0], reports[i], *tolerance_);
      } else {
        rows = join_exactly(rows, reports[0], reports[i]);
      }
    }
    if (!has_anchor) rows.push_back({std::vector<Match>(reports.size())});
    return as_table(record, reports, rows);
  }

  Table as_table(const RunRecord& record, const std::vector<Table>& reports,
                 const std::vector<FusedRow>& rows) const {
    Table table = schema_;
    table.columns.front().values = std::vector<std::int64_t>(rows.size(), record.run_id);
    for (const FusedRow& row : rows)
      append_value(table.columns[1], reports[0].columns[time_at], row.rows[0]);
    std::size_t target = first_value_at;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const std::vector<Column>& columns = reports[i].columns;
      for (std::size_t k = first_value_at; k < columns.size(); ++k, ++target) {
        bool is_status = k + 1 == columns.size();
        for (const FusedRow& row : rows) {
          Match match = row.rows[i];
          // A report that the run lacks still tells its status, in its one row.
          bool is_lacking = timed_count(reports[i]) == 0 || !row.rows[0];
          if (is_status && is_lacking && columns[k].size() > 0) match = 0;
          append_value(table.columns[target], columns[k], match);
        }
      }
    }
    table.columns.back().values =
        std::vector<std::string>(rows.size(), std::string(to_string(record.status)));
    return table;
  }

  static void append_value(Column& to, const Column& from, Match row) {
    if (row) {
      store::append_rows(to, from, *row, *row + 1);
    } else {
      store::append_missing(to, 1);
    }
  }

  std::optional<std::chrono::nanoseconds> tolerance_;
  std::vector<ReportRuns> reports_;
  Table schema_;
};

void check_names(const std::vector<std::string>& names) {
  if (names.size() < 2) {
    throw SweepConfigError(
        fmt::format("fusing takes two reports or more; got {} (of a single one there is the plain "
                    "table)",
                    names.size()));
  }
  std::set<std::string> different(names.begin(), names.end());
  if (different.size() < names.size()) {
    throw SweepConfigError(
        fmt::format("reports to fuse must not be repeated; got {}", fmt::join(names, ", ")));
  }
}

}  // namespace

LazyTable lazy_fused_reports(const Manifest& manifest, const std::vector<std::string>& names,
                             std::optional<std::chrono::nanoseconds> tolerance) {
  check_names(names);
  std::vector<LazyTable> tables;
  for (const std::string& name : names) {
    tables.push_back(lazy_multiindex(manifest, name));
    const Column* time = tables.back().schema().find(time_column);
    if (std::holds_alternative<std::vector<Timestamp>>(time->values)) continue;
    throw SweepConfigError(
        fmt::format("the column \"time\" of report {} does not hold instants to join by", name));
  }
  return Fusion(names, tables, tolerance).run(manifest);
}

}  // namespace gmat_sweep
