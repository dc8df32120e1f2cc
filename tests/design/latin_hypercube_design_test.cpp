#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const Value::Map unit_fields = {{"a", Value::List{"uniform", 0.0, 1.0}},
                                {"b", Value::List{"uniform", 0.0, 1.0}},
                                {"c", Value::List{"uniform", 0.0, 1.0}}};

/// How many of the field's values lie in each of `parts` equal parts of [0, 1].
std::vector<int> histogram(const Design& design, const std::string& field, std::int64_t parts) {
  std::vector<int> counts(static_cast<std::size_t>(parts), 0);
  for (std::int64_t run_id = 0; run_id < design.run_count(); ++run_id) {
    const double u = design.overrides(run_id).at(field).as_real();
    const auto part = static_cast<std::int64_t>(std::ceil(u * static_cast<double>(parts))) - 1;
    ++counts[static_cast<std::size_t>(std::clamp<std::int64_t>(part, 0, parts - 1))];
  }
  return counts;
}

TEST(LatinHypercubeDesign, each_part_of_each_field_is_hit_once) {
  for (const std::int64_t n : {1, 2, 37, 500}) {
    const Design design = latin_hypercube(unit_fields, n, 11);
    ASSERT_EQ(design.run_count(), n);
    for (const std::string field : {"a", "b", "c"}) {
      EXPECT_THAT(histogram(design, field, n), testing::Each(1)) << n << field;
    }
  }
}

TEST(LatinHypercubeDesign, doubling_keeps_old_points_and_stays_latin) {
  const Design base = latin_hypercube(unit_fields, 13, 99);
  const Design twice = base.extended_to(26);
  const Design four_times = base.extended_to(52);
  for (std::int64_t run_id = 0; run_id < 26; ++run_id) {
    if (run_id < 13) {
      EXPECT_EQ(base.overrides(run_id), four_times.overrides(run_id));
    }
    EXPECT_EQ(twice.overrides(run_id), four_times.overrides(run_id));
  }
  for (const std::string field : {"a", "b", "c"}) {
    EXPECT_THAT(histogram(twice, field, 26), testing::Each(1)) << field;
    EXPECT_THAT(histogram(four_times, field, 52), testing::Each(1)) << field;
  }
}

TEST(LatinHypercubeDesign, a_doubled_design_is_rebuilt_from_its_spec) {
  const Design doubled = latin_hypercube(unit_fields, 8, 3).extended_to(32);
  EXPECT_EQ(doubled.parameter_spec().at("n"), Value(8));
  EXPECT_EQ(doubled.parameter_spec().at("doublings"), Value(2));
  const Design rebuilt = Design::from_parameter_spec(doubled.parameter_spec());
  ASSERT_EQ(rebuilt.run_count(), 32);
  EXPECT_EQ(rebuilt.overrides(31), doubled.overrides(31));
  EXPECT_EQ(latin_hypercube(unit_fields, 8, 3).extended_to(16).extended_to(32).overrides(31),
            doubled.overrides(31));
}

TEST(LatinHypercubeDesign, is_extended_by_doubling_only) {
  const Design design = latin_hypercube(unit_fields, 10, 3);
  EXPECT_THAT([&] { design.extended_to(30); },
              ThrowsMessage<SweepConfigError>(HasSubstr("from 10 runs to 20, 40 and so on, not to "
                                                        "30")));
}

TEST(LatinHypercubeDesign, runs_have_no_seed_of_their_own) {
  const Design design = latin_hypercube(unit_fields, 4, 5);
  EXPECT_TRUE(design.run_seed(0).is_null());
  EXPECT_EQ(design.seed(), Value(5));
}

TEST(LatinHypercubeDesign, bad_requests_are_refused_in_the_packages_words) {
  EXPECT_THAT(
      [] { latin_hypercube({}, 3, 1); },
      ThrowsMessage<SweepConfigError>("latin_hypercube requires a non-empty perturb mapping"));
  EXPECT_THAT([] { latin_hypercube(unit_fields, 0, 1); },
              ThrowsMessage<SweepConfigError>("latin_hypercube requires n >= 1, got 0"));
}

}  // namespace
}  // namespace gmat_sweep
