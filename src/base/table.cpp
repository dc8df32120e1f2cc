#include "gmat_sweep/table.hpp"

#include <algorithm>

namespace gmat_sweep {

std::size_t Column::size() const {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

const Column* Table::find(std::string_view name) const {
  auto it = std::ranges::find(columns, name, &Column::name);
  return it == columns.end() ? nullptr : &*it;
}

}  // namespace gmat_sweep
