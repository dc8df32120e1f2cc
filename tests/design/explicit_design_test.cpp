#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::ThrowsMessage;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(ExplicitDesign, each_row_is_a_run) {
  const Design design = explicit_rows({"Sat.SMA", "Sat.ECC"},
                                      {Value::List{7000.0, 0.001}, Value::List{7100, "circular"}});
  ASSERT_EQ(design.run_count(), 2);
  EXPECT_EQ(design.overrides(0), (Value::Map{{"Sat.SMA", 7000.0}, {"Sat.ECC", 0.001}}));
  EXPECT_EQ(design.overrides(1), (Value::Map{{"Sat.SMA", 7100}, {"Sat.ECC", "circular"}}));
  EXPECT_THAT(design.fields(), testing::ElementsAre("Sat.ECC", "Sat.SMA"));
  EXPECT_EQ(to_json(design.parameter_spec()),
            R"({"_kind": "explicit", "columns": ["Sat.SMA", "Sat.ECC"], )"
            R"("rows": [[7000.0, 0.001], [7100, "circular"]]})");
}

TEST(ExplicitDesign, a_nan_cell_is_forwarded_and_a_null_cell_is_no_override) {
  const Design design =
      explicit_rows({"a", "b"}, {Value::List{nan, Value()}, Value::List{1.0, 2.0}});
  const Value::Map first = design.overrides(0);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(std::isnan(first.at("a").as_real()));
}

TEST(ExplicitDesign, its_spec_read_back_from_json_rebuilds_it) {
  const Design design =
      explicit_rows({"a", "b"}, {Value::List{0.1, Value()}, Value::List{Value(), "x"}});
  const Value json = parse_json(to_json(design.parameter_spec()));
  const Design rebuilt = Design::from_parameter_spec(json.as_map());
  ASSERT_EQ(rebuilt.run_count(), 2);
  EXPECT_EQ(rebuilt.overrides(0), (Value::Map{{"a", 0.1}}));
  EXPECT_EQ(rebuilt.overrides(1), (Value::Map{{"b", "x"}}));
}

TEST(ExplicitDesign, no_rows_are_no_runs) { EXPECT_EQ(explicit_rows({"a"}, {}).run_count(), 0); }

TEST(ExplicitDesign, a_missing_override_stays_missing) {
  const std::vector<Value::Map> overrides = {{{"b", 2}, {"a", 1}}, {{"c", nan}}, {}, {{"a", 3}}};
  const Design design = explicit_overrides(overrides);
  ASSERT_EQ(design.run_count(), 4);
  EXPECT_EQ(design.overrides(0), (Value::Map{{"a", 1}, {"b", 2}}));
  EXPECT_TRUE(std::isnan(design.overrides(1).at("c").as_real()));
  EXPECT_EQ(design.overrides(1).size(), 1U);
  EXPECT_TRUE(design.overrides(2).empty());
  EXPECT_EQ(design.overrides(3), (Value::Map{{"a", 3}}));
}

TEST(ExplicitDesign, bad_rows_are_refused_by_name) {
  EXPECT_THAT(
      [] {
        explicit_rows({"a", "b", "a"}, {});
      },
      ThrowsMessage<SweepConfigError>("samples has duplicate column names: ['a']"));
  EXPECT_THAT(
      [] {
        explicit_rows({"a", "b"}, {Value::List{1, nan}, Value::List{2, Value()}});
      },
      ThrowsMessage<SweepConfigError>("samples has all-NaN columns: ['b']"));
  EXPECT_THAT(
      [] {
        explicit_rows({"a", "b"}, {Value::List{1, 2}, Value::List{2}});
      },
      ThrowsMessage<SweepConfigError>("samples row 1 has 1 values for 2 columns"));
  EXPECT_THAT(
      [] {
        Design::from_parameter_spec({{"_kind", "explicit"}, {"rows", Value::List{}}});
      },
      ThrowsMessage<SweepConfigError>("parameter_spec of kind 'explicit' lacks "
                                      "\"columns\""));
}

}  // namespace
}  // namespace gmat_sweep
