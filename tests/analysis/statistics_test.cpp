#include "gmat_sweep/statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/sample_sweep.hpp"
#include "analysis/table_spool.hpp"
#include "analysis/time_groups.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using test::integers;
using test::names_of;
using test::reals;
using test::SampleSweep;
using test::seconds;
using test::texts;
using test::values_of;
using testing::AllOf;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

const double nan = std::nan("");

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const SweepConfigError& error) {
    return error.what();
  }
  return "no error";
}

Table report(std::vector<std::int64_t> times, std::vector<double> x) {
  Table table;
  table.columns = {seconds("time", times), reals("x", std::move(x))};
  return table;
}

/// Five runs at two instants, x = 1, 2, 4, 8 and 10, 20, 40, 80; the fourth (run 3) failed.
class Dispersed : public SampleSweep {
 public:
  Dispersed() {
    add(0, {{"report__RF", report({0, 60}, {1, 10})}});
    add(1, {{"report__RF", report({0, 60}, {2, 20})}});
    add(2, {{"report__RF", report({0, 60}, {4, 40})}});
    add_without_outputs(3, RunStatus::failed);
    add(4, {{"report__RF", report({0, 60}, {8, 80})}});
  }
};

TEST(SweepSummary, by_time_runs_are_collapsed_at_each_instant) {
  Dispersed sweep;
  LazyTable summary = sweep_summary(lazy_multiindex(sweep.manifest()),
                                    {.include = {Statistic::mean, Statistic::std, Statistic::min,
                                                 Statistic::max, Statistic::count_ok}});
  Table rows = summary.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("time", "mean__x", "std__x", "min__x", "max__x",
                                          "count_ok__x", "q0.05__x", "q0.5__x", "q0.95__x"));
  EXPECT_EQ(values_of<Timestamp>(rows, "time")[1].ns, 60'000'000'000);
  EXPECT_THAT(values_of<double>(rows, "mean__x"), ElementsAre(3.75, 37.5));
  // The sample variance of 1, 2, 4, 8 is 28.75 / 3.
  EXPECT_THAT(values_of<double>(rows, "std__x"),
              ElementsAre(DoubleNear(std::sqrt(28.75 / 3), 1e-15),
                          DoubleNear(10 * std::sqrt(28.75 / 3), 1e-14)));
  EXPECT_THAT(values_of<double>(rows, "min__x"), ElementsAre(1, 10));
  EXPECT_THAT(values_of<double>(rows, "max__x"), ElementsAre(8, 80));
  EXPECT_THAT(values_of<std::int64_t>(rows, "count_ok__x"), ElementsAre(4, 4));
  // q (n - 1) = 0.15, 1.5 and 2.85.
  EXPECT_THAT(values_of<double>(rows, "q0.05__x"), ElementsAre(1.15, 11.5));
  EXPECT_THAT(values_of<double>(rows, "q0.5__x"), ElementsAre(3, 30));
  EXPECT_THAT(values_of<double>(rows, "q0.95__x"),
              ElementsAre(DoubleNear(7.4, 1e-14), DoubleNear(74, 1e-13)));
}

TEST(SweepSummary, by_run_instants_are_collapsed_in_each_run) {
  Dispersed sweep;
  Table rows = sweep_summary(lazy_multiindex(sweep.manifest()),
                             {.by = SummaryOptions::By::run_id, .quantiles = {}})
                   .collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "mean__x", "std__x"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 1, 2, 4));
  EXPECT_THAT(values_of<double>(rows, "mean__x"), ElementsAre(5.5, 11, 22, 44));
}

TEST(SweepSummary, failed_runs_can_be_kept) {
  Dispersed sweep;
  LazyTable table = lazy_multiindex(sweep.manifest());
  SummaryOptions options{
      .quantiles = {0.5}, .include = {Statistic::count_ok}, .drop_failed = false};
  Table by_time = sweep_summary(table, options).collect();
  EXPECT_EQ(values_of<Timestamp>(by_time, "time")[2], Timestamp::missing());
  EXPECT_THAT(values_of<std::int64_t>(by_time, "count_ok__x"), ElementsAre(4, 4, 0));
  options.by = SummaryOptions::By::run_id;
  Table by_run = sweep_summary(table, options).collect();
  EXPECT_THAT(values_of<std::int64_t>(by_run, "count_ok__x"), ElementsAre(2, 2, 2, 0, 2));
  EXPECT_TRUE(std::isnan(values_of<double>(by_run, "q0.5__x")[3]));
}

TEST(SweepSummary, missing_values_do_not_count) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", report({0}, {1})}});
  sweep.add(1, {{"report__RF", report({0}, {nan})}});
  sweep.add(2, {{"report__RF", report({60}, {3})}});
  Table rows = sweep_summary(lazy_multiindex(sweep.manifest()),
                             {.quantiles = {0.5},
                              .include = {Statistic::count_ok, Statistic::mean, Statistic::std}})
                   .collect();
  EXPECT_THAT(values_of<std::int64_t>(rows, "count_ok__x"), ElementsAre(1, 1));
  EXPECT_THAT(values_of<double>(rows, "mean__x"), ElementsAre(1, 3));
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "std__x")[0]));
  EXPECT_THAT(values_of<double>(rows, "q0.5__x"), ElementsAre(1, 3));
}

TEST(SweepSummary, large_offsets_do_not_swallow_small_deviations) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 1000; ++run) {
    sweep.add(run, {{"report__RF", report({0}, {1e9 + static_cast<double>(run % 2)})}});
  }
  Table rows = sweep_summary(lazy_multiindex(sweep.manifest())).collect();
  EXPECT_EQ(values_of<double>(rows, "mean__x")[0], 1e9 + 0.5);
  EXPECT_NEAR(values_of<double>(rows, "std__x")[0], std::sqrt(250.0 / 999), 1e-12);
}

TEST(SweepSummary, options_that_contradict_themselves_are_refused) {
  Dispersed sweep;
  LazyTable table = lazy_multiindex(sweep.manifest());
  EXPECT_THAT(error_of([&] {
                sweep_summary(table, {.quantiles = {0.5, 1.5, 0}});
              }),
              AllOf(HasSubstr("1.5"), HasSubstr("0"), HasSubstr("both excluded")));
  EXPECT_THAT(error_of([&] {
                sweep_summary(table, {.quantiles = {0.5, 0.5}});
              }),
              HasSubstr("repeated"));
  EXPECT_THAT(error_of([&] {
                sweep_summary(table, {.include = {Statistic::mean, Statistic::mean}});
              }),
              HasSubstr("repeated"));
  EXPECT_THAT(error_of([&] { statistic_from_string("median"); }),
              AllOf(HasSubstr("median"), HasSubstr("count_ok")));
  EXPECT_EQ(statistic_from_string("count_ok"), Statistic::count_ok);
}

TEST(SweepSummary, nothing_to_summarise_is_said_clearly) {
  SampleSweep failed;
  failed.add_without_outputs(0, RunStatus::failed);
  EXPECT_THAT(error_of([&] { sweep_summary(lazy_multiindex(failed.manifest())); }),
              HasSubstr("no column of numbers"));
  SampleSweep timeless;
  Table table;
  table.columns = {reals("x", {1})};
  timeless.add(0, {{"report__RF", table}});
  LazyTable report_table = lazy_multiindex(timeless.manifest());
  EXPECT_THAT(error_of([&] { sweep_summary(report_table); }), HasSubstr("instant"));
  EXPECT_EQ(sweep_summary(report_table, {.by = SummaryOptions::By::run_id}).row_count(), 1);
  EXPECT_THAT(error_of([&] { sweep_summary(LazyTable(table)); }), HasSubstr("index column"));
}

TEST(TimeGroups, any_limit_on_memory_gives_the_same_values) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 20; ++run) {
    Table table;
    std::vector<std::int64_t> times;
    std::vector<double> x;
    std::vector<std::int64_t> n;
    for (std::int64_t step = 0; step < 10; ++step) {
      times.push_back(step * (1 + run % 3));
      x.push_back(static_cast<double>(run * 100 + step));
      n.push_back(run);
    }
    table.columns = {seconds("time", times), reals("x", x), integers("n", n)};
    sweep.add(run, {{"report__RF", table}});
  }
  LazyTable table = lazy_multiindex(sweep.manifest());
  TimeGroups groups(table, false);
  auto values_with = [&](std::size_t limit) {
    std::map<std::pair<std::size_t, std::size_t>, std::vector<double>> all;
    groups.for_each_piece(
        {"x", "n"},
        [&](std::size_t first, std::size_t first_column, const TimeGroups::Values& values) {
          for (std::size_t i = 0; i < values.size(); ++i) {
            for (std::size_t k = 0; k < values[i].size(); ++k) {
              all[{first_column + i, first + k}].assign(values[i][k].begin(), values[i][k].end());
            }
          }
        },
        limit);
    return all;
  };
  auto whole = values_with(1 << 20);
  EXPECT_EQ(whole.size(), 2 * groups.size());
  for (std::size_t limit : {1, 7, 50, 199, 200, 400}) EXPECT_EQ(values_with(limit), whole) << limit;
}

TEST(McConvergence, terminal_values_settle_over_runs) {
  Dispersed sweep;
  Table rows =
      mc_convergence(lazy_multiindex(sweep.manifest()), "x", {.terminal_only = true}).collect();
  EXPECT_THAT(names_of(rows), ElementsAre("n", "running_mean", "running_std", "se_mean"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "n"), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(values_of<double>(rows, "running_mean"),
              ElementsAre(10, 15, DoubleNear(70.0 / 3, 1e-14), 37.5));
  const auto& std = values_of<double>(rows, "running_std");
  EXPECT_TRUE(std::isnan(std[0]));
  EXPECT_NEAR(std[1], std::sqrt(50), 1e-14);
  EXPECT_NEAR(std[3], 10 * std::sqrt(28.75 / 3), 1e-13);
  EXPECT_NEAR(values_of<double>(rows, "se_mean")[3], std[3] / 2, 1e-15);
}

TEST(McConvergence, without_a_restriction_there_is_a_curve_for_each_instant) {
  Dispersed sweep;
  Table rows = mc_convergence(lazy_multiindex(sweep.manifest()), "x").collect();
  EXPECT_THAT(names_of(rows), ElementsAre("time", "n", "running_mean", "running_std", "se_mean"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "n"), ElementsAre(1, 2, 3, 4, 1, 2, 3, 4));
  EXPECT_EQ(values_of<Timestamp>(rows, "time")[3].ns, 0);
  EXPECT_EQ(values_of<double>(rows, "running_mean")[3], 3.75);
  EXPECT_EQ(values_of<double>(rows, "running_mean")[7], 37.5);
}

TEST(McConvergence, any_number_made_of_a_runs_rows_can_be_the_metric) {
  Dispersed sweep;
  Table rows = mc_convergence(lazy_multiindex(sweep.manifest()), [](const Table& run) {
                 const auto& x = values_of<double>(run, "x");
                 return x[1] - x[0];
               }).collect();
  EXPECT_EQ(values_of<double>(rows, "running_mean")[1], 13.5);
}

TEST(McConvergence, what_cannot_be_done_is_said_clearly) {
  Dispersed sweep;
  LazyTable table = lazy_multiindex(sweep.manifest());
  EXPECT_THAT(error_of([&] { mc_convergence(table, "y"); }),
              AllOf(HasSubstr("\"y\""), HasSubstr("x")));
  EXPECT_THAT(error_of([&] { mc_convergence(table, "__status"); }), HasSubstr("numbers"));
  SampleSweep missing;
  missing.add(0, {{"report__RF", report({0}, {nan})}});
  EXPECT_THAT(error_of([&] {
                mc_convergence(lazy_multiindex(missing.manifest()), "x", {.terminal_only = true});
              }),
              HasSubstr("no successful run has a value"));
}

TEST(SweepDiff, rows_of_the_same_index_are_compared) {
  SampleSweep before;
  before.add(0, {{"report__RF", report({0, 60}, {1, 0})}});
  before.add(1, {{"report__RF", report({0, 60}, {4, 5})}});
  before.add_without_outputs(2, RunStatus::failed);
  SampleSweep after;
  after.add(0, {{"report__RF", report({0, 60, 90}, {2, 3, 9})}});
  after.add_without_outputs(1, RunStatus::failed);
  after.add_without_outputs(2, RunStatus::skipped);
  LazyTable diff =
      sweep_diff(lazy_multiindex(before.manifest()), lazy_multiindex(after.manifest()));
  EXPECT_THAT(diff.index(), ElementsAre("run_id", "time"));
  Table rows = diff.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "time", "x__diff", "x__rel", "__status_diff"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 0, 2));
  EXPECT_EQ(values_of<double>(rows, "x__diff")[0], 1);
  EXPECT_EQ(values_of<double>(rows, "x__rel")[0], 1);
  EXPECT_EQ(values_of<double>(rows, "x__diff")[1], 3);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "x__rel")[1]));
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "x__diff")[2]));
  EXPECT_THAT(values_of<std::string>(rows, "__status_diff"),
              ElementsAre("ok", "ok", "failed/skipped"));
}

TEST(SweepDiff, final_rows_are_compared_by_run) {
  SampleSweep before;
  before.add(0, {{"report__RF", report({0, 60}, {1, 2})}});
  before.add(1, {{"report__RF", report({0, 60, 120}, {1, 4, nan})}});
  SampleSweep after;
  after.add(0, {{"report__RF", report({0, 90}, {1, 2.5})}});
  after.add_without_outputs(1, RunStatus::failed);
  Table rows = sweep_diff(lazy_multiindex(before.manifest()), lazy_multiindex(after.manifest()),
                          {.final_rows_only = true, .how = DiffOptions::How::absolute})
                   .collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "x__diff", "__status_diff"));
  EXPECT_EQ(values_of<double>(rows, "x__diff")[0], 0.5);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "x__diff")[1]));
  EXPECT_THAT(values_of<std::string>(rows, "__status_diff"), ElementsAre("ok", "ok/failed"));
}

TEST(SweepDiff, differences_below_the_tolerance_are_masked) {
  Table first = report({0}, {10});
  first.columns.push_back(integers("n", {4}));
  Table second = report({0}, {10.5});
  second.columns.push_back(integers("n", {5}));
  SampleSweep before;
  SampleSweep after;
  before.add(0, {{"report__RF", first}});
  after.add(0, {{"report__RF", second}});
  LazyTable a = lazy_multiindex(before.manifest());
  LazyTable b = lazy_multiindex(after.manifest());
  Table rows = sweep_diff(a, b, {.tolerance = 1, .column_tolerances = {{"x", 0.5}}}).collect();
  EXPECT_EQ(values_of<double>(rows, "x__diff")[0], 0.5);
  EXPECT_EQ(values_of<double>(rows, "n__diff")[0], 1);
  rows = sweep_diff(a, b, {.how = DiffOptions::How::relative, .tolerance = 0.6}).collect();
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "x__rel")[0]));
  EXPECT_EQ(values_of<double>(rows, "n__rel")[0], 0.25);
  EXPECT_THAT(error_of([&] {
                sweep_diff(a, b, {.column_tolerances = {{"y", 1}}});
              }),
              HasSubstr("\"y\""));
}

TEST(SweepDiff, instants_that_repeat_are_paired_in_order) {
  SampleSweep before;
  SampleSweep after;
  before.add(0, {{"report__RF", report({0, 60, 60, 60}, {0, 1, 2, 3})}});
  after.add(0, {{"report__RF", report({0, 60, 60}, {0, 11, 22})}});
  Table rows =
      sweep_diff(lazy_multiindex(before.manifest()), lazy_multiindex(after.manifest())).collect();
  EXPECT_THAT(values_of<double>(rows, "x__diff"), ElementsAre(0, 10, 20));
}

TEST(SweepDiff, tables_that_do_not_compare_are_refused) {
  Dispersed sweep;
  Table other;
  other.columns = {seconds("time", {0}), reals("y", {1}), texts("x", {"a"})};
  SampleSweep different;
  different.add(0, {{"report__RF", other}, {"contact__CL", other}});
  LazyTable table = lazy_multiindex(sweep.manifest());
  EXPECT_THAT(error_of([&] { sweep_diff(table, lazy_multiindex(different.manifest())); }),
              AllOf(HasSubstr("x"), HasSubstr("y")));
  EXPECT_THAT(error_of([&] { sweep_diff(table, lazy_contacts(different.manifest())); }),
              HasSubstr("interval_id"));
}

TEST(TableSpool, rows_beyond_memory_come_back_from_disk) {
  Table piece;
  piece.columns = {integers("i", {}), reals("x", {}), texts("s", {})};
  TableSpool spool(piece, {"i"}, 10'000);
  TableSpool small(piece, {"i"}, std::size_t{1} << 30);
  std::int64_t next = 0;
  for (int n = 0; n < 300; ++n) {
    std::vector<std::int64_t> i;
    std::vector<double> x;
    std::vector<std::string> s;
    for (int k = 0; k < 1000; ++k, ++next) {
      i.push_back(next);
      x.push_back(static_cast<double>(next) / 3);
      s.push_back(std::to_string(next));
    }
    piece.columns = {integers("i", i), reals("x", x), texts("s", s)};
    spool.append(piece);
    small.append(piece);
  }
  LazyTable table = spool.finish();
  LazyTable in_memory = small.finish();
  for (const LazyTable& each : {table, in_memory}) {
    EXPECT_THAT(each.index(), ElementsAre("i"));
    EXPECT_EQ(each.row_count(), 300'000);
    for (std::int64_t first : {0, 122'879, 122'880, 299'999}) {
      Table rows = each.slice(first, 3);
      EXPECT_EQ(values_of<std::int64_t>(rows, "i")[0], first);
      EXPECT_EQ(rows.row_count(),
                static_cast<std::size_t>(std::min<std::int64_t>(3, 300'000 - first)));
      EXPECT_EQ(values_of<std::string>(rows, "s").back(),
                std::to_string(first + static_cast<std::int64_t>(rows.row_count()) - 1));
    }
    Table x = each.select({"x"}).slice(200'000, 2);
    EXPECT_THAT(names_of(x), ElementsAre("x"));
    EXPECT_EQ(values_of<double>(x, "x")[1], 200'001.0 / 3);
  }
}

}  // namespace
}  // namespace gmat_sweep
