#pragma once

#include <optional>
#include <string_view>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

enum class AnomalyKind { true_anomaly, mean_anomaly, eccentric_anomaly, hyperbolic_anomaly };

/// Accepts GMAT's names, long and short: `TA`, `True Anomaly`, `MA`, ...
std::optional<AnomalyKind> parse_anomaly_kind(std::string_view name);

/// Osculating Keplerian elements. A hyperbola has sma < 0 and ecc > 1.
struct KeplerianElements {
  double sma_km = 0;
  double ecc = 0;
  double inc_deg = 0;
  double raan_deg = 0;
  double aop_deg = 0;
  double anomaly_deg = 0;  ///< true anomaly unless said otherwise
};

/// Throws GmatSweepError where GMAT refuses: an orbit within 1e-7 of a parabola, a periapsis below
/// one metre, zero position or angular momentum. In circular and equatorial cases the undefined
/// angles are zero, as in GMAT.
/// @param mu_km3_s2  gravitational parameter of the origin [km^3/s^2]
/// Source: GMAT Mathematical Specifications, "Cartesian state to Keplerian elements".
KeplerianElements to_keplerian(const CartesianState& state, double mu_km3_s2,
                               AnomalyKind anomaly = AnomalyKind::true_anomaly);

/// Throws GmatSweepError as above, and for a true anomaly beyond the hyperbola's asymptote.
/// NOTE: a sign of sma that contradicts ecc is turned, and a negative ecc made positive, because
/// GMAT does so with a warning.
CartesianState to_cartesian(const KeplerianElements& elements, double mu_km3_s2,
                            AnomalyKind anomaly = AnomalyKind::true_anomaly);

/// Conversions of an anomaly [rad], as GMAT computes them.
/// @param ecc  eccentricity, not negative
double from_true_anomaly(double true_anomaly_rad, double ecc, AnomalyKind to);
double to_true_anomaly(double anomaly_rad, double ecc, AnomalyKind from);

}  // namespace gmat_sweep::astro
