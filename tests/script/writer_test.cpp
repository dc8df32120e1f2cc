#include "script/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "full_script.hpp"
#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

std::string rewritten(std::string_view text) { return to_text(parse_expression(text)); }

void expect_round_trip(const Script& script) {
  const std::string text = to_text(script);
  const Script again = parse_text(text, "again.script");
  EXPECT_EQ(again, script);
  EXPECT_EQ(to_text(again), text);
}

TEST(Writer, every_construct_parses_to_an_equal_script) {
  const Script script = parse_text(full_script);
  EXPECT_EQ(script.commands.size(), 35U);
  expect_round_trip(script);
}

TEST(Writer, a_script_is_written_with_its_definitions_in_order) {
  EXPECT_EQ(to_text(parse_text("GMAT x = 1 % one\n"
                               "Create Variable a b\n"
                               "c.Method(1)\n"
                               "RF.Filename=a/b-c.txt\n"
                               "BeginMissionSequence\n"
                               "If a>1\nb=2\nElse\nFor a=1:3\nStop\nEndFor\nEndIf\n")),
            "x = 1;\n"
            "Create Variable a;\n"
            "Create Variable b;\n"
            "c.Method(1);\n"
            "RF.Filename = a/b-c.txt;\n"
            "\n"
            "BeginMissionSequence;\n"
            "If a > 1;\n"
            "   b = 2;\n"
            "Else;\n"
            "   For a = 1:3;\n"
            "      Stop;\n"
            "   EndFor;\n"
            "EndIf;\n");
}

TEST(Writer, parentheses_stand_where_grouping_needs_them) {
  for (const char* text :
       {"a-(b-c)", "(a+b)*c", "a/(b*c)", "a+b-c",  "(-a)^2", "-a^2",  "(-2)^2", "-(2^2)",
        "a^(b^c)", "a^b^c",   "2^-3",    "2^(-x)", "a--5",   "-(-5)", "-(a+b)", "(a*b)'",
        "a'*b",    "(-a)'",   "(-5)'",   "a*-b",   "-a*b",   "+a",    "a^(-1)", "-(5)"}) {
    const Expression expression = parse_expression(text);
    EXPECT_EQ(parse_expression(to_text(expression)), expression) << text << " " << rewritten(text);
  }
  EXPECT_EQ(rewritten("a - (b - c)"), "a-(b-c)");
  EXPECT_EQ(rewritten("(a * b) + c"), "a*b+c");
}

TEST(Writer, numbers_without_text_are_written_in_full) {
  const auto written = [](double value) { return to_text(Expression{Number{value, ""}, {}}); };
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(-7000), "-7000");
  for (const double value : {1.0 / 3.0, 1e300, -2.5e-310, 123456789.123456789}) {
    EXPECT_EQ(parse_expression(written(value)).number()->value, value);
  }
}

TEST(Writer, strings_are_written_in_quotes_that_hold_them) {
  EXPECT_EQ(rewritten("'a'"), "'a'");
  EXPECT_EQ(rewritten("\"it's\""), "\"it's\"");
  EXPECT_EQ(to_text(Expression{String{"it's", '\''}, {}}), "\"it's\"");
}

TEST(Writer, functions_keep_their_headers) {
  const Script script =
      parse_text("function [a, b] = f(x, y)\nCreate Variable a b\nBeginMissionSequence\na = x\n");
  expect_round_trip(script);
  expect_round_trip(parse_text("function f()\nStop\n"));
}

TEST(Writer, equality_sees_what_changes_the_meaning) {
  const Script script = parse_text("x = 1\nBeginMissionSequence\nPropagate 'a' P(S)\n");
  EXPECT_EQ(script, parse_text("% c\nx=1.0;\n\nBeginMissionSequence\n  Propagate 'a' P( S );"));
  EXPECT_NE(script, parse_text("x = 2\nBeginMissionSequence\nPropagate 'a' P(S)\n"));
  EXPECT_NE(script, parse_text("x = 1\nBeginMissionSequence\nPropagate 'b' P(S)\n"));
  EXPECT_NE(script, parse_text("x = 1\nBeginMissionSequence\nPropagate 'a' P(T)\n"));
  EXPECT_NE(script, parse_text("x = 1\nPropagate 'a' P(S)\n"));
  EXPECT_NE(parse_text("Create Variable x\ny = 1"), parse_text("y = 1\nCreate Variable x"));
}

TEST(Writer, the_reference_missions_round_trip) {
  const std::filesystem::path folder =
      std::filesystem::path(GMAT_SWEEP_SOURCE_DIR) / ".." / "shared" / "reference" / "missions";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no reference missions at " << folder;
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".script") continue;
    SCOPED_TRACE(entry.path());
    expect_round_trip(parse_file(entry.path()));
    ++count;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace gmat_sweep::script
