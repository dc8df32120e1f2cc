#include "report/reduce.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "analysis/sample_sweep.hpp"
#include "gmat_sweep/statistics.hpp"
#include "report/outputs.hpp"

namespace gmat_sweep::report {
namespace {

std::vector<double> counting(std::size_t count) {
  std::vector<double> values(count);
  std::iota(values.begin(), values.end(), 0.0);
  return values;
}

TEST(Reduce, even_choice_has_first_and_last_and_no_more_than_asked) {
  EXPECT_EQ(evenly_chosen(5, 10), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(evenly_chosen(101, 3), (std::vector<std::size_t>{0, 50, 100}));
  EXPECT_EQ(evenly_chosen(7, 1), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(evenly_chosen(0, 3).empty());
}

TEST(Reduce, histogram_counts_every_value_once_and_leaves_missing_ones_out) {
  std::vector<double> values = counting(1000);
  values.push_back(missing);
  const Histogram histogram = histogram_of(values);
  EXPECT_EQ(histogram.low, 0);
  EXPECT_EQ(histogram.high, 999);
  EXPECT_EQ(histogram.counts.size(), 20U);
  EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::int64_t{0}),
            1000);
}

TEST(Reduce, histogram_of_equal_values_is_one_bin) {
  const std::vector<double> values = {7000, 7000, std::nextafter(7000.0, 8000.0)};
  EXPECT_EQ(histogram_of(values).counts, std::vector<std::int64_t>{3});
  EXPECT_TRUE(histogram_of(std::vector<double>{missing}).counts.empty());
}

TEST(Reduce, convergence_agrees_with_mc_convergence) {
  const std::vector<double> values = {3, 1, missing, 4, 1, 5};
  test::SampleSweep sweep;
  for (std::size_t run = 0; run < values.size(); ++run) {
    Table report;
    report.columns = {test::reals("x", {values[run]})};
    sweep.add(static_cast<std::int64_t>(run), {{"report__RF", report}});
  }
  const Manifest manifest = sweep.manifest();
  const Table expected =
      mc_convergence(lazy_multiindex(manifest), "x", {.terminal_only = true}).collect();
  const std::vector<ConvergencePoint> points = convergence_of(values, 100);
  ASSERT_EQ(points.size(), 4U);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].n, test::values_of<std::int64_t>(expected, "n")[i + 1]);
    EXPECT_NEAR(points[i].mean, test::values_of<double>(expected, "running_mean")[i + 1], 1e-12);
    EXPECT_NEAR(points[i].half_width,
                1.959963984540054 * test::values_of<double>(expected, "se_mean")[i + 1], 1e-12);
  }
}

TEST(Reduce, heat_map_of_a_grid_has_a_cell_for_each_pair_of_values) {
  const InputField x{"x", {1, 2, 3, 1, 2, 3}};
  const InputField y{"y", {10, 10, 10, 20, 20, 20}};
  const std::vector<double> z = {1, 2, 3, 4, 5, missing};
  const HeatMap map = heat_map_of(x, y, z);
  EXPECT_EQ(map.x_edges, (std::vector<double>{0.5, 1.5, 2.5, 3.5}));
  EXPECT_EQ(map.y_edges, (std::vector<double>{5, 15, 25}));
  EXPECT_EQ(map.counts, (std::vector<std::int64_t>{1, 1, 1, 1, 1, 0}));
  EXPECT_EQ(map.means[4], 5);
  EXPECT_TRUE(std::isnan(map.means[5]));
}

TEST(Reduce, heat_map_of_draws_averages_within_equal_cells) {
  InputField x{"x", counting(1000)};
  InputField y{"y", counting(1000)};
  const HeatMap map = heat_map_of(x, y, x.values);
  EXPECT_EQ(map.x_edges.size(), 16U);
  EXPECT_EQ(std::accumulate(map.counts.begin(), map.counts.end(), std::int64_t{0}), 1000);
  EXPECT_NEAR(map.means[0], (map.x_edges[1] - 1) / 2, 0.5);
}

TEST(Reduce, unevenly_spaced_axis_gets_even_cells_with_labels) {
  const InputField field{"x", {0.001, 0.001, 0.1, 0.1, 10, 10}};
  const InputField even = with_even_cells(field);
  EXPECT_EQ(even.labels, (std::vector<std::string>{"0.001", "0.1", "10"}));
  EXPECT_EQ(even.values, (std::vector<double>{0, 0, 1, 1, 2, 2}));
}

TEST(Reduce, rank_correlation_sees_any_monotonic_relation) {
  const std::vector<double> x = {1, 2, 3, 4, missing, 6};
  const std::vector<double> y = {1, 8, 27, 64, 0, 216};
  EXPECT_NEAR(rank_correlation(x, y), 1, 1e-15);
  EXPECT_NEAR(rank_correlation(x, std::vector<double>{5, 4, 3, 2, 9, 1}), -1, 1e-15);
  // Ranks 1, 2.5, 2.5, 4, 5 and 1, 4, 2.5, 2.5, 5: 7.25 / 9.5.
  EXPECT_NEAR(
      rank_correlation(std::vector<double>{1, 2, 2, 4, 5}, std::vector<double>{1, 3, 2, 2, 9}),
      7.25 / 9.5, 1e-12);
  EXPECT_TRUE(std::isnan(rank_correlation(x, std::vector<double>(6, 7.0))));
}

/// A report of one run with its own instants.
Table rows_of(const std::vector<std::int64_t>& instants, const std::vector<double>& values) {
  Table table;
  table.columns = {test::seconds("time", instants), test::reals("x", values)};
  return table;
}

TEST(Outputs, band_over_shared_instants_takes_values_as_they_are) {
  test::SampleSweep sweep;
  for (std::int64_t run = 0; run < 3; ++run) {
    const auto value = static_cast<double>(run);
    sweep.add(run, {{"report__RF", rows_of({0, 60, 90}, {value, 10 * value, -value})}});
  }
  const Manifest manifest = sweep.manifest();
  const std::vector<std::int64_t> ids = {0, 1, 2};
  const TableOutputs reduced = reduce_outputs(lazy_multiindex(manifest), {"x"}, ids);
  EXPECT_FALSE(reduced.is_interpolated);
  EXPECT_EQ(reduced.elapsed_s, (std::vector<double>{0, 60, 90}));
  EXPECT_EQ(reduced.outputs[0].band->middle, (std::vector<double>{1, 10, -1}));
  EXPECT_NEAR(reduced.outputs[0].band->high[1], 19, 1e-12);
  EXPECT_EQ(reduced.outputs[0].finals, (std::vector<double>{0, -1, -2}));
}

TEST(Outputs, band_over_differing_instants_interpolates_from_each_runs_start) {
  test::SampleSweep sweep;
  sweep.add(0, {{"report__RF", rows_of({100, 140, 200}, {0, 40, 100})}});
  sweep.add(1, {{"report__RF", rows_of({0, 50, 100}, {0, 50, 100})}});
  sweep.add_without_outputs(2, RunStatus::failed);
  const Manifest manifest = sweep.manifest();
  const std::vector<std::int64_t> ids = {0, 1, 2};
  OutputOptions options;
  options.most_instants = 11;
  options.followed = {1};
  const TableOutputs reduced = reduce_outputs(lazy_multiindex(manifest), {"x"}, ids, options);
  EXPECT_TRUE(reduced.is_interpolated);
  const Output& output = reduced.outputs[0];
  ASSERT_EQ(output.band->middle.size(), 11U);
  for (std::size_t i = 0; i < 11; ++i) {
    EXPECT_NEAR(output.band->middle[i], 10.0 * static_cast<double>(i), 1e-12);
  }
  EXPECT_EQ(output.followed[0].size(), 11U);
  EXPECT_TRUE(std::isnan(output.finals[2]));
}

TEST(Outputs, angles_are_not_interpolated_across_their_jump) {
  test::SampleSweep sweep;
  sweep.add(0, {{"report__RF", rows_of({0, 100}, {359, 1})}});
  sweep.add(1, {{"report__RF", rows_of({0, 50, 100}, {359, 360, 1})}});
  const Manifest manifest = sweep.manifest();
  const std::vector<std::int64_t> ids = {0, 1};
  OutputOptions options;
  options.most_instants = 5;
  options.followed = {0};
  const TableOutputs reduced = reduce_outputs(lazy_multiindex(manifest), {"x"}, ids, options);
  EXPECT_EQ(reduced.outputs[0].followed[0], (std::vector<double>{359, 359, 1, 1, 1}));
}

TEST(Outputs, table_without_times_has_last_values_and_no_band) {
  test::SampleSweep sweep;
  Table rows;
  rows.columns = {test::reals("x", {1, 2})};
  sweep.add(0, {{"report__RF", rows}});
  const Manifest manifest = sweep.manifest();
  const std::vector<std::int64_t> ids = {0};
  const TableOutputs reduced = reduce_outputs(lazy_multiindex(manifest), {"x"}, ids);
  EXPECT_FALSE(reduced.outputs[0].band.has_value());
  EXPECT_EQ(reduced.outputs[0].finals, std::vector<double>{2});
}

}  // namespace
}  // namespace gmat_sweep::report
