#include "store/parquet_footer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"
#include "store/parquet_writer.hpp"
#include "store/tables.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(const std::filesystem::path& path) {
  try {
    read_parquet_info(path);
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "no error";
}

class ParquetInfoOf : public testing::Test {
 protected:
  std::filesystem::path path() const { return directory_.path() / "a file.parquet"; }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(ParquetInfoOf, our_own_file_gives_names_as_spelt_and_rows) {
  Table table;
  table.columns = {test::reals("R", {1, 2}), test::reals("r", {1, 2}),
                   test::texts("Sat.X", {"", ""})};
  write_parquet(path(), table);
  ParquetInfo info = read_parquet_info(path());
  EXPECT_THAT(info.column_names, ElementsAre("R", "r", "Sat.X"));
  EXPECT_EQ(info.row_count, 2);
}

TEST_F(ParquetInfoOf, nested_columns_count_once) {
  Database().execute(
      "COPY (SELECT 1 AS a, {'x': 1, 'y': [1, 2]} AS s, [1.5] AS l, 'z' AS z FROM range(5)) TO " +
      quote_text(path().string()) + " (FORMAT parquet)");
  ParquetInfo info = read_parquet_info(path());
  EXPECT_THAT(info.column_names, ElementsAre("a", "s", "l", "z"));
  EXPECT_EQ(info.row_count, 5);
}

TEST_F(ParquetInfoOf, schema_bytes_differ_when_a_type_does_and_not_when_rows_do) {
  Table table;
  table.columns = {test::reals("x", {1})};
  write_parquet(path(), table);
  std::string reals = read_parquet_info(path()).schema_bytes;
  table.columns = {test::reals("x", {1, 2, 3})};
  write_parquet(path(), table);
  EXPECT_EQ(read_parquet_info(path()).schema_bytes, reals);
  table.columns = {test::integers("x", {1})};
  write_parquet(path(), table);
  EXPECT_NE(read_parquet_info(path()).schema_bytes, reals);
}

TEST_F(ParquetInfoOf, a_footer_longer_than_the_first_read_is_read_whole) {
  Table table;
  for (int i = 0; i < 500; ++i) {
    table.columns.push_back(test::reals("column number " + std::to_string(i), {1}));
  }
  write_parquet(path(), table);
  EXPECT_EQ(read_parquet_info(path()).column_names.size(), 500u);
}

TEST_F(ParquetInfoOf, a_missing_file_is_named) {
  EXPECT_THAT(error_of("/nonexistent/run.parquet"), HasSubstr("/nonexistent/run.parquet"));
}

TEST_F(ParquetInfoOf, other_files_are_refused_with_what_is_wrong) {
  write_file(path(), "");
  EXPECT_THAT(error_of(path()), HasSubstr("too few"));
  write_file(path(), "a,b\n1,2\n3,4\n5,6\n");
  EXPECT_THAT(error_of(path()), HasSubstr("does not end as a Parquet file"));
  EXPECT_THAT(error_of(path().parent_path()), HasSubstr("not a regular file"));
}

TEST_F(ParquetInfoOf, a_cut_file_is_refused_wherever_it_was_cut) {
  Table table;
  table.columns = {test::reals("x", {1, 2, 3})};
  std::string bytes = to_parquet(table);
  for (std::size_t length = 0; length < bytes.size(); length += 3) {
    write_file(path(), std::string_view(bytes).substr(0, length));
    EXPECT_NE(error_of(path()), "no error") << length;
  }
}

TEST_F(ParquetInfoOf, a_length_beyond_the_file_is_refused) {
  std::string bytes = to_parquet({});
  bytes[bytes.size() - 5] = '\x7f';
  write_file(path(), bytes);
  EXPECT_THAT(error_of(path()), HasSubstr("longer than the file"));
}

}  // namespace
}  // namespace gmat_sweep::store
