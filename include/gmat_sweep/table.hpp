#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gmat_sweep {

/// An instant as nanoseconds since 1970-01-01T00:00:00 of the same time scale as the column it
/// stands in (the scale is in the column's name, as `Sat.UTCGregorian`). `missing()` is pandas'
/// NaT.
struct Timestamp {
  std::int64_t ns = 0;
  static constexpr Timestamp missing() { return {std::numeric_limits<std::int64_t>::min()}; }
  // clang-tidy 14 takes the 0 within it for a pointer.
  auto operator<=>(const Timestamp&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// A named column. A missing real is NaN and a missing timestamp `Timestamp::missing()`; for every
/// other type `valid` says which values are there.
struct Column {
  using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<bool>,
                              std::vector<Timestamp>, std::vector<std::string>>;
  std::string name;
  Values values;
  std::vector<bool> valid = {};  ///< empty: every value is there

  std::size_t size() const;
};

/// Columns of equal length.
struct Table {
  std::vector<Column> columns;

  std::size_t row_count() const { return columns.empty() ? 0 : columns.front().size(); }
  /// The column of that name, or null.
  const Column* find(std::string_view name) const;
};

}  // namespace gmat_sweep
