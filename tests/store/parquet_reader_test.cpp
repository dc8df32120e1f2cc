#include "store/parquet_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "store/database.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_writer.hpp"
#include "store/rows.hpp"
#include "store/tables.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::store {
namespace {

using testing::HasSubstr;

std::string error_of(std::string_view file) {
  try {
    ParquetDecoder().decode(file);
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ParquetDecoder, a_file_of_another_writer_is_refused) {
  test::TemporaryDirectory directory;
  std::filesystem::path path = directory.path() / "other.parquet";
  Database().execute("COPY (SELECT 0.5::DOUBLE AS x) TO " + quote_text(path.string()) +
                     " (FORMAT parquet)");
  EXPECT_FALSE(read_parquet_info(path).is_ours);
  try {
    read_parquet(path);
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_THAT(error.what(), HasSubstr(path.string()));
    EXPECT_THAT(error.what(), HasSubstr("another program"));
  }
  write_parquet(path, {});
  EXPECT_TRUE(read_parquet_info(path).is_ours);
}

TEST(ParquetDecoder, one_decoder_reads_many_files) {
  std::mt19937_64 random(1);
  ParquetDecoder decoder;
  for (std::size_t row_count : {5000, 3, 0, 800}) {
    Table table = test::random_table(random, row_count, true);
    Table read = decoder.decode(to_parquet(table));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      EXPECT_TRUE(test::same_column(read.columns[i], table.columns[i])) << table.columns[i].name;
    }
  }
}

TEST(ParquetGroups, the_groups_together_are_the_table) {
  test::TemporaryDirectory directory;
  std::filesystem::path path = directory.path() / "groups.parquet";
  std::mt19937_64 random(4);
  Table table = test::random_table(random, 300'000, true);
  ParquetStream stream(path, table);
  for (std::size_t begin = 0; begin < 300'000; begin += 100'000) {
    Table part = schema_of(table);
    append_rows(part, table, begin, begin + 100'000);
    stream.append(part);
  }
  stream.close();
  ParquetGroups groups(path);
  EXPECT_GE(groups.size(), 2u);
  Table read = schema_of(table);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    Table group = groups.read(i);
    EXPECT_EQ(static_cast<std::int64_t>(group.row_count()), groups.row_count(i));
    append_rows(read, group);
    std::vector<bool> last_only(table.columns.size());
    last_only.back() = true;
    Table last = groups.read(i, last_only);
    EXPECT_EQ(last.columns.front().size(), 0u);
    EXPECT_TRUE(test::same_column(last.columns.back(), group.columns.back()));
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    EXPECT_TRUE(test::same_column(read.columns[i], table.columns[i])) << table.columns[i].name;
  }
}

TEST(ParquetDecoder, a_cut_file_is_refused_wherever_it_was_cut) {
  std::mt19937_64 random(2);
  std::string file = to_parquet(test::random_table(random, 50, true));
  for (std::size_t length = 0; length < file.size(); ++length) {
    EXPECT_NE(error_of(std::string_view(file).substr(0, length)), "no error") << length;
  }
}

/// Damage may go unnoticed where it changes only a value; it must never read outside the file or
/// bring the program down.
TEST(ParquetDecoder, damage_of_any_byte_is_an_error_or_another_value) {
  std::mt19937_64 random(3);
  std::string file = to_parquet(test::random_table(random, 30, true));
  int refused = 0;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (char flip : {'\x01', '\x80', '\xff'}) {
      std::string damaged = file;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      refused += error_of(damaged) == "no error" ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace gmat_sweep::store
