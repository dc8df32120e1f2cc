#include "design/samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "design/design_output.hpp"
#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

Samples parse(std::string_view text) { return parse_csv_samples(text, "samples.csv"); }

std::string json_of(const Samples& samples) { return to_json(Value(samples.rows)); }

TEST(CsvSamples, columns_are_typed_as_pandas_types_them) {
  const Samples samples = parse(
      "i,f,mixed,b,s,gap\n"
      "1,1.5,1,True,x,1\n"
      "-2,2,2.5,false,7,\n");
  EXPECT_THAT(samples.columns, ElementsAre("i", "f", "mixed", "b", "s", "gap"));
  EXPECT_EQ(json_of(samples),
            R"([[1, 1.5, 1.0, true, "x", 1.0], [-2, 2.0, 2.5, false, "7", NaN]])");
}

TEST(CsvSamples, missing_values_are_nan_in_any_column) {
  const Samples samples = parse("a,b,c\nNA,x,True\n1,,NaN\n");
  EXPECT_EQ(json_of(samples), R"([[NaN, "x", true], [1.0, NaN, NaN]])");
}

TEST(CsvSamples, quotes_line_ends_blank_lines_and_a_byte_order_mark_are_understood) {
  const Samples samples = parse(
      "\xEF\xBB\xBF"
      "\"Sat.Epoch\",x\r\n"
      "\"01 Jan 2026, \"\"noon\"\"\",1\r\n"
      "\r\n"
      "\"two\nlines\",2");
  EXPECT_THAT(samples.columns, ElementsAre("Sat.Epoch", "x"));
  EXPECT_EQ(json_of(samples), R"([["01 Jan 2026, \"noon\"", 1], ["two\nlines", 2]])");
}

TEST(CsvSamples, reals_are_read_exactly) {
  const Samples samples = parse("a\n0.1\n7100.123456789012\n4.9406564584124654e-324\n");
  EXPECT_EQ(samples.rows[0].as_list()[0], Value(0.1));
  EXPECT_EQ(samples.rows[1].as_list()[0], Value(7100.123456789012));
  EXPECT_EQ(samples.rows[2].as_list()[0], Value(0x1p-1074));
}

TEST(CsvSamples, short_rows_lack_values_and_long_rows_are_refused) {
  EXPECT_EQ(json_of(parse("a,b\n1\n2,3\n")), "[[1, NaN], [2, 3.0]]");
  EXPECT_THAT([] { parse("a,b\n1,2\n1,2,3\n"); },
              ThrowsMessage<SweepConfigError>("samples.csv:3: 3 values for 2 columns"));
}

TEST(CsvSamples, broken_files_are_refused_with_the_place) {
  EXPECT_THAT([] { parse(""); },
              ThrowsMessage<SweepConfigError>(HasSubstr("samples.csv: no columns")));
  EXPECT_THAT([] { parse("a\n1\n\"open\n"); },
              ThrowsMessage<SweepConfigError>("samples.csv: line 3: a quote is not closed"));
  EXPECT_THAT([] { read_csv_samples("/nowhere/samples.csv"); },
              ThrowsMessage<SweepConfigError>("samples file not found: /nowhere/samples.csv"));
}

TEST(CsvSamples, a_run_id_column_is_left_out_only_when_it_counts_the_rows) {
  EXPECT_THAT(parse("run_id,a\n0,5\n1,6\n").columns, ElementsAre("a"));
  EXPECT_THAT(parse("run_id,a\n1,5\n2,6\n").columns, ElementsAre("run_id", "a"));
}

TEST(TableSamples, missing_values_become_nan_and_timestamps_gmat_text) {
  Table table;
  table.columns.push_back({"i", std::vector<std::int64_t>{1, 2}, {true, false}});
  table.columns.push_back(
      {"t", std::vector<Timestamp>{{1767225600123456789}, Timestamp::missing()}, {}});
  table.columns.push_back({"s", std::vector<std::string>{"x", "y"}, {}});
  table.columns.push_back({"b", std::vector<bool>{true, false}, {}});
  EXPECT_EQ(json_of(samples_from_table(table)),
            R"([[1, "01 Jan 2026 00:00:00.123", "x", true], [NaN, NaN, "y", false]])");
}

TEST(DesignOutput, csv_has_run_id_first_and_every_double_exact) {
  const Design design =
      monte_carlo({{"b", Value::List{"normal", 0, 1}}, {"a", Value::List{"uniform", 0, 1}}}, 50, 9);
  std::ostringstream out;
  write_csv(design, out);
  EXPECT_THAT(out.str(), testing::StartsWith("run_id,a,b\n0,"));
  const Samples read = parse(out.str());
  const Design again = explicit_rows(read.columns, read.rows);
  ASSERT_EQ(again.run_count(), 50);
  for (std::int64_t run_id = 0; run_id < 50; ++run_id) {
    EXPECT_EQ(again.overrides(run_id), design.overrides(run_id));
  }
}

TEST(DesignOutput, missing_overrides_and_text_are_written_so_that_they_read_back) {
  const Design design =
      explicit_overrides({{{"x", 1}, {"s", "a, \"b\""}}, {{"x", true}, {"v", Value::List{1, 2}}}});
  std::ostringstream out;
  write_csv(design, out);
  EXPECT_EQ(out.str(),
            "run_id,s,v,x\n"
            "0,\"a, \"\"b\"\"\",,1\n"
            "1,,\"[1, 2]\",true\n");
}

TEST(DesignOutput, a_table_has_the_narrowest_column_for_each_field) {
  const Design design = explicit_overrides({{{"i", 1}, {"r", 1}, {"b", true}, {"s", "x"}},
                                            {{"i", 2}, {"r", 0.5}},
                                            {{"i", 3}, {"b", false}, {"s", 4}}});
  const Table table = design_table(design);
  ASSERT_EQ(table.columns.size(), 5U);
  EXPECT_EQ(table.columns[0].name, "run_id");
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(table.find("i")->values),
            (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_TRUE(table.find("i")->valid.empty());
  const auto& reals = std::get<std::vector<double>>(table.find("r")->values);
  EXPECT_EQ(reals[1], 0.5);
  EXPECT_TRUE(std::isnan(reals[2]));
  EXPECT_EQ(table.find("b")->valid, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(std::get<std::vector<std::string>>(table.find("s")->values),
            (std::vector<std::string>{"x", "", "4"}));
}

}  // namespace
}  // namespace gmat_sweep
