#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/table.hpp"
#include "store/database.hpp"
#include "store/parquet_footer.hpp"

namespace gmat_sweep {

/// One of the schemas that the files of a table have, most often the only one.
struct FileSchema {
  Table columns;                       ///< names made unique, and types; no rows
  std::vector<std::string> sql_types;  ///< DuckDB's; empty for files this library wrote
  /// For each column, where it goes in the table; nothing for a column that is left out.
  std::vector<std::optional<std::size_t>> targets;
};

/// Collects the schemas of files and unites their columns by name.
class FileSchemas {
 public:
  /// The number of the schema that a file has.
  std::size_t add(const store::ParquetInfo& info, const std::filesystem::path& path);

  /// The columns of all schemas in the order of first appearance, each of a type that holds what
  /// every schema has under its name.
  Table united() const;

  /// Says where each schema's columns go: to the column of the same name of `table`.
  void aim_at(const Table& table);

  const FileSchema& operator[](std::size_t number) const { return schemas_[number]; }

 private:
  FileSchema read_schema(const store::ParquetInfo& info, const std::filesystem::path& path);

  std::vector<FileSchema> schemas_;
  std::map<std::string, std::size_t> numbers_;  // by the schema's bytes, and whose they are
  std::optional<store::Database> database_;     // opened for the first file of another writer
};

}  // namespace gmat_sweep
