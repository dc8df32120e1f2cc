#include "astro/elements.hpp"

#include <gtest/gtest.h>

#include <numbers>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double mu = 398600.4415;

void expect_near(const KeplerianElements& a, const KeplerianElements& b, double tolerance) {
  EXPECT_NEAR(a.sma_km, b.sma_km, tolerance * std::abs(b.sma_km));
  EXPECT_NEAR(a.ecc, b.ecc, tolerance);
  EXPECT_NEAR(a.inc_deg, b.inc_deg, 360 * tolerance);
  EXPECT_NEAR(a.raan_deg, b.raan_deg, 360 * tolerance);
  EXPECT_NEAR(a.aop_deg, b.aop_deg, 360 * tolerance);
  EXPECT_NEAR(a.anomaly_deg, b.anomaly_deg, 360 * tolerance);
}

TEST(Elements, keplerian_state_agrees_with_gmat) {
  // The elements and first row of GMAT R2026a's run of a low orbit (mission 02 of its references).
  const CartesianState state = to_cartesian({6878.137, 0.0015, 97.4, 40, 90, 10}, mu);
  const Vector3 position(-353.6440854251852, -1433.917562280525, 6707.302854685967);
  const Vector3 velocity(-5.861194150917648, -4.69587100181481, -1.310906991003199);
  EXPECT_LT((state.position_km - position).norm(), 2e-12);
  EXPECT_LT((state.velocity_km_s - velocity).norm(), 3e-15);
  const KeplerianElements back = to_keplerian(state, mu);
  EXPECT_NEAR(back.raan_deg, 40.00000000000001, 3e-14);
  EXPECT_NEAR(back.aop_deg, 89.99999999999544, 2e-11);
}

TEST(Elements, convert_there_and_back) {
  for (const KeplerianElements& elements : {KeplerianElements{7000, 0.1, 30, 50, 70, 200},
                                            {42164, 0.7, 120, 300, 10, 1},
                                            {-20000, 1.5, 60, 200, 300, 100},
                                            {-20000, 3.5, 60, 200, 300, 280}})
    expect_near(to_keplerian(to_cartesian(elements, mu), mu), elements, 1e-13);
}

TEST(Elements, every_anomaly_converts_there_and_back) {
  const KeplerianElements ellipse{9000, 0.3, 30, 50, 70, 210};
  for (const AnomalyKind kind : {AnomalyKind::true_anomaly, AnomalyKind::mean_anomaly}) {
    expect_near(to_keplerian(to_cartesian(ellipse, mu, kind), mu, kind), ellipse, 1e-12);
  }
  for (const double true_rad : {0.3, 2.0, 3.1, 4.5}) {
    const double eccentric = from_true_anomaly(true_rad, 0.4, AnomalyKind::eccentric_anomaly);
    const double back = to_true_anomaly(eccentric, 0.4, AnomalyKind::eccentric_anomaly);
    EXPECT_NEAR(std::remainder(back - true_rad, 2 * std::numbers::pi), 0.0, 1e-14);
    const double mean = from_true_anomaly(true_rad, 0.4, AnomalyKind::mean_anomaly);
    EXPECT_NEAR(mean, eccentric - 0.4 * std::sin(eccentric), 1e-14);
    EXPECT_NEAR(to_true_anomaly(mean, 0.4, AnomalyKind::mean_anomaly), true_rad, 1e-13);
  }
  const double mean = from_true_anomaly(1.2, 1.6, AnomalyKind::mean_anomaly);
  EXPECT_NEAR(to_true_anomaly(mean, 1.6, AnomalyKind::mean_anomaly), 1.2, 1e-13);
}

TEST(Elements, undefined_angles_are_zero) {
  const auto circular = to_keplerian(to_cartesian({7000, 0, 30, 50, 0, 70}, mu), mu);
  EXPECT_NEAR(circular.raan_deg, 50, 1e-10);
  EXPECT_EQ(circular.aop_deg, 0);
  EXPECT_NEAR(circular.anomaly_deg, 70, 1e-10);
  const auto equatorial = to_keplerian(to_cartesian({7000, 0.2, 0, 0, 40, 70}, mu), mu);
  EXPECT_EQ(equatorial.raan_deg, 0);
  EXPECT_NEAR(equatorial.aop_deg, 40, 1e-10);
  const auto both = to_keplerian({{7000, 0, 0}, {0, std::sqrt(mu / 7000), 0}}, mu);
  EXPECT_EQ(both.raan_deg, 0);
  EXPECT_EQ(both.aop_deg, 0);
  EXPECT_EQ(both.anomaly_deg, 0);
  const auto retrograde = to_keplerian(to_cartesian({7000, 0.2, 180, 0, 40, 70}, mu), mu);
  EXPECT_EQ(retrograde.raan_deg, 0);
  EXPECT_NEAR(retrograde.aop_deg, 40, 1e-10);
}

/// GMAT R2026a: a full turn is none, on whichever side of the apsis the stop was found.
TEST(Elements, an_angle_of_a_full_turn_is_zero) {
  CartesianState state{{7000.0, 0.0, 0.0}, {-1e-12, 7.0, 3.0}};
  EXPECT_EQ(to_keplerian(state, 398600.4415).anomaly_deg, 0.0);
  state.velocity_km_s.x() = 1e-12;
  EXPECT_EQ(to_keplerian(state, 398600.4415).anomaly_deg, 0.0);
}

TEST(Elements, a_sign_of_sma_against_ecc_is_turned) {
  const auto ellipse = to_cartesian({-7000, 0.1, 30, 50, 70, 200}, mu);
  EXPECT_EQ(ellipse.position_km, to_cartesian({7000, 0.1, 30, 50, 70, 200}, mu).position_km);
}

TEST(Elements, what_makes_no_orbit_is_refused_in_words) {
  const auto message = [](auto&& convert) -> std::string {
    try {
      convert();
    } catch (const GmatSweepError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_NE(message([] {
              to_cartesian({7000, 1.0, 0, 0, 0, 0}, mu);
            }).find("singular"),
            std::string::npos);
  EXPECT_NE(message([] {
              to_cartesian({1e9, 1.0 - 5e-8, 0, 0, 0, 0}, mu);
            }).find("parabolic"),
            std::string::npos);
  EXPECT_NE(message([] {
              to_cartesian({-7000, 1.5, 0, 0, 0, 170}, mu);
            }).find("hyperbola"),
            std::string::npos);
  EXPECT_NE(message([] {
              to_keplerian({{7000, 0, 0}, {0, std::sqrt(2 * mu / 7000), 0}}, mu);
            }).find("parabolic"),
            std::string::npos);
  EXPECT_NE(message([] {
              to_keplerian({{0, 0, 0}, {1, 0, 0}}, mu);
            }).find("zero"),
            std::string::npos);
  EXPECT_NE(message([] { to_keplerian({{7000, 0, 0}, {1, 0, 0}}, mu); }), "accepted");
}

TEST(Elements, anomaly_names_are_gmats) {
  EXPECT_EQ(parse_anomaly_kind("TA"), AnomalyKind::true_anomaly);
  EXPECT_EQ(parse_anomaly_kind("Mean Anomaly"), AnomalyKind::mean_anomaly);
  EXPECT_EQ(parse_anomaly_kind("ta"), std::nullopt);
}

}  // namespace
}  // namespace gmat_sweep::astro
