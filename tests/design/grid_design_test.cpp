#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(GridDesign, the_first_field_in_sorted_order_varies_slowest) {
  const Design design = grid({{"b", Value::List{10, 20, 30}}, {"a", Value::List{1, 2}}});
  ASSERT_EQ(design.run_count(), 6);
  EXPECT_EQ(design.kind(), "grid");
  EXPECT_THAT(design.fields(), testing::ElementsAre("a", "b"));
  const std::vector<std::pair<int, int>> expected = {{1, 10}, {1, 20}, {1, 30},
                                                     {2, 10}, {2, 20}, {2, 30}};
  for (int run_id = 0; run_id < 6; ++run_id) {
    const auto [a, b] = expected[static_cast<std::size_t>(run_id)];
    EXPECT_EQ(design.overrides(run_id), (Value::Map{{"a", a}, {"b", b}})) << run_id;
    EXPECT_TRUE(design.run_seed(run_id).is_null());
  }
}

TEST(GridDesign, no_axes_are_one_run_without_overrides) {
  const Design design = grid({});
  EXPECT_EQ(design.run_count(), 1);
  EXPECT_TRUE(design.overrides(0).empty());
}

TEST(GridDesign, the_parameter_spec_is_tagged_and_keeps_the_axes_verbatim) {
  const Design design = grid({{"b", Value::List{10.5}}, {"a", Value::List{"x", true}}});
  EXPECT_EQ(to_json(design.parameter_spec()),
            R"({"_kind": "grid", "b": [10.5], "a": ["x", true]})");
}

TEST(GridDesign, a_spec_with_or_without_its_tag_rebuilds_the_grid) {
  const Value::Map axes{{"Sat.SMA", Value::List{7000, 7100}}, {"Sat.ECC", Value::List{0.1}}};
  const Design untagged = Design::from_parameter_spec(axes);
  const Design tagged = Design::from_parameter_spec(grid(axes).parameter_spec());
  EXPECT_EQ(untagged.kind(), "grid");
  ASSERT_EQ(untagged.run_count(), 2);
  EXPECT_EQ(untagged.overrides(1), tagged.overrides(1));
  EXPECT_EQ(untagged.parameter_spec(), tagged.parameter_spec());
}

TEST(GridDesign, empty_and_non_list_axes_are_refused_all_at_once) {
  const Value::Map axes{{"a", Value::List{}}, {"b", Value::List{1}}, {"c", 3}};
  EXPECT_THAT([&] { grid(axes); }, ThrowsMessage<SweepConfigError>(
                                       "grid value for 'a' is empty\n"
                                       "grid value for 'c' must be a list of values, got integer"));
}

TEST(GridDesign, a_grid_beyond_64_bits_is_refused) {
  Value::List values;
  for (int i = 0; i < 1000; ++i) values.emplace_back(i);
  Value::Map axes;
  for (int i = 0; i < 7; ++i) axes.set("field" + std::to_string(i), values);
  EXPECT_THAT([&] { grid(axes); },
              ThrowsMessage<SweepConfigError>(HasSubstr("more than 2^63 - 1 runs")));
}

TEST(GridDesign, a_run_outside_the_design_is_out_of_range) {
  const Design design = grid({{"a", Value::List{1, 2}}});
  EXPECT_THROW(design.overrides(2), std::out_of_range);
  EXPECT_THROW(design.overrides(-1), std::out_of_range);
  EXPECT_THROW(design.run_seed(2), std::out_of_range);
}

TEST(GridDesign, cannot_be_extended) {
  const Design design = grid({{"a", Value::List{1, 2}}});
  EXPECT_EQ(design.extended_to(2).run_count(), 2);
  EXPECT_THAT([&] { design.extended_to(3); },
              ThrowsMessage<SweepConfigError>(HasSubstr("kind 'grid' cannot be extended")));
  EXPECT_THAT([&] { design.extended_to(1); },
              ThrowsMessage<SweepConfigError>(HasSubstr("which is fewer")));
}

TEST(Design, an_unknown_kind_is_refused_with_the_known_ones) {
  EXPECT_THAT(
      [] {
        Design::from_parameter_spec({{"_kind", "morris"}});
      },
      ThrowsMessage<SweepConfigError>(
          HasSubstr("unknown parameter_spec _kind: 'morris' — expected one of 'grid', "
                    "'explicit', 'monte_carlo', 'latin_hypercube'")));
}

}  // namespace
}  // namespace gmat_sweep
