#pragma once

#include <duckdb.h>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Whether values of the type can be taken over as they are; the others are cast in SQL first.
bool is_readable(duckdb_type type);

/// The SQL type to cast values of a type that is not readable to.
const char* readable_type_name(duckdb_type type);

/// An empty column for values of a readable type.
Column::Values empty_values(duckdb_type type);

/// Appends `count` values of a vector of a readable type to a column made for it. A null becomes
/// NaN, a missing timestamp, or a mark in `valid`.
/// Throws GmatSweepError for an instant that nanoseconds of 64 bits cannot hold (years 1677 to
/// 2262).
void append_vector(duckdb_vector vector, duckdb_type type, std::size_t count, Column& column);

}  // namespace gmat_sweep::store
