#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Adds the rows of `from` to `to`, whose columns have the same types in the same order.
void append_rows(Table& to, const Table& from);

/// The same for the rows `[begin, end)` of `from`.
void append_rows(Table& to, const Table& from, std::size_t begin, std::size_t end);

/// The same of one column.
void append_rows(Column& to, const Column& from, std::size_t begin, std::size_t end);

/// Adds `count` values that are missing.
void append_missing(Column& column, std::size_t count);

/// Whether a value is missing: NaN, a missing timestamp, or not marked as valid.
bool is_missing(const Column& column, std::size_t row);

/// Puts rows into another order: row `order[i]` becomes row `i`. Columns without values stay so.
void reorder(Table& table, std::span<const std::size_t> order);

/// The order, stable, that sorts the values of a column, missing ones last. Empty when they are
/// sorted as they are.
std::vector<std::size_t> sorting_order(const Column& column);

/// Removes the rows and keeps the columns, and their memory.
void clear_rows(Table& table);

/// The columns' names and types, without rows.
Table schema_of(const Table& table);

}  // namespace gmat_sweep::store
