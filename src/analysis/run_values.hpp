#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "gmat_sweep/table.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

/// The columns of a table that statistics are made of: reals and integers that are no index.
std::vector<std::string> numeric_columns(const LazyTable& table);

/// Throws SweepConfigError, listing the columns there are, unless `name` is such a column.
void check_is_numeric(const LazyTable& table, const std::string& name);

/// Throws SweepConfigError, saying what `purpose` was, unless the table has an index column `name`.
void check_has_index(const LazyTable& table, std::string_view name, std::string_view purpose);

/// A value of a numeric column as a real, NaN where it is missing.
double real_at(const Column& column, std::size_t row);

/// Whether a row's `__status` is `ok`; rows of a table without that column are.
class OkRows {
 public:
  explicit OkRows(const Table& rows);
  bool operator()(std::size_t row) const {
    return statuses_ == nullptr || (*statuses_)[row] == "ok";
  }

 private:
  const std::vector<std::string>* statuses_ = nullptr;
};

/// Calls `visit` with the rows of each run, in the order of run_id, one run in memory at a time.
void for_each_run(const LazyTable& table,
                  const std::function<void(std::int64_t run_id, const Table& rows)>& visit);

/// The last value of a numeric column that is not missing; NaN when there is none.
double last_value(const Column& column);

}  // namespace gmat_sweep
