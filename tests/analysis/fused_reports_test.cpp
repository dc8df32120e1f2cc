#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/sample_sweep.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"

namespace gmat_sweep {
namespace {

using namespace std::chrono_literals;
using test::names_of;
using test::reals;
using test::SampleSweep;
using test::seconds;
using test::texts;
using test::values_of;
using testing::ElementsAre;
using testing::HasSubstr;

Table report(const std::string& name, const std::vector<std::int64_t>& times,
             std::vector<double> values) {
  Table table;
  table.columns = {seconds("time", times), reals(name, std::move(values))};
  return table;
}

std::vector<std::int64_t> seconds_of(const Table& rows) {
  std::vector<std::int64_t> result;
  for (Timestamp time : values_of<Timestamp>(rows, "time")) {
    result.push_back(time == Timestamp::missing() ? -1 : time.ns / 1'000'000'000);
  }
  return result;
}

/// NaN as -1, to compare.
std::vector<double> numbers_of(const Table& rows, const std::string& name) {
  std::vector<double> values = values_of<double>(rows, name);
  for (double& value : values) value = std::isnan(value) ? -1 : value;
  return values;
}

TEST(LazyFusedReports, exactly_joined_only_common_instants_remain) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0, 10, 20, 30}, {1, 2, 3, 4})},
                {"report__B", report("m", {0, 20, 25, 30}, {10, 20, 25, 30})},
                {"report__C", report("c", {20, 30}, {7, 8})}});
  LazyTable table = lazy_fused_reports(sweep.manifest(), {"S", "B", "C"}, std::nullopt);
  EXPECT_THAT(table.index(), ElementsAre("run_id", "time"));
  Table rows = table.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "time", "S__x", "S____status", "B__m",
                                          "B____status", "C__c", "C____status", "__status"));
  EXPECT_THAT(seconds_of(rows), ElementsAre(20, 30));
  EXPECT_THAT(values_of<double>(rows, "S__x"), ElementsAre(3, 4));
  EXPECT_THAT(values_of<double>(rows, "B__m"), ElementsAre(20, 30));
  EXPECT_THAT(values_of<double>(rows, "C__c"), ElementsAre(7, 8));
  EXPECT_THAT(values_of<std::string>(rows, "B____status"), ElementsAre("ok", "ok"));
}

TEST(LazyFusedReports, instants_that_repeat_are_paired_in_order) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0, 10, 10, 20}, {1, 2, 3, 4})},
                {"report__B", report("m", {10, 10, 10, 20}, {5, 6, 7, 8})}});
  Table rows = lazy_fused_reports(sweep.manifest(), {"S", "B"}, std::nullopt).collect();
  EXPECT_THAT(values_of<double>(rows, "S__x"), ElementsAre(2, 3, 3, 4));
  EXPECT_THAT(values_of<double>(rows, "B__m"), ElementsAre(5, 6, 7, 8));
}

TEST(LazyFusedReports, as_of_the_latest_row_within_the_tolerance_is_taken) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0, 10, 20, 30}, {1, 2, 3, 4})},
                {"report__B", report("m", {5, 9, 9, 20}, {50, 90, 91, 200})}});
  Table rows = lazy_fused_reports(sweep.manifest(), {"S", "B"}, 2s).collect();
  EXPECT_THAT(seconds_of(rows), ElementsAre(0, 10, 20, 30));
  EXPECT_THAT(numbers_of(rows, "B__m"), ElementsAre(-1, 91, 200, -1));
  EXPECT_THAT(rows.find("B____status")->valid, ElementsAre(false, true, true, false));
  rows = lazy_fused_reports(sweep.manifest(), {"S", "B"}, 10s).collect();
  EXPECT_THAT(numbers_of(rows, "B__m"), ElementsAre(-1, 91, 200, 200));
}

TEST(LazyFusedReports, a_run_without_its_first_report_has_one_row_with_every_status) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0}, {1})}, {"report__B", report("m", {0}, {2})}});
  sweep.add_without_outputs(1, RunStatus::failed);
  sweep.add(2, {{"report__B", report("m", {0}, {3})}});
  Table rows = lazy_fused_reports(sweep.manifest(), {"S", "B"}, std::nullopt).collect();
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 1, 2));
  EXPECT_THAT(seconds_of(rows), ElementsAre(0, -1, -1));
  EXPECT_THAT(numbers_of(rows, "B__m"), ElementsAre(2, -1, -1));
  EXPECT_THAT(values_of<std::string>(rows, "S____status"), ElementsAre("ok", "failed", "ok"));
  EXPECT_THAT(values_of<std::string>(rows, "B____status"), ElementsAre("ok", "failed", "ok"));
  EXPECT_THAT(values_of<std::string>(rows, "__status"), ElementsAre("ok", "failed", "ok"));
}

TEST(LazyFusedReports, a_run_without_another_report_keeps_its_first) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0, 1}, {1, 2})}, {"report__B", report("m", {0}, {2})}});
  sweep.add(1, {{"report__S", report("x", {0, 1}, {3, 4})}});
  for (auto tolerance : {std::optional<std::chrono::nanoseconds>(), std::optional(1ns)}) {
    Table rows = lazy_fused_reports(sweep.manifest(), {"S", "B"}, tolerance).collect();
    std::size_t of_run_0 = tolerance ? 2 : 1;
    ASSERT_EQ(rows.row_count(), of_run_0 + 2);
    EXPECT_EQ(values_of<double>(rows, "S__x").back(), 4);
    EXPECT_TRUE(std::isnan(values_of<double>(rows, "B__m").back()));
    EXPECT_EQ(values_of<std::string>(rows, "B____status").back(), "ok");
  }
}

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const SweepConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(LazyFusedReports, names_that_make_no_sense_are_refused) {
  SampleSweep sweep;
  sweep.add(0, {{"report__S", report("x", {0}, {1})}, {"report__B", report("m", {0}, {2})}});
  Manifest manifest = sweep.manifest();
  EXPECT_THAT(error_of([&] { lazy_fused_reports(manifest, {"S"}, std::nullopt); }),
              HasSubstr("two reports or more"));
  EXPECT_THAT(error_of([&] {
                lazy_fused_reports(manifest, {"S", "S"}, std::nullopt);
              }),
              HasSubstr("repeated"));
  EXPECT_THAT(error_of([&] {
                lazy_fused_reports(manifest, {"S", "T"}, std::nullopt);
              }),
              HasSubstr("\"T\""));
}

}  // namespace
}  // namespace gmat_sweep
