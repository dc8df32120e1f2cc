#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace gmat_sweep::report {

/// Up to `most` positions below `count`, evenly spread, the first and the last among them.
std::vector<std::size_t> evenly_chosen(std::size_t count, std::size_t most);

/// How many of some values lie in each of equally wide bins. Missing values count in none.
struct Histogram {
  double low = 0;
  double high = 0;
  std::vector<std::int64_t> counts;  ///< empty when there is no value
};
/// Twice the cube root of the number of values bins, between 5 and 60; one for values all equal.
Histogram histogram_of(std::span<const double> values);

/// The mean of the first n values that are there, and half the width of its 95 % interval.
struct ConvergencePoint {
  std::int64_t n = 0;
  double mean = 0;
  double half_width = 0;
};
/// Up to `most` points, evenly spread; none for fewer than two values.
std::vector<ConvergencePoint> convergence_of(std::span<const double> values, std::size_t most);

/// The mean of z in cells over x and y.
struct HeatMap {
  std::vector<double> x_edges;  ///< rising; one more than cells
  std::vector<double> y_edges;
  std::vector<double> means;         ///< row by row of y; missing where a cell is empty
  std::vector<std::int64_t> counts;  ///< of the runs in each cell
};
/// A field whose values repeat as a grid's do has a cell for each, cut half way in between; any
/// other equally wide ones, the more the more runs there are, up to twenty.
HeatMap heat_map_of(const InputField& x, const InputField& y, std::span<const double> z);

/// The field as labels where it has a cell for each value and these are very unevenly spaced: its
/// cells are then equally wide. Otherwise the field as it is.
InputField with_even_cells(const InputField& field);

/// Spearman's rank correlation over the runs that have both; missing for fewer than three, and
/// where all values of one are equal.
double rank_correlation(std::span<const double> a, std::span<const double> b);

/// Whether values differ by more than rounding does.
bool varies(std::span<const double> values);

/// How many different values there are, counting no further than `most`.
std::size_t count_distinct(std::span<const double> values, std::size_t most);

}  // namespace gmat_sweep::report
