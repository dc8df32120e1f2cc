#pragma once

#include <cstddef>
#include <cstdint>

#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

/// Walks over a table's rows one by one, holding some at a time.
class RowCursor {
 public:
  explicit RowCursor(LazyTable table, std::int64_t rows_at_a_time = 65536);

  /// Whether there is a current row: not at the end.
  explicit operator bool() const { return row_ < rows_.row_count(); }
  /// The rows held, and which of them is the current one.
  const Table& rows() const { return rows_; }
  std::size_t row() const { return row_; }
  void next();

 private:
  void fetch();

  LazyTable table_;
  std::int64_t rows_at_a_time_;
  std::int64_t fetched_ = 0;
  Table rows_;
  std::size_t row_ = 0;
};

}  // namespace gmat_sweep
