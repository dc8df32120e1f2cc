#include "analysis/run_file_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "analysis/columns.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

constexpr std::size_t rows_per_chunk = 8192;
/// How much goes to DuckDB in one query: enough to make its cost per query small, and little enough
/// to sort in memory.
constexpr std::ptrdiff_t files_per_query = 512;
constexpr std::int64_t rows_per_query = 500'000;
/// Sorting one run's rows that are more than fit spills to disk.
constexpr std::int64_t query_memory_mb = 1024;

const char* sql_type(const Column::Values& type) {
  if (std::holds_alternative<std::vector<double>>(type)) return "DOUBLE";
  if (std::holds_alternative<std::vector<std::int64_t>>(type)) return "BIGINT";
  if (std::holds_alternative<std::vector<bool>>(type)) return "BOOLEAN";
  if (std::holds_alternative<std::vector<Timestamp>>(type)) return "TIMESTAMP_NS";
  return "VARCHAR";
}

Column row_numbers(std::size_t count, const Column::Values& type) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return converted({"", std::move(numbers)}, type);
}

void set_values(Column& column, Column from) {
  column.values = std::move(from.values);
  column.valid = std::move(from.valid);
}

}  // namespace

RunFileReader::RunFileReader(const RunFileLayout& layout, std::span<const std::size_t> columns,
                             const Sink& sink)
    : layout_(layout), columns_(columns), sink_(sink) {
  needed_.resize(layout.schema.columns.size());
  for (std::size_t i : columns) {
    needed_[i] = true;
    pending_.columns.push_back(layout.schema.columns[i]);
  }
  if (has_second_index()) needed_[1] = true;
  for (std::size_t i = 1; i + 1 < needed_.size(); ++i) {
    if (needed_[i]) from_file_.push_back(i);
  }
}

void RunFileReader::read(std::int64_t first, std::int64_t count) {
  auto part = std::ranges::upper_bound(layout_.parts, first, {}, &RunPart::first_row) - 1;
  skip_ = first - part->first_row;
  left_ = count;
  while (left_ > 0) {
    if (part->path.empty()) {
      add(missing_row(*part++));
    } else if (part->is_ours) {
      add(rows_of(*part++));
    } else {
      part = query(part);
    }
  }
  flush();
}

/// Keeps what was asked for of rows that have all needed columns.
void RunFileReader::add(Table rows) {
  auto count = static_cast<std::int64_t>(rows.columns.front().size());
  std::int64_t skipped = std::min(skip_, count);
  skip_ -= skipped;
  std::int64_t taken = std::min(left_, count - skipped);
  left_ -= taken;
  if (taken == 0) return;
  Table chosen;
  for (std::size_t i : columns_) chosen.columns.push_back(std::move(rows.columns[i]));
  store::append_rows(pending_, chosen, static_cast<std::size_t>(skipped),
                     static_cast<std::size_t>(skipped + taken));
  if (pending_.row_count() >= rows_per_chunk) flush();
}

void RunFileReader::flush() {
  if (pending_.row_count() == 0) return;
  sink_(pending_);
  store::clear_rows(pending_);
}

/// Fills in what comes from the manifest, and what the file did not have.
void RunFileReader::complete(Table& rows, const RunPart& part, std::size_t count) const {
  rows.columns.front().values = std::vector<std::int64_t>(count, part.run_id);
  if (needed_.back()) {
    rows.columns.back().values =
        std::vector<std::string>(count, std::string(to_string(part.status)));
  }
  for (std::size_t i : from_file_) {
    if (rows.columns[i].size() == 0) store::append_missing(rows.columns[i], count);
  }
}

Table RunFileReader::missing_row(const RunPart& part) const {
  Table rows = layout_.schema;
  complete(rows, part, 1);
  return rows;
}

Table RunFileReader::rows_of(const RunPart& part) {
  Table file = read_file(part);
  std::size_t count = row_count_of(part);
  Table rows = layout_.schema;
  const FileSchema& schema = layout_.schemas[part.schema];
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    if (!schema.targets[i] || !needed_[*schema.targets[i]]) continue;
    Column& target = rows.columns[*schema.targets[i]];
    set_values(target, converted(std::move(file.columns[i]), target.values));
  }
  if (layout_.number_rows && rows.columns[1].size() == 0) {
    set_values(rows.columns[1], row_numbers(count, rows.columns[1].values));
  }
  complete(rows, part, count);
  if (has_second_index()) {
    std::vector<std::size_t> order = store::sorting_order(rows.columns[1]);
    if (!order.empty()) store::reorder(rows, order);
  }
  return rows;
}

Table RunFileReader::read_file(const RunPart& part) {
  std::vector<bool> wanted;
  for (const auto& target : layout_.schemas[part.schema].targets) {
    wanted.push_back(target && needed_[*target]);
  }
  try {
    Table file = decoder_.read(part.path, wanted);
    check_unchanged(file, part);
    return file;
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("run {}: {}", part.run_id, error.what()));
  }
}

/// Files are read long after their footers were: one that was replaced since must not be taken for
/// another.
void RunFileReader::check_unchanged(const Table& file, const RunPart& part) const {
  const Table& expected = layout_.schemas[part.schema].columns;
  bool same = file.columns.size() == expected.columns.size();
  for (std::size_t i = 0; same && i < file.columns.size(); ++i) {
    bool was_read = file.columns[i].size() > 0;
    same = file.columns[i].values.index() == expected.columns[i].values.index() &&
           (!was_read || file.columns[i].size() == row_count_of(part));
  }
  if (!same) throw GmatSweepError(part.path + " was changed while it was being read");
}

std::size_t RunFileReader::row_count_of(const RunPart& part) const {
  const RunPart* next = &part + 1;
  bool is_last = next == layout_.parts.data() + layout_.parts.size();
  std::int64_t end = is_last ? layout_.row_count : next->first_row;
  return static_cast<std::size_t>(end - part.first_row);
}

/// Reads the parts from `first` on that belong in one query, and returns the part after them.
RunFileReader::PartIterator RunFileReader::query(PartIterator first) {
  std::int64_t last_row = first->first_row + std::min(rows_per_query, skip_ + left_);
  PartIterator end = first + 1;
  while (end != layout_.parts.end() && !end->path.empty() && !end->is_ours &&
         end - first < files_per_query && end->first_row < last_row) {
    ++end;
  }
  try {
    if (!database_) database_.emplace(store::DatabaseOptions{.memory_limit_mb = query_memory_mb});
    store::QueryResult result = database_->query(query_text(first, end));
    for (Table chunk; left_ > 0 && result.next(chunk);) add_result(chunk, first);
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("among the files of runs {} to {}: {}", first->run_id,
                                     (end - 1)->run_id, error.what()));
  }
  return end;
}

/// A result's first column is the part's number within the query, the next are those of
/// `from_file_`.
void RunFileReader::add_result(Table& chunk, PartIterator first) {
  const auto& numbers = std::get<std::vector<std::int64_t>>(chunk.columns.front().values);
  Table rows = layout_.schema;
  auto& run_ids = std::get<std::vector<std::int64_t>>(rows.columns.front().values);
  auto& statuses = std::get<std::vector<std::string>>(rows.columns.back().values);
  for (std::int64_t number : numbers) {
    run_ids.push_back(first[number].run_id);
    if (needed_.back()) statuses.emplace_back(to_string(first[number].status));
  }
  for (std::size_t i = 0; i < from_file_.size(); ++i) {
    set_values(rows.columns[from_file_[i]], std::move(chunk.columns[i + 1]));
  }
  add(std::move(rows));
}

std::string RunFileReader::query_text(PartIterator first, PartIterator end) const {
  std::vector<std::uint32_t> schemas;
  for (auto part = first; part != end; ++part) {
    if (std::ranges::find(schemas, part->schema) == schemas.end()) schemas.push_back(part->schema);
  }
  std::vector<std::string> selects;
  selects.reserve(schemas.size());
  for (std::uint32_t schema : schemas) selects.push_back(select_text(first, end, schema));
  return fmt::format("{} ORDER BY part, {}row_number_", fmt::join(selects, " UNION ALL "),
                     has_second_index() ? "c1 NULLS LAST, " : "");
}

/// The rows of the files of one schema, as columns of the table.
std::string RunFileReader::select_text(PartIterator first, PartIterator end,
                                       std::uint32_t schema_number) const {
  const FileSchema& schema = layout_.schemas[schema_number];
  std::vector<std::string> paths;
  std::vector<std::int64_t> numbers;
  for (auto part = first; part != end; ++part) {
    if (part->schema != schema_number) continue;
    paths.push_back(store::quote_path(part->path));
    numbers.push_back(part - first);
  }
  std::string values;
  for (std::size_t i : from_file_) values += fmt::format("{} AS c{}, ", value_text(schema, i), i);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < schema.columns.columns.size(); ++i) {
    names.push_back(fmt::format("f{}", i));
  }
  return fmt::format(
      "SELECT [{}][file_index::BIGINT + 1]::BIGINT AS part, {}file_row_number AS row_number_ "
      "FROM read_parquet([{}]) AS t({})",
      fmt::join(numbers, ","), values, fmt::join(paths, ","), fmt::join(names, ","));
}

/// The SQL for a column of the table from a file of a schema.
std::string RunFileReader::value_text(const FileSchema& schema, std::size_t target) const {
  const char* type = sql_type(layout_.schema.columns[target].values);
  auto column = std::ranges::find(schema.targets, std::optional(target));
  if (column == schema.targets.end()) {
    bool is_number = layout_.number_rows && target == 1;
    return is_number ? fmt::format("CAST(file_row_number AS {})", type)
                     : fmt::format("NULL::{}", type);
  }
  auto i = static_cast<std::size_t>(column - schema.targets.begin());
  // An instant with a zone must lose it, as UTC, before it can be one in nanoseconds.
  bool has_zone = schema.sql_types[i] == "TIMESTAMP WITH TIME ZONE";
  return fmt::format("CAST(f{}{} AS {})", i, has_zone ? "::TIMESTAMP" : "", type);
}

}  // namespace gmat_sweep
