#include <gtest/gtest.h>

#include <limits>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

std::string shape_of(std::string_view text) { return shape(parse_expression(text)); }

TEST(Expression, sums_and_products_group_from_the_left) {
  EXPECT_EQ(shape_of("a - b + c"), "((a-b)+c)");
  EXPECT_EQ(shape_of("a / b * c"), "((a/b)*c)");
  EXPECT_EQ(shape_of("a + b * c - d / e"), "((a+(b*c))-(d/e))");
}

TEST(Expression, powers_group_from_the_left_and_bind_before_signs) {
  EXPECT_EQ(shape_of("a^b^c"), "((a^b)^c)");
  EXPECT_EQ(shape_of("-x^2"), "(-(x^2))");
  EXPECT_EQ(shape_of("-2^2"), "(-(2^2))");
  EXPECT_EQ(shape_of("2^-3"), "(2^-3)");
  EXPECT_EQ(shape_of("2^-x"), "(2^(-x))");
  EXPECT_EQ(shape_of("A^(-1)"), "(A^-1)");
}

TEST(Expression, a_sign_binds_before_a_product) {
  EXPECT_EQ(shape_of("-a*b"), "((-a)*b)");
  EXPECT_EQ(shape_of("a*-b"), "(a*(-b))");
  EXPECT_EQ(shape_of("a - -5"), "(a--5)");
  EXPECT_EQ(shape_of("+a"), "(+a)");
}

TEST(Expression, a_sign_before_a_number_belongs_to_it) {
  const Expression value = parse_expression("-1.5e-3");
  ASSERT_NE(value.number(), nullptr);
  EXPECT_EQ(value.number()->value, -1.5e-3);
  EXPECT_EQ(value.number()->text, "-1.5e-3");
}

TEST(Expression, parentheses_group) {
  EXPECT_EQ(shape_of("(a + b) * c"), "((a+b)*c)");
  EXPECT_EQ(shape_of("((a))"), "a");
  EXPECT_EQ(shape_of("a - (b - c)"), "(a-(b-c))");
}

TEST(Expression, conjunctions_bind_before_disjunctions) {
  EXPECT_EQ(shape_of("a < 1 | b > 2 & c == 3"), "((a<1)|((b>2)&(c==3)))");
  EXPECT_EQ(shape_of("a <= 1 & b >= 2 | c ~= 3"), "(((a<=1)&(b>=2))|(c~=3))");
  EXPECT_EQ(shape_of("a + 1 < b * 2"), "((a+1)<(b*2))");
}

TEST(Expression, numbers_of_every_form_keep_their_text) {
  for (const auto& [text, value] : std::initializer_list<std::pair<const char*, double>>{
           {"7000", 7000},
           {"007", 7},
           {"10.", 10},
           {".5", 0.5},
           {"1e3", 1000},
           {"1.25E-1", 0.125},
           {"1e+2", 100},
           {"9.999999999999999e-12", 9.999999999999999e-12},
           {"-10e300", -10e300},
           {"1e-400", 0}}) {
    const Expression expression = parse_expression(text);
    ASSERT_NE(expression.number(), nullptr) << text;
    EXPECT_EQ(expression.number()->value, value);
    EXPECT_EQ(expression.number()->text, text);
  }
}

TEST(Expression, strings_take_either_quote_and_keep_what_is_inside) {
  EXPECT_EQ(parse_expression("'01 Jan 2026 00:00:00.000'").string()->text,
            "01 Jan 2026 00:00:00.000");
  EXPECT_EQ(parse_expression("\"it's\"").string()->text, "it's");
  EXPECT_EQ(parse_expression("''").string()->text, "");
  EXPECT_EQ(parse_expression("'%.3f ... ; {'").string()->text, "%.3f ... ; {");
}

TEST(Expression, a_quote_after_an_operand_transposes) {
  EXPECT_EQ(shape_of("A'"), "(A')");
  EXPECT_EQ(shape_of("A'*B'"), "((A')*(B'))");
  EXPECT_EQ(shape_of("A''"), "((A')')");
  EXPECT_EQ(shape_of("(a+b)'"), "((a+b)')");
  EXPECT_EQ(shape_of("A(1,2)'"), "(A(1 2)')");
  EXPECT_EQ(shape_of("[1 2]'"), "([1 2]')");
}

TEST(Expression, paths_have_parts_and_arguments) {
  EXPECT_EQ(shape_of("FM.GravityField.Earth.Degree"), "FM.GravityField.Earth.Degree");
  EXPECT_EQ(shape_of("A(i, j+1)"), "A(i (j+1))");
  EXPECT_EQ(shape_of("sqrt(x^2 + y^2)"), "sqrt(((x^2)+(y^2)))");
  EXPECT_EQ(shape_of("Python.Mod.f(x)"), "Python.Mod.f(x)");
  EXPECT_EQ(shape_of("f ( x )"), "f(x)");

  const Expression call = parse_expression("rand()");
  EXPECT_TRUE(call.path()->is_call());
  EXPECT_FALSE(call.path()->is_plain());
  const Expression word = parse_expression("On");
  EXPECT_EQ(word.word(), "On");
  EXPECT_EQ(parse_expression("Sat.SMA").path()->dotted(), "Sat.SMA");
  EXPECT_NE(call, parse_expression("rand"));
}

TEST(Expression, lists_part_items_by_commas_or_blanks_and_nest) {
  EXPECT_EQ(shape_of("{Earth, Luna}"), "{Earth Luna}");
  EXPECT_EQ(shape_of("{Earth Luna Sun}"), "{Earth Luna Sun}");
  EXPECT_EQ(shape_of("{}"), "{}");
  EXPECT_EQ(shape_of("{{a, b, c}, 'Range'}"), "{{a b c} 'Range'}");
  EXPECT_EQ(shape_of("{'a' 'b'}"), "{'a' 'b'}");
  EXPECT_EQ(shape_of("{Tolerance = 0.1, Method = Fast}"), "{(Tolerance=0.1) (Method=Fast)}");
}

TEST(Expression, matrices_have_rows_and_signed_items) {
  EXPECT_EQ(shape_of("[1 2 3; 4, 5, 6]"), "[1 2 3; 4 5 6]");
  EXPECT_EQ(shape_of("[]"), "[]");
  EXPECT_EQ(shape_of("[1 -2]"), "[1 -2]");
  EXPECT_EQ(shape_of("[a - b]"), "[(a-b)]");
  EXPECT_EQ(shape_of("[a-b]"), "[(a-b)]");
  EXPECT_EQ(shape_of("[a (1)]"), "[a 1]");
  EXPECT_EQ(shape_of("[f(1) (2 -1)]"), "[f(1) (2-1)]");
  EXPECT_EQ(shape_of("[ true true false ]"), "[true true false]");
}

TEST(Expression, a_setting_hands_out_its_sides) {
  const Expression setting = parse_expression("Sat.ElapsedSecs = 60");
  const auto [left, right] = setting.setting();
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(left->path()->dotted(), "Sat.ElapsedSecs");
  EXPECT_EQ(right->number()->value, 60);
  EXPECT_EQ(parse_expression("a == b").setting().first, nullptr);
}

TEST(Expression, a_value_that_is_no_expression_is_raw_text) {
  EXPECT_EQ(shape(parse_value("01 Jan 2026 00:00:00.000")), "<01 Jan 2026 00:00:00.000>");
  EXPECT_EQ(shape(parse_value("../output/run.txt")), "<../output/run.txt>");
  EXPECT_EQ(shape(parse_value("C:\\data\\x.bsp")), "<C:\\data\\x.bsp>");
  EXPECT_EQ(shape(parse_value("2021a.txt")), "<2021a.txt>");
  EXPECT_EQ(shape(parse_value("{../a.bsp b, 2x}")), "{<../a.bsp> b <2x>}");
  EXPECT_EQ(shape(parse_value("7000")), "7000");
}

TEST(Expression, one_value_alone_is_read_or_refused) {
  const auto fault = [](auto read, std::string_view text) -> std::string {
    try {
      read(text);
    } catch (const ScriptError& error) {
      return error.what();
    }
    return "(none)";
  };
  EXPECT_EQ(fault(parse_expression, "7000 +"),
            "value:1:7: found the end of the statement, expected a value");
  EXPECT_EQ(fault(parse_expression, ""),
            "value:1:1: found the end of the statement, expected a value");
  EXPECT_EQ(fault(parse_expression, "1 2"), "value:1:3: found '2' after the expression");
  EXPECT_EQ(fault(parse_expression, "1\n2"), "value:2:1: found a second line, expected one value");
  EXPECT_EQ(fault(parse_value, "{1, 2"), "value:1:1: '{' is not closed");
  EXPECT_EQ(fault(parse_value, "'abc"), "value:1:1: the quote ' is not closed on its line");
  EXPECT_EQ(fault(parse_path, "Sat."),
            "value:1:5: found the end of the statement, expected a name "
            "after '.'");
  EXPECT_EQ(fault(parse_path, "Sat.SMA = 3"), "value:1:9: found '=' after the field");
  EXPECT_EQ(to_text(parse_path("FM.GravityField.Earth.Degree")), "FM.GravityField.Earth.Degree");
}

TEST(Expression, equality_is_of_meaning) {
  EXPECT_EQ(parse_expression("a+b"), parse_expression("  a  +  b "));
  EXPECT_EQ(parse_expression("1e3"), parse_expression("1000"));
  EXPECT_EQ(parse_expression("'x'"), parse_expression("\"x\""));
  EXPECT_EQ(parse_expression("(a)"), parse_expression("a"));
  EXPECT_NE(parse_expression("a-b"), parse_expression("b-a"));
  EXPECT_NE(parse_expression("'x'"), parse_expression("x"));
  EXPECT_NE(parse_expression("{1}"), parse_expression("[1]"));
}

TEST(Expression, a_number_beyond_doubles_is_refused) {
  EXPECT_EQ(faults_of("BeginMissionSequence\nx = 1e999\n"),
            "m.script:2:5: the number 1e999 is beyond the range of a double");
}

}  // namespace
}  // namespace gmat_sweep::script
