#include "analysis/run_file_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "analysis/columns.hpp"
#include "analysis/file_schemas.hpp"
#include "analysis/table_source.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"
#include "store/parquet_reader.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

using Sink = std::function<void(const Table& rows)>;

constexpr std::size_t rows_per_chunk = 8192;
/// How much goes to DuckDB in one query: enough to make its cost per query small, and little enough
/// to sort in memory.
constexpr std::size_t files_per_query = 512;
constexpr std::int64_t rows_per_query = 500'000;
/// Sorting one run's rows that are more than fit spills to disk.
constexpr std::int64_t query_memory_mb = 1024;

/// What a run contributes.
struct Part {
  std::int64_t run_id = 0;
  std::int64_t first_row = 0;  ///< of the table
  std::string path;            ///< empty: a single row of missing values
  std::uint32_t schema = 0;
  RunStatus status = RunStatus::failed;
  bool is_ours = false;
};

/// Hands on the rows of a window into a longer run of rows, gathered into chunks.
class Window {
 public:
  Window(const Table& schema, std::int64_t skip, std::int64_t count, const Sink& sink)
      : pending_(schema), skip_(skip), left_(count), sink_(sink) {}

  bool is_full() const { return left_ == 0; }

  void add(const Table& rows) { add(rows, 0, rows.row_count()); }

  void add(const Table& rows, std::size_t begin, std::size_t end) {
    auto count = static_cast<std::int64_t>(end - begin);
    std::int64_t skipped = std::min(skip_, count);
    skip_ -= skipped;
    std::int64_t taken = std::min(left_, count - skipped);
    left_ -= taken;
    if (taken == 0) return;
    std::size_t first = begin + static_cast<std::size_t>(skipped);
    store::append_rows(pending_, rows, first, first + static_cast<std::size_t>(taken));
    if (pending_.row_count() >= rows_per_chunk) flush();
  }

  void flush() {
    if (pending_.row_count() == 0) return;
    sink_(pending_);
    store::clear_rows(pending_);
  }

 private:
  Table pending_;
  std::int64_t skip_;
  std::int64_t left_;
  const Sink& sink_;
};

const char* sql_type(const Column::Values& type) {
  if (std::holds_alternative<std::vector<double>>(type)) return "DOUBLE";
  if (std::holds_alternative<std::vector<std::int64_t>>(type)) return "BIGINT";
  if (std::holds_alternative<std::vector<bool>>(type)) return "BOOLEAN";
  if (std::holds_alternative<std::vector<Timestamp>>(type)) return "TIMESTAMP_NS";
  return "VARCHAR";
}

class RunFileTable : public TableSource {
 public:
  RunFileTable(const std::vector<RunFile>& files, SecondIndex second) {
    read_footers(files);
    make_schema(second);
    schemas_.aim_at(schema_);
  }

  const Table& schema() const override { return schema_; }
  const std::vector<std::string>& index() const override { return index_; }
  std::int64_t row_count() const override { return row_count_; }

  void read(std::int64_t first, std::int64_t count, const Sink& sink) const override {
    auto part = std::ranges::upper_bound(parts_, first, {}, &Part::first_row) - 1;
    Window window(schema_, first - part->first_row, count, sink);
    store::ParquetDecoder decoder;
    std::optional<store::Database> database;
    while (!window.is_full()) {
      if (part->path.empty()) {
        window.add(missing_row(*part));
        ++part;
      } else if (part->is_ours) {
        window.add(rows_of(*part, decoder));
        ++part;
      } else {
        if (!database) database.emplace(store::DatabaseOptions{.memory_limit_mb = query_memory_mb});
        part = query(part, *database, window);
      }
    }
    window.flush();
  }

 private:
  using PartIterator = std::vector<Part>::const_iterator;

  void read_footers(const std::vector<RunFile>& files) {
    constexpr std::size_t most_reported = 10;
    std::vector<std::string> problems;
    std::size_t problem_count = 0;
    for (const RunFile& file : files) {
      Part part{.run_id = file.run_id,
                .first_row = row_count_,
                .path = file.path.string(),
                .status = file.status};
      if (part.path.empty()) {
        row_count_ += 1;
      } else {
        try {
          store::ParquetInfo info = store::read_parquet_info(file.path);
          part.schema = static_cast<std::uint32_t>(schemas_.add(info, file.path));
          part.is_ours = info.is_ours;
          row_count_ += info.row_count;
        } catch (const GmatSweepError& error) {
          if (++problem_count <= most_reported) {
            problems.push_back(fmt::format("run {}: {}", file.run_id, error.what()));
          }
        }
      }
      // A part without rows would never be read; leaving it out keeps the search for a row simple.
      if (row_count_ > part.first_row) parts_.push_back(std::move(part));
    }
    if (problem_count == 0) return;
    if (problem_count > most_reported) {
      problems.push_back(fmt::format("and {} more", problem_count - most_reported));
    }
    throw GmatSweepError(fmt::format("the manifest records files that cannot be read:\n{}",
                                     fmt::join(problems, "\n")));
  }

  void make_schema(SecondIndex second) {
    Table united = schemas_.united();
    index_ = {std::string(run_id_column)};
    schema_.columns.push_back({index_[0], std::vector<std::int64_t>()});
    std::string name(second == SecondIndex::interval_id ? interval_id_column : time_column);
    const Column* found = united.find(name);
    if (found != nullptr || second != SecondIndex::time_if_there) {
      index_.push_back(name);
      Column::Values none = std::vector<Timestamp>();
      if (second == SecondIndex::interval_id) none = std::vector<std::int64_t>();
      schema_.columns.push_back(found != nullptr ? *found : Column{name, none});
      number_rows_ = second == SecondIndex::interval_id;
    }
    for (Column& column : united.columns) {
      bool is_given = column.name == status_column || column.name == index_.front() ||
                      column.name == index_.back();
      if (!is_given) schema_.columns.push_back(std::move(column));
    }
    schema_.columns.push_back({std::string(status_column), std::vector<std::string>()});
  }

  /// Fills in what comes from the manifest, and what the file did not have.
  void complete(Table& rows, std::int64_t run_id, RunStatus status, std::size_t count) const {
    rows.columns.front().values = std::vector<std::int64_t>(count, run_id);
    rows.columns.back().values = std::vector<std::string>(count, std::string(to_string(status)));
    for (Column& column : rows.columns) {
      if (column.size() == 0) store::append_missing(column, count);
    }
  }

  Table missing_row(const Part& part) const {
    Table rows = schema_;
    complete(rows, part.run_id, part.status, 1);
    return rows;
  }

  Table rows_of(const Part& part, store::ParquetDecoder& decoder) const {
    Table file;
    try {
      file = decoder.read(part.path);
      check_columns(file, part);
    } catch (const GmatSweepError& error) {
      throw GmatSweepError(fmt::format("run {}: {}", part.run_id, error.what()));
    }
    std::size_t count = file.row_count();
    Table rows = schema_;
    const FileSchema& schema = schemas_[part.schema];
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
      if (!schema.targets[i]) continue;
      Column& target = rows.columns[*schema.targets[i]];
      Column column = converted(std::move(file.columns[i]), target.values);
      target.values = std::move(column.values);
      target.valid = std::move(column.valid);
    }
    if (number_rows_ && rows.columns[1].size() == 0) number(rows.columns[1], count);
    complete(rows, part.run_id, part.status, count);
    if (index_.size() > 1) {
      std::vector<std::size_t> order = store::sorting_order(rows.columns[1]);
      if (!order.empty()) store::reorder(rows, order);
    }
    return rows;
  }

  /// Files are read long after their footers were: one that was replaced since must not be taken
  /// for another.
  void check_columns(const Table& file, const Part& part) const {
    const Table& expected = schemas_[part.schema].columns;
    auto next = &part + 1;
    std::int64_t end = next == parts_.data() + parts_.size() ? row_count_ : next->first_row;
    bool same = file.columns.size() == expected.columns.size() &&
                static_cast<std::int64_t>(file.row_count()) == end - part.first_row;
    for (std::size_t i = 0; same && i < file.columns.size(); ++i) {
      same = file.columns[i].values.index() == expected.columns[i].values.index();
    }
    if (!same) throw GmatSweepError(part.path + " was changed while it was being read");
  }

  static void number(Column& column, std::size_t count) {
    std::vector<std::int64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    column.values = converted({column.name, std::move(numbers)}, column.values).values;
  }

  /// Reads the parts from `first` on that belong in one query, and returns the part after them.
  PartIterator query(PartIterator first, store::Database& database, Window& window) const {
    PartIterator end = first;
    std::int64_t last_row = first->first_row + rows_per_query;
    do {
      ++end;
    } while (end != parts_.end() && !end->path.empty() && !end->is_ours &&
             static_cast<std::size_t>(end - first) < files_per_query && end->first_row < last_row);
    try {
      store::QueryResult result = database.query(query_text(first, end));
      for (Table chunk; !window.is_full() && result.next(chunk);) add_result(chunk, first, window);
    } catch (const GmatSweepError& error) {
      throw GmatSweepError(fmt::format("among the files of runs {} to {}: {}", first->run_id,
                                       (end - 1)->run_id, error.what()));
    }
    return end;
  }

  /// A result's first column is the part's number within the query; the others are the table's
  /// between `run_id` and `__status`.
  void add_result(Table& chunk, PartIterator first, Window& window) const {
    std::size_t count = chunk.row_count();
    const auto parts = std::get<std::vector<std::int64_t>>(chunk.columns.front().values);
    Table rows = schema_;
    std::vector<std::int64_t> run_ids;
    std::vector<std::string> statuses;
    for (std::int64_t number : parts) {
      const Part& part = first[number];
      run_ids.push_back(part.run_id);
      statuses.emplace_back(to_string(part.status));
    }
    rows.columns.front().values = std::move(run_ids);
    rows.columns.back().values = std::move(statuses);
    for (std::size_t i = 1; i + 1 < rows.columns.size(); ++i) {
      rows.columns[i].values = std::move(chunk.columns[i].values);
      rows.columns[i].valid = std::move(chunk.columns[i].valid);
    }
    window.add(rows, 0, count);
  }

  std::string query_text(PartIterator first, PartIterator end) const {
    std::vector<std::uint32_t> schemas;
    for (auto part = first; part != end; ++part) {
      if (std::ranges::find(schemas, part->schema) == schemas.end())
        schemas.push_back(part->schema);
    }
    std::vector<std::string> selects;
    for (std::uint32_t schema : schemas) selects.push_back(select_text(first, end, schema));
    std::string order = index_.size() > 1 ? "c1 NULLS LAST, " : "";
    return fmt::format("{} ORDER BY part, {}row_number_", fmt::join(selects, " UNION ALL "), order);
  }

  /// The rows of the files of one schema, as the columns of the table.
  std::string select_text(PartIterator first, PartIterator end, std::uint32_t schema_number) const {
    const FileSchema& schema = schemas_[schema_number];
    std::vector<std::string> paths;
    std::vector<std::int64_t> numbers;
    for (auto part = first; part != end; ++part) {
      if (part->schema != schema_number) continue;
      paths.push_back(store::quote_path(part->path));
      numbers.push_back(part - first);
    }
    std::vector<std::string> values;
    for (std::size_t i = 1; i + 1 < schema_.columns.size(); ++i) {
      values.push_back(fmt::format("{} AS c{}", value_text(schema, i), i));
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < schema.columns.columns.size(); ++i) {
      names.push_back(fmt::format("f{}", i));
    }
    return fmt::format(
        "SELECT [{}][file_index::BIGINT + 1]::BIGINT AS part, {}{}file_row_number AS row_number_ "
        "FROM read_parquet([{}]) AS t({})",
        fmt::join(numbers, ","), fmt::join(values, ", "), values.empty() ? "" : ", ",
        fmt::join(paths, ","), fmt::join(names, ","));
  }

  /// The SQL for column `target` of the table from a file of a schema.
  std::string value_text(const FileSchema& schema, std::size_t target) const {
    const char* type = sql_type(schema_.columns[target].values);
    auto column = std::ranges::find(schema.targets, std::optional(target));
    if (column == schema.targets.end()) {
      if (number_rows_ && target == 1) return fmt::format("CAST(file_row_number AS {})", type);
      return fmt::format("NULL::{}", type);
    }
    auto i = column - schema.targets.begin();
    // An instant with a zone must lose it, as UTC, before it can be one in nanoseconds.
    bool has_zone = schema.sql_types[static_cast<std::size_t>(i)] == "TIMESTAMP WITH TIME ZONE";
    return fmt::format("CAST(f{}{} AS {})", i, has_zone ? "::TIMESTAMP" : "", type);
  }

  std::vector<Part> parts_;
  FileSchemas schemas_;
  Table schema_;
  std::vector<std::string> index_;
  bool number_rows_ = false;
  std::int64_t row_count_ = 0;
};

}  // namespace

LazyTable run_file_table(const std::vector<RunFile>& files, SecondIndex second) {
  return LazyTable(std::make_shared<RunFileTable>(files, second));
}

}  // namespace gmat_sweep
