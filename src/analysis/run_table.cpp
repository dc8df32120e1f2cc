#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/table_spool.hpp"
#include "gmat_sweep/tables.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

/// An empty column's values of the type that a single override has; nothing for null.
std::optional<Column::Values> type_of(const Value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_integer()) return std::vector<std::int64_t>();
  if (value.is_real()) return std::vector<double>();
  if (value.is_bool()) return std::vector<bool>();
  return std::vector<std::string>();
}

/// Text as it is, everything else as JSON.
std::string plain_text(const Value& value) {
  return value.is_string() ? value.as_string() : to_json(value);
}

void append_text(Column& column, const std::string& text) {
  std::get<std::vector<std::string>>(column.values).push_back(text);
  if (!column.valid.empty()) column.valid.push_back(true);
}

void append_value(Column& column, const Value& value) {
  if (value.is_null()) return store::append_missing(column, 1);
  if (auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    return reals->push_back(value.as_real());
  }
  if (std::holds_alternative<std::vector<std::string>>(column.values)) {
    return append_text(column, plain_text(value));
  }
  if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    integers->push_back(value.as_integer());
  } else {
    std::get<std::vector<bool>>(column.values).push_back(value.as_bool());
  }
  if (!column.valid.empty()) column.valid.push_back(true);
}

Timestamp timestamp_of(UtcTime time) {
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count()};
}

/// The columns that depend on what the entries hold, found by going through all of them.
struct RunColumns {
  Table overrides;
  std::set<std::string> extra_outputs;
  bool has_context = false;

  explicit RunColumns(const Manifest& manifest) {
    std::map<std::string, std::optional<Column::Values>> types;
    for (const RunRecord& record : manifest.runs()) {
      ManifestEntry entry = manifest.entry(record);
      for (const auto& [field, value] : entry.overrides) add_type(types[field], type_of(value));
      for (const auto& [key, path] : entry.outcome.extra_outputs) extra_outputs.insert(key);
      has_context = has_context || !entry.context.empty();
    }
    for (auto& [field, type] : types) {
      overrides.columns.push_back({field, type.value_or(std::vector<std::string>())});
    }
  }

  static void add_type(std::optional<Column::Values>& known,
                       const std::optional<Column::Values>& more) {
    if (!more) return;
    known = known ? common_type(*known, *more) : *more;
  }
};

/// Rows of runs, as a table with its columns in a fixed order.
class RunRows {
 public:
  explicit RunRows(const RunColumns& columns) : columns_(columns) {
    rows_.columns = {{std::string(run_id_column), std::vector<std::int64_t>()},
                     {"status", std::vector<std::string>()},
                     {"postprocess_status", std::vector<std::string>()},
                     {"started_at", std::vector<Timestamp>()},
                     {"ended_at", std::vector<Timestamp>()},
                     {"duration_s", std::vector<double>()},
                     {"error", std::vector<std::string>()}};
    for (const Column& column : columns.overrides.columns) rows_.columns.push_back(column);
    if (columns.has_context) rows_.columns.push_back({"context", std::vector<std::string>()});
    for (const std::string& key : columns.extra_outputs) {
      rows_.columns.push_back({"extra__" + key, std::vector<std::string>()});
    }
    std::vector<std::string> names;
    for (const Column& column : rows_.columns) names.push_back(column.name);
    names = unique_names(std::move(names));
    for (std::size_t i = 0; i < names.size(); ++i) rows_.columns[i].name = names[i];
  }

  Table& rows() { return rows_; }

  void add(const ManifestEntry& entry) {
    const RunOutcome& outcome = entry.outcome;
    std::size_t column = 0;
    auto next = [&]() -> Column& { return rows_.columns[column++]; };
    append_value(next(), outcome.run_id);
    append_text(next(), std::string(to_string(outcome.status)));
    append_text(next(), std::string(to_string(outcome.postprocess_status)));
    std::get<std::vector<Timestamp>>(next().values).push_back(timestamp_of(outcome.started_at));
    std::get<std::vector<Timestamp>>(next().values).push_back(timestamp_of(outcome.ended_at));
    append_value(next(), outcome.duration_s);
    append_value(next(), outcome.error_text ? Value(*outcome.error_text) : Value());
    for (const Column& field : columns_.overrides.columns) {
      const Value* value = entry.overrides.find(field.name);
      append_value(next(), value == nullptr ? Value() : *value);
    }
    if (columns_.has_context) {
      append_value(next(), entry.context.empty() ? Value() : Value(to_json(entry.context)));
    }
    for (const std::string& key : columns_.extra_outputs) {
      auto path = outcome.extra_outputs.find(key);
      bool has = path != outcome.extra_outputs.end();
      append_value(next(), has ? Value(path->second.string()) : Value());
    }
  }

 private:
  const RunColumns& columns_;
  Table rows_;
};

}  // namespace

LazyTable run_table(const Manifest& manifest) {
  RunColumns columns(manifest);
  RunRows rows(columns);
  TableSpool spool(rows.rows(), {std::string(run_id_column)});
  for (const RunRecord& record : manifest.runs()) {
    rows.add(manifest.entry(record));
    if (rows.rows().row_count() < 4096) continue;
    spool.append(rows.rows());
    store::clear_rows(rows.rows());
  }
  spool.append(rows.rows());
  return spool.finish();
}

}  // namespace gmat_sweep
