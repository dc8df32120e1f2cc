#include "analysis/row_cursor.hpp"

#include <utility>

namespace gmat_sweep {

RowCursor::RowCursor(LazyTable table, std::int64_t rows_at_a_time)
    : table_(std::move(table)), rows_at_a_time_(rows_at_a_time) {
  fetch();
}

void RowCursor::next() {
  if (++row_ == rows_.row_count()) fetch();
}

void RowCursor::fetch() {
  rows_ = table_.slice(fetched_, rows_at_a_time_);
  fetched_ += static_cast<std::int64_t>(rows_.row_count());
  row_ = 0;
}

}  // namespace gmat_sweep
