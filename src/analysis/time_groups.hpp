#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

/// The instants of a table, and how many rows each has.
class TimeGroups {
 public:
  /// @param table  with the index column `time`
  /// @param all_rows  count rows of runs that are not `ok` too, and give rows without an instant a
  ///                  group, the last
  TimeGroups(const LazyTable& table, bool all_rows);

  std::size_t size() const { return counts_.size(); }
  Timestamp time(std::size_t group) const { return times_[group]; }
  std::int64_t row_count(std::size_t group) const { return counts_[group]; }

  /// Calls `visit` for pieces of groups that follow one another, with the values of some columns,
  /// in the order of the table's rows; missing values are left out. The table is read as often as
  /// it takes to hold no more than `values_at_once`.
  ///
  /// @param visit  gets the first group, and the values by column and then by group; it may change
  ///               them
  using Values = std::vector<std::vector<std::span<double>>>;
  void for_each_piece(const std::vector<std::string>& columns,
                      const std::function<void(std::size_t first, std::size_t first_column,
                                               const Values& values)>& visit,
                      std::size_t values_at_once = std::size_t{1} << 25) const;

 private:
  /// The group of an instant, most likely the one after `guess`; size() when there is none.
  std::size_t find(Timestamp time, std::size_t guess) const;
  void read_piece(std::size_t first, std::size_t end, std::span<const std::string> columns,
                  std::size_t first_column,
                  const std::function<void(std::size_t, std::size_t, const Values&)>& visit) const;

  LazyTable table_;
  bool all_rows_;
  std::vector<Timestamp> times_;  // rising, a missing one last
  std::vector<std::int64_t> counts_;
};

}  // namespace gmat_sweep
