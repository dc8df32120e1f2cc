#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "mission/integrators/tableau.hpp"

namespace gmat_sweep::mission {
namespace {

double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// sum of weights_i * f(i)
template <class Function>
double weighted(std::span<const double> weights, Function f) {
  double total = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) total += weights[i] * f(i);
  return total;
}

struct Method {
  IntegratorType type;
  int order;           // of the solution that is propagated
  int embedded_order;  // of the one it is compared with
  double exactness;    // how well the published digits meet the conditions
};

void PrintTo(const Method& method, std::ostream* out) { *out << name_of(method.type); }

class ExplicitRungeKuttaCoefficients : public ::testing::TestWithParam<Method> {
 protected:
  const Tableau& tableau() const { return tableau_of(GetParam().type); }

  /// sum over j of a_ij * c_j^power
  double row_moment(std::size_t stage, int power) const {
    if (stage == 0) return 0.0;
    return weighted(tableau().row(stage),
                    [&](std::size_t j) { return std::pow(tableau().nodes[j], power); });
  }
};

TEST_P(ExplicitRungeKuttaCoefficients, rows_sum_to_the_nodes) {
  EXPECT_EQ(tableau().nodes[0], 0.0);
  for (std::size_t stage = 1; stage < tableau().stages(); ++stage) {
    double rounding = 1.0;  // rows whose coefficients nearly cancel carry more of it
    for (const double factor : tableau().row(stage)) rounding += std::fabs(factor);
    EXPECT_NEAR(sum(tableau().row(stage)), tableau().nodes[stage], GetParam().exactness * rounding)
        << "stage " << stage + 1;
  }
}

TEST_P(ExplicitRungeKuttaCoefficients, weights_integrate_polynomials_up_to_the_order) {
  for (int power = 0; power < GetParam().order; ++power) {
    EXPECT_NEAR(weighted(tableau().weights,
                         [&](std::size_t i) { return std::pow(tableau().nodes[i], power); }),
                1.0 / (power + 1), GetParam().exactness)
        << "power " << power;
  }
}

TEST_P(ExplicitRungeKuttaCoefficients, weights_meet_conditions_of_higher_trees) {
  const double near = GetParam().exactness;
  const auto& b = tableau().weights;
  const auto& c = tableau().nodes;
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return row_moment(i, 1); }), 1.0 / 6, near);
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return row_moment(i, 2); }), 1.0 / 12, near);
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return c[i] * row_moment(i, 1); }), 1.0 / 8, near);
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return c[i] * row_moment(i, 2); }), 1.0 / 15, near);
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return std::pow(row_moment(i, 1), 2); }), 1.0 / 20,
              near);
  EXPECT_NEAR(weighted(b, [&](std::size_t i) { return row_moment(i, 3); }), 1.0 / 20, near);
}

/// The difference of two solutions integrates polynomials to zero below the lower order.
TEST_P(ExplicitRungeKuttaCoefficients, error_weights_vanish_below_the_embedded_order) {
  const auto moment = [&](int power) {
    return weighted(tableau().error,
                    [&](std::size_t i) { return std::pow(tableau().nodes[i], power); });
  };
  for (int power = 0; power < GetParam().embedded_order; ++power) {
    EXPECT_NEAR(moment(power), 0.0, GetParam().exactness) << "power " << power;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, ExplicitRungeKuttaCoefficients,
                         ::testing::Values(Method{IntegratorType::runge_kutta_89, 9, 8, 2e-14},
                                           Method{IntegratorType::prince_dormand_78, 8, 7, 1e-14},
                                           Method{IntegratorType::prince_dormand_45, 5, 4, 1e-14},
                                           Method{IntegratorType::prince_dormand_853, 8, 5, 2e-13},
                                           Method{IntegratorType::runge_kutta_56, 6, 5, 1e-14}),
                         [](const auto& method) {
                           return std::string(name_of(method.param.type));
                         });

TEST(NystromCoefficients, rows_sum_to_half_the_squared_nodes) {
  const NystromTableau& tableau = nystrom_tableau();
  for (std::size_t stage = 1; stage < tableau.stages(); ++stage) {
    EXPECT_NEAR(sum(tableau.row(stage)), tableau.nodes[stage] * tableau.nodes[stage] / 2.0, 1e-14)
        << "stage " << stage + 1;
  }
}

TEST(NystromCoefficients, weights_integrate_polynomials_up_to_order_eight) {
  const NystromTableau& tableau = nystrom_tableau();
  for (int power = 0; power < 8; ++power) {
    const auto node = [&](std::size_t i) { return std::pow(tableau.nodes[i], power); };
    EXPECT_NEAR(weighted(tableau.velocity_weights, node), 1.0 / (power + 1), 1e-14);
    if (power == 7) continue;
    EXPECT_NEAR(weighted(tableau.position_weights, node), 1.0 / ((power + 1) * (power + 2)), 1e-14);
  }
}

TEST(NystromCoefficients, error_weights_vanish_below_order_six) {
  const NystromTableau& tableau = nystrom_tableau();
  for (int power = 0; power < 6; ++power) {
    const auto node = [&](std::size_t i) { return std::pow(tableau.nodes[i], power); };
    EXPECT_NEAR(weighted(tableau.velocity_error, node), 0.0, 1e-14) << "power " << power;
    if (power == 5) continue;
    EXPECT_NEAR(weighted(tableau.position_error, node), 0.0, 1e-14) << "power " << power;
  }
}

TEST(Tableau, methods_of_another_kind_have_none) {
  EXPECT_THROW(tableau_of(IntegratorType::runge_kutta_68), GmatSweepError);
  EXPECT_THROW(tableau_of(IntegratorType::bulirsch_stoer), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::mission
