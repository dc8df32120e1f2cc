#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// One column of one row group as it lies in a file.
struct ColumnChunk {
  std::int32_t codec = 0;
  std::int64_t page_offset = 0;
  std::int64_t uncompressed_bytes = 0;  ///< page headers included
  std::int64_t compressed_bytes = 0;    ///< page headers included
};

struct RowGroup {
  std::int64_t row_count = 0;
  std::vector<ColumnChunk> columns;  ///< in the order of the schema
};

/// Appends the footer of a file: the metadata, their length and the closing magic number.
/// @param schema  names and types of the columns; its rows do not count
/// @param optional  for each column, whether it is optional
void append_footer(const Table& schema, const std::vector<bool>& optional,
                   const std::vector<RowGroup>& groups, std::string& out);

/// What a Parquet file of any writer says of itself, as far as tables over many files need it.
struct ParquetInfo {
  std::vector<std::string> column_names;  ///< top-level columns, in the file's order and spelling
  std::int64_t row_count = 0;
  /// The schema as it lies in the file: files with equal bytes have equal columns and types.
  std::string schema_bytes;
  bool is_ours = false;  ///< written by this library, so that `ParquetDecoder` reads it
};

/// Reads the end of a file. Throws GmatSweepError with the path and what is wrong: no such file,
/// not a Parquet file, an encrypted or a damaged one.
ParquetInfo read_parquet_info(const std::filesystem::path& path,
                              FileSystem& files = system_files());

/// Whether a file ends as a Parquet file does. False, too, for one that cannot be read.
bool is_parquet(const std::filesystem::path& path);

/// What a file of our own holds, and where.
struct ParquetLayout {
  Table schema;  ///< names and types, without rows
  std::vector<bool> optional;
  std::vector<RowGroup> groups;
};

/// Reads the footer of a file that this library wrote, given whole.
/// Throws GmatSweepError when another program wrote it or when it is damaged.
ParquetLayout read_layout(std::string_view file);
/// The same of a file by its path.
ParquetLayout read_layout(const std::filesystem::path& path, FileSystem& files = system_files());

/// Bytes of a file from `start` on. Throws GmatSweepError when they are not there.
std::string read_file_part(const std::filesystem::path& path, std::int64_t start,
                           std::int64_t count, FileSystem& files = system_files());

}  // namespace gmat_sweep::store
