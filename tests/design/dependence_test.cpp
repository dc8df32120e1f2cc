#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::vector<double> column(const Design& design, const std::string& field) {
  std::vector<double> values;
  for (std::int64_t run_id = 0; run_id < design.run_count(); ++run_id) {
    values.push_back(design.overrides(run_id).at(field).as_real());
  }
  return values;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double covariance_of(const std::vector<double>& x, const std::vector<double>& y) {
  const double mean_x = mean(x);
  const double mean_y = mean(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean_x) * (y[i] - mean_y);
  return sum / static_cast<double>(x.size());
}

double correlation_of(const std::vector<double>& x, const std::vector<double>& y) {
  return covariance_of(x, y) / std::sqrt(covariance_of(x, x) * covariance_of(y, y));
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> result(values.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    result[order[rank]] = static_cast<double>(rank);
  }
  return result;
}

double rank_correlation_of(const std::vector<double>& x, const std::vector<double>& y) {
  return correlation_of(ranks(x), ranks(y));
}

// Units differ by nine orders of magnitude, as a position's and a velocity's do.
const Covariance position_and_velocity = {{"Sat.X", "Sat.VX", "Sat.Y"},
                                          {7000.0, 1e-3, -20.0},
                                          {4.0, -1.2e-6, 0.6,  //
                                           -1.2e-6, 1e-12, -0.2e-6, 0.6, -0.2e-6, 1.0}};

constexpr int runs = 4000;
// Six times the standard deviation of a sample correlation.
const double sampling = 6 / std::sqrt(double{runs});

TEST(Covariance, monte_carlo_draws_have_it) {
  const Value::Map perturb = {{"Sat.DryMass", Value::List{"normal", 100.0, 1.0}}};
  const Design design = monte_carlo(perturb, runs, 3, {.covariance = position_and_velocity});
  const auto x = column(design, "Sat.X");
  const auto vx = column(design, "Sat.VX");
  const auto y = column(design, "Sat.Y");
  EXPECT_NEAR(mean(x), 7000, sampling * 2);
  EXPECT_NEAR(mean(vx), 1e-3, sampling * 1e-6);
  EXPECT_NEAR(std::sqrt(covariance_of(x, x)), 2, 2 * sampling);
  EXPECT_NEAR(std::sqrt(covariance_of(vx, vx)), 1e-6, 1e-6 * sampling);
  EXPECT_NEAR(correlation_of(x, vx), -0.6, sampling);
  EXPECT_NEAR(correlation_of(x, y), 0.3, sampling);
  EXPECT_NEAR(correlation_of(vx, y), -0.2, sampling);
  EXPECT_NEAR(correlation_of(x, column(design, "Sat.DryMass")), 0, sampling);
}

TEST(Covariance, leaves_independent_fields_their_draws) {
  const Value::Map perturb = {{"Sat.DryMass", Value::List{"normal", 100.0, 1.0}}};
  const Design with = monte_carlo(perturb, 5, 3, {.covariance = position_and_velocity});
  const Design without = monte_carlo(perturb, 5, 3);
  EXPECT_EQ(column(with, "Sat.DryMass"), column(without, "Sat.DryMass"));
}

TEST(Covariance, a_diagonal_one_draws_what_independent_normals_draw) {
  const Covariance diagonal = {{"b", "a"}, {5, 6}, {4, 0, 0, 9}};
  const Design joint = monte_carlo({}, 8, 3, {.covariance = diagonal});
  const Design alone =
      monte_carlo({{"a", Value::List{"normal", 6, 3}}, {"b", Value::List{"normal", 5, 2}}}, 8, 3);
  EXPECT_EQ(column(joint, "a"), column(alone, "a"));
  EXPECT_EQ(column(joint, "b"), column(alone, "b"));
}

TEST(Covariance, may_be_singular_and_hold_constants) {
  const Covariance rank_one = {{"a", "b", "c"}, {0, 0, 7}, {1, 2, 0, 2, 4, 0, 0, 0, 0}};
  const Design design = monte_carlo({}, 50, 3, {.covariance = rank_one});
  const auto a = column(design, "a");
  const auto b = column(design, "b");
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(b[i], 2 * a[i], 1e-7);
  EXPECT_THAT(column(design, "c"), testing::Each(7.0));
}

TEST(Covariance, order_of_its_fields_does_not_matter) {
  const Covariance swapped = {{"Sat.VX", "Sat.Y", "Sat.X"},
                              {1e-3, -20.0, 7000.0},
                              {1e-12, -0.2e-6, -1.2e-6, -0.2e-6, 1.0, 0.6, -1.2e-6, 0.6, 4.0}};
  const auto one = column(monte_carlo({}, 5, 3, {.covariance = position_and_velocity}), "Sat.X");
  const auto other = column(monte_carlo({}, 5, 3, {.covariance = swapped}), "Sat.X");
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(one[i], other[i], 1e-11);
}

TEST(Covariance, latin_hypercubes_have_it_too) {
  const Design design = latin_hypercube({}, runs, 3, {.covariance = position_and_velocity});
  const auto x = column(design, "Sat.X");
  EXPECT_NEAR(correlation_of(x, column(design, "Sat.VX")), -0.6, 0.01);
  EXPECT_NEAR(correlation_of(x, column(design, "Sat.Y")), 0.3, 0.01);
  EXPECT_NEAR(mean(x), 7000, 1e-3);
}

const Value::Map marginals = {{"a", Value::List{"uniform", 0.0, 1.0}},
                              {"b", Value::List{"lognormal", 0.0, 1.0}},
                              {"c", Value::Map{{"name", "expon"}}}};
const RankCorrelation ranked = {{"c", "a"}, {1, -0.7, -0.7, 1}};

TEST(RankCorrelation, monte_carlo_draws_have_it_and_their_marginals) {
  const Design design = monte_carlo(marginals, runs, 3, {.correlation = ranked});
  const auto a = column(design, "a");
  EXPECT_NEAR(rank_correlation_of(a, column(design, "c")), -0.7, sampling);
  EXPECT_NEAR(rank_correlation_of(a, column(design, "b")), 0, sampling);
  EXPECT_NEAR(mean(a), 0.5, sampling * std::sqrt(1.0 / 12));
  EXPECT_NEAR(mean(column(design, "c")), 1, sampling);
  EXPECT_EQ(column(design, "b"), column(monte_carlo(marginals, runs, 3), "b"));
}

TEST(RankCorrelation, latin_hypercubes_only_reorder_their_columns) {
  const Design plain = latin_hypercube(marginals, 200, 3);
  const Design design = latin_hypercube(marginals, 200, 3, {.correlation = ranked});
  EXPECT_NEAR(rank_correlation_of(column(design, "a"), column(design, "c")), -0.7, 0.02);
  for (const std::string field : {"a", "b", "c"}) {
    EXPECT_THAT(column(design, field), testing::UnorderedElementsAreArray(column(plain, field)));
  }
}

TEST(RankCorrelation, a_doubled_latin_hypercube_keeps_old_points_and_the_correlation) {
  const Design base = latin_hypercube(marginals, 100, 3, {.correlation = ranked});
  const Design doubled = base.extended_to(200);
  for (std::int64_t run_id = 0; run_id < 100; ++run_id) {
    EXPECT_EQ(base.overrides(run_id), doubled.overrides(run_id));
  }
  EXPECT_NEAR(rank_correlation_of(column(doubled, "a"), column(doubled, "c")), -0.7, 0.03);
}

TEST(Dependence, is_recorded_under_a_kind_of_its_own_and_rebuilt) {
  const Dependence dependence = {position_and_velocity, ranked};
  const Design design = monte_carlo(marginals, 5, 3, dependence);
  EXPECT_EQ(design.kind(), "monte_carlo");
  EXPECT_EQ(design.parameter_spec().at("_kind"), Value("correlated_monte_carlo"));
  const Value json = parse_json(to_json(design.parameter_spec()));
  const Design rebuilt = Design::from_parameter_spec(json.as_map());
  EXPECT_EQ(rebuilt.overrides(4), design.overrides(4));
  EXPECT_EQ(design.extended_to(9).overrides(8),
            monte_carlo(marginals, 9, 3, dependence).overrides(8));

  const Design latin = latin_hypercube(marginals, 9, 3, dependence);
  EXPECT_EQ(latin.parameter_spec().at("_kind"), Value("correlated_latin_hypercube"));
  EXPECT_EQ(Design::from_parameter_spec(latin.parameter_spec()).overrides(8), latin.overrides(8));
}

auto refusal(const Dependence& dependence) {
  return [dependence] { monte_carlo(marginals, 5, 3, dependence); };
}

TEST(Dependence, matrices_that_are_none_are_refused_with_the_reason) {
  EXPECT_THAT(refusal({.covariance = {{"x", "y"}, {0, 0}, {1, 2, 2, 1}}}),
              ThrowsMessage<SweepConfigError>(HasSubstr(
                  "covariance is not positive semi-definite: scaled to unit variances, its "
                  "smallest eigenvalue is -1 ")));
  EXPECT_THAT(refusal({.covariance = {{"x", "y"}, {0, 0}, {1, 0.5, 0.4, 1}}}),
              ThrowsMessage<SweepConfigError>(
                  "covariance is not symmetric: 'y' with 'x' is 0.4, but 'x' with 'y' is 0.5"));
  EXPECT_THAT(refusal({.covariance = {{"x", "y"}, {0, 0}, {1, 0, 1}}}),
              ThrowsMessage<SweepConfigError>(HasSubstr("needs a matrix of 4 values, got 3")));
  EXPECT_THAT(refusal({.covariance = {{"x"}, {}, {1}}}),
              ThrowsMessage<SweepConfigError>(HasSubstr("needs as many means, got 0")));
  EXPECT_THAT(refusal({.covariance = {{"x"}, {0}, {-1}}}),
              ThrowsMessage<SweepConfigError>(HasSubstr("a variance >= 0 and a finite mean of 'x', "
                                                        "got -1 and 0")));
  EXPECT_THAT(refusal({.covariance = {{"x", "y"}, {0, 0}, {1, 0.5, 0.5, 0}}}),
              ThrowsMessage<SweepConfigError>(HasSubstr("have 0.5 where one has no variance")));
  EXPECT_THAT(refusal({.correlation = {{"a", "b"}, {1, 1.5, 1.5, 1}}}),
              ThrowsMessage<SweepConfigError>(
                  "correlation of 'a' with 'b' must be between -1 and 1, got 1.5"));
  EXPECT_THAT(refusal({.correlation = {{"a", "b"}, {2, 0, 0, 1}}}),
              ThrowsMessage<SweepConfigError>("correlation of 'a' with 'a' must be 1, got 2"));
  EXPECT_THAT(
      refusal({.correlation = {{"a", "b", "c"}, {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}}}),
      ThrowsMessage<SweepConfigError>(HasSubstr("correlation is not positive semi-definite")));
}

TEST(Dependence, fields_given_twice_or_unknown_are_refused_by_name) {
  EXPECT_THAT(refusal({.covariance = {{"a", "x"}, {0, 0}, {1, 0, 0, 1}}}),
              ThrowsMessage<SweepConfigError>("'a' is given both a distribution and a covariance"));
  EXPECT_THAT(refusal({.covariance = {{"x", "x"}, {0, 0}, {1, 0, 0, 1}}}),
              ThrowsMessage<SweepConfigError>("covariance names 'x' twice"));
  EXPECT_THAT(refusal({.correlation = {{"a", "z"}, {1, 0, 0, 1}}}),
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("correlation names 'z', which has no distribution")));
  EXPECT_THAT(refusal({{{"x", "y"}, {0, 0}, {1, 0, 0, 1}}, {{"a", "x"}, {1, 0, 0, 1}}}),
              ThrowsMessage<SweepConfigError>("'x' is in both the covariance and the correlation"));
}

TEST(Dependence, a_latin_hypercube_of_too_few_points_is_refused) {
  EXPECT_THAT([] { latin_hypercube(marginals, 2, 3, {.correlation = ranked}); },
              ThrowsMessage<SweepConfigError>(HasSubstr("needs more than 2 points, got 2")));
}

}  // namespace
}  // namespace gmat_sweep
