#include "analysis/columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <type_traits>

#include "base/names.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {

Column::Values common_type(const Column::Values& a, const Column::Values& b) {
  if (a.index() == b.index()) return a;
  auto is_number = [](const Column::Values& values) {
    return std::holds_alternative<std::vector<double>>(values) ||
           std::holds_alternative<std::vector<std::int64_t>>(values);
  };
  if (is_number(a) && is_number(b)) return std::vector<double>();
  return std::vector<std::string>();
}

Column converted(Column column, const Column::Values& type) {
  if (column.values.index() == type.index()) return column;
  Column result{column.name, type};
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (store::is_missing(column, row)) {
      store::append_missing(result, 1);
      continue;
    }
    if (auto* reals = std::get_if<std::vector<double>>(&result.values)) {
      reals->push_back(
          static_cast<double>(std::get<std::vector<std::int64_t>>(column.values)[row]));
    } else {
      std::get<std::vector<std::string>>(result.values).push_back(to_text(column, row));
    }
    if (!result.valid.empty()) result.valid.push_back(true);
  }
  return result;
}

std::size_t column_number(const Table& schema, std::string_view name) {
  std::vector<std::string> names;
  for (const Column& column : schema.columns) names.push_back(column.name);
  auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw SweepConfigError(fmt::format("the table has no column \"{}\"{}; there are: {}", name,
                                     did_you_mean(name, names), fmt::join(names, ", ")));
}

std::string to_text(const Column& column, std::size_t row) {
  if (store::is_missing(column, row)) return {};
  return std::visit(
      [&]<class T>(const std::vector<T>& values) -> std::string {
        if constexpr (std::is_same_v<T, double>) {
          return to_shortest(values[row]);
        } else if constexpr (std::is_same_v<T, Timestamp>) {
          return to_iso8601(values[row]);
        } else if constexpr (std::is_same_v<T, bool>) {
          return values[row] ? "true" : "false";
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          return fmt::format_int(values[row]).str();
        } else {
          return values[row];
        }
      },
      column.values);
}

std::string to_iso8601(Timestamp time) {
  using namespace std::chrono;
  if (time == Timestamp::missing()) return {};
  sys_time<nanoseconds> instant{nanoseconds(time.ns)};
  auto day = floor<days>(instant);
  year_month_day date(day);
  hh_mm_ss clock(instant - day);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), clock.hours().count(), clock.minutes().count(),
                  clock.seconds().count());
  auto ns = clock.subseconds().count();
  if (ns == 0) return text;
  if (ns % 1'000'000 == 0) return text + fmt::format(".{:03}", ns / 1'000'000);
  if (ns % 1'000 == 0) return text + fmt::format(".{:06}", ns / 1'000);
  return text + fmt::format(".{:09}", ns);
}

std::string to_shortest(double value) {
  char digits[32];
  auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

std::vector<std::string> unique_names(std::vector<std::string> names) {
  std::set<std::string> taken;
  for (std::string& name : names) {
    std::string unique = name;
    for (int n = 1; !taken.insert(unique).second; ++n) unique = fmt::format("{}_{}", name, n);
    name = unique;
  }
  return names;
}

}  // namespace gmat_sweep
