#include "analysis/file_schemas.hpp"

#include <algorithm>

#include "analysis/columns.hpp"
#include "store/parquet_reader.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {

std::size_t FileSchemas::add(const store::ParquetInfo& info, const std::filesystem::path& path) {
  std::string key = (info.is_ours ? "ours" : "other") + info.schema_bytes;
  auto known = numbers_.find(key);
  if (known != numbers_.end()) return known->second;
  schemas_.push_back(read_schema(info, path));
  numbers_.emplace(std::move(key), schemas_.size() - 1);
  return schemas_.size() - 1;
}

FileSchema FileSchemas::read_schema(const store::ParquetInfo& info,
                                    const std::filesystem::path& path) {
  FileSchema schema;
  if (info.column_names.empty()) return schema;
  if (info.is_ours) {
    schema.columns = store::schema_of(store::read_parquet(path));
  } else {
    if (!database_) database_.emplace(store::DatabaseOptions{.threads = 1});
    std::string select = "SELECT * FROM read_parquet([" + store::quote_path(path) + "])";
    schema.columns = database_->query(select + " LIMIT 0").schema();
    Table described = database_->collect("SELECT column_type FROM (DESCRIBE " + select + ")");
    schema.sql_types = std::get<std::vector<std::string>>(described.columns.at(0).values);
  }
  // DuckDB, which tells `R` from `r` no more than SQL does, gives columns names of its own.
  std::vector<std::string> names = unique_names(info.column_names);
  for (std::size_t i = 0; i < names.size(); ++i) schema.columns.columns.at(i).name = names[i];
  return schema;
}

Table FileSchemas::united() const {
  Table united;
  for (const FileSchema& schema : schemas_) {
    for (const Column& column : schema.columns.columns) {
      auto same = std::ranges::find(united.columns, column.name, &Column::name);
      if (same == united.columns.end()) {
        united.columns.push_back(column);
      } else {
        same->values = common_type(same->values, column.values);
      }
    }
  }
  return united;
}

void FileSchemas::aim_at(const Table& table) {
  for (FileSchema& schema : schemas_) {
    schema.targets.clear();
    for (const Column& column : schema.columns.columns) {
      auto target = std::ranges::find(table.columns, column.name, &Column::name);
      bool is_given = column.name == run_id_column || column.name == status_column;
      if (target == table.columns.end() || is_given) {
        schema.targets.emplace_back();
      } else {
        schema.targets.emplace_back(static_cast<std::size_t>(target - table.columns.begin()));
      }
    }
  }
}

}  // namespace gmat_sweep
