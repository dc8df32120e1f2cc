#include "report/reduce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace gmat_sweep::report {

namespace {

constexpr std::size_t most_own_cells = 40;
constexpr std::size_t most_equal_cells = 20;
constexpr double normal_quantile_975 = 1.959963984540054;

std::vector<double> present(std::span<const double> values) {
  std::vector<double> result;
  std::ranges::copy_if(values, std::back_inserter(result),
                       [](double value) { return std::isfinite(value); });
  return result;
}

std::vector<double> even_edges(double low, double high, std::size_t cells) {
  std::vector<double> edges;
  for (std::size_t i = 0; i <= cells; ++i) {
    edges.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(cells));
  }
  return edges;
}

/// Whether so many different values among so many are a grid's rather than draws.
bool repeat_as_in_a_grid(std::size_t distinct, std::size_t count) {
  if (distinct > most_own_cells) return false;
  return 2 * count >= distinct * distinct || (distinct <= 12 && count >= 2 * distinct);
}

std::vector<double> edges_of(const InputField& field) {
  const std::vector<double> values = present(field.values);
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  const bool own_cells =
      repeat_as_in_a_grid(count_distinct(values, most_own_cells + 1), values.size());
  if (field.is_numeric() && !own_cells) {
    // Some four runs a cell, were they spread evenly over two inputs.
    const double wanted = std::sqrt(static_cast<double>(values.size()) / 4);
    const double cells = std::clamp(wanted, 3.0, static_cast<double>(most_equal_cells));
    return even_edges(low, high, static_cast<std::size_t>(cells));
  }
  const std::set<double> distinct(values.begin(), values.end());
  const std::vector<double> centres(distinct.begin(), distinct.end());
  if (centres.size() == 1) return {centres[0] - 0.5, centres[0] + 0.5};
  std::vector<double> edges = {centres[0] - (centres[1] - centres[0]) / 2};
  for (std::size_t i = 0; i + 1 < centres.size(); ++i) {
    edges.push_back((centres[i] + centres[i + 1]) / 2);
  }
  edges.push_back(centres.back() + (centres.back() - edges.back()));
  return edges;
}

/// The cell a value lies in; a value on the last edge lies in the last cell.
std::size_t cell_of(const std::vector<double>& edges, double value) {
  const auto above = std::ranges::upper_bound(edges, value);
  const auto cell = static_cast<std::size_t>(above - edges.begin()) - 1;
  return std::min(cell, edges.size() - 2);
}

/// Ranks from 1, equal values sharing the mean of theirs.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + 1 + end) / 2;
    for (; begin < end; ++begin) ranks[order[begin]] = rank;
  }
  return ranks;
}

}  // namespace

std::vector<std::size_t> evenly_chosen(std::size_t count, std::size_t most) {
  std::vector<std::size_t> chosen;
  const std::size_t wanted = std::min(count, most);
  for (std::size_t i = 0; i < wanted; ++i) {
    chosen.push_back(wanted < 2 ? 0 : i * (count - 1) / (wanted - 1));
  }
  return chosen;
}

Histogram histogram_of(std::span<const double> all) {
  const std::vector<double> values = present(all);
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  const double wanted = 2 * std::cbrt(static_cast<double>(values.size()));
  auto bins = static_cast<std::size_t>(std::clamp(std::round(wanted), 5.0, 60.0));
  const double width = (high - low) / static_cast<double>(bins);
  // Values that differ by no more than rounding are one bin.
  const bool is_constant = low + width / 2 == low || high - width / 2 == high;
  if (is_constant) bins = 1;
  Histogram histogram{low, high, std::vector<std::int64_t>(bins)};
  for (double value : values) {
    const double place = is_constant ? 0 : (value - low) / width;
    ++histogram.counts[std::min(static_cast<std::size_t>(place), bins - 1)];
  }
  return histogram;
}

std::vector<ConvergencePoint> convergence_of(std::span<const double> all, std::size_t most) {
  const std::vector<double> values = present(all);
  if (values.size() < 2) return {};
  std::vector<ConvergencePoint> points;
  const std::vector<std::size_t> chosen = evenly_chosen(values.size() - 1, most);
  std::size_t next = 0;
  double mean = values[0];
  double squares = 0;
  // Welford's recurrence, as in `mc_convergence`.
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double n = static_cast<double>(i + 1);
    const double change = values[i] - mean;
    mean += change / n;
    squares += change * (values[i] - mean);
    if (next == chosen.size() || chosen[next] + 1 != i) continue;
    ++next;
    const double standard_error = std::sqrt(squares / (n - 1) / n);
    points.push_back(
        {static_cast<std::int64_t>(i + 1), mean, normal_quantile_975 * standard_error});
  }
  return points;
}

HeatMap heat_map_of(const InputField& x, const InputField& y, std::span<const double> z) {
  HeatMap map{edges_of(x), edges_of(y), {}, {}};
  if (map.x_edges.empty() || map.y_edges.empty()) return map;
  const std::size_t width = map.x_edges.size() - 1;
  map.means.assign(width * (map.y_edges.size() - 1), 0);
  map.counts.assign(map.means.size(), 0);
  for (std::size_t run = 0; run < z.size(); ++run) {
    if (!std::isfinite(x.values[run] + y.values[run] + z[run])) continue;
    const std::size_t cell =
        cell_of(map.y_edges, y.values[run]) * width + cell_of(map.x_edges, x.values[run]);
    ++map.counts[cell];
    map.means[cell] += (z[run] - map.means[cell]) / static_cast<double>(map.counts[cell]);
  }
  for (std::size_t cell = 0; cell < map.means.size(); ++cell) {
    if (map.counts[cell] == 0) map.means[cell] = missing;
  }
  return map;
}

InputField with_even_cells(const InputField& field) {
  if (!field.is_numeric()) return field;
  const std::vector<double> values = present(field.values);
  const std::set<double> distinct(values.begin(), values.end());
  if (distinct.size() < 3 || !repeat_as_in_a_grid(distinct.size(), values.size())) return field;
  double narrowest = HUGE_VAL;
  double widest = 0;
  for (auto value = distinct.begin(), next = std::next(value); next != distinct.end();
       ++value, ++next) {
    narrowest = std::min(narrowest, *next - *value);
    widest = std::max(widest, *next - *value);
  }
  if (widest < 5 * narrowest) return field;
  InputField even{field.name, field.values};
  for (double value : distinct) even.labels.push_back(fmt::format("{:.6g}", value));
  for (double& value : even.values) {
    const auto found = distinct.find(value);
    value = found == distinct.end() ? missing
                                    : static_cast<double>(std::distance(distinct.begin(), found));
  }
  return even;
}

double rank_correlation(std::span<const double> a, std::span<const double> b) {
  std::vector<double> xs;
  std::vector<double> ys;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!std::isfinite(a[i] + b[i])) continue;
    xs.push_back(a[i]);
    ys.push_back(b[i]);
  }
  if (xs.size() < 3) return missing;
  xs = ranks_of(xs);
  ys = ranks_of(ys);
  const double mean = static_cast<double>(xs.size() + 1) / 2;
  double product = 0;
  double x_squares = 0;
  double y_squares = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    product += (xs[i] - mean) * (ys[i] - mean);
    x_squares += (xs[i] - mean) * (xs[i] - mean);
    y_squares += (ys[i] - mean) * (ys[i] - mean);
  }
  return x_squares > 0 && y_squares > 0 ? product / std::sqrt(x_squares * y_squares) : missing;
}

bool varies(std::span<const double> all) {
  const std::vector<double> values = present(all);
  if (values.empty()) return false;
  const auto [low, high] = std::ranges::minmax(values);
  return high - low > 1e-10 * std::max(std::abs(low), std::abs(high));
}

std::size_t count_distinct(std::span<const double> values, std::size_t most) {
  std::set<double> distinct;
  for (double value : values) {
    if (!std::isnan(value)) distinct.insert(value);
    if (distinct.size() >= most) break;
  }
  return distinct.size();
}

}  // namespace gmat_sweep::report
