#include "store/rows.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <type_traits>

namespace gmat_sweep::store {
namespace {

template <class T>
T missing_value() {
  if constexpr (std::is_same_v<T, double>) {
    return std::numeric_limits<double>::quiet_NaN();
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return Timestamp::missing();
  } else {
    return T{};
  }
}

template <class T>
constexpr bool is_marked = !std::is_same_v<T, double> && !std::is_same_v<T, Timestamp>;

}  // namespace

void append_rows(Table& to, const Table& from) { append_rows(to, from, 0, from.row_count()); }

void append_rows(Table& to, const Table& from, std::size_t begin, std::size_t end) {
  assert(to.columns.size() == from.columns.size());
  for (std::size_t i = 0; i < from.columns.size(); ++i) {
    append_rows(to.columns[i], from.columns[i], begin, end);
  }
}

void append_rows(Column& to, const Column& from, std::size_t begin, std::size_t end) {
  auto first = static_cast<std::ptrdiff_t>(begin);
  auto last = static_cast<std::ptrdiff_t>(end);
  if (!from.valid.empty()) {
    to.valid.resize(to.size(), true);
    to.valid.insert(to.valid.end(), from.valid.begin() + first, from.valid.begin() + last);
  }
  std::visit(
      [&]<class T>(std::vector<T>& values) {
        const auto& more = std::get<std::vector<T>>(from.values);
        values.insert(values.end(), more.begin() + first, more.begin() + last);
      },
      to.values);
  if (!to.valid.empty()) to.valid.resize(to.size(), true);
}

void append_missing(Column& column, std::size_t count) {
  if (count == 0) return;
  std::visit(
      [&]<class T>(std::vector<T>& values) {
        if constexpr (is_marked<T>) {
          column.valid.resize(values.size(), true);
          column.valid.resize(values.size() + count, false);
        }
        values.resize(values.size() + count, missing_value<T>());
      },
      column.values);
}

bool is_missing(const Column& column, std::size_t row) {
  if (!column.valid.empty() && !column.valid[row]) return true;
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    return std::isnan((*reals)[row]);
  }
  const auto* times = std::get_if<std::vector<Timestamp>>(&column.values);
  return times != nullptr && (*times)[row] == Timestamp::missing();
}

void reorder(Table& table, std::span<const std::size_t> order) {
  for (Column& column : table.columns) {
    if (column.size() == 0) continue;
    std::visit(
        [&]<class T>(std::vector<T>& values) {
          std::vector<T> sorted;
          sorted.reserve(values.size());
          for (std::size_t row : order) sorted.push_back(std::move(values[row]));
          values = std::move(sorted);
        },
        column.values);
    if (column.valid.empty()) continue;
    std::vector<bool> valid;
    valid.reserve(order.size());
    for (std::size_t row : order) valid.push_back(column.valid[row]);
    column.valid = std::move(valid);
  }
}

std::vector<std::size_t> sorting_order(const Column& column) {
  return std::visit(
      [&]<class T>(const std::vector<T>& values) -> std::vector<std::size_t> {
        auto before = [&](std::size_t a, std::size_t b) {
          bool a_missing = is_missing(column, a);
          bool b_missing = is_missing(column, b);
          if (a_missing || b_missing) return !a_missing && b_missing;
          return values[a] < values[b];
        };
        std::size_t count = values.size();
        std::size_t row = 1;
        while (row < count && !before(row, row - 1)) ++row;
        if (row >= count) return {};
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, before);
        return order;
      },
      column.values);
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
