#pragma once

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep::test {

inline Column reals(std::string name, std::vector<double> values) {
  return {std::move(name), std::move(values)};
}
inline Column integers(std::string name, std::vector<std::int64_t> values,
                       std::vector<bool> valid = {}) {
  return {std::move(name), std::move(values), std::move(valid)};
}
inline Column texts(std::string name, std::vector<std::string> values,
                    std::vector<bool> valid = {}) {
  return {std::move(name), std::move(values), std::move(valid)};
}
inline Column times(std::string name, std::vector<std::int64_t> ns) {
  std::vector<Timestamp> values;
  for (std::int64_t count : ns) values.push_back({count});
  return {std::move(name), std::move(values)};
}

inline bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

/// Whether two columns hold the same: reals by their bits, values that are missing not at all.
inline bool same_column(const Column& a, const Column& b) {
  if (a.name != b.name || a.values.index() != b.values.index() || a.size() != b.size()) {
    return false;
  }
  for (std::size_t row = 0; row < a.size(); ++row) {
    bool there = a.valid.empty() || a.valid[row];
    if (there != (b.valid.empty() || b.valid[row])) return false;
    bool same = std::visit(
        [&]<class T>(const std::vector<T>& values) {
          const auto& others = std::get<std::vector<T>>(b.values);
          if constexpr (std::is_same_v<T, double>) {
            return same_bits(values[row], others[row]);
          } else {
            return values[row] == others[row];
          }
        },
        a.values);
    if (there && !same) return false;
  }
  return true;
}

/// A table of every type, with extremes and, where asked for, values that are missing.
inline Table random_table(std::mt19937_64& random, std::size_t row_count, bool with_missing) {
  Table table;
  std::vector<double> reals_(row_count);
  std::vector<std::int64_t> integers_(row_count);
  std::vector<bool> booleans(row_count);
  std::vector<Timestamp> times_(row_count);
  std::vector<std::string> texts_(row_count);
  std::vector<bool> valid(row_count, true);
  for (std::size_t row = 0; row < row_count; ++row) {
    std::uint64_t bits = random();
    do {
      std::memcpy(&reals_[row], &bits, sizeof bits);
      bits = random();
    } while (std::isnan(reals_[row]));
    if (bits % 7 == 0) reals_[row] = std::numeric_limits<double>::quiet_NaN();
    integers_[row] = static_cast<std::int64_t>(random());
    booleans[row] = random() % 2 == 0;
    // Twice the range of a 32-bit count of seconds, which every writer of timestamps can hold.
    times_[row] = {static_cast<std::int64_t>(random() % 8'000'000'000'000'000'000ULL) -
                   4'000'000'000'000'000'000};
    texts_[row] = std::string(random() % 30, static_cast<char>('a' + random() % 26));
    if (with_missing && random() % 3 == 0) {
      valid[row] = false;
      times_[row] = Timestamp::missing();
    }
  }
  std::vector<bool> marks = with_missing ? valid : std::vector<bool>();
  table.columns = {{"real", reals_},
                   {"integer", integers_, marks},
                   {"boolean", booleans, marks},
                   {"time", times_},
                   {"text", texts_, marks}};
  return table;
}

}  // namespace gmat_sweep::test
