#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "design/halton_sequence.hpp"
#include "design/joe_kuo_table.hpp"
#include "design/sobol_sequence.hpp"
#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// Source of the seed and both point sets: scipy/stats/tests/test_qmc.py (TestSobol, TestHalton).
// The Sobol points there stand in single precision, the Halton points to eight decimals.
const Value scipy_seed = BigInteger{"170382760648021597650530316304495310428"};

TEST(SobolSequence, is_scipys_scrambled_sequence) {
  constexpr std::array<std::array<double, 2>, 8> expected = {{{0.25331921, 0.41371179},
                                                              {0.8654213, 0.9821167},
                                                              {0.70097554, 0.03664616},
                                                              {0.18027647, 0.60895735},
                                                              {0.10521339, 0.21897069},
                                                              {0.53019685, 0.66619033},
                                                              {0.91122276, 0.34580743},
                                                              {0.45337471, 0.78912079}}};
  const SobolSequence sequence(2, scipy_seed);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto point = sequence.point(static_cast<std::int64_t>(i));
    for (std::size_t d = 0; d < 2; ++d) EXPECT_NEAR(point[d], expected[i][d], 0x1p-25) << i;
  }
}

TEST(HaltonSequence, is_scipys_scrambled_sequence) {
  constexpr std::array<std::array<double, 2>, 8> expected = {{{0.50246036, 0.93382481},
                                                              {0.00246036, 0.26715815},
                                                              {0.75246036, 0.60049148},
                                                              {0.25246036, 0.8227137},
                                                              {0.62746036, 0.15604704},
                                                              {0.12746036, 0.48938037},
                                                              {0.87746036, 0.71160259},
                                                              {0.37746036, 0.04493592}}};
  const HaltonSequence sequence(2, scipy_seed);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto point = sequence.point(static_cast<std::int64_t>(i));
    for (std::size_t d = 0; d < 2; ++d) EXPECT_NEAR(point[d], expected[i][d], 5e-9) << i;
  }
}

TEST(SobolSequence, every_dimension_stratifies_each_power_of_two) {
  const SobolSequence sequence(joe_kuo_dimensions, 1);
  constexpr std::size_t n = 256;
  std::vector<std::vector<int>> counts(joe_kuo_dimensions, std::vector<int>(n, 0));
  for (std::size_t i = 0; i < n; ++i) {
    const auto point = sequence.point(static_cast<std::int64_t>(i));
    for (std::size_t d = 0; d < point.size(); ++d) {
      ++counts[d][static_cast<std::size_t>(point[d] * static_cast<double>(n))];
    }
  }
  for (const auto& histogram : counts) ASSERT_THAT(histogram, testing::Each(1));
}

/// Each elementary interval of side 2^-k by 2^-(m-k) holds 2^t of 2^m points; for the first two
/// dimensions t is zero.
TEST(SobolSequence, the_first_two_dimensions_are_a_digital_net) {
  const SobolSequence sequence(2, 77);
  for (int k = 0; k <= 6; ++k) {
    std::vector<int> counts(64, 0);
    for (std::int64_t i = 0; i < 64; ++i) {
      const auto point = sequence.point(i);
      const auto column = static_cast<std::size_t>(std::ldexp(point[0], k));
      const auto row = static_cast<std::size_t>(std::ldexp(point[1], 6 - k));
      ++counts[column * (std::size_t{1} << (6 - k)) + row];
    }
    EXPECT_THAT(counts, testing::Each(1)) << k;
  }
}

TEST(SobolSequence, more_dimensions_than_the_table_has_are_refused) {
  EXPECT_THAT([] { SobolSequence(joe_kuo_dimensions + 1, 1); },
              ThrowsMessage<SweepConfigError>(HasSubstr("at most 1024 dimensions, got 1025")));
}

const Value::Map three_fields = {{"c", Value::List{"uniform", 0.0, 1.0}},
                                 {"a", Value::List{"uniform", 0.0, 1.0}},
                                 {"b", Value::List{"uniform", 0.0, 1.0}}};

std::array<double, 3> row_of(const Design& design, std::int64_t run_id) {
  const Value::Map row = design.overrides(run_id);
  return {row.at("a").as_real(), row.at("b").as_real(), row.at("c").as_real()};
}

TEST(SobolDesign, each_base_point_makes_saltellis_rows_in_salibs_order) {
  const Design design = sobol(three_fields, 4, 5);
  ASSERT_EQ(design.run_count(), 4 * 8);
  const SobolSequence sequence(6, 5);
  for (std::int64_t i = 0; i < 4; ++i) {
    const auto p = sequence.point(i);
    const std::int64_t first = 8 * i;
    EXPECT_EQ(row_of(design, first), (std::array{p[0], p[1], p[2]}));
    EXPECT_EQ(row_of(design, first + 1), (std::array{p[3], p[1], p[2]}));
    EXPECT_EQ(row_of(design, first + 2), (std::array{p[0], p[4], p[2]}));
    EXPECT_EQ(row_of(design, first + 3), (std::array{p[0], p[1], p[5]}));
    EXPECT_EQ(row_of(design, first + 4), (std::array{p[0], p[4], p[5]}));
    EXPECT_EQ(row_of(design, first + 5), (std::array{p[3], p[1], p[5]}));
    EXPECT_EQ(row_of(design, first + 6), (std::array{p[3], p[4], p[2]}));
    EXPECT_EQ(row_of(design, first + 7), (std::array{p[3], p[4], p[5]}));
  }
}

TEST(SobolDesign, without_second_order_only_a_is_varied) {
  const Design design = sobol(three_fields, 2, 5, false);
  ASSERT_EQ(design.run_count(), 2 * 5);
  const auto p = SobolSequence(6, 5).point(1);
  EXPECT_EQ(row_of(design, 5), (std::array{p[0], p[1], p[2]}));
  EXPECT_EQ(row_of(design, 8), (std::array{p[0], p[1], p[5]}));
  EXPECT_EQ(row_of(design, 9), (std::array{p[3], p[4], p[5]}));
}

TEST(SobolDesign, is_extended_by_whole_base_points) {
  const Design design = sobol(three_fields, 4, 5);
  const Design extended = design.extended_to(64);
  EXPECT_EQ(extended.parameter_spec(), sobol(three_fields, 8, 5).parameter_spec());
  for (std::int64_t run_id = 0; run_id < 32; ++run_id) {
    EXPECT_EQ(extended.overrides(run_id), design.overrides(run_id));
  }
  EXPECT_THAT([&] { design.extended_to(50); },
              ThrowsMessage<SweepConfigError>(HasSubstr("32 runs can become 56, not 50")));
}

TEST(SobolDesign, its_spec_rebuilds_it) {
  const Design design = sobol(three_fields, 2, 5, false);
  const Design rebuilt = Design::from_parameter_spec(design.parameter_spec());
  ASSERT_EQ(rebuilt.run_count(), 10);
  EXPECT_EQ(rebuilt.overrides(9), design.overrides(9));
  EXPECT_EQ(rebuilt.kind(), "sobol");
}

TEST(HaltonDesign, continues_its_sequence_when_extended) {
  const Design design = halton(three_fields, 10, 5);
  const Design extended = design.extended_to(100);
  EXPECT_EQ(extended.parameter_spec(), halton(three_fields, 100, 5).parameter_spec());
  for (std::int64_t run_id = 0; run_id < 10; ++run_id) {
    EXPECT_EQ(extended.overrides(run_id), design.overrides(run_id));
  }
  const Design rebuilt = Design::from_parameter_spec(extended.parameter_spec());
  EXPECT_EQ(rebuilt.overrides(99), extended.overrides(99));
}

TEST(HaltonDesign, each_dimension_stratifies_each_power_of_its_prime) {
  const HaltonSequence sequence(4, 9);
  constexpr std::array<std::size_t, 4> counts = {64, 81, 125, 49};
  for (std::size_t d = 0; d < counts.size(); ++d) {
    std::vector<int> histogram(counts[d], 0);
    for (std::size_t i = 0; i < counts[d]; ++i) {
      const double u = sequence.point(static_cast<std::int64_t>(i))[d];
      // The digits beyond those that choose the part add less than one part.
      ++histogram[static_cast<std::size_t>(u * static_cast<double>(counts[d]) * (1 + 1e-12))];
    }
    EXPECT_THAT(histogram, testing::Each(1)) << d;
  }
}

TEST(LowDiscrepancyDesigns, bad_requests_are_refused) {
  EXPECT_THAT([] { sobol({}, 3, 1); },
              ThrowsMessage<SweepConfigError>("sobol requires a non-empty perturb mapping"));
  EXPECT_THAT([] { sobol(three_fields, 0, 1); },
              ThrowsMessage<SweepConfigError>("sobol requires n >= 1, got 0"));
  EXPECT_THAT([] { halton(three_fields, -2, 1); },
              ThrowsMessage<SweepConfigError>("halton requires n >= 1, got -2"));
}

}  // namespace
}  // namespace gmat_sweep
