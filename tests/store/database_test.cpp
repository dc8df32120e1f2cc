#include "store/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "store/parquet_writer.hpp"
#include "store/tables.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <class T>
std::vector<T> values_of(const Table& table, std::size_t column) {
  return std::get<std::vector<T>>(table.columns.at(column).values);
}

std::string error_of(const std::string& sql) {
  try {
    Database().collect(sql);
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Database, results_have_the_columns_of_the_query) {
  Table table = Database().collect(
      "SELECT 1::INTEGER AS i, 0.5::DOUBLE AS \"Sat.X\", true AS b, 'text' AS s, "
      "TIMESTAMP '2026-01-02 03:04:05.000006' AS t");
  ASSERT_EQ(table.columns.size(), 5u);
  EXPECT_EQ(table.columns[1].name, "Sat.X");
  EXPECT_THAT(values_of<std::int64_t>(table, 0), ElementsAre(1));
  EXPECT_THAT(values_of<double>(table, 1), ElementsAre(0.5));
  EXPECT_THAT(values_of<bool>(table, 2), ElementsAre(true));
  EXPECT_THAT(values_of<std::string>(table, 3), ElementsAre("text"));
  EXPECT_EQ(values_of<Timestamp>(table, 4)[0].ns, 1767323045000006000);
}

TEST(Database, nulls_become_what_a_column_says_is_missing) {
  Table table = Database().collect(
      "SELECT NULL::DOUBLE, NULL::TIMESTAMP, NULL::BIGINT, NULL::VARCHAR, NULL::BOOLEAN");
  EXPECT_TRUE(std::isnan(values_of<double>(table, 0)[0]));
  EXPECT_EQ(values_of<Timestamp>(table, 1)[0], Timestamp::missing());
  for (std::size_t i : {2, 3, 4}) EXPECT_THAT(table.columns[i].valid, ElementsAre(false));
}

TEST(Database, marks_stand_beside_the_values_that_are_missing) {
  Table table = Database().collect(
      "SELECT CASE WHEN i % 2 = 1 THEN i END AS odd FROM range(5000) AS t(i) ORDER BY i");
  ASSERT_EQ(table.columns[0].valid.size(), 5000u);
  EXPECT_FALSE(table.columns[0].valid[4998]);
  EXPECT_TRUE(table.columns[0].valid[4999]);
  EXPECT_EQ(values_of<std::int64_t>(table, 0)[4999], 4999);
}

TEST(Database, types_without_a_column_come_as_the_nearest) {
  Table table = Database().collect(
      "SELECT 1.5::DECIMAL(9,2) AS d, sum(i) AS h, [1, 2] AS l, {'a': 1} AS m, "
      "DATE '2026-01-01' AS day, 7::UTINYINT AS u, 'x' || '' AS s, INTERVAL 1 DAY AS v "
      "FROM range(10) AS t(i);  -- a comment");
  EXPECT_EQ(values_of<double>(table, 0)[0], 1.5);
  EXPECT_EQ(values_of<double>(table, 1)[0], 45);
  EXPECT_EQ(values_of<std::string>(table, 2)[0], "[1, 2]");
  EXPECT_EQ(values_of<std::string>(table, 3)[0], "{'a': 1}");
  EXPECT_EQ(values_of<Timestamp>(table, 4)[0].ns, 1767225600000000000);
  EXPECT_EQ(values_of<std::int64_t>(table, 5)[0], 7);
  EXPECT_EQ(values_of<std::string>(table, 7)[0], "1 day");
  EXPECT_EQ(table.columns[2].name, "l");
}

TEST(Database, rows_keep_their_order_when_a_column_is_cast) {
  Table table = Database().collect("SELECT i, [i] AS l FROM range(300000) AS t(i) ORDER BY i DESC");
  auto values = values_of<std::int64_t>(table, 0);
  ASSERT_EQ(values.size(), 300000u);
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(values[i], 299999 - static_cast<std::int64_t>(i));
  }
}

TEST(Database, rows_come_in_chunks_without_the_whole_being_held) {
  Database database({.threads = 1, .memory_limit_mb = 100});
  // As a whole these rows would take four gigabytes.
  QueryResult rows =
      database.query("SELECT i, i + 1, i + 2, i + 3, i + 4 FROM range(100000000) t(i)");
  Table chunk;
  std::int64_t seen = 0;
  for (int i = 0; i < 100 && rows.next(chunk); ++i) {
    seen += static_cast<std::int64_t>(chunk.row_count());
    EXPECT_LE(chunk.row_count(), 2048u);
  }
  EXPECT_EQ(seen, 100 * 2048);
}

TEST(Database, a_result_outlives_the_database_object) {
  QueryResult rows = Database().query("SELECT 42::BIGINT");
  Table chunk;
  ASSERT_TRUE(rows.next(chunk));
  EXPECT_THAT(values_of<std::int64_t>(chunk, 0), ElementsAre(42));
  EXPECT_FALSE(rows.next(chunk));
  EXPECT_EQ(chunk.row_count(), 0u);
}

TEST(Database, errors_carry_the_databases_own_words) {
  EXPECT_THAT(error_of("SELEC 1"), HasSubstr("syntax error"));
  EXPECT_THAT(error_of("SELECT nothing FROM range(3)"), HasSubstr("nothing"));
  EXPECT_THAT(error_of("SELECT * FROM read_parquet('/nonexistent.parquet')"),
              HasSubstr("/nonexistent.parquet"));
  EXPECT_THROW(Database().execute("CREATE TABLE"), GmatSweepError);
}

TEST(Database, an_error_on_the_way_is_not_the_end_of_the_rows) {
  EXPECT_THAT(error_of("SELECT CASE WHEN i < 500000 THEN i ELSE error('broken row') END "
                       "FROM range(600000) t(i)"),
              HasSubstr("broken row"));
}

TEST(Database, a_date_that_nanoseconds_cannot_hold_is_an_error) {
  EXPECT_THAT(error_of("SELECT DATE '3000-01-01'"), HasSubstr("2262"));
}

TEST(Database, what_does_not_fit_in_memory_spills_and_leaves_nothing_behind) {
  // A folder for temporary files that no other test uses.
  test::TemporaryDirectory directory;
  setenv("TMPDIR", directory.path().c_str(), 1);
  auto folder_count = [&] {
    return std::distance(std::filesystem::directory_iterator(directory.path()), {});
  };
  {
    Database database({.threads = 1, .memory_limit_mb = 60});
    EXPECT_EQ(folder_count(), 1);
    Table table = database.collect(
        "SELECT count(*) FROM (SELECT i, hash(i) AS h FROM range(5000000) t(i) ORDER BY h)");
    EXPECT_THAT(values_of<std::int64_t>(table, 0), ElementsAre(5000000));
  }
  EXPECT_EQ(folder_count(), 0);
  unsetenv("TMPDIR");
}

TEST(Quoting, names_and_texts_survive_whatever_they_hold) {
  std::string odd = "it's a \"name\"; DROP TABLE t; -- Sat.X";
  Table table = Database().collect("SELECT " + quote_text(odd) + " AS " + quote_identifier(odd));
  EXPECT_EQ(table.columns[0].name, odd);
  EXPECT_THAT(values_of<std::string>(table, 0), ElementsAre(odd));
}

/// Writes a table under `path` and expects DuckDB to find that very file.
void expect_found(const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  Table table;
  table.columns = {test::texts("path", {path.string()})};
  write_parquet(path, table);
  Table read = Database().collect("SELECT * FROM read_parquet([" + quote_path(path) + "])");
  EXPECT_THAT(values_of<std::string>(read, 0), ElementsAre(path.string()));
}

TEST(Quoting, a_path_is_never_a_pattern) {
  test::TemporaryDirectory directory;
  for (const char* name : {"it's.parquet", "[a-z].parquet", "*.parquet", "wh?t.parquet",
                           "{a,b}.parquet", "a\"b.parquet", "ü [1] **.parquet"}) {
    expect_found(directory.path() / "[odd] f?lder" / name);
  }
  expect_found(directory.path() / "back\\slash.parquet");
}

}  // namespace
}  // namespace gmat_sweep::store
