#include "store/parquet_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_reader.hpp"
#include "store/tables.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::store {
namespace {

using test::integers;
using test::reals;
using test::texts;
using test::times;
using testing::HasSubstr;

std::string reading(const std::filesystem::path& path) {
  return "read_parquet(" + quote_path(path) + ")";
}

void expect_same(const Table& read, const Table& table) {
  ASSERT_EQ(read.columns.size(), table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    EXPECT_TRUE(test::same_column(read.columns[i], table.columns[i])) << table.columns[i].name;
  }
}

/// Reads a file back, through DuckDB and by our own reader, and compares it, value for value, with
/// what was written.
void expect_reads_back(const Table& table, const std::filesystem::path& path) {
  {
    SCOPED_TRACE("DuckDB");
    expect_same(Database().collect("SELECT * FROM " + reading(path)), table);
  }
  SCOPED_TRACE("our own reader");
  expect_same(read_parquet(path), table);
}

class ParquetFile : public testing::Test {
 protected:
  std::filesystem::path path() const { return directory_.path() / "file.parquet"; }
  void expect_round_trip(const Table& table) const {
    write_parquet(path(), table);
    expect_reads_back(table, path());
  }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(ParquetFile, every_type_reads_back_bit_for_bit) {
  double nan = std::numeric_limits<double>::quiet_NaN();
  double infinity = std::numeric_limits<double>::infinity();
  Table table;
  table.columns = {
      reals("x", {0.1, -0.0, nan, infinity, -infinity, 5e-324, 1.7976931348623157e308}),
      integers("i", {0, -1, 9223372036854775807, -9223372036854775807 - 1, 1, 2, 3}),
      {"b", std::vector<bool>{true, false, true, true, false, false, true}},
      times("t", {0, 1, -1, 1767225600000000000, 1483228799999000000, 2, 3}),
      texts("s", {"", "a", "ü€😀", std::string("nul\0inside", 10), "it's", "\"", "\n"})};
  expect_round_trip(table);
}

TEST_F(ParquetFile, types_are_those_promised) {
  Table table;
  table.columns = {reals("x", {1}),
                   integers("i", {1}),
                   {"b", std::vector<bool>{true}},
                   times("t", {0}),
                   texts("s", {"a"})};
  write_parquet(path(), table);
  Table types = Database().collect("SELECT column_type FROM (DESCRIBE SELECT * FROM " +
                                   reading(path()) + ")");
  EXPECT_EQ(std::get<std::vector<std::string>>(types.columns[0].values),
            (std::vector<std::string>{"DOUBLE", "BIGINT", "BOOLEAN", "TIMESTAMP_NS", "VARCHAR"}));
}

TEST_F(ParquetFile, missing_values_are_null_and_nan_is_not) {
  Table table;
  table.columns = {reals("x", {1, std::nan(""), 3}), integers("i", {1, 0, 3}, {true, false, true}),
                   texts("s", {"", "", "c"}, {false, true, true}),
                   times("t", {1, 2, Timestamp::missing().ns})};
  expect_round_trip(table);
  Table counts =
      Database().collect("SELECT count(x), count(i), count(s), count(t) FROM " + reading(path()));
  std::vector<std::int64_t> there;
  for (const Column& column : counts.columns) {
    there.push_back(std::get<std::vector<std::int64_t>>(column.values)[0]);
  }
  EXPECT_EQ(there, (std::vector<std::int64_t>{3, 2, 2, 2}));
}

TEST_F(ParquetFile, columns_are_optional_only_where_a_value_is_missing) {
  Table table;
  table.columns = {integers("all", {1, 2}, {true, true}), integers("some", {1, 2}, {true, false})};
  write_parquet(path(), table);
  Table read = Database().collect("SELECT repetition_type FROM parquet_schema(" +
                                  quote_path(path()) + ") WHERE name <> 'schema'");
  EXPECT_EQ(std::get<std::vector<std::string>>(read.columns[0].values),
            (std::vector<std::string>{"REQUIRED", "OPTIONAL"}));
}

TEST_F(ParquetFile, random_tables_read_back) {
  std::mt19937_64 random(20260101);
  for (std::size_t row_count : {1, 7, 8, 9, 40, 63, 64, 65, 2047, 2049, 10000}) {
    SCOPED_TRACE(row_count);
    expect_round_trip(test::random_table(random, row_count, false));
    expect_round_trip(test::random_table(random, row_count, true));
  }
}

TEST_F(ParquetFile, a_million_rows_read_back) {
  std::mt19937_64 random(7);
  expect_round_trip(test::random_table(random, 1'000'000, true));
}

TEST_F(ParquetFile, texts_beyond_a_page_read_back) {
  Table table;
  table.columns = {texts("s", {std::string(3'000'000, 'a'), "b", std::string(2'000'000, 'c')}),
                   texts("n", {"", std::string(1'500'000, 'd'), ""}, {false, true, true})};
  expect_round_trip(table);
}

TEST_F(ParquetFile, a_column_of_nulls_alone_reads_back) {
  Table table;
  table.columns = {times("t", {Timestamp::missing().ns, Timestamp::missing().ns}),
                   integers("i", {0, 0}, {false, false})};
  expect_round_trip(table);
}

TEST_F(ParquetFile, names_with_dots_quotes_and_other_scripts_read_back) {
  Table table;
  table.columns = {reals("Sat.EarthMJ2000Eq.X", {1}), reals("it's \"quoted\"", {2}),
                   reals("κεφαλή 🚀", {3}), reals(" ", {4})};
  expect_round_trip(table);
}

TEST_F(ParquetFile, a_table_of_more_columns_than_a_short_list_reads_back) {
  Table table;
  for (int i = 0; i < 300; ++i) table.columns.push_back(reals("c" + std::to_string(i), {i * 0.1}));
  expect_round_trip(table);
}

TEST_F(ParquetFile, a_table_without_rows_keeps_its_columns) {
  Table table;
  table.columns = {reals("x", {}), times("t", {}), texts("s", {})};
  expect_round_trip(table);
}

TEST_F(ParquetFile, a_table_without_columns_is_a_whole_file) {
  write_parquet(path(), {});
  ParquetInfo info = read_parquet_info(path());
  EXPECT_EQ(info.row_count, 0);
  EXPECT_THAT(info.column_names, testing::IsEmpty());
}

TEST_F(ParquetFile, values_that_repeat_are_compressed_and_noise_is_not) {
  std::mt19937_64 random(3);
  std::vector<double> noise(1000);
  for (double& value : noise) value = std::ldexp(static_cast<double>(random()), -64);
  Table table;
  table.columns = {reals("same", std::vector<double>(1000, 0.1)), reals("noise", noise)};
  for (double& value : noise) value = std::bit_cast<double>(random() >> 2);
  table.columns.push_back(reals("bits", noise));
  expect_round_trip(table);
  Table read =
      Database().collect("SELECT compression FROM parquet_metadata(" + quote_path(path()) + ")");
  auto codecs = std::get<std::vector<std::string>>(read.columns[0].values);
  EXPECT_EQ(codecs.front(), "ZSTD");
  EXPECT_EQ(codecs.back(), "UNCOMPRESSED");
  EXPECT_LT(std::filesystem::file_size(path()), 17000u);
}

TEST_F(ParquetFile, an_encoder_serves_many_tables_with_the_same_bytes) {
  std::mt19937_64 random(11);
  ParquetEncoder encoder;
  Table large = test::random_table(random, 5000, true);
  Table small = test::random_table(random, 3, false);
  std::string first = encoder.encode(small);
  encoder.encode(large);
  EXPECT_EQ(encoder.encode(small), first);
  EXPECT_EQ(to_parquet(small), first);
}

TEST_F(ParquetFile, columns_of_unequal_length_are_refused_by_name) {
  Table table;
  table.columns = {reals("x", {1, 2}), reals("short", {1})};
  try {
    to_parquet(table);
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_THAT(error.what(), HasSubstr("\"short\" holds 1"));
  }
}

TEST_F(ParquetFile, a_path_that_cannot_be_written_is_named) {
  try {
    write_parquet("/nonexistent/folder/x.parquet", {});
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/folder/x.parquet"));
  }
}

TEST_F(ParquetFile, a_stream_holds_all_the_rows_it_was_given) {
  std::mt19937_64 random(5);
  Table all = test::random_table(random, 0, true);
  ParquetStream stream(path(), all);
  for (std::size_t row_count : {100'000, 1, 0, 30'000, 250'000, 17}) {
    Table piece = test::random_table(random, row_count, row_count % 2 == 0);
    stream.append(piece);
    for (std::size_t i = 0; i < all.columns.size(); ++i) {
      Column& column = all.columns[i];
      std::vector<bool> marks = piece.columns[i].valid;
      marks.resize(row_count, true);
      column.valid.insert(column.valid.end(), marks.begin(), marks.end());
      std::visit(
          [&]<class T>(std::vector<T>& values) {
            auto& more = std::get<std::vector<T>>(piece.columns[i].values);
            values.insert(values.end(), more.begin(), more.end());
          },
          column.values);
    }
  }
  EXPECT_FALSE(std::filesystem::exists(path()));
  stream.close();
  expect_reads_back(all, path());
  Table groups = Database().collect("SELECT max(row_group_id) FROM parquet_metadata(" +
                                    quote_path(path()) + ")");
  EXPECT_GE(std::get<std::vector<std::int64_t>>(groups.columns[0].values)[0], 2);
}

TEST_F(ParquetFile, a_stream_that_is_not_closed_leaves_nothing_behind) {
  {
    Table table;
    table.columns = {reals("x", {1})};
    ParquetStream stream(path(), table);
    stream.append(table);
  }
  EXPECT_TRUE(std::filesystem::is_empty(path().parent_path()));
}

TEST_F(ParquetFile, a_stream_refuses_rows_of_another_schema) {
  Table table;
  table.columns = {reals("x", {1})};
  ParquetStream stream(path(), table);
  Table other;
  other.columns = {reals("y", {1})};
  EXPECT_THROW(stream.append(other), GmatSweepError);
  other.columns = {integers("x", {1})};
  EXPECT_THROW(stream.append(other), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::store
