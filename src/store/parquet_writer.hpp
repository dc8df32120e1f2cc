#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/file_system.hpp"
#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Turns tables into Parquet files. It keeps a compressor and its buffers between tables, which is
/// most of what a small table would cost: a worker keeps one. Not for use from two threads at once.
///
/// Reals become DOUBLE (NaN stays NaN), integers INT64, booleans BOOLEAN, text BYTE_ARRAY (String)
/// and timestamps INT64 (Timestamp, nanoseconds, not adjusted to UTC, a missing one null). A column
/// is optional only when it holds a null. Pages are PLAIN; a column is compressed by zstd when that
/// makes it smaller.
/// Source: Apache Parquet, "File Format" and "parquet.thrift".
class ParquetEncoder {
 public:
  ParquetEncoder();
  ParquetEncoder(ParquetEncoder&&) noexcept;
  ParquetEncoder& operator=(ParquetEncoder&&) noexcept;
  ~ParquetEncoder();

  /// The whole file: one row group, or none when the table has no rows.
  /// Throws GmatSweepError when columns differ in length.
  std::string encode(const Table& table);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// `ParquetEncoder().encode(table)`, for a single table.
std::string to_parquet(const Table& table);

/// Writes `to_parquet(table)` over `path`; not durable until synced.
/// Throws GmatSweepError naming the path.
void write_parquet(const std::filesystem::path& path, const Table& table,
                   FileSystem& files = system_files());

/// A Parquet file written piece by piece, in row groups, so that memory does not grow with it.
/// The file appears under its name, durable, only when `close` is called; without that call nothing
/// is left behind.
class ParquetStream {
 public:
  /// @param schema  names and types of the columns; its rows are not written. Columns that can be
  ///                null (all but reals) are optional in the file.
  ParquetStream(std::filesystem::path path, const Table& schema,
                FileSystem& files = system_files());
  ParquetStream(ParquetStream&&) noexcept;
  ParquetStream& operator=(ParquetStream&&) noexcept;
  ~ParquetStream();

  /// Adds rows. Throws GmatSweepError when names or types differ from the schema's.
  void append(const Table& rows);
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gmat_sweep::store
