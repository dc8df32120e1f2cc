#include "analysis/table_spool.hpp"

#include <algorithm>
#include <mutex>

#include "analysis/table_source.hpp"
#include "store/parquet_reader.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

constexpr const char* file_name = "rows.parquet";

/// Rows in memory, with an index.
class IndexedTable : public TableSource {
 public:
  IndexedTable(Table table, std::vector<std::string> index)
      : table_(std::move(table)), index_(std::move(index)) {}

  const Table& schema() const override { return table_.schema(); }
  const std::vector<std::string>& index() const override { return index_; }
  std::int64_t row_count() const override { return table_.row_count(); }

  void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
            const std::function<void(const Table& rows)>& sink) const override {
    std::vector<std::string> names;
    for (std::size_t i : columns) names.push_back(schema().columns[i].name);
    table_.select(names).for_each_chunk(first, count, sink);
  }

 private:
  LazyTable table_;
  std::vector<std::string> index_;
};

/// Rows on disk, read a row group at a time.
class SpooledTable : public TableSource {
 public:
  SpooledTable(std::shared_ptr<store::ScratchFolder> folder, Table schema,
               std::vector<std::string> index)
      : folder_(std::move(folder)),
        schema_(std::move(schema)),
        index_(std::move(index)),
        groups_(folder_->path() / file_name) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      first_rows_.push_back(row_count_);
      row_count_ += groups_.row_count(i);
    }
  }

  const Table& schema() const override { return schema_; }
  const std::vector<std::string>& index() const override { return index_; }
  std::int64_t row_count() const override { return row_count_; }

  void read(std::int64_t first, std::int64_t count, std::span<const std::size_t> columns,
            const std::function<void(const Table& rows)>& sink) const override {
    std::vector<bool> wanted(schema_.columns.size());
    for (std::size_t i : columns) wanted[i] = true;
    auto found = std::ranges::upper_bound(first_rows_, first) - 1;
    for (auto group = static_cast<std::size_t>(found - first_rows_.begin()); count > 0; ++group) {
      Table rows = read_group(group, wanted, columns);
      std::int64_t skip = first - first_rows_[group];
      auto available = static_cast<std::int64_t>(rows.row_count()) - skip;
      std::int64_t taken = std::min(count, available);
      sink(slice(rows, skip, taken));
      first += taken;
      count -= taken;
    }
  }

 private:
  Table read_group(std::size_t group, const std::vector<bool>& wanted,
                   std::span<const std::size_t> columns) const {
    Table all;
    {
      std::lock_guard lock(mutex_);
      all = groups_.read(group, wanted);
    }
    Table chosen;
    for (std::size_t i : columns) chosen.columns.push_back(all.columns[i]);
    return chosen;
  }

  static Table slice(const Table& rows, std::int64_t first, std::int64_t count) {
    Table part = store::schema_of(rows);
    store::append_rows(part, rows, static_cast<std::size_t>(first),
                       static_cast<std::size_t>(first + count));
    return part;
  }

  std::shared_ptr<store::ScratchFolder> folder_;
  Table schema_;
  std::vector<std::string> index_;
  mutable std::mutex mutex_;  // guards groups_, which keeps a decompressor
  mutable store::ParquetGroups groups_;
  std::vector<std::int64_t> first_rows_;
  std::int64_t row_count_ = 0;
};

}  // namespace

TableSpool::TableSpool(const Table& schema, std::vector<std::string> index,
                       std::size_t bytes_in_memory)
    : pending_(store::schema_of(schema)), index_(std::move(index)) {
  constexpr std::size_t value_bytes = 8;
  std::size_t row_bytes = value_bytes * std::max<std::size_t>(schema.columns.size(), 1);
  rows_in_memory_ = bytes_in_memory / row_bytes;
}

void TableSpool::append(const Table& rows) {
  store::append_rows(pending_, rows);
  if (!stream_ && pending_.row_count() <= rows_in_memory_) return;
  if (!stream_) {
    folder_ = std::make_shared<store::ScratchFolder>();
    stream_.emplace(folder_->path() / file_name, pending_);
  }
  stream_->append(pending_);
  store::clear_rows(pending_);
}

LazyTable TableSpool::finish() {
  if (!stream_) {
    return LazyTable(std::make_shared<IndexedTable>(std::move(pending_), std::move(index_)));
  }
  stream_->close();
  return LazyTable(std::make_shared<SpooledTable>(folder_, std::move(pending_), std::move(index_)));
}

}  // namespace gmat_sweep
