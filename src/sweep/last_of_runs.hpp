#pragma once

#include <algorithm>
#include <vector>

namespace gmat_sweep {

/// Sorts records of a manifest's lines by `run_id`, and keeps the one furthest down the file, by
/// `offset`, of each run.
template <class Record>
void keep_last_of_runs(std::vector<Record>& records) {
  std::ranges::sort(records, [](const Record& a, const Record& b) {
    return a.run_id != b.run_id ? a.run_id < b.run_id : a.offset > b.offset;
  });
  const auto of_same_run = [](const Record& a, const Record& b) { return a.run_id == b.run_id; };
  records.erase(std::unique(records.begin(), records.end(), of_same_run), records.end());
}

}  // namespace gmat_sweep
