#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

inline constexpr std::string_view run_id_column = "run_id";
inline constexpr std::string_view time_column = "time";
inline constexpr std::string_view interval_id_column = "interval_id";
inline constexpr std::string_view status_column = "__status";

/// The type that holds the values of both: the same when they are, reals for integers and reals,
/// text otherwise. Returned as an empty column's values.
Column::Values common_type(const Column::Values& a, const Column::Values& b);

/// A column as another type: integers as reals, anything as text.
/// @param type  an empty column's values
Column converted(Column column, const Column::Values& type);

/// Where a table's column of that name is. Throws SweepConfigError listing the columns there are.
std::size_t column_number(const Table& schema, std::string_view name);

/// A value as text: reals in their shortest exact form, times as ISO 8601, booleans as `true` and
/// `false`, a missing one as nothing.
std::string to_text(const Column& column, std::size_t row);

/// ISO 8601 with `T` and no, three, six or nine decimals: as few as the instant needs. A missing
/// one is an empty text.
std::string to_iso8601(Timestamp time);

/// The shortest decimal form that reads back to the same double; `nan`, `inf`, `-inf`.
std::string to_shortest(double value);

/// Names with every repetition made unique by `_1`, `_2` and so on.
std::vector<std::string> unique_names(std::vector<std::string> names);

}  // namespace gmat_sweep
