#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/table.hpp"

namespace gmat_sweep::store {

/// Reads the files that ParquetEncoder and ParquetStream write, and no others. For a small file
/// this takes a twentieth of what a query of DuckDB's does, which matters when a table is spread
/// over as many files as there are runs. It keeps a decompressor and its buffers between files. Not
/// for use from two threads at once.
class ParquetDecoder {
 public:
  ParquetDecoder();
  ParquetDecoder(ParquetDecoder&&) noexcept;
  ParquetDecoder& operator=(ParquetDecoder&&) noexcept;
  ~ParquetDecoder();

  /// The table that a whole file holds.
  /// @param wanted  for each column whether its values are to be read; a column that is not comes
  ///                without values. Empty: all
  /// Throws GmatSweepError when another program wrote it (see `ParquetInfo::is_ours`) or when it is
  /// damaged.
  Table decode(std::string_view file, const std::vector<bool>& wanted = {});

  /// The same of a file by its path, which the message then names.
  Table read(const std::filesystem::path& path, const std::vector<bool>& wanted = {},
             FileSystem& files = system_files());

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A file of ours read by row group, so that no more than one is in memory. Not for use from two
/// threads at once.
class ParquetGroups {
 public:
  /// Throws GmatSweepError naming the path.
  explicit ParquetGroups(std::filesystem::path path, FileSystem& files = system_files());
  ParquetGroups(ParquetGroups&&) noexcept;
  ParquetGroups& operator=(ParquetGroups&&) noexcept;
  ~ParquetGroups();

  std::size_t size() const;
  std::int64_t row_count(std::size_t group) const;
  /// The rows of one group. `wanted` is as for `ParquetDecoder::decode`.
  Table read(std::size_t group, const std::vector<bool>& wanted = {});

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// `ParquetDecoder().read(path)`, for a single file.
Table read_parquet(const std::filesystem::path& path, FileSystem& files = system_files());

}  // namespace gmat_sweep::store
