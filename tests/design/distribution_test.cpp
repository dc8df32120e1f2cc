#include "design/distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "design/quantiles.hpp"
#include "design/ziggurat_tables.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr double infinity = std::numeric_limits<double>::infinity();

Value frozen(std::string_view name, Value::List args, Value::Map kwds = {}) {
  return Value::Map{{"name", name}, {"args", std::move(args)}, {"kwds", std::move(kwds)}};
}

double quantile(const Value& form, double u) {
  return Distribution::from_value("f", form).quantile(u).as_real();
}

double draw(const Value& form, std::uint32_t seed) {
  RandomGenerator generator(seed);
  return Distribution::from_value("f", form).draw(generator).as_real();
}

auto refusal(const Value& form) {
  return [form] { Distribution::from_value("Sat.X", form); };
}

// Closed forms, evaluated by hand.
TEST(Distribution, quantiles_have_their_closed_forms) {
  constexpr double close = 1e-14;
  EXPECT_NEAR(quantile(frozen("norm", {}), 0.975), 1.959963984540054, close);
  EXPECT_DOUBLE_EQ(quantile(frozen("uniform", {2, 4}), 0.25), 3.0);
  EXPECT_DOUBLE_EQ(quantile(frozen("expon", {}), 0.5), std::log(2.0));
  EXPECT_DOUBLE_EQ(quantile(frozen("rayleigh", {}), 0.5), std::sqrt(2 * std::log(2.0)));
  EXPECT_DOUBLE_EQ(quantile(frozen("weibull_min", {2}), 0.5), std::sqrt(std::log(2.0)));
  EXPECT_DOUBLE_EQ(quantile(frozen("laplace", {}), 0.75), std::log(2.0));
  EXPECT_DOUBLE_EQ(quantile(frozen("logistic", {}), 0.75), std::log(3.0));
  EXPECT_NEAR(quantile(frozen("cauchy", {}), 0.75), 1.0, close);
  EXPECT_NEAR(quantile(frozen("t", {1}), 0.75), 1.0, close);               // Cauchy
  EXPECT_NEAR(quantile(frozen("gamma", {1}), 0.5), std::log(2.0), close);  // exponential
  EXPECT_NEAR(quantile(frozen("chi2", {2}), 0.5), 2 * std::log(2.0), close);
  EXPECT_NEAR(quantile(frozen("beta", {2, 1}), 0.25), 0.5, close);  // x^2
  EXPECT_DOUBLE_EQ(quantile(frozen("triang", {0.5}), 0.125), 0.25);
  EXPECT_DOUBLE_EQ(quantile(frozen("triang", {0.5}), 0.875), 0.75);
  EXPECT_NEAR(quantile(frozen("lognorm", {0.5}, {{"scale", 3}}), 0.975),
              3 * std::exp(0.5 * 1.959963984540054), close * 10);
}

TEST(Distribution, quantiles_at_the_ends_are_the_supports) {
  EXPECT_EQ(quantile(frozen("norm", {}), 0), -infinity);
  EXPECT_EQ(quantile(frozen("gamma", {2}, {{"loc", 1}}), 0), 1.0);
  EXPECT_EQ(quantile(frozen("gamma", {2}), 1), infinity);
  EXPECT_EQ(quantile(frozen("truncnorm", {-1, 2}, {{"loc", 10}, {"scale", 2}}), 0), 8.0);
  EXPECT_EQ(quantile(frozen("truncnorm", {-1, 2}, {{"loc", 10}, {"scale", 2}}), 1), 14.0);
}

/// log of the upper tail by the continued fraction of the Mills ratio, for x >= 5.
double log_upper_tail(double x) {
  double fraction = x;
  for (int k = 60; k > 0; --k) fraction = x + k / fraction;
  return -0.5 * x * x - 0.5 * std::log(2 * M_PI) - std::log(fraction);
}

TEST(Distribution, truncated_normals_keep_their_accuracy_far_in_the_tails) {
  for (const double a : {6.0, 12.0, 40.0, 100.0}) {
    for (const double u : {0.001, 0.3, 0.999}) {
      const double x = truncated_normal_quantile(u, a, infinity);
      EXPECT_GT(x, a);
      // The share of the tail beyond a that lies beyond x is 1 - u.
      EXPECT_NEAR(log_upper_tail(x) - log_upper_tail(a), std::log1p(-u), 2e-12) << a << " " << u;
      EXPECT_NEAR(truncated_normal_quantile(1 - u, -infinity, -a), -x, 1e-13 * x);
    }
  }
  EXPECT_NEAR(truncated_normal_quantile(0.5, 40, 40.001), 40.0005, 1e-5);
  EXPECT_NEAR(truncated_normal_quantile(0.975, -infinity, infinity), 1.959963984540054, 1e-14);
}

// SciPy draws these through NumPy's samplers; what those do with the stream is stated here anew.
TEST(Distribution, draws_use_the_stream_as_numpys_samplers_do) {
  constexpr std::uint32_t seed = 12345;
  const double u = RandomGenerator(seed).random();
  const double e = RandomGenerator(seed).standard_exponential();
  EXPECT_EQ(draw(frozen("rayleigh", {}), seed), std::sqrt(2.0 * e));
  EXPECT_EQ(draw(frozen("chi2", {2}), seed), 2.0 * e);
  EXPECT_EQ(draw(frozen("gamma", {1}), seed), e);
  EXPECT_EQ(draw(frozen("laplace", {}), seed), u >= 0.5 ? -std::log(2.0 - u - u) : std::log(u + u));
  EXPECT_EQ(draw(frozen("logistic", {}), seed), std::log(u / (1.0 - u)));
  EXPECT_EQ(draw(frozen("cauchy", {}), seed), std::tan(M_PI * u - M_PI / 2.0));
  EXPECT_EQ(draw(frozen("uniform", {}, {{"loc", 1}, {"scale", 3}}), seed), u * 3 + 1);
}

// Every branch of the samplers, by mean and variance: with N draws a mean is off by sigma/sqrt(N),
// a variance by about its own size times sqrt(kurtosis/N). Six such widths are allowed.
TEST(Distribution, draws_have_the_moments_of_their_distribution) {
  struct Case {
    Value form;
    double mean;
    double variance;
    double kurtosis;  // fourth central moment over variance squared
  };
  const std::vector<Case> cases = {
      {frozen("norm", {}), 0, 1, 3},
      {frozen("expon", {}), 1, 1, 9},
      {frozen("gamma", {0.3}), 0.3, 0.3, 3 + 6 / 0.3},
      {frozen("gamma", {4.5}), 4.5, 4.5, 3 + 6 / 4.5},
      {frozen("beta", {0.5, 0.5}), 0.5, 0.125, 1.5},
      {frozen("beta", {0.5, 2}), 0.2, 0.2 * 0.8 / 3.5, 5},
      {frozen("chi2", {3}), 3, 6, 7},
      {frozen("t", {9}), 0, 9.0 / 7, 3 + 6.0 / 5},
      {frozen("rayleigh", {}), std::sqrt(M_PI / 2), 2 - M_PI / 2, 3.3},
      {frozen("laplace", {}), 0, 2, 6},
      {frozen("logistic", {}), 0, M_PI * M_PI / 3, 4.2},
      {frozen("triang", {0.25}), 1.25 / 3, (1 + 0.0625 - 0.25) / 18, 2.4},
      {frozen("weibull_min", {2}), std::sqrt(M_PI) / 2, 1 - M_PI / 4, 3.3},
      {frozen("truncnorm", {-1, 1}), 0, 0.2911250947726, 2},
      {frozen("lognorm", {0.5}), std::exp(0.125), (std::exp(0.25) - 1) * std::exp(0.25), 9},
  };
  constexpr int count = 40000;
  for (const Case& item : cases) {
    const Distribution distribution = Distribution::from_value("f", item.form);
    RandomGenerator generator(2026);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; ++i) {
      const double x = distribution.draw(generator).as_real() - item.mean;
      sum += x;
      squares += x * x;
    }
    const double n = count;
    EXPECT_NEAR(sum / n, 0, 6 * std::sqrt(item.variance / n)) << to_json(item.form);
    EXPECT_NEAR(squares / n / item.variance, 1, 6 * std::sqrt(item.kurtosis / n))
        << to_json(item.form);
  }
}

TEST(Distribution, choices_come_with_their_probabilities) {
  const Value form =
      frozen("choice", {Value::List{"a", 2, 3.5}}, {{"p", Value::List{0.2, 0, 0.8}}});
  const Distribution distribution = Distribution::from_value("f", form);
  EXPECT_EQ(distribution.quantile(0), Value("a"));
  EXPECT_EQ(distribution.quantile(0.199), Value("a"));
  EXPECT_EQ(distribution.quantile(0.2), Value(3.5));
  EXPECT_EQ(distribution.quantile(1), Value(3.5));

  const Distribution fair = Distribution::from_value("f", frozen("choice", {Value::List{1, 2, 3}}));
  std::map<std::int64_t, int> counts;
  RandomGenerator generator(7);
  for (int i = 0; i < 9000; ++i) ++counts[fair.draw(generator).as_integer()];
  EXPECT_EQ(counts.size(), 3U);
  for (const auto& [value, count] : counts) EXPECT_NEAR(count, 3000, 6 * std::sqrt(2000.0));
}

TEST(Distribution, from_normal_keeps_the_cumulative_probability) {
  const Distribution expon = Distribution::from_value("f", frozen("expon", {}));
  EXPECT_NEAR(expon.from_normal(0).as_real(), std::log(2.0), 1e-15);
  EXPECT_NEAR(expon.from_normal(1.959963984540054).as_real(), -std::log(0.025), 1e-12);
  const Distribution normal = Distribution::from_value("f", Value::List{"normal", 7000, 10});
  EXPECT_EQ(normal.from_normal(9.5).as_real(), 7095.0);
}

TEST(Distribution, shorthands_are_refused_in_the_packages_words) {
  EXPECT_THAT(refusal(Value::List{"normal", 1, 0}),
              ThrowsMessage<SweepConfigError>(
                  "perturb entry 'Sat.X': 'normal' distribution sigma must be > 0, got 0.0"));
  EXPECT_THAT(refusal(Value::List{"lognormal", 1, -1.5}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("'lognormal' distribution sigma must be > 0, got -1.5")));
  EXPECT_THAT(refusal(Value::List{"uniform", 2, 2}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("'uniform' distribution requires hi > lo, got lo=2.0, hi=2.0")));
  EXPECT_THAT(refusal(Value::List{"normal", 1}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("'normal' distribution spec must be a length-3 tuple, got length 2")));
  EXPECT_THAT(refusal(Value::List{"normal", true, 2}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("'normal' distribution parameters must be numeric, got True and 2")));
  EXPECT_THAT(refusal(Value::List{"uniform", std::nan(""), infinity}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("'uniform' distribution parameters must be finite, got nan and inf")));
  EXPECT_THAT(refusal(Value::List{"gauss", 1, 2}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("unknown distribution shorthand tag 'gauss'; expected one of 'normal', "
                            "'uniform', 'lognormal'")));
  EXPECT_THAT(refusal(Value::List{}),
              ThrowsMessage<SweepConfigError>(HasSubstr("distribution spec tuple is empty")));
  EXPECT_THAT(refusal("normal"),
              ThrowsMessage<SweepConfigError>("perturb value for 'Sat.X' must be a shorthand tuple "
                                              "or scipy rv_frozen, got string"));
}

TEST(Distribution, other_scipy_distributions_are_refused_by_name) {
  EXPECT_THAT(refusal(frozen("gumbel_r", {})),
              ThrowsMessage<SweepConfigError>(
                  StartsWith("perturb entry 'Sat.X' references unknown scipy.stats distribution "
                             "'gumbel_r'")));
  EXPECT_THAT(refusal(frozen("trunknorm", {})),
              ThrowsMessage<SweepConfigError>(HasSubstr("did you mean truncnorm")));
  EXPECT_THAT(refusal(Value::Map{{"dist", "norm"}}),
              ThrowsMessage<SweepConfigError>(
                  "perturb entry 'Sat.X' has unrecognised serialised shape: {'dist': 'norm'}"));
}

TEST(Distribution, parameters_outside_their_range_are_refused) {
  EXPECT_THAT(refusal(frozen("truncnorm", {2, -2})),
              ThrowsMessage<SweepConfigError>(
                  "perturb entry 'Sat.X': truncnorm requires a < b, got a=2.0, b=-2.0"));
  EXPECT_THAT(refusal(frozen("triang", {1.5})),
              ThrowsMessage<SweepConfigError>(HasSubstr("triang requires 0 <= c <= 1, got c=1.5")));
  EXPECT_THAT(refusal(frozen("beta", {1, 0})),
              ThrowsMessage<SweepConfigError>(HasSubstr("beta requires b > 0, got 0.0")));
  EXPECT_THAT(refusal(frozen("t", {})),
              ThrowsMessage<SweepConfigError>(HasSubstr("t needs its parameter 'df'")));
  EXPECT_THAT(refusal(frozen("norm", {0, 0})),
              ThrowsMessage<SweepConfigError>(HasSubstr("norm scale must be > 0, got 0.0")));
  EXPECT_THAT(refusal(frozen("norm", {1, 2, 3})),
              ThrowsMessage<SweepConfigError>(HasSubstr("norm takes at most 2 parameters")));
  EXPECT_THAT(refusal(frozen("norm", {1}, {{"loc", 2}})),
              ThrowsMessage<SweepConfigError>(HasSubstr("norm is given 'loc' twice")));
  EXPECT_THAT(refusal(frozen("norm", {}, {{"mean", 2}})),
              ThrowsMessage<SweepConfigError>(HasSubstr("norm has no parameter 'mean'")));
  EXPECT_THAT(refusal(frozen("gamma", {infinity})),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("gamma parameter 'a' must be a finite number, got inf")));
  EXPECT_THAT(refusal(frozen("choice", {Value::List{1, 2}}, {{"p", Value::List{0.5, 0.6}}})),
              ThrowsMessage<SweepConfigError>(HasSubstr("must sum to 1, got 1.1")));
  EXPECT_THAT(refusal(frozen("choice", {Value::List{}})),
              ThrowsMessage<SweepConfigError>(HasSubstr("a non-empty list of values")));
}

/// The construction the tables claim: all layers have the area of the base strip with its tail.
void expect_equal_areas(const ZigguratTable& table, double units, double tail_area) {
  const double r = table.width[255] * units;
  const double area = r * table.density[255] + tail_area;
  EXPECT_NEAR(table.width[0] * units * table.density[255], area, 1e-13);
  for (std::size_t i = 1; i < 256; ++i) {
    const double x = table.width[i] * units;
    EXPECT_NEAR(x * (table.density[i - 1] - table.density[i]), area, 1e-13) << i;
    if (i > 1) {
      EXPECT_NEAR(static_cast<double>(table.accept_below[i]) / units,
                  table.width[i - 1] / table.width[i], 1e-12)
          << i;
    }
  }
}

TEST(ZigguratTables, layers_have_equal_areas_under_their_density) {
  for (std::size_t i = 0; i < 256; ++i) {
    const double x = i == 0 ? 0 : normal_ziggurat.width[i] * 0x1p52;
    EXPECT_NEAR(normal_ziggurat.density[i], std::exp(-0.5 * x * x), 1e-15);
    const double y = i == 0 ? 0 : exponential_ziggurat.width[i] * 0x1p53;
    EXPECT_NEAR(exponential_ziggurat.density[i], std::exp(-y), 1e-15);
  }
  const double normal_tail = std::sqrt(M_PI / 2) * std::erfc(normal_ziggurat_r / std::sqrt(2.0));
  expect_equal_areas(normal_ziggurat, 0x1p52, normal_tail);
  expect_equal_areas(exponential_ziggurat, 0x1p53, std::exp(-exponential_ziggurat_r));
}

}  // namespace
}  // namespace gmat_sweep
