#include "design/grid_grammar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

auto refusal(std::string_view text) {
  return [text] { parse_grid_axis(text); };
}

TEST(GridGrammar, explicit_values_are_integers_then_reals_then_text) {
  const GridAxis axis = parse_grid_axis(" Sat.SMA =7000,7_100, 7200 ,7.3e3,.5,-0,abc, x y,0x10");
  EXPECT_EQ(axis.field, "Sat.SMA");
  EXPECT_EQ(axis.values, (Value::List{7000, 7100, 7200, 7300.0, 0.5, 0, "abc", " x y", "0x10"}));
}

TEST(GridGrammar, an_integer_of_any_size_stays_one) {
  EXPECT_EQ(parse_grid_axis("a=+000123456789012345678901234567890").values,
            (Value::List{BigInteger{"123456789012345678901234567890"}}));
}

// Each value below is what numpy.linspace of NumPy 1.24 computes: i * step + lo, the last one hi.
TEST(GridGrammar, linspace_is_numpys_bit_for_bit) {
  EXPECT_EQ(parse_grid_axis("Sat.SMA=7000:7400:5").values,
            (Value::List{7000.0, 7100.0, 7200.0, 7300.0, 7400.0}));
  const auto tenths = linspace(0, 1, 11);
  EXPECT_EQ(tenths[3], 0x1.3333333333334p-2);  // 0.30000000000000004
  EXPECT_EQ(tenths[6], 0x1.3333333333334p-1);  // 0.6000000000000001
  EXPECT_EQ(tenths[7], 0x1.6666666666667p-1);  // 0.7000000000000001
  EXPECT_EQ(tenths[10], 1.0);
  EXPECT_EQ(linspace(5, 5, 3), (std::vector<double>{5, 5, 5}));
  EXPECT_EQ(linspace(1, -1, 3), (std::vector<double>{1, 0, -1}));
}

TEST(GridGrammar, quoted_values_hold_colons_and_commas) {
  const GridAxis axis =
      parse_grid_axis("Sat.Epoch='01 Jan 2026 00:00:00.000','it''s, so', \"a\"\"b\" ,7,'8'");
  EXPECT_EQ(axis.values, (Value::List{"01 Jan 2026 00:00:00.000", "it's, so", "a\"b", 7, "8"}));
}

TEST(GridGrammar, json_gives_any_value) {
  EXPECT_EQ(parse_grid_axis(R"(a=json:[1, 2.5, "x:y", true, [1, 2]])").values,
            (Value::List{1, 2.5, "x:y", true, Value::List{1, 2}}));
}

TEST(GridGrammar, malformed_arguments_are_refused_in_the_packages_words) {
  EXPECT_THAT(refusal("Sat.SMA"),
              ThrowsMessage<SweepConfigError>("grid spec must contain '=': 'Sat.SMA' (expected "
                                              "'name=lo:hi:count' or 'name=v1,v2,...')"));
  EXPECT_THAT(refusal(" =1"),
              ThrowsMessage<SweepConfigError>("grid spec is missing a name: ' =1'"));
  EXPECT_THAT(refusal("a="), ThrowsMessage<SweepConfigError>("grid spec for 'a' has no values: "
                                                             "'a='"));
  EXPECT_THAT(refusal("a=1:2"),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("linspace grid spec for 'a' must have three colon-separated parts "
                            "'lo:hi:count', got '1:2'")));
  EXPECT_THAT(refusal("a=x:2:3"),
              ThrowsMessage<SweepConfigError>("linspace bounds for 'a' must be numeric, got "
                                              "'x':'2'"));
  EXPECT_THAT(refusal("a=nan:2:3"),
              ThrowsMessage<SweepConfigError>("linspace bounds for 'a' must be finite, got "
                                              "'nan':'2'"));
  EXPECT_THAT(refusal("a=1:2:2.5"),
              ThrowsMessage<SweepConfigError>("linspace count for 'a' must be an integer, got "
                                              "'2.5'"));
  EXPECT_THAT(refusal("a=1:2:1"),
              ThrowsMessage<SweepConfigError>("linspace count for 'a' must be >= 2, got 1"));
  EXPECT_THAT(refusal("a=1,,2"),
              ThrowsMessage<SweepConfigError>("explicit grid spec for 'a' has an empty value: "
                                              "'1,,2'"));
  EXPECT_THAT(refusal("a=1,2,"), ThrowsMessage<SweepConfigError>(HasSubstr("has an empty value")));
  EXPECT_THAT(refusal("a=1,-Inf"),
              ThrowsMessage<SweepConfigError>("non-finite numeric value is not allowed: '-Inf'"));
}

TEST(GridGrammar, malformed_quotes_and_json_are_refused) {
  EXPECT_THAT(refusal("a='x"),
              ThrowsMessage<SweepConfigError>(HasSubstr("has a quote that is not closed")));
  EXPECT_THAT(refusal("a='x'y"), ThrowsMessage<SweepConfigError>(
                                     HasSubstr("has 'y' after a quoted value, where ','")));
  EXPECT_THAT(refusal("a='x',"), ThrowsMessage<SweepConfigError>(HasSubstr("an empty value")));
  EXPECT_THAT(refusal("a=json:[1,"),
              ThrowsMessage<SweepConfigError>(HasSubstr("grid spec for 'a' is not JSON")));
  EXPECT_THAT(refusal("a=json:[]"),
              ThrowsMessage<SweepConfigError>(HasSubstr("must be a non-empty JSON list, got []")));
  EXPECT_THAT(refusal("a=1:2:99999999999999999999"),
              ThrowsMessage<SweepConfigError>(HasSubstr("must be <= 100000000")));
}

TEST(GridGrammar, all_faults_of_several_arguments_are_told_at_once) {
  const std::vector<std::string> texts = {"a=1,2", "b", "a=3", "c=1:2:1"};
  EXPECT_THAT([&] { parse_grid(texts); },
              ThrowsMessage<SweepConfigError>(
                  testing::AllOf(HasSubstr("must contain '=': 'b'"),
                                 HasSubstr("\ngrid spec for 'a' given more than once\n"),
                                 HasSubstr("must be >= 2, got 1"))));
}

TEST(GridGrammar, the_axes_of_several_arguments_make_a_grid) {
  const std::vector<std::string> texts = {"b=1,2", "a=0:1:2"};
  EXPECT_EQ(parse_grid(texts),
            (Value::Map{{"b", Value::List{1, 2}}, {"a", Value::List{0.0, 1.0}}}));
}

}  // namespace
}  // namespace gmat_sweep
