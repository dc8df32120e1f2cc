#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/tables.hpp"
#include "store/parquet_writer.hpp"
#include "store/scratch_folder.hpp"

namespace gmat_sweep {

/// Takes the rows of a table that is being computed: in memory while they are few, on disk, under
/// the system's folder for temporary files, from then on. The disk space is given back when the
/// last copy of the finished table is gone.
class TableSpool {
 public:
  /// @param index  the names of the leading columns that identify a row
  /// @param bytes_in_memory  what the rows may take before they go to disk
  TableSpool(const Table& schema, std::vector<std::string> index,
             std::size_t bytes_in_memory = std::size_t{64} << 20);

  /// Adds rows, whose columns are the schema's.
  void append(const Table& rows);

  /// The table of all rows added; the spool is to be used no more.
  LazyTable finish();

 private:
  Table pending_;
  std::vector<std::string> index_;
  std::size_t rows_in_memory_;
  std::shared_ptr<store::ScratchFolder> folder_;
  std::optional<store::ParquetStream> stream_;
};

}  // namespace gmat_sweep
