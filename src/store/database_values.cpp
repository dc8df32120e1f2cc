#include "store/database_values.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::store {
namespace {

constexpr std::int64_t ns_per_us = 1'000;
constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t ns_per_day = 86'400 * ns_per_s;

Timestamp scaled(std::int64_t count, std::int64_t ns) {
  std::int64_t value = 0;
  if (__builtin_mul_overflow(count, ns, &value) || value == Timestamp::missing().ns) {
    throw GmatSweepError(
        "the table holds a date outside 1677-09-22 to 2262-04-11, which is what timestamps in "
        "nanoseconds can hold");
  }
  return {value};
}

/// Calls `append(value)` for each value that is there and `append_null()` for each that is not.
template <class Raw, class Append, class AppendNull>
void for_each_value(duckdb_vector vector, std::size_t count, Append append,
                    AppendNull append_null) {
  const auto* values = static_cast<const Raw*>(duckdb_vector_get_data(vector));
  const std::uint64_t* validity = duckdb_vector_get_validity(vector);
  for (std::size_t i = 0; i < count; ++i) {
    if (validity == nullptr ||
        duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(validity), i)) {
      append(values[i]);
    } else {
      append_null();
    }
  }
}

template <class Raw>
void append_reals(duckdb_vector vector, std::size_t count, Column& column) {
  auto& values = std::get<std::vector<double>>(column.values);
  for_each_value<Raw>(
      vector, count, [&](Raw value) { values.push_back(static_cast<double>(value)); },
      [&] { values.push_back(std::numeric_limits<double>::quiet_NaN()); });
}

template <class Raw, class Convert>
void append_times(duckdb_vector vector, std::size_t count, Column& column, Convert convert) {
  auto& values = std::get<std::vector<Timestamp>>(column.values);
  for_each_value<Raw>(
      vector, count, [&](Raw value) { values.push_back(convert(value)); },
      [&] { values.push_back(Timestamp::missing()); });
}

/// For the types whose nulls are marked in `valid`.
template <class Raw, class T, class Convert>
void append_marked(duckdb_vector vector, std::size_t count, Column& column, Convert convert) {
  auto& values = std::get<std::vector<T>>(column.values);
  auto mark = [&](bool valid) {
    if (valid && column.valid.empty()) return;
    column.valid.resize(values.size(), true);
    column.valid.push_back(valid);
  };
  for_each_value<Raw>(
      vector, count,
      [&](const Raw& value) {
        mark(true);
        values.push_back(convert(value));
      },
      [&] {
        mark(false);
        values.push_back(T{});
      });
}

template <class Raw>
void append_integers(duckdb_vector vector, std::size_t count, Column& column) {
  append_marked<Raw, std::int64_t>(vector, count, column,
                                   [](Raw value) { return static_cast<std::int64_t>(value); });
}

std::string to_text(duckdb_string_t text) {
  std::uint32_t length = duckdb_string_t_length(text);
  return {duckdb_string_t_data(&text), length};
}

}  // namespace

bool is_readable(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_VARCHAR:
      return true;
    default:
      return false;
  }
}

const char* readable_type_name(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
    case DUCKDB_TYPE_DECIMAL:
      return "DOUBLE";
    default:
      return "VARCHAR";
  }
}

Column::Values empty_values(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return std::vector<bool>();
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return std::vector<double>();
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_DATE:
      return std::vector<Timestamp>();
    case DUCKDB_TYPE_VARCHAR:
      return std::vector<std::string>();
    default:
      return std::vector<std::int64_t>();
  }
}

void append_vector(duckdb_vector vector, duckdb_type type, std::size_t count, Column& column) {
  auto in_units_of = [](std::int64_t ns) {
    return [ns](std::int64_t value) { return scaled(value, ns); };
  };
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return append_marked<bool, bool>(vector, count, column, [](bool value) { return value; });
    case DUCKDB_TYPE_TINYINT:
      return append_integers<std::int8_t>(vector, count, column);
    case DUCKDB_TYPE_SMALLINT:
      return append_integers<std::int16_t>(vector, count, column);
    case DUCKDB_TYPE_INTEGER:
      return append_integers<std::int32_t>(vector, count, column);
    case DUCKDB_TYPE_BIGINT:
      return append_integers<std::int64_t>(vector, count, column);
    case DUCKDB_TYPE_UTINYINT:
      return append_integers<std::uint8_t>(vector, count, column);
    case DUCKDB_TYPE_USMALLINT:
      return append_integers<std::uint16_t>(vector, count, column);
    case DUCKDB_TYPE_UINTEGER:
      return append_integers<std::uint32_t>(vector, count, column);
    case DUCKDB_TYPE_FLOAT:
      return append_reals<float>(vector, count, column);
    case DUCKDB_TYPE_DOUBLE:
      return append_reals<double>(vector, count, column);
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return append_times<std::int64_t>(vector, count, column, in_units_of(ns_per_us));
    case DUCKDB_TYPE_TIMESTAMP_S:
      return append_times<std::int64_t>(vector, count, column, in_units_of(ns_per_s));
    case DUCKDB_TYPE_TIMESTAMP_MS:
      return append_times<std::int64_t>(vector, count, column, in_units_of(ns_per_ms));
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return append_times<std::int64_t>(vector, count, column, in_units_of(1));
    case DUCKDB_TYPE_DATE:
      return append_times<std::int32_t>(vector, count, column, in_units_of(ns_per_day));
    case DUCKDB_TYPE_VARCHAR:
      return append_marked<duckdb_string_t, std::string>(vector, count, column, to_text);
    default:
      throw GmatSweepError("the database returned a value of type " + std::to_string(type) +
                           ", which tables do not hold");
  }
}

}  // namespace gmat_sweep::store
