#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::mission {

/// The iterations of one solver in one run: a row for each, with the values of its variables and
/// goals. A solver that several commands use has the columns of all; what a command does not have
/// is missing in its rows.
class SolverLog {
 public:
  using Values = std::vector<std::pair<std::string, double>>;

  /// @param command  the label of the Target or Optimize, or its name by number (`Target2`)
  /// @param execution  the how-manyth of that command in the run, from 1
  /// @param iteration  from 1
  /// @param status  `iterating`, `converged` or `unconverged`
  void add(std::string_view command, int execution, int iteration, const Values& values,
           std::string_view status);

  bool empty() const { return rows_ == 0; }
  /// Columns `command`, `execution`, `iteration`, the values in the order of first mention,
  /// `status`.
  Table take_table();

 private:
  std::size_t rows_ = 0;
  std::vector<std::string> commands_;
  std::vector<double> executions_;
  std::vector<double> iterations_;
  std::vector<std::pair<std::string, std::vector<double>>> values_;
  std::vector<std::string> statuses_;
};

}  // namespace gmat_sweep::mission
