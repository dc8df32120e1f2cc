#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gmat_sweep/tables.hpp"

namespace gmat_sweep::report {

/// How one output's values spread over the runs, as time goes by. All of one length.
struct Band {
  std::vector<double> low;     ///< the 5 % quantile over runs
  std::vector<double> middle;  ///< the median
  std::vector<double> high;    ///< the 95 % quantile
};

/// One column of a table, reduced.
struct Output {
  std::string name;
  std::vector<double> finals;  ///< each run's last value, missing where there is none
  std::optional<Band> band = {};
  /// The values of the runs followed, on the band's instants.
  std::vector<std::vector<double>> followed = {};
};

struct OutputOptions {
  std::size_t most_instants = 121;     ///< of a band
  std::vector<std::int64_t> followed;  ///< runs whose values over time are kept
  bool with_bands = true;
};

struct TableOutputs {
  /// The bands' instants, since each run's own first one [s]. Empty where rows carry no time.
  std::vector<double> elapsed_s;
  /// false: the instants are those that all runs share. true: runs report at instants of their
  /// own, and their values were interpolated linearly (never across the jump of an angle).
  bool is_interpolated = false;
  std::vector<Output> outputs;
};

/// Reads a table twice at most, one run in memory at a time, and what is in between goes to disk
/// where it is large.
/// @param columns  of numbers
/// @param run_ids  of all runs, rising: the order of `finals`
TableOutputs reduce_outputs(const LazyTable& table, const std::vector<std::string>& columns,
                            std::span<const std::int64_t> run_ids,
                            const OutputOptions& options = {});

}  // namespace gmat_sweep::report
