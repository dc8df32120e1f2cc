#include "analysis/run_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "analysis/columns.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

bool is_numeric(const Column& column) {
  return std::holds_alternative<std::vector<double>>(column.values) ||
         std::holds_alternative<std::vector<std::int64_t>>(column.values);
}

}  // namespace

std::vector<std::string> numeric_columns(const LazyTable& table) {
  std::vector<std::string> names;
  for (const Column& column : table.schema().columns) {
    bool is_index = std::ranges::find(table.index(), column.name) != table.index().end();
    if (is_numeric(column) && !is_index) names.push_back(column.name);
  }
  return names;
}

void check_is_numeric(const LazyTable& table, const std::string& name) {
  column_number(table.schema(), name);
  std::vector<std::string> known = numeric_columns(table);
  if (std::ranges::find(known, name) != known.end()) return;
  throw SweepConfigError(fmt::format("column \"{}\" does not hold numbers; those that do are: {}",
                                     name, fmt::join(known, ", ")));
}

void check_has_index(const LazyTable& table, std::string_view name, std::string_view purpose) {
  if (std::ranges::find(table.index(), name) != table.index().end()) return;
  throw SweepConfigError(
      fmt::format("{} needs a table with the index column \"{}\"; this one has: {}", purpose, name,
                  fmt::join(table.index(), ", ")));
}

double real_at(const Column& column, std::size_t row) {
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) return (*reals)[row];
  if (store::is_missing(column, row)) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(std::get<std::vector<std::int64_t>>(column.values)[row]);
}

OkRows::OkRows(const Table& rows) {
  if (const Column* column = rows.find(status_column)) {
    statuses_ = &std::get<std::vector<std::string>>(column->values);
  }
}

void for_each_run(const LazyTable& table,
                  const std::function<void(std::int64_t run_id, const Table& rows)>& visit) {
  std::size_t id_column = column_number(table.schema(), run_id_column);
  Table run = table.schema();
  std::int64_t run_id = 0;
  table.for_each_chunk([&](const Table& rows) {
    const auto& ids = std::get<std::vector<std::int64_t>>(rows.columns[id_column].values);
    for (std::size_t begin = 0; begin < ids.size();) {
      std::size_t end = begin + 1;
      while (end < ids.size() && ids[end] == ids[begin]) ++end;
      if (run.row_count() > 0 && ids[begin] != run_id) {
        visit(run_id, run);
        store::clear_rows(run);
      }
      run_id = ids[begin];
      store::append_rows(run, rows, begin, end);
      begin = end;
    }
  });
  if (run.row_count() > 0) visit(run_id, run);
}

double last_value(const Column& column) {
  for (std::size_t row = column.size(); row > 0; --row) {
    if (!store::is_missing(column, row - 1)) return real_at(column, row - 1);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace gmat_sweep
