#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep::report {

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// What the runs were given for one field.
struct InputField {
  std::string name;
  std::vector<double> values;  ///< one a run, missing where the run was given none
  /// Of a field whose values are not all numbers: what its values are, as text. `values` then
  /// holds positions in this.
  std::vector<std::string> labels = {};

  bool is_numeric() const { return labels.empty(); }
};

struct RunFailure {
  std::size_t run = 0;  ///< position in RunFacts
  std::string message;  ///< whole, and empty where the manifest has none
};

/// Everything a manifest says of its runs that pictures are made of, column by column. Twenty-five
/// bytes a run, and eight more for each input.
struct RunFacts {
  std::vector<std::int64_t> ids;  ///< rising
  std::vector<RunStatus> statuses;
  std::vector<double> durations_s;
  std::vector<InputField> inputs;    ///< by name
  std::vector<RunFailure> failures;  ///< of the runs that are not ok
  UtcTime first_start{};             ///< of the earliest run
  UtcTime last_end{};                ///< of the latest

  std::size_t count(RunStatus status) const;
  /// Where a run stands, or ids.size().
  std::size_t position(std::int64_t run_id) const;
};

RunFacts run_facts(const Manifest& manifest);

}  // namespace gmat_sweep::report
