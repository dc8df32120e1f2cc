#include "sweep/table_difference.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <variant>
#include <vector>

namespace gmat_sweep {

namespace {

/// What a comparison value by value has come to.
struct Differences {
  std::size_t count = 0;
  double largest = -1;  ///< none yet
  std::string where;    ///< of the largest
};

/// How far apart two values are; negative: not at all. Text and truth values that differ, and a
/// number beside none, are as far apart as can be.
double distance(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b))) return -1;
  const double apart = std::abs(a - b);
  return std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
}
double distance(std::int64_t a, std::int64_t b) {
  return a == b ? -1 : std::abs(static_cast<double>(a) - static_cast<double>(b));
}
/// In seconds.
double distance(Timestamp a, Timestamp b) {
  return a == b ? -1 : std::abs(static_cast<double>(a.ns) - static_cast<double>(b.ns)) * 1e-9;
}
template <typename T>
double distance(const T& a, const T& b) {
  return a == b ? -1 : std::numeric_limits<double>::infinity();
}

std::string text_of(double value) { return fmt::format("{}", value); }
std::string text_of(std::int64_t value) { return fmt::format("{}", value); }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(Timestamp value) { return fmt::format("{} ns", value.ns); }
std::string text_of(const std::string& value) { return fmt::format("\"{}\"", value); }

bool is_valid(const Column& column, std::size_t row) {
  return column.valid.empty() || column.valid[row];
}

template <typename T>
void compare(const Column& a, const Column& b, const std::vector<T>& recorded,
             const std::vector<T>& found, Differences& differences) {
  for (std::size_t row = 0; row < recorded.size(); ++row) {
    const bool both = is_valid(a, row) && is_valid(b, row);
    if (!both && is_valid(a, row) == is_valid(b, row)) continue;
    const T& x = recorded[row];
    const T& y = found[row];
    const double apart = both ? distance(x, y) : std::numeric_limits<double>::infinity();
    if (apart < 0) continue;
    ++differences.count;
    if (apart <= differences.largest) continue;
    differences.largest = apart;
    differences.where = fmt::format("column {}, row {}: {} recorded, {} found", a.name, row,
                                    is_valid(a, row) ? text_of(x) : "nothing",
                                    is_valid(b, row) ? text_of(y) : "nothing");
  }
}

std::string names(const Table& table) {
  std::string text;
  for (const Column& column : table.columns) text += (text.empty() ? "" : ", ") + column.name;
  return text;
}

bool same_columns(const Table& a, const Table& b) {
  bool same = a.columns.size() == b.columns.size();
  for (std::size_t i = 0; same && i < a.columns.size(); ++i) {
    same = a.columns[i].name == b.columns[i].name &&
           a.columns[i].values.index() == b.columns[i].values.index();
  }
  return same;
}

}  // namespace

std::string describe_difference(const Table& recorded, const Table& found) {
  if (!same_columns(recorded, found)) {
    return fmt::format("other columns: {} recorded, {} found", names(recorded), names(found));
  }
  if (recorded.row_count() != found.row_count()) {
    return fmt::format("{} rows recorded, {} found", recorded.row_count(), found.row_count());
  }
  Differences differences;
  for (std::size_t i = 0; i < recorded.columns.size(); ++i) {
    const Column& a = recorded.columns[i];
    const Column& b = found.columns[i];
    std::visit(
        [&](const auto& values) {
          using Values = std::decay_t<decltype(values)>;
          compare(a, b, values, std::get<Values>(b.values), differences);
        },
        a.values);
  }
  if (differences.count == 0) return "";
  const std::string size =
      std::isinf(differences.largest) ? "" : fmt::format(" of {:.3g}", differences.largest);
  return fmt::format("{} values differ; the largest difference{} is in {}", differences.count, size,
                     differences.where);
}

}  // namespace gmat_sweep
