#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/tables.hpp"
#include "gmat_sweep/value.hpp"
#include "store/database.hpp"
#include "store/parquet_reader.hpp"

namespace gmat_sweep {
namespace {

using test::SampleSweep;
using test::seconds;
using test::small_report;
using testing::HasSubstr;

LazyTable odd_table() {
  double nan = std::numeric_limits<double>::quiet_NaN();
  double infinity = std::numeric_limits<double>::infinity();
  Table table;
  table.columns = {
      {"x", std::vector<double>{0.1, nan, -infinity}},
      {"a, \"b\"", std::vector<std::string>{"", "line\nbreak", "say \"no\", now"}},
      {"n", std::vector<std::int64_t>{1, 0, -9223372036854775807 - 1}, {true, false, true}},
      {"ok", std::vector<bool>{true, false, true}},
      {"t", std::vector<Timestamp>{{0}, Timestamp::missing(), {1500000000}}}};
  return LazyTable(std::move(table));
}

TEST(WriteCsv, every_value_in_its_form) {
  std::ostringstream out;
  write_csv(odd_table(), out);
  EXPECT_EQ(out.str(),
            "x,\"a, \"\"b\"\"\",n,ok,t\n"
            "0.1,\"\",1,true,1970-01-01T00:00:00\n"
            ",\"line\nbreak\",,false,\n"
            "-inf,\"say \"\"no\"\", now\",-9223372036854775808,true,1970-01-01T00:00:01.500\n");
}

TEST(WriteCsv, a_sweep_has_index_columns_first_and_a_row_for_each_failed_run) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  sweep.add_without_outputs(1, RunStatus::failed);
  std::ostringstream out;
  write_csv(lazy_multiindex(sweep.manifest()), out);
  EXPECT_EQ(out.str(),
            "run_id,time,Sat.UTCGregorian,Sat.X,__status\n"
            "0,1970-01-01T00:00:00,1970-01-01T00:00:00,0,ok\n"
            "0,1970-01-01T00:01:00,1970-01-01T00:01:00,0.5,ok\n"
            "1,,,,failed\n");
}

TEST(WriteJson, reads_back_as_a_list_of_objects) {
  std::ostringstream out;
  write_json(odd_table(), out);
  Value read = parse_json(out.str());
  ASSERT_EQ(read.as_list().size(), 3u);
  const Value::Map& first = read.as_list()[0].as_map();
  EXPECT_EQ(first.at("x").as_real(), 0.1);
  EXPECT_EQ(first.at("t").as_string(), "1970-01-01T00:00:00");
  const Value::Map& second = read.as_list()[1].as_map();
  EXPECT_TRUE(second.at("x").is_null());
  EXPECT_TRUE(second.at("n").is_null());
  EXPECT_EQ(second.at("a, \"b\"").as_string(), "line\nbreak");
}

TEST(WriteJson, a_table_without_rows_is_an_empty_list) {
  std::ostringstream out;
  Table table;
  table.columns = {{"x", std::vector<double>()}};
  write_json(LazyTable(table), out);
  EXPECT_TRUE(parse_json(out.str()).as_list().empty());
}

TEST(WriteTable, the_ending_chooses_the_format) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  sweep.add_without_outputs(1, RunStatus::failed);
  LazyTable table = lazy_multiindex(sweep.manifest());
  std::filesystem::path parquet = sweep.path() / "t.parquet";
  write_table(table, parquet);
  Table read =
      store::Database().collect("SELECT * FROM read_parquet(" + store::quote_path(parquet) + ")");
  EXPECT_EQ(test::names_of(read), test::names_of(table.schema()));
  EXPECT_EQ(read.row_count(), 3u);
  EXPECT_EQ(test::values_of<Timestamp>(read, "time")[2], Timestamp::missing());
  EXPECT_EQ(test::values_of<double>(read, "Sat.X")[1], 0.5);

  write_table(table, sweep.path() / "t.csv");
  EXPECT_THAT(read_file(sweep.path() / "t.csv"), HasSubstr("run_id,time"));
  write_table(table, sweep.path() / "t.json");
  EXPECT_EQ(parse_json(read_file(sweep.path() / "t.json")).as_list().size(), 3u);
  EXPECT_THROW(write_table(table, sweep.path() / "t.xlsx"), SweepConfigError);
  EXPECT_FALSE(std::filesystem::exists(sweep.path() / "t.xlsx"));
}

TEST(WriteTable, a_failure_leaves_the_old_file_and_nothing_else) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  LazyTable table = lazy_multiindex(sweep.manifest());
  for (const char* name : {"old.csv", "old.json", "old.parquet"}) {
    std::filesystem::path path = sweep.path() / name;
    write_file(path, "old");
    std::filesystem::path source = sweep.path() / "run-0" / "report__RF.parquet";
    std::string bytes = read_file(source);
    std::filesystem::remove(source);
    EXPECT_THROW(write_table(table, path), GmatSweepError);
    write_file(source, bytes);
    EXPECT_EQ(read_file(path), "old");
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
  }
}

TEST(WriteTable, a_folder_that_is_not_there_is_named) {
  try {
    write_table(odd_table(), "/nonexistent/t.csv");
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/t.csv"));
  }
}

}  // namespace
}  // namespace gmat_sweep
