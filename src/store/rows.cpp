#include "store/rows.hpp"

#include <cassert>

namespace gmat_sweep::store {

void append_rows(Table& to, const Table& from) {
  assert(to.columns.size() == from.columns.size());
  for (std::size_t i = 0; i < from.columns.size(); ++i) {
    Column& target = to.columns[i];
    const Column& source = from.columns[i];
    if (!source.valid.empty() || !target.valid.empty()) {
      target.valid.resize(target.size(), true);
      if (source.valid.empty()) target.valid.resize(target.size() + source.size(), true);
      target.valid.insert(target.valid.end(), source.valid.begin(), source.valid.end());
    }
    std::visit(
        [&]<class T>(std::vector<T>& values) {
          const auto& more = std::get<std::vector<T>>(source.values);
          values.insert(values.end(), more.begin(), more.end());
        },
        target.values);
  }
}

void clear_rows(Table& table) {
  for (Column& column : table.columns) {
    std::visit([](auto& values) { values.clear(); }, column.values);
    column.valid.clear();
  }
}

Table schema_of(const Table& table) {
  Table schema;
  for (const Column& column : table.columns) {
    auto none = std::visit([]<class T>(const T&) -> Column::Values { return T(); }, column.values);
    schema.columns.push_back({column.name, std::move(none)});
  }
  return schema;
}

}  // namespace gmat_sweep::store
