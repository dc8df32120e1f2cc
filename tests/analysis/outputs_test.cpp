#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/tables.hpp"
#include "store/database.hpp"

namespace gmat_sweep {
namespace {

using test::integers;
using test::names_of;
using test::reals;
using test::SampleSweep;
using test::seconds;
using test::small_report;
using test::texts;
using test::values_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::int64_t one_second = 1'000'000'000;

template <class Error, class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::vector<std::int64_t> times_of(const Table& table) {
  std::vector<std::int64_t> ns;
  for (Timestamp time : values_of<Timestamp>(table, "time")) ns.push_back(time.ns);
  return ns;
}

/// Writes a table as another program does: snappy, dictionaries, every column optional.
void write_foreign(const std::filesystem::path& path, const std::string& select) {
  std::filesystem::create_directories(path.parent_path());
  static const store::Database database({.threads = 1});
  store::Database(database).execute("COPY (" + select + ") TO " + store::quote_text(path.string()) +
                                    " (FORMAT parquet, COMPRESSION snappy)");
}

TEST(LazyMultiindex, rows_of_all_runs_stand_under_run_id_and_time) {
  SampleSweep sweep;
  sweep.add(1, {{"report__RF", small_report(1)}});
  sweep.add(0, {{"report__RF", small_report(0)}});
  LazyTable table = lazy_multiindex(sweep.manifest());
  EXPECT_THAT(table.index(), ElementsAre("run_id", "time"));
  EXPECT_EQ(table.row_count(), 4);
  Table rows = table.collect();
  EXPECT_THAT(names_of(rows),
              ElementsAre("run_id", "time", "Sat.UTCGregorian", "Sat.X", "__status"));
  EXPECT_EQ(names_of(table.schema()), names_of(rows));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 0, 1, 1));
  EXPECT_THAT(times_of(rows), ElementsAre(0, 60 * one_second, 0, 60 * one_second));
  EXPECT_THAT(values_of<double>(rows, "Sat.X"), ElementsAre(0, 0.5, 1, 1.5));
  EXPECT_THAT(values_of<std::string>(rows, "__status"), ElementsAre("ok", "ok", "ok", "ok"));
}

TEST(LazyMultiindex, runs_that_failed_or_were_skipped_have_one_row_of_missing_values) {
  SampleSweep sweep;
  sweep.add_without_outputs(0, RunStatus::failed);
  sweep.add(1, {{"report__RF", small_report(1)}});
  sweep.add_without_outputs(2, RunStatus::skipped);
  sweep.add(3, {{"ephemeris__E", small_report(3)}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 1, 1, 2, 3));
  EXPECT_THAT(values_of<std::string>(rows, "__status"),
              ElementsAre("failed", "ok", "ok", "skipped", "ok"));
  for (std::size_t row : {0, 3, 4}) {
    EXPECT_EQ(values_of<Timestamp>(rows, "time")[row], Timestamp::missing());
    EXPECT_TRUE(std::isnan(values_of<double>(rows, "Sat.X")[row]));
  }
}

TEST(LazyMultiindex, a_run_executed_again_counts_once_with_its_last_entry) {
  SampleSweep sweep;
  sweep.add_without_outputs(0, RunStatus::failed);
  sweep.add(0, {{"report__RF", small_report(7)}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(values_of<double>(rows, "Sat.X"), ElementsAre(7, 7.5));
}

TEST(LazyMultiindex, rows_are_sorted_by_time_and_equal_times_keep_their_order) {
  SampleSweep sweep;
  Table backwards;
  backwards.columns = {seconds("time", {60, 30, 30, 0}),
                       reals("x", {1, 2, 3, 4}),
                       {"n", std::vector<std::int64_t>{1, 2, 3, 4}, {true, true, false, true}}};
  sweep.add(0, {{"report__RF", backwards}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(values_of<double>(rows, "x"), ElementsAre(4, 2, 3, 1));
  EXPECT_THAT(rows.find("n")->valid, ElementsAre(true, true, false, true));
}

TEST(LazyMultiindex, a_report_is_chosen_by_its_name) {
  SampleSweep sweep;
  Table other;
  other.columns = {seconds("time", {0}), reals("dv", {0.1})};
  sweep.add(0, {{"report__State", small_report(0)}, {"report__Burns", other}});
  Manifest manifest = sweep.manifest();
  EXPECT_THAT(names_of(lazy_multiindex(manifest, "Burns").schema()),
              ElementsAre("run_id", "time", "dv", "__status"));
  EXPECT_THAT(error_of<SweepConfigError>([&] { lazy_multiindex(manifest); }),
              AllOf(HasSubstr("Burns"), HasSubstr("State")));
  EXPECT_THAT(error_of<SweepConfigError>([&] { lazy_multiindex(manifest, "Stat"); }),
              AllOf(HasSubstr("\"Stat\""), HasSubstr("Burns"), HasSubstr("State")));
}

TEST(LazyMultiindex, without_any_report_every_run_has_its_row) {
  SampleSweep sweep;
  sweep.add(0, {{"contact__CL", small_report(0)}});
  sweep.add_without_outputs(1, RunStatus::failed);
  Manifest manifest = sweep.manifest();
  Table rows = lazy_multiindex(manifest).collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "time", "__status"));
  EXPECT_THAT(values_of<std::string>(rows, "__status"), ElementsAre("ok", "failed"));
  EXPECT_THAT(error_of<SweepConfigError>([&] { lazy_multiindex(manifest, "RF"); }),
              HasSubstr("\"RF\""));
}

TEST(LazyMultiindex, a_wholly_failed_sweep_takes_any_name) {
  SampleSweep sweep;
  sweep.add_without_outputs(0, RunStatus::failed);
  EXPECT_EQ(lazy_multiindex(sweep.manifest(), "RF").row_count(), 1);
}

TEST(LazyMultiindex, an_empty_sweep_is_an_empty_table) {
  SampleSweep sweep;
  LazyTable table = lazy_multiindex(sweep.manifest());
  EXPECT_EQ(table.row_count(), 0);
  EXPECT_EQ(table.collect().row_count(), 0u);
}

TEST(LazyMultiindex, columns_that_differ_between_runs_are_united_by_name) {
  SampleSweep sweep;
  Table first;
  first.columns = {seconds("time", {0}), reals("a", {1}), integers("n", {2})};
  Table second;
  second.columns = {texts("b", {"text"}), seconds("time", {0}), reals("n", {0.5})};
  Table third;
  third.columns = {seconds("time", {0}), texts("a", {"word"})};
  sweep.add(0, {{"report__RF", first}});
  sweep.add(1, {{"report__RF", second}});
  sweep.add(2, {{"report__RF", third}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "time", "a", "n", "b", "__status"));
  EXPECT_THAT(values_of<std::string>(rows, "a"), ElementsAre("1", "", "word"));
  EXPECT_THAT(rows.find("a")->valid, ElementsAre(true, false, true));
  EXPECT_EQ(values_of<double>(rows, "n")[0], 2);
  EXPECT_EQ(values_of<double>(rows, "n")[1], 0.5);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "n")[2]));
  EXPECT_THAT(rows.find("b")->valid, ElementsAre(false, true, false));
}

TEST(LazyMultiindex, a_report_without_epochs_has_no_times_and_keeps_its_order) {
  SampleSweep sweep;
  Table table;
  table.columns = {reals("v", {3, 1, 2})};
  sweep.add(0, {{"report__RF", table}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(values_of<double>(rows, "v"), ElementsAre(3, 1, 2));
  EXPECT_EQ(values_of<Timestamp>(rows, "time")[2], Timestamp::missing());
}

TEST(LazyMultiindex, names_that_differ_only_in_case_stay_apart) {
  SampleSweep sweep;
  Table table;
  table.columns = {seconds("time", {0}), reals("R", {1}), reals("r", {2})};
  sweep.add(0, {{"report__RF", table}});
  write_foreign(sweep.path() / "run-1" / "RF.parquet",
                "SELECT make_timestamp_ns(0) AS time, 3.0::DOUBLE AS r");
  sweep.add_file(1, "report__RF", sweep.path() / "run-1" / "RF.parquet");
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_EQ(values_of<double>(rows, "R")[0], 1);
  EXPECT_EQ(values_of<double>(rows, "r")[0], 2);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "R")[1]));
  EXPECT_EQ(values_of<double>(rows, "r")[1], 3);
}

TEST(LazyMultiindex, a_missing_file_is_an_error_that_names_it_and_its_run) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  sweep.add(1, {{"report__RF", small_report(1)}});
  sweep.add(2, {{"report__RF", small_report(2)}});
  std::filesystem::remove(sweep.path() / "run-1" / "report__RF.parquet");
  write_file(sweep.path() / "run-2" / "report__RF.parquet", "damaged beyond repair");
  EXPECT_THAT(error_of<GmatSweepError>([&] { lazy_multiindex(sweep.manifest()); }),
              AllOf(HasSubstr("run 1"), HasSubstr("run-1/report__RF.parquet"), HasSubstr("run 2"),
                    Not(HasSubstr("run 0"))));
}

TEST(LazyMultiindex, a_file_changed_after_the_table_was_made_is_an_error) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  sweep.add(1, {{"report__RF", small_report(1)}});
  LazyTable table = lazy_multiindex(sweep.manifest());
  Table other;
  other.columns = {reals("time", {1, 2})};
  store::write_parquet(sweep.path() / "run-1" / "report__RF.parquet", other);
  EXPECT_THAT(error_of<GmatSweepError>([&] { table.collect(); }),
              AllOf(HasSubstr("run 1"), HasSubstr("changed")));
}

TEST(LazyMultiindex, a_column_called_as_the_manifests_gives_way) {
  SampleSweep sweep;
  Table table;
  table.columns = {integers("run_id", {99}), texts("__status", {"mine"}), seconds("time", {0}),
                   reals("x", {1})};
  sweep.add(5, {{"report__RF", table}});
  Table rows = lazy_multiindex(sweep.manifest()).collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "time", "x", "__status"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(5));
  EXPECT_THAT(values_of<std::string>(rows, "__status"), ElementsAre("ok"));
}

TEST(LazyMultiindex, files_of_other_writers_are_read_too) {
  SampleSweep sweep;
  std::int64_t run_count = 30;
  for (std::int64_t run = 0; run < run_count; ++run) {
    if (run % 7 == 3) {
      sweep.add_without_outputs(run, RunStatus::failed);
    } else if (run % 5 == 2) {
      sweep.add(run, {{"report__RF", small_report(run)}});
    } else {
      std::filesystem::path path =
          sweep.path() / ("run-" + std::to_string(run)) / "it's [1].parquet";
      std::string x = std::to_string(run);
      // Some in reverse, some with another column and an instant with a zone.
      std::string rows = run % 2 == 0 ? "(VALUES (60, " + x + ".5), (0, " + x + ")) AS v(t, x)"
                                      : "(VALUES (0, " + x + "), (60, " + x + ".5)) AS v(t, x)";
      std::string time = run % 3 == 0 ? "to_timestamp(t)" : "make_timestamp(t::BIGINT * 1000000)";
      std::string more = run % 4 == 0 ? ", x::FLOAT AS extra" : "";
      write_foreign(path,
                    "SELECT x::DOUBLE AS \"Sat.X\", " + time + " AS time" + more + " FROM " + rows);
      sweep.add_file(run, "report__RF", path);
    }
  }
  LazyTable table = lazy_multiindex(sweep.manifest());
  Table rows = table.collect();
  ASSERT_EQ(static_cast<std::int64_t>(rows.row_count()), table.row_count());
  std::size_t row = 0;
  for (std::int64_t run = 0; run < run_count; ++run) {
    SCOPED_TRACE(run);
    bool failed = run % 7 == 3;
    for (int step = 0; step < (failed ? 1 : 2); ++step, ++row) {
      EXPECT_EQ(values_of<std::int64_t>(rows, "run_id")[row], run);
      EXPECT_EQ(values_of<std::string>(rows, "__status")[row], failed ? "failed" : "ok");
      double x = values_of<double>(rows, "Sat.X")[row];
      EXPECT_EQ(std::isnan(x), failed);
      if (failed) continue;
      EXPECT_EQ(x, static_cast<double>(run) + 0.5 * step);
      EXPECT_EQ(values_of<Timestamp>(rows, "time")[row].ns, step * 60 * one_second);
      bool has_extra = run % 4 == 0 && run % 5 != 2;
      EXPECT_EQ(std::isnan(values_of<double>(rows, "extra")[row]), !has_extra);
    }
  }
  EXPECT_EQ(row, rows.row_count());
}

TEST(LazyTable, any_slice_is_the_same_rows) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 10; ++run) {
    if (run % 4 == 1) {
      sweep.add_without_outputs(run, RunStatus::skipped);
    } else if (run % 4 == 2) {
      std::filesystem::path path = sweep.path() / (std::to_string(run) + ".parquet");
      write_foreign(
          path, "SELECT i::DOUBLE AS \"Sat.X\", make_timestamp_ns(i) AS time FROM range(3) t(i)");
      sweep.add_file(run, "report__RF", path);
    } else {
      Table empty;
      empty.columns = {reals("Sat.X", {}), seconds("time", {})};
      sweep.add(run, {{"report__RF", run == 8 ? empty : small_report(run)}});
    }
  }
  LazyTable table = lazy_multiindex(sweep.manifest());
  Table all = table.collect();
  auto row_count = static_cast<std::int64_t>(all.row_count());
  ASSERT_EQ(row_count, table.row_count());
  auto text_of = [](const Table& rows, std::size_t row) {
    return std::to_string(values_of<std::int64_t>(rows, "run_id")[row]) + " " +
           std::to_string(values_of<double>(rows, "Sat.X")[row]) + " " +
           values_of<std::string>(rows, "__status")[row];
  };
  for (std::int64_t first = 0; first <= row_count + 1; ++first) {
    for (std::int64_t count : {std::int64_t{1}, std::int64_t{4}, row_count}) {
      Table slice = table.slice(first, count);
      auto expected = std::min(count, std::max<std::int64_t>(row_count - first, 0));
      ASSERT_EQ(static_cast<std::int64_t>(slice.row_count()), expected);
      for (std::size_t row = 0; row < slice.row_count(); ++row) {
        ASSERT_EQ(text_of(slice, row), text_of(all, row + static_cast<std::size_t>(first)));
      }
    }
  }
}

TEST(LazyTable, a_selection_has_the_columns_asked_for_in_their_order) {
  SampleSweep sweep;
  Table backwards;
  backwards.columns = {seconds("time", {60, 0}), reals("x", {1, 2}), integers("n", {3, 4})};
  sweep.add(0, {{"report__RF", backwards}});
  write_foreign(
      sweep.path() / "1.parquet",
      "SELECT unnest([0.5, 1.5])::DOUBLE AS x, make_timestamp_ns(unnest([9, 8])) AS time");
  sweep.add_file(1, "report__RF", sweep.path() / "1.parquet");
  sweep.add_without_outputs(2, RunStatus::failed);
  LazyTable table = lazy_multiindex(sweep.manifest());
  LazyTable chosen = table.select({"x", "run_id"});
  EXPECT_THAT(chosen.index(), ElementsAre("run_id"));
  Table rows = chosen.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("x", "run_id"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 0, 1, 1, 2));
  std::vector<double> x = values_of<double>(rows, "x");
  EXPECT_TRUE(std::isnan(x.back()));
  x.pop_back();
  EXPECT_THAT(x, ElementsAre(2, 1, 1.5, 0.5));
  EXPECT_THAT(values_of<std::string>(table.select({"__status"}).collect(), "__status"),
              ElementsAre("ok", "ok", "ok", "ok", "failed"));
  EXPECT_THAT(error_of<SweepConfigError>([&] { table.select({"y"}); }),
              AllOf(HasSubstr("\"y\""), HasSubstr("run_id, time, x, n, __status")));
}

TEST(LazyTable, rows_come_in_chunks_of_bounded_size) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 40; ++run) {
    Table table;
    std::vector<std::int64_t> times(1000);
    for (std::size_t i = 0; i < times.size(); ++i) times[i] = static_cast<std::int64_t>(i);
    table.columns = {seconds("time", times), reals("x", std::vector<double>(1000, 0.5))};
    sweep.add(run, {{"report__RF", table}});
  }
  std::size_t largest = 0;
  std::size_t total = 0;
  lazy_multiindex(sweep.manifest()).for_each_chunk([&](const Table& rows) {
    largest = std::max(largest, rows.row_count());
    total += rows.row_count();
  });
  EXPECT_EQ(total, 40'000u);
  EXPECT_LT(largest, 10'000u);
}

TEST(LazyEphemerides, read_ephemeris_outputs) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}, {"ephemeris__OEM", small_report(9)}});
  LazyTable table = lazy_ephemerides(sweep.manifest());
  EXPECT_THAT(table.index(), ElementsAre("run_id", "time"));
  EXPECT_THAT(values_of<double>(table.collect(), "Sat.X"), ElementsAre(9, 9.5));
}

TEST(LazyContacts, rows_stand_under_run_id_and_interval_id) {
  SampleSweep sweep;
  Table contacts;
  contacts.columns = {seconds("Start", {100, 50}), integers("interval_id", {0, 1})};
  sweep.add(0, {{"contact__CL", contacts}});
  sweep.add_without_outputs(1, RunStatus::failed);
  LazyTable table = lazy_contacts(sweep.manifest());
  EXPECT_THAT(table.index(), ElementsAre("run_id", "interval_id"));
  Table rows = table.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "interval_id", "Start", "__status"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "interval_id"), ElementsAre(0, 1, testing::_));
  EXPECT_THAT(rows.find("interval_id")->valid, ElementsAre(true, true, false));
  EXPECT_EQ(values_of<Timestamp>(rows, "Start")[0].ns, 100 * one_second);
}

TEST(LazyContacts, intervals_are_numbered_where_a_file_does_not) {
  SampleSweep sweep;
  Table contacts;
  contacts.columns = {seconds("Start", {100, 50})};
  sweep.add(0, {{"contact__CL", contacts}});
  std::filesystem::path path = sweep.path() / "other.parquet";
  write_foreign(path, "SELECT make_timestamp_ns(5) AS Start FROM range(3)");
  sweep.add_file(1, "contact__CL", path);
  Table rows = lazy_contacts(sweep.manifest()).collect();
  EXPECT_THAT(values_of<std::int64_t>(rows, "interval_id"), ElementsAre(0, 1, 0, 1, 2));
}

TEST(LazyExtraOutputs, a_table_without_time_stands_under_run_id_alone) {
  SampleSweep sweep;
  Table summary;
  summary.columns = {integers("run_id", {0}), reals("final_radius_km", {7000})};
  sweep.add(0, {{"report__RF", small_report(0)}}, {{"summary", summary}});
  sweep.add(1, {{"report__RF", small_report(1)}});
  sweep.add_without_outputs(2, RunStatus::failed);
  LazyTable table = lazy_extra_outputs(sweep.manifest(), "summary");
  EXPECT_THAT(table.index(), ElementsAre("run_id"));
  Table rows = table.collect();
  EXPECT_THAT(names_of(rows), ElementsAre("run_id", "final_radius_km", "__status"));
  EXPECT_THAT(values_of<std::int64_t>(rows, "run_id"), ElementsAre(0, 1, 2));
  EXPECT_THAT(values_of<std::string>(rows, "__status"), ElementsAre("ok", "ok", "failed"));
  EXPECT_EQ(values_of<double>(rows, "final_radius_km")[0], 7000);
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "final_radius_km")[1]));
}

TEST(LazyExtraOutputs, a_table_with_time_stands_under_run_id_and_time) {
  SampleSweep sweep;
  Table residuals;
  residuals.columns = {reals("dx", {1, 2}), seconds("time", {60, 0})};
  sweep.add(0, {}, {{"residuals", residuals}});
  sweep.add_without_outputs(1, RunStatus::skipped);
  LazyTable table = lazy_extra_outputs(sweep.manifest(), "residuals");
  EXPECT_THAT(table.index(), ElementsAre("run_id", "time"));
  EXPECT_THAT(values_of<double>(table.slice(0, 2), "dx"), ElementsAre(2, 1));
  EXPECT_EQ(table.row_count(), 3);
}

TEST(LazyExtraOutputs, a_failed_runs_extra_outputs_do_not_count) {
  SampleSweep sweep;
  Table summary;
  summary.columns = {reals("x", {1})};
  sweep.add(0, {}, {{"summary", summary}});
  sweep.add(1, {}, {{"summary", summary}});
  sweep.last().outcome.status = RunStatus::failed;
  sweep.last().outcome.postprocess_status = PostprocessStatus::failed;
  Table rows = lazy_extra_outputs(sweep.manifest(), "summary").collect();
  EXPECT_TRUE(std::isnan(values_of<double>(rows, "x")[1]));
}

TEST(LazyExtraOutputs, an_unknown_key_lists_those_there_are) {
  SampleSweep sweep;
  Table summary;
  summary.columns = {reals("x", {1})};
  sweep.add(0, {}, {{"summary", summary}, {"residuals", summary}});
  EXPECT_THAT(error_of<SweepConfigError>([&] { lazy_extra_outputs(sweep.manifest(), "sumary"); }),
              AllOf(HasSubstr("\"sumary\""), HasSubstr("summary"), HasSubstr("residuals")));
}

TEST(LazyExtraOutputs, files_that_are_not_parquet_are_listed) {
  SampleSweep sweep;
  std::filesystem::path first = sweep.path() / "run-0-plot.png";
  std::filesystem::path second_file = sweep.path() / "run-1-plot.png";
  write_file(first, "\x89PNG and some more bytes");
  write_file(second_file, "");
  sweep.add_file(0, "plot", first, true);
  sweep.add_file(1, "plot", second_file, true);
  EXPECT_THAT(
      error_of<SweepConfigError>([&] { lazy_extra_outputs(sweep.manifest(), "plot"); }),
      AllOf(HasSubstr("not Parquet"), HasSubstr(first.string()), HasSubstr(second_file.string())));
}

TEST(LazyExtraOutputs, a_file_that_is_gone_is_an_error_of_its_own) {
  SampleSweep sweep;
  sweep.add_file(0, "summary", sweep.path() / "gone.parquet", true);
  EXPECT_THAT(error_of<GmatSweepError>([&] { lazy_extra_outputs(sweep.manifest(), "summary"); }),
              AllOf(HasSubstr("gone.parquet"), Not(HasSubstr("not Parquet"))));
}

TEST(OutputNames, all_kinds_are_listed) {
  SampleSweep sweep;
  Table table = small_report(0);
  sweep.add(0, {{"report__B", table}, {"report__A", table}, {"contact__C", table}},
            {{"summary", table}});
  sweep.add(1, {{"ephemeris__E", table}});
  OutputNames names = output_names(sweep.manifest());
  EXPECT_THAT(names.reports, ElementsAre("A", "B"));
  EXPECT_THAT(names.ephemerides, ElementsAre("E"));
  EXPECT_THAT(names.contacts, ElementsAre("C"));
  EXPECT_THAT(names.extra_outputs, ElementsAre("summary"));
}

}  // namespace
}  // namespace gmat_sweep
