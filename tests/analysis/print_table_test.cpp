#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "analysis/sample_sweep.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {
namespace {

using test::SampleSweep;
using test::small_report;

std::string printed(const LazyTable& table, const PrintOptions& options = {}) {
  std::ostringstream out;
  print_table(table, out, options);
  return out.str();
}

TEST(PrintTable, a_short_table_is_printed_whole) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(10)}});
  sweep.add_without_outputs(1, RunStatus::failed);
  EXPECT_EQ(printed(lazy_multiindex(sweep.manifest())),
            "run_id                 time     Sat.UTCGregorian  Sat.X  __status\n"
            "     0  1970-01-01T00:00:00  1970-01-01T00:00:00     10  ok\n"
            "     0  1970-01-01T00:01:00  1970-01-01T00:01:00   10.5  ok\n"
            "     1                  NaT                  NaT    NaN  failed\n"
            "[3 rows x 5 columns]\n");
}

TEST(PrintTable, of_a_long_table_the_ends_are_shown) {
  std::vector<double> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  Table table;
  table.columns = {{"x", values}};
  EXPECT_EQ(printed(LazyTable(table), {.head = 2, .tail = 2}),
            "  x\n"
            "  0\n"
            "  1\n"
            "...\n"
            "998\n"
            "999\n"
            "[1000 rows x 1 columns]\n");
  EXPECT_EQ(printed(LazyTable(table), {.head = 1, .tail = 0}),
            "  x\n  0\n...\n[1000 rows x 1 columns]\n");
}

TEST(PrintTable, columns_in_the_middle_give_way_to_the_width) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(10)}});
  std::string text = printed(lazy_multiindex(sweep.manifest()), {.max_width = 50});
  EXPECT_EQ(text,
            "run_id                 time  ...  __status\n"
            "     0  1970-01-01T00:00:00  ...  ok\n"
            "     0  1970-01-01T00:01:00  ...  ok\n"
            "[2 rows x 5 columns]\n");
}

TEST(PrintTable, text_is_kept_on_its_line_and_aligned_by_what_is_seen) {
  Table table;
  table.columns = {{"s", std::vector<std::string>{"a\nb", "äöü", std::string(60, 'x')}},
                   {"i", std::vector<std::int64_t>{1, 2, 3}, {true, false, true}}};
  EXPECT_EQ(printed(LazyTable(table)),
            "s                                                  i\n"
            "a b                                                1\n"
            "äöü                                               NA\n"
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…   3\n"
            "[3 rows x 2 columns]\n");
}

TEST(PrintTable, an_empty_table_still_shows_its_columns) {
  Table table;
  table.columns = {{"x", std::vector<double>()}};
  EXPECT_EQ(printed(LazyTable(table)), "x\n[0 rows x 1 columns]\n");
}

}  // namespace
}  // namespace gmat_sweep
