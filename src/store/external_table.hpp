#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// A table that a Database reads from outside itself when a query asks for it.
struct ExternalTable {
  /// Replaces its argument by the next rows, however many; false at the end.
  using NextRows = std::function<bool(Table& rows)>;

  Table schema;  ///< names and types; names must differ by more than case, for SQL
  std::int64_t row_count = 0;
  /// Begins to read some of the columns, in the order given, from the first row on.
  std::function<NextRows(std::span<const std::size_t> columns)> open;
};

}  // namespace gmat_sweep::store
