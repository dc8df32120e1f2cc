#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const Value::Map three_fields = {{"Sat.SMA", Value::List{"normal", 7100.0, 50.0}},
                                 {"Sat.INC", Value::List{"uniform", 0.0, 90.0}},
                                 {"Sat.DryMass", Value::List{"lognormal", 4.6, 0.05}}};

TEST(MonteCarloDesign, adding_a_field_changes_no_other_draw) {
  Value::Map more = {{"Aaa.X", Value::List{"uniform", 0.0, 1.0}}};
  for (const auto& [field, form] : three_fields) more.set(field, form);
  const Design few = monte_carlo(three_fields, 20, 42);
  const Design many = monte_carlo(more, 20, 42);
  for (std::int64_t run_id = 0; run_id < 20; ++run_id) {
    for (const auto& [field, value] : few.overrides(run_id)) {
      EXPECT_EQ(many.overrides(run_id).at(field), value) << run_id << " " << field;
    }
  }
}

TEST(MonteCarloDesign, an_extension_equals_a_fresh_larger_design) {
  const Design small = monte_carlo(three_fields, 10, 7);
  const Design large = monte_carlo(three_fields, 25, 7);
  const Design extended = small.extended_to(25);
  ASSERT_EQ(extended.run_count(), 25);
  for (std::int64_t run_id = 0; run_id < 25; ++run_id) {
    EXPECT_EQ(extended.overrides(run_id), large.overrides(run_id));
    EXPECT_EQ(extended.run_seed(run_id), large.run_seed(run_id));
    if (run_id < 10) {
      EXPECT_EQ(small.overrides(run_id), large.overrides(run_id));
    }
  }
}

TEST(MonteCarloDesign, runs_beyond_32_bits_have_seeds_of_their_own) {
  const Design design = monte_carlo(three_fields, std::int64_t{1} << 40, 7);
  EXPECT_NE(design.overrides(5), design.overrides((std::int64_t{1} << 32) + 5));
}

TEST(MonteCarloDesign, a_manifests_spec_rebuilds_it_even_with_keys_sorted) {
  const Design design = monte_carlo(three_fields, 5, BigInteger{"123456789012345678901234567890"});
  EXPECT_EQ(to_json(design.parameter_spec()),
            R"({"_kind": "monte_carlo", "perturb": {"Sat.SMA": ["normal", 7100.0, 50.0], )"
            R"("Sat.INC": ["uniform", 0.0, 90.0], "Sat.DryMass": ["lognormal", 4.6, 0.05]}, )"
            R"("n": 5, "seed": 123456789012345678901234567890})");
  const Design rebuilt = Design::from_parameter_spec(
      parse_json(R"({"_kind": "monte_carlo", "n": 5, "perturb": {)"
                 R"("Sat.DryMass": ["lognormal", 4.6, 0.05], "Sat.INC": ["uniform", 0.0, 90.0], )"
                 R"("Sat.SMA": ["normal", 7100.0, 50.0]}, )"
                 R"("seed": 123456789012345678901234567890})")
          .as_map());
  for (std::int64_t run_id = 0; run_id < 5; ++run_id) {
    EXPECT_EQ(rebuilt.overrides(run_id), design.overrides(run_id));
  }
}

TEST(MonteCarloDesign, without_a_seed_one_is_drawn_and_recorded) {
  const Design design = monte_carlo(three_fields, 3);
  ASSERT_TRUE(design.seed().is_integer());
  EXPECT_EQ(design.parameter_spec().at("seed"), design.seed());
  EXPECT_NE(design.seed(), monte_carlo(three_fields, 3).seed());
  EXPECT_EQ(monte_carlo(three_fields, 3, design.seed()).overrides(2), design.overrides(2));
}

TEST(MonteCarloDesign, bad_requests_are_refused_in_the_packages_words) {
  EXPECT_THAT([] { monte_carlo({}, 3, 1); },
              ThrowsMessage<SweepConfigError>("monte_carlo requires a non-empty perturb mapping"));
  EXPECT_THAT([] { monte_carlo(three_fields, 0, 1); },
              ThrowsMessage<SweepConfigError>("monte_carlo requires n >= 1, got 0"));
  EXPECT_THAT([] { monte_carlo(three_fields, 3, -1); },
              ThrowsMessage<SweepConfigError>(HasSubstr("non-negative integer, got -1")));
  EXPECT_THAT([] { monte_carlo(three_fields, 3, 1.5); },
              ThrowsMessage<SweepConfigError>(HasSubstr("non-negative integer, got 1.5")));
  EXPECT_THAT(
      [] {
        monte_carlo({{"a", Value::List{"normal", 0, 0}}, {"b", Value::List{"uniform", 1, 0}}}, 3,
                    1);
      },
      ThrowsMessage<SweepConfigError>(testing::AllOf(HasSubstr("'a': 'normal'"), HasSubstr("\n"),
                                                     HasSubstr("'b': 'uniform'"))));
}

TEST(MonteCarloDesign, a_spec_without_a_seed_cannot_be_rebuilt) {
  const Value spec = parse_json(
      R"({"_kind": "monte_carlo", "n": 5, "perturb": {"a": ["normal", 0, 1]}, "seed": null})");
  EXPECT_THAT([&] { Design::from_parameter_spec(spec.as_map()); },
              ThrowsMessage<SweepConfigError>(HasSubstr("its draws cannot be repeated")));
}

TEST(MonteCarloDesign, a_malformed_spec_names_the_part) {
  EXPECT_THAT(
      [] {
        Design::from_parameter_spec({{"_kind", "monte_carlo"}, {"n", 1}});
      },
      ThrowsMessage<SweepConfigError>(HasSubstr("lacks \"perturb\"")));
  EXPECT_THAT(
      [] {
        Design::from_parameter_spec(
            {{"_kind", "monte_carlo"}, {"n", "x"}, {"perturb", three_fields}, {"seed", 1}});
      },
      ThrowsMessage<SweepConfigError>(HasSubstr("\"n\" must be an integer, got 'x'")));
}

}  // namespace
}  // namespace gmat_sweep
