#include "analysis/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace gmat_sweep {
namespace {

using testing::ElementsAre;

TEST(Iso8601OfTimestamp, has_as_many_decimals_as_it_needs) {
  EXPECT_EQ(to_iso8601(Timestamp{0}), "1970-01-01T00:00:00");
  EXPECT_EQ(to_iso8601(Timestamp{1767225600123000000}), "2026-01-01T00:00:00.123");
  EXPECT_EQ(to_iso8601(Timestamp{1767225600100000000}), "2026-01-01T00:00:00.100");
  EXPECT_EQ(to_iso8601(Timestamp{1767225600000123000}), "2026-01-01T00:00:00.000123");
  EXPECT_EQ(to_iso8601(Timestamp{1767225600000000001}), "2026-01-01T00:00:00.000000001");
  EXPECT_EQ(to_iso8601(Timestamp{-1}), "1969-12-31T23:59:59.999999999");
  EXPECT_EQ(to_iso8601(Timestamp{1483228799999000000}), "2016-12-31T23:59:59.999");
  EXPECT_EQ(to_iso8601(Timestamp::missing()), "");
}

TEST(ShortestReal, reads_back_to_the_same_double) {
  EXPECT_EQ(to_shortest(0.1), "0.1");
  EXPECT_EQ(to_shortest(7000), "7000");
  for (double value : {1.0 / 3, -0.0, 1e300, 5e-324, 123456789.12345679, 6778.1363}) {
    double read = std::strtod(to_shortest(value).c_str(), nullptr);
    EXPECT_EQ(read, value);
    EXPECT_EQ(std::signbit(read), std::signbit(value));
  }
}

TEST(CommonType, integers_with_reals_are_reals_and_other_mixtures_text) {
  Column::Values reals = std::vector<double>();
  Column::Values integers = std::vector<std::int64_t>();
  Column::Values times = std::vector<Timestamp>();
  EXPECT_EQ(common_type(integers, integers), integers);
  EXPECT_EQ(common_type(integers, reals), reals);
  EXPECT_EQ(common_type(reals, integers), reals);
  EXPECT_EQ(common_type(reals, times), Column::Values(std::vector<std::string>()));
}

TEST(Converted, missing_values_stay_missing) {
  Column integers{"i", std::vector<std::int64_t>{1, 2, 3}, {true, false, true}};
  Column as_reals = converted(integers, std::vector<double>());
  auto& reals = std::get<std::vector<double>>(as_reals.values);
  EXPECT_EQ(reals[0], 1);
  EXPECT_TRUE(std::isnan(reals[1]));
  EXPECT_EQ(reals[2], 3);
  Column as_texts =
      converted({"x", std::vector<double>{0.5, std::nan(""), 2}}, std::vector<std::string>());
  EXPECT_THAT(std::get<std::vector<std::string>>(as_texts.values), ElementsAre("0.5", "", "2"));
  EXPECT_THAT(as_texts.valid, ElementsAre(true, false, true));
}

TEST(UniqueNames, repetitions_are_numbered) {
  EXPECT_THAT(unique_names({"a", "b", "a", "a_1", "a"}),
              ElementsAre("a", "b", "a_1", "a_1_1", "a_2"));
}

}  // namespace
}  // namespace gmat_sweep
