#include "sweep/table_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Table table(std::vector<double> x, std::vector<std::string> names) {
  return {{{"x", std::move(x)}, {"name", std::move(names)}}};
}

TEST(TableDifference, tables_of_the_same_values_have_none) {
  EXPECT_EQ(describe_difference(table({1, std::nan("")}, {"a", "b"}),
                                table({1, std::nan("")}, {"a", "b"})),
            "");
}

TEST(TableDifference, the_largest_difference_is_named_with_column_row_and_values) {
  EXPECT_EQ(
      describe_difference(table({1, 2, 3}, {"a", "b", "c"}), table({1.25, 4, 3}, {"a", "b", "c"})),
      "2 values differ; the largest difference of 2 is in column x, row 1: 2 recorded, 4 "
      "found");
}

TEST(TableDifference, other_text_and_a_number_that_is_missing_have_no_size) {
  EXPECT_EQ(
      describe_difference(table({1, 2}, {"a", "b"}), table({1, 2}, {"a", "c"})),
      R"(1 values differ; the largest difference is in column name, row 1: "b" recorded, "c" found)");
  EXPECT_THAT(describe_difference(table({1, 2}, {"a", "b"}), table({1, std::nan("")}, {"a", "b"})),
              HasSubstr("row 1: 2 recorded, nan found"));
}

TEST(TableDifference, another_shape_is_said) {
  EXPECT_EQ(describe_difference(table({1}, {"a"}), table({1, 2}, {"a", "b"})),
            "1 rows recorded, 2 found");
  EXPECT_THAT(describe_difference(table({1}, {"a"}), {{{"y", std::vector<double>{1}}}}),
              AllOf(HasSubstr("x, name recorded"), HasSubstr("y found")));
}

}  // namespace
}  // namespace gmat_sweep
