#include "mission/solver_log.hpp"

#include <algorithm>
#include <limits>

namespace gmat_sweep::mission {

void SolverLog::add(std::string_view command, int execution, int iteration, const Values& values,
                    std::string_view status) {
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  ++rows_;
  commands_.emplace_back(command);
  executions_.push_back(execution);
  iterations_.push_back(iteration);
  statuses_.emplace_back(status);
  for (const auto& [name, value] : values) {
    auto column = std::ranges::find(values_, name, [](const auto& one) { return one.first; });
    if (column == values_.end()) {
      values_.emplace_back(name, std::vector<double>());
      column = values_.end() - 1;
    }
    column->second.resize(rows_ - 1, missing);
    column->second.push_back(value);
  }
  for (auto& [name, column] : values_) column.resize(rows_, missing);
}

Table SolverLog::take_table() {
  Table table;
  table.columns.push_back({"command", std::move(commands_)});
  table.columns.push_back({"execution", std::move(executions_)});
  table.columns.push_back({"iteration", std::move(iterations_)});
  for (auto& [name, values] : values_) table.columns.push_back({name, std::move(values)});
  table.columns.push_back({"status", std::move(statuses_)});
  return table;
}

}  // namespace gmat_sweep::mission
