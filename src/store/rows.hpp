#pragma once

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Adds the rows of `from` to `to`, whose columns have the same types in the same order.
void append_rows(Table& to, const Table& from);

/// Removes the rows and keeps the columns, and their memory.
void clear_rows(Table& table);

/// The columns' names and types, without rows.
Table schema_of(const Table& table);

}  // namespace gmat_sweep::store
