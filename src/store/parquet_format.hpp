#pragma once

#include <cstdint>
#include <string_view>

/// The numbers of the Parquet format that this library uses.
/// Source: Apache Parquet, "parquet.thrift", format 2.10.
namespace gmat_sweep::store::parquet {

inline constexpr std::string_view magic = "PAR1";

/// How our files name their writer. The number is that of the layout: one page or more a column,
/// PLAIN, definition levels in one bit-packed run, zstd or nothing.
inline constexpr std::string_view created_by = "gmat-sweep version 1";

enum PhysicalType : std::int32_t {
  type_boolean = 0,
  type_int64 = 2,
  type_double = 5,
  type_bytes = 6
};
enum Repetition : std::int32_t { required = 0, optional = 1 };
enum Encoding : std::int32_t { encoding_plain = 0, encoding_rle = 3 };
enum Codec : std::int32_t { uncompressed = 0, zstd = 6 };

inline constexpr std::int32_t page_type_data = 0;
inline constexpr std::int32_t converted_utf8 = 0;
inline constexpr int logical_string = 1;
inline constexpr int logical_timestamp = 8;
inline constexpr int unit_nanoseconds = 3;

}  // namespace gmat_sweep::store::parquet
