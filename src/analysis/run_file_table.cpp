#include "analysis/run_file_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/columns.hpp"
#include "analysis/run_file_reader.hpp"
#include "analysis/table_source.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

class RunFileTable : public TableSource {
 public:
  RunFileTable(std::vector<RunFile> files, SecondIndex second) {
    read_footers(std::move(files));
    make_schema(second);
    layout_.schemas.aim_at(layout_.schema);
  }

  const Table& schema() const override { return layout_.schema; }
  const std::vector<std::string>& index() const override { return layout_.index; }
  std::int64_t row_count() const override { return layout_.row_count; }

  void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
            const std::function<void(const Table& rows)>& sink) const override {
    RunFileReader(layout_, columns, sink).read(first, count);
  }

 private:
  void read_footers(std::vector<RunFile> files) {
    constexpr std::size_t most_reported = 10;
    std::vector<std::string> problems;
    std::size_t problem_count = 0;
    layout_.parts.reserve(files.size());
    for (RunFile& file : files) {
      try {
        add_part(file);
      } catch (const GmatSweepError& error) {
        if (++problem_count > most_reported) continue;
        problems.push_back(fmt::format("run {}: {}", file.run_id, error.what()));
      }
    }
    if (problem_count == 0) return;
    if (problem_count > most_reported) {
      problems.push_back(fmt::format("and {} more", problem_count - most_reported));
    }
    throw GmatSweepError(fmt::format("the manifest records files that cannot be read:\n{}",
                                     fmt::join(problems, "\n")));
  }

  void add_part(RunFile& file) {
    RunPart part{
        .run_id = file.run_id, .first_row = layout_.row_count, .path = {}, .status = file.status};
    std::int64_t row_count = 1;
    if (!file.path.empty()) {
      store::ParquetInfo info = store::read_parquet_info(file.path);
      part.schema = static_cast<std::uint32_t>(layout_.schemas.add(info, file.path));
      part.is_ours = info.is_ours;
      part.path = std::move(file.path);
      row_count = info.row_count;
    }
    layout_.row_count += row_count;
    if (row_count > 0) layout_.parts.push_back(std::move(part));
  }

  void make_schema(SecondIndex second) {
    Table united = layout_.schemas.united();
    Table& schema = layout_.schema;
    layout_.index = {std::string(run_id_column)};
    schema.columns.push_back({layout_.index[0], std::vector<std::int64_t>()});
    std::string name(second == SecondIndex::interval_id ? interval_id_column : time_column);
    const Column* found = united.find(name);
    if (found != nullptr || second != SecondIndex::time_if_there) {
      layout_.index.push_back(name);
      layout_.number_rows = second == SecondIndex::interval_id;
      schema.columns.push_back(found != nullptr ? *found : empty_index(name, second));
    }
    for (Column& column : united.columns) {
      bool is_given = column.name == status_column || column.name == layout_.index.front() ||
                      column.name == layout_.index.back();
      if (!is_given) schema.columns.push_back(std::move(column));
    }
    schema.columns.push_back({std::string(status_column), std::vector<std::string>()});
  }

  static Column empty_index(const std::string& name, SecondIndex second) {
    if (second == SecondIndex::interval_id) return {name, std::vector<std::int64_t>()};
    return {name, std::vector<Timestamp>()};
  }

  RunFileLayout layout_;
};

}  // namespace

LazyTable run_file_table(std::vector<RunFile> files, SecondIndex second) {
  return LazyTable(std::make_shared<RunFileTable>(std::move(files), second));
}

}  // namespace gmat_sweep
