#include "design/design_output.hpp"

#include <algorithm>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "design/csv.hpp"

namespace gmat_sweep {
namespace {

std::string csv_text(const Value& value) {
  if (value.is_string()) return csv_cell(value.as_string());
  return csv_cell(to_json(value));
}

/// The values of one field over all runs, gathered into the narrowest column that holds them.
class ColumnBuilder {
 public:
  explicit ColumnBuilder(std::vector<Value> values) : values_(std::move(values)) {}

  Column build(std::string name) const {
    Column column{std::move(name), {}, {}};
    if (all([](const Value& v) { return v.is_integer(); })) {
      column.values = gather<std::int64_t>([](const Value& v) { return v.as_integer(); });
    } else if (all([](const Value& v) { return v.is_number(); })) {
      column.values = gather<double>([](const Value& v) { return v.as_real(); },
                                     std::numeric_limits<double>::quiet_NaN());
      return column;
    } else if (all([](const Value& v) { return v.is_bool(); })) {
      column.values = gather<bool>([](const Value& v) { return v.as_bool(); });
    } else {
      column.values = gather<std::string>(
          [](const Value& v) { return v.is_string() ? v.as_string() : to_json(v); });
    }
    if (!std::ranges::all_of(values_, present)) {
      for (const Value& value : values_) column.valid.push_back(present(value));
    }
    return column;
  }

 private:
  static bool present(const Value& value) { return !value.is_null(); }

  template <typename Predicate>
  bool all(Predicate predicate) const {
    return std::ranges::all_of(values_,
                               [&](const Value& v) { return !present(v) || predicate(v); });
  }

  template <typename T, typename Convert>
  std::vector<T> gather(Convert convert, T missing = {}) const {
    std::vector<T> result;
    result.reserve(values_.size());
    for (const Value& value : values_) result.push_back(present(value) ? convert(value) : missing);
    return result;
  }

  std::vector<Value> values_;
};

}  // namespace

void write_csv(const Design& design, std::ostream& out) {
  out << "run_id";
  for (const std::string& field : design.fields()) out << ',' << csv_cell(field);
  out << '\n';
  for (std::int64_t run_id = 0; run_id < design.run_count(); ++run_id) {
    const Value::Map overrides = design.overrides(run_id);
    out << run_id;
    for (const std::string& field : design.fields()) {
      const Value* value = overrides.find(field);
      out << ',' << (value == nullptr ? std::string() : csv_text(*value));
    }
    out << '\n';
  }
}

Table design_table(const Design& design) {
  const std::vector<std::string>& fields = design.fields();
  std::vector<std::int64_t> run_ids;
  std::vector<std::vector<Value>> values(fields.size());
  for (std::int64_t run_id = 0; run_id < design.run_count(); ++run_id) {
    run_ids.push_back(run_id);
    const Value::Map overrides = design.overrides(run_id);
    for (std::size_t f = 0; f < fields.size(); ++f) {
      const Value* value = overrides.find(fields[f]);
      values[f].push_back(value == nullptr ? Value() : *value);
    }
  }
  Table table;
  table.columns.push_back({"run_id", std::move(run_ids), {}});
  for (std::size_t f = 0; f < fields.size(); ++f) {
    table.columns.push_back(ColumnBuilder(std::move(values[f])).build(fields[f]));
  }
  return table;
}

}  // namespace gmat_sweep
