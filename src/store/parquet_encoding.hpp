#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Whether row `row` of a column holds a null: a missing timestamp, or a value `valid` says is not
/// there. NaN is a value.
bool is_null(const Column& column, std::size_t row);

/// Whether any row of the column is null.
bool has_nulls(const Column& column);

/// Where a page that starts at row `begin` ends, so that pages are of about a mebibyte.
std::size_t page_end(const Column& column, std::size_t begin, std::size_t end);

/// The rows `[begin, end)` of a column as the body of a Parquet data page before compression:
/// definition levels, where the column is optional, and the values that are there, in PLAIN.
///
/// The bytes are the column's own memory when that already is the encoding, and `scratch`'s
/// otherwise; they are valid as long as both are left alone.
/// Throws GmatSweepError when a text is longer than 1 GiB.
std::string_view encode_page(const Column& column, bool optional, std::size_t begin,
                             std::size_t end, std::string& scratch);

}  // namespace gmat_sweep::store
