#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/file_schemas.hpp"
#include "gmat_sweep/run.hpp"
#include "gmat_sweep/table.hpp"
#include "store/database.hpp"
#include "store/parquet_reader.hpp"

namespace gmat_sweep {

/// What a run contributes to a table: at least one row.
struct RunPart {
  std::int64_t run_id = 0;
  std::int64_t first_row = 0;  ///< of the table
  std::string path;            ///< empty: a single row of missing values
  std::uint32_t schema = 0;    ///< of the file
  RunStatus status = RunStatus::failed;
  bool is_ours = false;  ///< the file was written by this library
};

/// A table over the runs' files, laid out.
struct RunFileLayout {
  std::vector<RunPart> parts;  ///< in ascending run_id, and so in ascending first_row
  std::int64_t row_count = 0;
  FileSchemas schemas;
  Table schema;  ///< run_id, the second index column if any, the files' columns, __status
  std::vector<std::string> index;
  bool number_rows = false;  ///< the second index column counts rows where a file has none
};

/// Reads rows of such a table once, from first to last.
class RunFileReader {
 public:
  using Sink = std::function<void(const Table& rows)>;

  /// @param columns  those that `sink` is to get, in its order
  RunFileReader(const RunFileLayout& layout, std::span<const std::size_t> columns,
                const Sink& sink);

  void read(std::int64_t first, std::int64_t count);

 private:
  using PartIterator = std::vector<RunPart>::const_iterator;

  bool has_second_index() const { return layout_.index.size() > 1; }
  void add(Table rows);
  void flush();
  Table missing_row(const RunPart& part) const;
  Table rows_of(const RunPart& part);
  Table read_file(const RunPart& part);
  void check_unchanged(const Table& file, const RunPart& part) const;
  std::size_t row_count_of(const RunPart& part) const;
  void complete(Table& rows, const RunPart& part, std::size_t count) const;
  PartIterator query(PartIterator first);
  void add_result(Table& chunk, PartIterator first);
  std::string query_text(PartIterator first, PartIterator end) const;
  std::string select_text(PartIterator first, PartIterator end, std::uint32_t schema) const;
  std::string value_text(const FileSchema& schema, std::size_t target) const;

  const RunFileLayout& layout_;
  std::span<const std::size_t> columns_;
  const Sink& sink_;
  std::vector<bool> needed_;            // of the table's columns: asked for, or sorted by
  std::vector<std::size_t> from_file_;  // those of them that files have
  Table pending_;
  std::int64_t skip_ = 0;  // rows of the first part that lie before those asked for
  std::int64_t left_ = 0;
  store::ParquetDecoder decoder_;
  std::optional<store::Database> database_;
};

}  // namespace gmat_sweep
