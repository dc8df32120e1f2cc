#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double rad_per_deg = std::numbers::pi / 180.0;
constexpr double deg_per_rad = 180.0 / std::numbers::pi;
constexpr double one_metre_km = 1e-3;

}  // namespace

SixElements to_modified_keplerian(const CartesianState& state, double mu_km3_s2,
                                  AnomalyKind anomaly) {
  const auto k = to_keplerian(state, mu_km3_s2, anomaly);
  return {k.sma_km * (1.0 - k.ecc),
          k.sma_km * (1.0 + k.ecc),
          k.inc_deg,
          k.raan_deg,
          k.aop_deg,
          k.anomaly_deg};
}

CartesianState from_modified_keplerian(const SixElements& e, double mu_km3_s2,
                                       AnomalyKind anomaly) {
  const double periapsis = e[0];
  const double apoapsis = e[1];
  if (std::abs(apoapsis) < one_metre_km)
    throw GmatSweepError(fmt::format("RadApo = {} km: it must not be zero", apoapsis));
  if (periapsis < one_metre_km)
    throw GmatSweepError(fmt::format(
        "RadPer = {} km: it must be at least 1 meter, and parabolas are not supported", periapsis));
  if (apoapsis > 0.0 && apoapsis < periapsis)
    throw GmatSweepError(fmt::format(
        "RadApo = {} km is below RadPer = {} km: a hyperbola has RadApo < 0; set RadApo before "
        "RadPer",
        apoapsis, periapsis));
  const double ratio = periapsis / apoapsis;
  const double ecc = (1.0 - ratio) / (1.0 + ratio);
  return to_cartesian({periapsis / (1.0 - ecc), ecc, e[2], e[3], e[4], e[5]}, mu_km3_s2, anomaly);
}

SixElements to_delaunay(const CartesianState& state, double mu_km3_s2) {
  const auto k = to_keplerian(state, mu_km3_s2);
  if (k.ecc > 1.0)
    throw GmatSweepError(
        fmt::format("Delaunay elements of a hyperbola (ECC = {}) are undefined", k.ecc));
  const double l = std::sqrt(mu_km3_s2 * k.sma_km);
  const double g = l * std::sqrt(1.0 - k.ecc * k.ecc);
  const double mean =
      from_true_anomaly(k.anomaly_deg * rad_per_deg, k.ecc, AnomalyKind::mean_anomaly);
  return {mean * deg_per_rad, k.aop_deg, k.raan_deg, l, g, g * std::cos(k.inc_deg * rad_per_deg)};
}

CartesianState from_delaunay(const SixElements& e, double mu_km3_s2) {
  const double l = e[3];
  const double g = e[4];
  const double h = e[5];
  if (std::abs(h) > std::abs(g))
    throw GmatSweepError(fmt::format(
        "DelaunayH = {} must not exceed DelaunayG = {} in magnitude; set DelaunayG before "
        "DelaunayH",
        h, g));
  if (g / l > 1.0)
    throw GmatSweepError(fmt::format(
        "DelaunayG = {} must not exceed DelaunayL = {}; set DelaunayL before DelaunayG", g, l));
  const double ratio = g / l;
  const double ecc = std::sqrt(1.0 - ratio * ratio);
  return to_cartesian({l * l / mu_km3_s2, ecc,
                       std::acos(std::clamp(h / g, -1.0, 1.0)) * deg_per_rad, e[2], e[1], e[0]},
                      mu_km3_s2, AnomalyKind::mean_anomaly);
}

}  // namespace gmat_sweep::astro
