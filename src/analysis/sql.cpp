#include "gmat_sweep/sql.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/columns.hpp"
#include "analysis/table_spool.hpp"
#include "base/lower_case.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"

namespace gmat_sweep {
namespace {

/// Names made different where they differ by case alone.
std::vector<std::string> sql_names(const Table& schema) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const Column& column : schema.columns) {
    std::string name = column.name;
    for (int n = 1; !taken.insert(lower_case(name)).second; ++n) {
      name = fmt::format("{}_{}", column.name, n);
    }
    names.push_back(name);
  }
  return names;
}

/// Reads a table a slice at a time, since a query pulls its rows.
class SlicedRows {
 public:
  explicit SlicedRows(LazyTable table) : table_(std::move(table)) {}

  bool operator()(Table& rows) {
    rows = table_.slice(next_, rows_per_slice);
    next_ += static_cast<std::int64_t>(rows.row_count());
    return rows.row_count() > 0;
  }

 private:
  /// A slice reads the run it ends in once more than needed, so it should hold many.
  static constexpr std::int64_t rows_per_slice = 65536;

  LazyTable table_;
  std::int64_t next_ = 0;
};

std::shared_ptr<const store::ExternalTable> external(const LazyTable& table) {
  auto result = std::make_shared<store::ExternalTable>();
  result->schema = table.schema();
  result->row_count = table.row_count();
  std::vector<std::string> names = sql_names(table.schema());
  for (std::size_t i = 0; i < names.size(); ++i) result->schema.columns[i].name = names[i];
  result->open = [table](std::span<const std::size_t> columns) -> store::ExternalTable::NextRows {
    std::vector<std::string> wanted;
    for (std::size_t i : columns) wanted.push_back(table.schema().columns[i].name);
    return SlicedRows(table.select(wanted));
  };
  return result;
}

}  // namespace

class SweepSql::Impl {
 public:
  Impl(const Manifest& manifest, std::int64_t memory_limit_mb)
      : manifest_(manifest), database_({.memory_limit_mb = memory_limit_mb}) {
    add("runs", "runs", [this] { return run_table(manifest_); });
    OutputNames outputs = output_names(manifest);
    for (const std::string& name : outputs.reports) {
      add("report__" + name, name, [this, name] { return lazy_multiindex(manifest_, name); });
    }
    for (const std::string& name : outputs.ephemerides) {
      add("ephemeris__" + name, name, [this, name] { return lazy_ephemerides(manifest_, name); });
    }
    for (const std::string& name : outputs.contacts) {
      add("contact__" + name, name, [this, name] { return lazy_contacts(manifest_, name); });
    }
    for (const std::string& name : outputs.solvers) {
      add("solver__" + name, name,
          [this, name] { return lazy_solver_iterations(manifest_, name); });
    }
    for (const std::string& key : outputs.extra_outputs) {
      add("extra__" + key, key, [this, key] { return lazy_extra_outputs(manifest_, key); });
    }
    database_.read_tables_from([this](const std::string& name) { return find(name); });
  }

  const std::vector<std::string>& names() const { return names_; }

  LazyTable query(const std::string& sql) {
    unknown_.clear();
    try {
      store::QueryResult result = database_.query(sql);
      TableSpool spool(result.schema(), {});
      for (Table rows; result.next(rows);) spool.append(rows);
      return spool.finish();
    } catch (const SweepConfigError&) {
      throw;
    } catch (const GmatSweepError& error) {
      if (unknown_.empty()) throw SweepConfigError(error.what());
      throw SweepConfigError(fmt::format("{}\nThe tables of this sweep are: {}", error.what(),
                                         fmt::join(names_, ", ")));
    }
  }

 private:
  struct Entry {
    std::function<LazyTable()> make;
    std::shared_ptr<const store::ExternalTable> table;  // once it has been asked for
  };

  void add(const std::string& full_name, const std::string& short_name,
           std::function<LazyTable()> make) {
    names_.push_back(full_name);
    entries_.push_back({std::move(make), nullptr});
    by_name_[lower_case(full_name)].push_back(entries_.size() - 1);
    if (short_name != full_name) by_name_[lower_case(short_name)].push_back(entries_.size() - 1);
  }

  std::shared_ptr<const store::ExternalTable> find(const std::string& name) {
    auto found = by_name_.find(lower_case(name));
    if (found == by_name_.end() || found->second.size() != 1) {
      unknown_ = name;
      return nullptr;
    }
    Entry& entry = entries_[found->second.front()];
    if (entry.table == nullptr) entry.table = external(entry.make());
    return entry.table;
  }

  const Manifest& manifest_;
  std::vector<std::string> names_;
  std::vector<Entry> entries_;
  std::map<std::string, std::vector<std::size_t>> by_name_;  // lower case; several: ambiguous
  std::string unknown_;  // a name that the last statement used and nothing goes by
  store::Database database_;
};

SweepSql::SweepSql(const Manifest& manifest, std::int64_t memory_limit_mb)
    : impl_(std::make_unique<Impl>(manifest, memory_limit_mb)) {}
SweepSql::SweepSql(SweepSql&&) noexcept = default;
SweepSql& SweepSql::operator=(SweepSql&&) noexcept = default;
SweepSql::~SweepSql() = default;

const std::vector<std::string>& SweepSql::table_names() const { return impl_->names(); }
LazyTable SweepSql::query(const std::string& sql) { return impl_->query(sql); }

}  // namespace gmat_sweep
