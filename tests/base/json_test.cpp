#include <gtest/gtest.h>

#include <cmath>

#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {
namespace {

TEST(Json, integers_beyond_64_bits_keep_every_digit) {
  const std::string text =
      "[9223372036854775807, 9223372036854775808, -123456789012345678901234567890]";
  const Value value = parse_json(text);
  EXPECT_EQ(value.as_list()[0].as_integer(), 9223372036854775807);
  EXPECT_TRUE(value.as_list()[1].is_big_integer());
  EXPECT_EQ(to_json(value), text);
}

TEST(Json, reals_read_back_to_the_same_bits) {
  for (const double real : {0.1, 1e-300, 5e-324, 1.7976931348623157e308, 1.0 / 3, -0.0, 7000.0}) {
    const Value back = parse_json(to_json(Value(real)));
    EXPECT_TRUE(back.is_real());
    EXPECT_EQ(std::signbit(back.as_real()), std::signbit(real));
    EXPECT_EQ(back.as_real(), real);
  }
}

TEST(Json, nan_and_infinities_are_read_and_written_as_python_does) {
  const Value value = parse_json("[NaN, Infinity, -Infinity]");
  EXPECT_TRUE(std::isnan(value.as_list()[0].as_real()));
  EXPECT_EQ(to_json(value), "[NaN, Infinity, -Infinity]");
}

TEST(Json, text_is_written_in_ascii_and_reads_back) {
  const std::string text = "\u00e9\U0001F680\n\"\\\t\x01";
  EXPECT_EQ(to_json(Value(text)), R"("\u00e9\ud83d\ude80\n\"\\\t\u0001")");
  EXPECT_EQ(parse_json(to_json(Value(text))).as_string(), text);
}

TEST(Json, maps_keep_the_order_of_their_keys) {
  EXPECT_EQ(to_json(parse_json(R"({"b": 1, "a": {"z": [], "y": {}}})")),
            R"({"b": 1, "a": {"z": [], "y": {}}})");
}

TEST(Json, malformed_text_names_the_offset) {
  for (const char* text :
       {"", "{", "[1,]", "{\"a\" 1}", "01", "1.", "nul", "\"a", "[1] 2", "\"\\q\""}) {
    EXPECT_THROW(parse_json(text), GmatSweepError) << text;
  }
  try {
    parse_json("[1, x]");
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_STREQ(error.what(), "JSON: a value is missing at offset 4");
  }
}

TEST(Json, endless_nesting_is_refused) {
  EXPECT_THROW(parse_json(std::string(100000, '[')), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep
