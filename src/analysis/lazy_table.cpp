#include <algorithm>
#include <numeric>
#include <utility>

#include "analysis/columns.hpp"
#include "analysis/table_source.hpp"
#include "gmat_sweep/tables.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

class TableInMemory : public TableSource {
 public:
  explicit TableInMemory(Table table)
      : table_(std::move(table)), schema_(store::schema_of(table_)) {}

  const Table& schema() const override { return schema_; }
  const std::vector<std::string>& index() const override { return index_; }
  std::int64_t row_count() const override { return static_cast<std::int64_t>(table_.row_count()); }

  void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
            const std::function<void(const Table& rows)>& sink) const override {
    Table rows;
    for (std::size_t i : columns) {
      rows.columns.push_back(schema_.columns[i]);
      store::append_rows(rows.columns.back(), table_.columns[i], static_cast<std::size_t>(first),
                         static_cast<std::size_t>(first + count));
    }
    sink(rows);
  }

 private:
  Table table_;
  Table schema_;
  std::vector<std::string> index_;
};

/// Some of the columns of another source.
class SelectedColumns : public TableSource {
 public:
  SelectedColumns(std::shared_ptr<const TableSource> source, std::vector<std::size_t> columns)
      : source_(std::move(source)), columns_(std::move(columns)) {
    for (std::size_t i : columns_) schema_.columns.push_back(source_->schema().columns[i]);
    for (const std::string& name : source_->index()) {
      if (schema_.find(name) != nullptr) index_.push_back(name);
    }
  }

  const Table& schema() const override { return schema_; }
  const std::vector<std::string>& index() const override { return index_; }
  std::int64_t row_count() const override { return source_->row_count(); }

  void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
            const std::function<void(const Table& rows)>& sink) const override {
    std::vector<std::size_t> wanted;
    wanted.reserve(columns.size());
    for (std::size_t i : columns) wanted.push_back(columns_[i]);
    source_->read(first, count, wanted, sink);
  }

 private:
  std::shared_ptr<const TableSource> source_;
  std::vector<std::size_t> columns_;
  Table schema_;
  std::vector<std::string> index_;
};

}  // namespace

LazyTable LazyTable::select(const std::vector<std::string>& columns) const {
  std::vector<std::size_t> numbers;
  numbers.reserve(columns.size());
  for (const std::string& name : columns) numbers.push_back(column_number(schema(), name));
  return LazyTable(std::make_shared<SelectedColumns>(source_, std::move(numbers)));
}

LazyTable::LazyTable(Table table) : source_(std::make_shared<TableInMemory>(std::move(table))) {}
LazyTable::LazyTable(std::shared_ptr<const TableSource> source) : source_(std::move(source)) {}

const Table& LazyTable::schema() const { return source_->schema(); }
const std::vector<std::string>& LazyTable::index() const { return source_->index(); }
std::int64_t LazyTable::row_count() const { return source_->row_count(); }

void LazyTable::for_each_chunk(const RowSink& sink) const { for_each_chunk(0, row_count(), sink); }

void LazyTable::for_each_chunk(std::int64_t first, std::int64_t count, const RowSink& sink) const {
  std::int64_t begin = std::clamp<std::int64_t>(first, 0, row_count());
  std::int64_t available = row_count() - begin;
  std::int64_t wanted = std::clamp<std::int64_t>(count, 0, available);
  std::vector<std::size_t> columns(schema().columns.size());
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  if (wanted > 0) source_->read(begin, wanted, columns, sink);
}

Table LazyTable::collect() const { return slice(0, row_count()); }

Table LazyTable::slice(std::int64_t first, std::int64_t count) const {
  Table all = schema();
  for_each_chunk(first, count, [&](const Table& rows) { store::append_rows(all, rows); });
  return all;
}

}  // namespace gmat_sweep
