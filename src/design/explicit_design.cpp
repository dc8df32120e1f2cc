#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "design/design_rows.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

bool has_no_value(const Value& cell) {
  return cell.is_null() || (cell.is_real() && std::isnan(cell.as_real()));
}

std::string repr_list(const std::vector<std::string>& names) {
  Value::List list(names.begin(), names.end());
  return python_repr(Value(std::move(list)));
}

std::vector<std::string> repeated(const std::vector<std::string>& columns) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto before = columns.begin() + static_cast<std::ptrdiff_t>(i);
    const bool seen = std::find(columns.begin(), before, columns[i]) != before;
    if (seen && std::ranges::find(found, columns[i]) == found.end()) found.push_back(columns[i]);
  }
  return found;
}

void check_row(const Value& row, std::size_t index, std::size_t width) {
  if (!row.is_list()) {
    throw SweepConfigError(
        fmt::format("samples row {} must be a list of values, got {}", index, row.kind_name()));
  }
  if (row.as_list().size() != width) {
    throw SweepConfigError(fmt::format("samples row {} has {} values for {} columns", index,
                                       row.as_list().size(), width));
  }
}

/// @pre every row is as long as `columns`
std::vector<std::string> columns_without_values(const std::vector<std::string>& columns,
                                                const Value::List& rows) {
  std::vector<std::string> found;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (std::ranges::all_of(rows, [&](const Value& row) { return has_no_value(row.as_list()[c]); }))
      found.push_back(columns[c]);
  }
  return found;
}

void check_rows(const std::vector<std::string>& columns, const Value::List& rows) {
  if (const auto twice = repeated(columns); !twice.empty()) {
    throw SweepConfigError(fmt::format("samples has duplicate column names: {}", repr_list(twice)));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) check_row(rows[i], i, columns.size());
  if (rows.empty()) return;
  if (const auto blank = columns_without_values(columns, rows); !blank.empty()) {
    throw SweepConfigError(fmt::format("samples has all-NaN columns: {}", repr_list(blank)));
  }
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

Value::Map explicit_spec(const std::vector<std::string>& columns, Value::List rows) {
  return {{"_kind", "explicit"},
          {"columns", Value::List(columns.begin(), columns.end())},
          {"rows", std::move(rows)}};
}

/// The rows live in the parameter_spec alone, so they are held once.
class ExplicitRows : public DesignRows {
 public:
  ExplicitRows(std::vector<std::string> columns, Value::List rows, std::int64_t count)
      : DesignRows(explicit_spec(columns, std::move(rows)), sorted(columns), count),
        columns_(std::move(columns)) {}

  std::string_view kind() const override { return "explicit"; }

  Value::Map overrides(std::int64_t run_id) const override {
    const Value::List& rows = parameter_spec().at("rows").as_list();
    const Value::List& cells = rows[static_cast<std::size_t>(run_id)].as_list();
    Value::Map result;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!cells[c].is_null()) result.set(columns_[c], cells[c]);
    }
    return result;
  }

 private:
  std::vector<std::string> columns_;
};

}  // namespace

Design explicit_rows(std::vector<std::string> columns, Value::List rows) {
  check_rows(columns, rows);
  const auto count = static_cast<std::int64_t>(rows.size());
  return Design(std::make_shared<ExplicitRows>(std::move(columns), std::move(rows), count));
}

Design explicit_overrides(const std::vector<Value::Map>& overrides) {
  std::vector<std::string> columns;
  for (const Value::Map& run : overrides) {
    for (const auto& [field, value] : run) columns.push_back(field);
  }
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());

  Value::List rows;
  rows.reserve(overrides.size());
  for (const Value::Map& run : overrides) {
    Value::List row;
    row.reserve(columns.size());
    for (const std::string& column : columns) {
      const Value* value = run.find(column);
      row.push_back(value == nullptr ? Value() : *value);
    }
    rows.emplace_back(std::move(row));
  }
  const auto count = static_cast<std::int64_t>(rows.size());
  return Design(std::make_shared<ExplicitRows>(std::move(columns), std::move(rows), count));
}

}  // namespace gmat_sweep
