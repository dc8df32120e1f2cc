#include <algorithm>
#include <utility>

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

  void read(std::int64_t first, std::int64_t count,
            const std::function<void(const Table& rows)>& sink) const override {
    if (count == row_count()) return sink(table_);
    Table rows = schema_;
    store::append_rows(rows, table_, static_cast<std::size_t>(first),
                       static_cast<std::size_t>(first + count));
    sink(rows);
  }

 private:
  Table table_;
  Table schema_;
  std::vector<std::string> index_;
};

}  // namespace

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
  if (wanted > 0) source_->read(begin, wanted, sink);
}

Table LazyTable::collect() const { return slice(0, row_count()); }

Table LazyTable::slice(std::int64_t first, std::int64_t count) const {
  Table all = schema();
  for_each_chunk(first, count, [&](const Table& rows) { store::append_rows(all, rows); });
  return all;
}

}  // namespace gmat_sweep
