#include "gmat_sweep/sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using test::integers;
using test::names_of;
using test::reals;
using test::SampleSweep;
using test::seconds;
using test::small_report;
using test::values_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// Four runs: overrides of every kind, a hook's output in the first, the third failed.
class FourRuns : public SampleSweep {
 public:
  FourRuns() {
    Table summary;
    summary.columns = {reals("radius_km", {7000})};
    add(0, {{"report__RF", small_report(0)}, {"contact__CL", contacts()}}, {{"summary", summary}});
    last().overrides = {{"Sat.SMA", 7000}, {"Sat.Epoch", "today"}, {"FM.Drag", true}};
    last().context = {{"truth", Value::List{1, 2}}};
    last().outcome.duration_s = 0.5;
    add(1, {{"report__RF", small_report(1)}, {"ephemeris__RF", small_report(1)}});
    last().overrides = {{"Sat.SMA", 7000.5}, {"Sat.Epoch", "today"}, {"List", Value::List{1, 2}}};
    add_without_outputs(2, RunStatus::failed);
    last().overrides = {{"Sat.SMA", 7001}, {"Sat.Epoch", 25000}};
    add(3, {{"report__RF", small_report(3)}});
  }

 private:
  static Table contacts() {
    Table table;
    table.columns = {seconds("Start", {5, 6})};
    return table;
  }
};

TEST(RunTable, has_a_row_for_each_run_with_what_it_was_given_and_what_became_of_it) {
  FourRuns sweep;
  Table rows = run_table(sweep.manifest()).collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "status", "postprocess_status", "started_at",
                                          "ended_at", "duration_s", "error", "FM.Drag", "List",
                                          "Sat.Epoch", "Sat.SMA", "context", "extra__summary"));
  EXPECT_THAT(values_of<std::string>(rows, "status"), ElementsAre("ok", "ok", "failed", "ok"));
  EXPECT_THAT(rows.find("error")->valid, ElementsAre(false, false, true, false));
  EXPECT_EQ(values_of<std::string>(rows, "error")[2], "the orbit is no orbit");
  EXPECT_EQ(values_of<double>(rows, "Sat.SMA")[0], 7000);
  EXPECT_EQ(values_of<double>(rows, "Sat.SMA")[1], 7000.5);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "Sat.SMA")[3]));
  EXPECT_EQ(values_of<std::string>(rows, "Sat.Epoch")[2], "25000");
  EXPECT_THAT(rows.find("FM.Drag")->valid, ElementsAre(true, false, false, false));
  EXPECT_EQ(values_of<std::string>(rows, "List")[1], "[1, 2]");
  EXPECT_EQ(values_of<std::string>(rows, "context")[0], "{\"truth\": [1, 2]}");
  EXPECT_THAT(values_of<std::string>(rows, "extra__summary")[0], HasSubstr("summary.parquet"));
  EXPECT_EQ(values_of<double>(rows, "duration_s")[0], 0.5);
}

TEST(SweepSql, runs_and_outputs_can_be_joined) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  SweepSql sql(manifest);
  EXPECT_THAT(sql.table_names(),
              ElementsAre("runs", "report__RF", "ephemeris__RF", "contact__CL", "extra__summary"));
  Table rows =
      sql.query(
             "select runs.run_id, \"Sat.SMA\" as sma, max(\"Sat.X\") as x from runs "
             "join report__RF using (run_id) where status = 'ok' group by all order by x desc")
          .collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "sma", "x"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(3, 1, 0));
  EXPECT_THAT(values_of<double>(rows, "x"), ElementsAre(3.5, 1.5, 0.5));
}

TEST(SweepSql, missing_values_are_null) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  Table rows =
      SweepSql(manifest)
          .query("select count(*), count(\"Sat.X\"), count(time), avg(\"Sat.X\") from report__RF")
          .collect();
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(rows.columns[0].values)[0], 7);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(rows.columns[1].values)[0], 6);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(rows.columns[2].values)[0], 6);
  EXPECT_NEAR(std::get<std::vector<double>>(rows.columns[3].values)[0], 9.5 / 6, 1e-15);
}

TEST(SweepSql, a_short_name_will_do_where_it_is_one_outputs_alone) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  SweepSql sql(manifest);
  EXPECT_EQ(sql.query("select * from cl").row_count(), 5);
  EXPECT_EQ(sql.query("from Summary where radius_km is not null").row_count(), 1);
  EXPECT_THROW(sql.query("select * from RF"), SweepConfigError);
  EXPECT_EQ(sql.query("select CL.Start from CL where CL.Start is not null").row_count(), 2);
}

TEST(SweepSql, columns_that_differ_by_case_alone_can_both_be_named) {
  SampleSweep sweep;
  Table table;
  table.columns = {seconds("time", {0}), reals("R", {1}), reals("r", {2})};
  sweep.add(0, {{"report__RF", table}});
  Manifest manifest = sweep.manifest();
  Table rows = SweepSql(manifest).query("select R, r_1 from RF").collect();
  EXPECT_THAT(values_of<double>(rows, "R"), ElementsAre(1));
  EXPECT_THAT(values_of<double>(rows, "r_1"), ElementsAre(2));
}

TEST(SweepSql, more_rows_than_a_slice_are_all_there) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 3; ++run) {
    std::vector<std::int64_t> times(70'000);
    for (std::size_t i = 0; i < times.size(); ++i) times[i] = static_cast<std::int64_t>(i);
    Table table;
    table.columns = {seconds("time", times), integers("i", times)};
    sweep.add(run, {{"report__RF", table}});
  }
  Manifest manifest = sweep.manifest();
  Table rows = SweepSql(manifest)
                   .query("select count(*), sum(i), count(distinct (run_id, i)) from RF")
                   .collect();
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(rows.columns[0].values)[0], 210'000);
  EXPECT_EQ(std::get<std::vector<double>>(rows.columns[1].values)[0], 3.0 * 70'000 * 69'999 / 2);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(rows.columns[2].values)[0], 210'000);
}

template <class Error, class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(SweepSql, an_unknown_table_lists_those_there_are) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  SweepSql sql(manifest);
  EXPECT_THAT(error_of<SweepConfigError>([&] { sql.query("select * from reports"); }),
              AllOf(HasSubstr("reports"), HasSubstr("report__RF"), HasSubstr("extra__summary")));
  EXPECT_THAT(error_of<SweepConfigError>([&] { sql.query("select nothing from runs"); }),
              AllOf(HasSubstr("nothing"), testing::Not(HasSubstr("The tables of this sweep"))));
}

TEST(SweepSql, a_file_that_cannot_be_read_is_named) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  SweepSql sql(manifest);
  std::filesystem::path path = sweep.path() / "run-1" / "report__RF.parquet";
  std::filesystem::remove(path);
  EXPECT_THAT(error_of<GmatSweepError>([&] { sql.query("select * from report__RF"); }),
              HasSubstr(path.string()));
  EXPECT_EQ(sql.query("select * from runs").row_count(), 4);
}

TEST(SweepSql, results_stay_readable_and_can_be_copied_to_a_file) {
  FourRuns sweep;
  Manifest manifest = sweep.manifest();
  LazyTable rows = SweepSql(manifest).query("select * from contact__CL order by run_id");
  EXPECT_EQ(rows.collect().row_count(), 5u);
  std::filesystem::path path = sweep.path() / "copy.csv";
  SweepSql(manifest).query("copy (select run_id from runs order by 1) to '" + path.string() + "'");
  EXPECT_EQ(read_file(path), "run_id\n0\n1\n2\n3\n");
}

}  // namespace
}  // namespace gmat_sweep
