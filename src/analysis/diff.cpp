#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>

#include "analysis/columns.hpp"
#include "analysis/row_cursor.hpp"
#include "analysis/run_values.hpp"
#include "analysis/table_spool.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view status_diff_column = "__status_diff";

/// The order of two values of columns of the same type, missing ones last.
std::weak_ordering compare(const Column& a, std::size_t row_a, const Column& b, std::size_t row_b) {
  bool a_missing = store::is_missing(a, row_a);
  bool b_missing = store::is_missing(b, row_b);
  if (a_missing || b_missing) return a_missing <=> b_missing;
  return std::visit(
      [&]<class T>(const std::vector<T>& values) -> std::weak_ordering {
        const auto& others = std::get<std::vector<T>>(b.values);
        if (values[row_a] < others[row_b]) return std::weak_ordering::less;
        if (others[row_b] < values[row_a]) return std::weak_ordering::greater;
        return std::weak_ordering::equivalent;
      },
      a.values);
}

/// A table of each run's last values: of every column the last that is not missing.
LazyTable final_rows(const LazyTable& table, const std::vector<std::string>& columns) {
  std::vector<std::string> needed = {std::string(run_id_column)};
  needed.insert(needed.end(), columns.begin(), columns.end());
  if (table.schema().find(status_column) != nullptr) needed.emplace_back(status_column);
  LazyTable chosen = table.select(needed);
  Table schema = chosen.schema();
  for (std::size_t i = 1; i <= columns.size(); ++i)
    schema.columns[i].values = std::vector<double>();
  TableSpool spool(schema, {needed.front()});
  for_each_run(chosen, [&](std::int64_t run_id, const Table& rows) {
    Table row = schema;
    row.columns.front().values = std::vector<std::int64_t>{run_id};
    for (std::size_t i = 1; i <= columns.size(); ++i) {
      row.columns[i].values = std::vector<double>{last_value(rows.columns[i])};
    }
    if (const Column* status = rows.find(status_column)) {
      row.columns.back().values = std::vector<std::string>{to_text(*status, status->size() - 1)};
    }
    spool.append(row);
  });
  return spool.finish();
}

/// Compares rows of two tables in the order of their index. Both have the index columns first, then
/// those to compare, then the status if they have one.
class Diff {
 public:
  Diff(const LazyTable& a, const LazyTable& b, std::vector<std::string> columns,
       const DiffOptions& options)
      : a_(a), b_(b), columns_(std::move(columns)), options_(options) {
    for (const std::string& name : a.index()) rows_.columns.push_back(*a.schema().find(name));
    for (const std::string& column : columns_) {
      auto own = options.column_tolerances.find(column);
      tolerances_.push_back(own == options.column_tolerances.end() ? options.tolerance
                                                                   : own->second);
      if (has_absolute()) rows_.columns.push_back({column + "__diff", std::vector<double>()});
      if (has_relative()) rows_.columns.push_back({column + "__rel", std::vector<double>()});
    }
    has_status_ =
        a.schema().find(status_column) != nullptr || b.schema().find(status_column) != nullptr;
    if (has_status_) {
      rows_.columns.push_back({std::string(status_diff_column), std::vector<std::string>()});
    }
  }

  LazyTable run() {
    TableSpool spool(rows_, a_.index());
    RowCursor a(a_);
    RowCursor b(b_);
    while (a && b) {
      std::weak_ordering order = compare_index(a, b);
      if (std::is_eq(order)) {
        add(a, b);
        a.next();
        b.next();
      } else if (std::is_lt(order)) {
        a.next();
      } else {
        b.next();
      }
      if (rows_.row_count() >= 8192) {
        spool.append(rows_);
        store::clear_rows(rows_);
      }
    }
    spool.append(rows_);
    return spool.finish();
  }

 private:
  bool has_absolute() const { return options_.how != DiffOptions::How::relative; }
  bool has_relative() const { return options_.how != DiffOptions::How::absolute; }

  std::weak_ordering compare_index(const RowCursor& a, const RowCursor& b) const {
    for (std::size_t i = 0; i < a_.index().size(); ++i) {
      auto order = compare(a.rows().columns[i], a.row(), b.rows().columns[i], b.row());
      if (std::is_neq(order)) return order;
    }
    return std::weak_ordering::equivalent;
  }

  void add(const RowCursor& a, const RowCursor& b) {
    std::size_t column = 0;
    for (; column < a_.index().size(); ++column) {
      store::append_rows(rows_.columns[column], a.rows().columns[column], a.row(), a.row() + 1);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::size_t source = a_.index().size() + i;
      double before = real_at(a.rows().columns[source], a.row());
      double change = real_at(b.rows().columns[source], b.row()) - before;
      double ratio = before == 0 ? nan : change / before;
      if (std::isinf(ratio)) ratio = nan;
      if (std::abs(change) < tolerances_[i]) change = ratio = nan;
      if (has_absolute()) push_real(rows_.columns[column++], change);
      if (has_relative()) push_real(rows_.columns[column++], ratio);
    }
    if (!has_status_) return;
    std::string status_a = status_of(a);
    std::string status_b = status_of(b);
    bool both_ok = status_a == "ok" && status_b == "ok";
    std::get<std::vector<std::string>>(rows_.columns[column].values)
        .push_back(both_ok ? "ok" : status_a + "/" + status_b);
  }

  static void push_real(Column& column, double value) {
    std::get<std::vector<double>>(column.values).push_back(value);
  }

  static std::string status_of(const RowCursor& cursor) {
    const Column* column = cursor.rows().find(status_column);
    return column == nullptr ? "ok" : to_text(*column, cursor.row());
  }

  LazyTable a_;
  LazyTable b_;
  std::vector<std::string> columns_;
  const DiffOptions& options_;
  std::vector<double> tolerances_;
  bool has_status_ = false;
  Table rows_;
};

void check_index(const LazyTable& a, const LazyTable& b) {
  bool same = a.index() == b.index();
  for (std::size_t i = 0; same && i < a.index().size(); ++i) {
    same = a.schema().find(a.index()[i])->values.index() ==
           b.schema().find(a.index()[i])->values.index();
  }
  if (same && !a.index().empty()) return;
  throw SweepConfigError(
      fmt::format("tables to compare must have the same index columns; they have ({}) and ({})",
                  fmt::join(a.index(), ", "), fmt::join(b.index(), ", ")));
}

std::vector<std::string> shared_columns(const LazyTable& a, const LazyTable& b) {
  std::vector<std::string> of_a = numeric_columns(a);
  std::vector<std::string> of_b = numeric_columns(b);
  std::vector<std::string> shared;
  for (const std::string& name : of_a) {
    if (std::ranges::find(of_b, name) != of_b.end()) shared.push_back(name);
  }
  if (!shared.empty()) return shared;
  throw SweepConfigError(
      fmt::format("the tables share no column of numbers to compare; they have ({}) and ({})",
                  fmt::join(of_a, ", "), fmt::join(of_b, ", ")));
}

LazyTable with_columns(const LazyTable& table, const std::vector<std::string>& columns) {
  std::vector<std::string> needed = table.index();
  needed.insert(needed.end(), columns.begin(), columns.end());
  if (table.schema().find(status_column) != nullptr) needed.emplace_back(status_column);
  return table.select(needed);
}

}  // namespace

LazyTable sweep_diff(const LazyTable& a, const LazyTable& b, const DiffOptions& options) {
  check_index(a, b);
  std::vector<std::string> columns = shared_columns(a, b);
  for (const auto& [name, tolerance] : options.column_tolerances) {
    if (std::ranges::find(columns, name) != columns.end()) continue;
    throw SweepConfigError(fmt::format(
        "there is a tolerance for \"{}\", which the tables do not share; they share: {}", name,
        fmt::join(columns, ", ")));
  }
  if (!options.final_rows_only) {
    return Diff(with_columns(a, columns), with_columns(b, columns), columns, options).run();
  }
  check_has_index(a, run_id_column, "comparing final rows");
  return Diff(final_rows(a, columns), final_rows(b, columns), columns, options).run();
}

}  // namespace gmat_sweep
