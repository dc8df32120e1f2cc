#include "analysis/time_groups.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/columns.hpp"
#include "analysis/run_values.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

const std::vector<Timestamp>& times_of(const Table& rows) {
  return std::get<std::vector<Timestamp>>(rows.find(time_column)->values);
}

/// Missing instants come last, as in the tables themselves.
bool before(Timestamp a, Timestamp b) {
  bool a_missing = a == Timestamp::missing();
  bool b_missing = b == Timestamp::missing();
  return a_missing || b_missing ? !a_missing && b_missing : a < b;
}

/// Counts instants: those seen before in place, new ones gathered and merged in now and then.
class InstantCounter {
 public:
  void add(Timestamp time) {
    // Runs most often share their instants, so the next is the one after the last.
    if (guess_ + 1 < times_.size() && times_[guess_ + 1] == time) {
      ++counts_[++guess_];
      return;
    }
    auto found = std::ranges::lower_bound(times_, time, before);
    if (found != times_.end() && *found == time) {
      guess_ = static_cast<std::size_t>(found - times_.begin());
      ++counts_[guess_];
      return;
    }
    fresh_.push_back(time);
    if (fresh_.size() >= std::max<std::size_t>(times_.size(), 4096)) merge();
  }

  void merge() {
    std::ranges::sort(fresh_, before);
    std::vector<Timestamp> times;
    std::vector<std::int64_t> counts;
    std::size_t i = 0;
    for (std::size_t k = 0; i < times_.size() || k < fresh_.size();) {
      bool take_fresh = i == times_.size() || (k < fresh_.size() && before(fresh_[k], times_[i]));
      Timestamp time = take_fresh ? fresh_[k] : times_[i];
      std::int64_t count = take_fresh ? 0 : counts_[i++];
      for (; k < fresh_.size() && fresh_[k] == time; ++k) ++count;
      times.push_back(time);
      counts.push_back(count);
    }
    times_ = std::move(times);
    counts_ = std::move(counts);
    fresh_.clear();
    guess_ = 0;
  }

  std::vector<Timestamp> take_times() { return std::move(times_); }
  std::vector<std::int64_t> take_counts() { return std::move(counts_); }

 private:
  std::vector<Timestamp> times_;
  std::vector<std::int64_t> counts_;
  std::vector<Timestamp> fresh_;  // not among times_, perhaps repeated
  std::size_t guess_ = 0;
};

std::vector<std::string> with_status(const LazyTable& table, std::vector<std::string> columns) {
  if (table.schema().find(status_column) != nullptr) columns.emplace_back(status_column);
  return columns;
}

}  // namespace

TimeGroups::TimeGroups(const LazyTable& table, bool all_rows) : table_(table), all_rows_(all_rows) {
  const Column* column = table.schema().find(time_column);
  if (column == nullptr || !std::holds_alternative<std::vector<Timestamp>>(column->values)) {
    throw SweepConfigError("the table has no column \"time\" of instants");
  }
  InstantCounter counter;
  table.select(with_status(table, {std::string(time_column)}))
      .for_each_chunk([&](const Table& rows) {
        OkRows is_ok(rows);
        const std::vector<Timestamp>& times = times_of(rows);
        for (std::size_t row = 0; row < times.size(); ++row) {
          if (all_rows || (is_ok(row) && times[row] != Timestamp::missing()))
            counter.add(times[row]);
        }
      });
  counter.merge();
  times_ = counter.take_times();
  counts_ = counter.take_counts();
}

std::size_t TimeGroups::find(Timestamp time, std::size_t guess) const {
  if (guess + 1 < times_.size() && times_[guess + 1] == time) return guess + 1;
  auto found = std::ranges::lower_bound(times_, time, before);
  if (found == times_.end() || *found != time) return size();
  return static_cast<std::size_t>(found - times_.begin());
}

void TimeGroups::for_each_piece(
    const std::vector<std::string>& columns,
    const std::function<void(std::size_t, std::size_t, const Values&)>& visit,
    std::size_t values_at_once) const {
  for (std::size_t first = 0; first < size();) {
    std::size_t end = first;
    std::size_t values = 0;
    do {
      values += static_cast<std::size_t>(counts_[end++]);
    } while (end < size() && values + static_cast<std::size_t>(counts_[end]) <= values_at_once);
    std::size_t columns_at_once =
        std::max<std::size_t>(values_at_once / std::max<std::size_t>(values, 1), 1);
    for (std::size_t column = 0; column < columns.size(); column += columns_at_once) {
      std::size_t count = std::min(columns_at_once, columns.size() - column);
      read_piece(first, end, std::span(columns).subspan(column, count), column, visit);
    }
    first = end;
  }
}

void TimeGroups::read_piece(
    std::size_t first, std::size_t end, std::span<const std::string> columns,
    std::size_t first_column,
    const std::function<void(std::size_t, std::size_t, const Values&)>& visit) const {
  std::vector<std::size_t> starts = {0};
  for (std::size_t group = first; group < end; ++group) {
    starts.push_back(starts.back() + static_cast<std::size_t>(counts_[group]));
  }
  std::vector<std::vector<double>> values(columns.size(), std::vector<double>(starts.back()));
  std::vector<std::vector<std::size_t>> ends(columns.size(), {starts.begin(), starts.end() - 1});
  std::vector<std::string> names(columns.begin(), columns.end());
  names.emplace_back(time_column);
  std::size_t group = 0;
  table_.select(with_status(table_, names)).for_each_chunk([&](const Table& rows) {
    OkRows is_ok(rows);
    const std::vector<Timestamp>& times = times_of(rows);
    for (std::size_t row = 0; row < times.size(); ++row) {
      if (!all_rows_ && !is_ok(row)) continue;
      std::size_t found = find(times[row], group);
      if (found == size()) continue;
      group = found;
      if (group < first || group >= end) continue;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        double value = real_at(rows.columns[i], row);
        if (!std::isnan(value)) values[i][ends[i][group - first]++] = value;
      }
    }
  });
  Values pieces(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t k = 0; k + 1 < starts.size(); ++k) {
      pieces[i].emplace_back(values[i].data() + starts[k], ends[i][k] - starts[k]);
    }
  }
  visit(first, first_column, pieces);
}

}  // namespace gmat_sweep
