#include "astro/elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double two_pi = 2 * std::numbers::pi;
constexpr double rad_per_deg = pi / 180.0;
constexpr double deg_per_rad = 180.0 / pi;
constexpr double small = 1e-11;  ///< below: circular, or equatorial
constexpr double parabolic_tolerance = 1e-7;
constexpr double smallest_periapsis_km = 1e-3;

/// Arc cosine that forgives rounding beyond one.
double safe_acos(double x) {
  if (std::abs(x) > 1.0 + 1e-11)
    throw GmatSweepError(fmt::format("arc cosine of {} while converting orbital elements", x));
  return std::acos(std::clamp(x, -1.0, 1.0));
}

/// `angle` where `sign` is not negative, its explement otherwise; a full turn is none, as in GMAT.
double unfold(double angle_rad, double sign) {
  return sign < 0 && angle_rad > 0.0 ? two_pi - angle_rad : angle_rad;
}

void refuse_parabola(double ecc) {
  throw GmatSweepError(fmt::format(
      "the orbit is nearly parabolic (ECC = {}); Keplerian elements are undefined within {} of "
      "ECC = 1",
      ecc, parabolic_tolerance));
}

void refuse_low_periapsis(double periapsis_km) {
  throw GmatSweepError(
      fmt::format("the orbit is nearly singular: its radius of periapsis, {} km, must be greater "
                  "than 1 meter",
                  periapsis_km));
}

double mean_to_eccentric(double mean_rad, double ecc, double tolerance) {
  double guess = mean_rad + ecc * std::sin(mean_rad);
  for (int iteration = 0; iteration < 1000; ++iteration) {
    const double slope = 1.0 - ecc * std::cos(guess);
    if (std::abs(slope) < 1e-30) break;
    const double next = guess - (guess - ecc * std::sin(guess) - mean_rad) / slope;
    const bool done = std::abs(guess - next) < tolerance;
    guess = next;
    if (done) return guess;
  }
  throw GmatSweepError(fmt::format(
      "no eccentric anomaly found for mean anomaly {} rad and eccentricity {}", mean_rad, ecc));
}

double mean_to_hyperbolic(double mean_rad, double ecc, double tolerance) {
  double guess = 0;
  for (int iteration = 0; iteration < 1000; ++iteration) {
    const double slope = ecc * std::cosh(guess) - 1.0;
    if (std::abs(slope) < 1e-30 || !std::isfinite(slope)) break;
    const double next = guess - (ecc * std::sinh(guess) - guess - mean_rad) / slope;
    const bool done = std::abs(guess - next) < tolerance;
    guess = next;
    if (done) return guess;
  }
  throw GmatSweepError(fmt::format(
      "no hyperbolic anomaly found for mean anomaly {} rad and eccentricity {}", mean_rad, ecc));
}

/// NOTE: the tolerance of 1e-8 rad is GMAT's; the Newton step after it leaves some 1e-16.
double mean_to_true(double mean_rad, double ecc) {
  constexpr double tolerance = 1e-8;
  double anomaly = 0;
  if (ecc <= 1.0) {
    double eccentric = mean_to_eccentric(mean_rad, ecc, tolerance);
    if (eccentric < 0.0) eccentric += two_pi;
    if (std::abs(eccentric - pi) < 1e-8) return eccentric;
    anomaly = 2.0 * std::atan(std::sqrt((1.0 + ecc) / (1.0 - ecc)) * std::tan(eccentric / 2.0));
  } else {
    const double hyperbolic = mean_to_hyperbolic(mean_rad, ecc, tolerance);
    anomaly = 2.0 * std::atan(std::sqrt((ecc + 1.0) / (ecc - 1.0)) * std::tanh(hyperbolic / 2.0));
  }
  return anomaly < 0.0 ? anomaly + two_pi : anomaly;
}

double true_to_eccentric(double true_rad, double ecc) {
  if (ecc > 1.0 - 1e-12) return 0.0;
  const double cosine = std::cos(true_rad);
  const double scale = 1.0 + ecc * cosine;
  const double anomaly =
      std::atan2((std::sqrt(1.0 - ecc * ecc) * std::sin(true_rad)) / scale, (ecc + cosine) / scale);
  return anomaly < 0.0 ? anomaly + two_pi : anomaly;
}

double true_to_hyperbolic(double true_rad, double ecc) {
  if (ecc < 1.0 + small) return 0.0;
  return 2 * std::atanh(std::tan(true_rad / 2) * std::sqrt((ecc - 1.0) / (ecc + 1.0)));
}

double true_to_mean(double true_rad, double ecc) {
  if (ecc < 1.0 - small) {
    const double eccentric = true_to_eccentric(true_rad, ecc);
    const double mean = eccentric - ecc * std::sin(eccentric);
    return mean < 0.0 ? mean + two_pi : mean;
  }
  if (ecc > 1.0 + small) {
    const double hyperbolic = true_to_hyperbolic(true_rad, ecc);
    return ecc * std::sinh(hyperbolic) - hyperbolic;
  }
  return 0.0;
}

void check_true_anomaly(double anomaly_rad, double anomaly_deg, double ecc) {
  const double scale = 1 + ecc * std::cos(anomaly_rad);
  if (scale >= 1e-10 || ecc <= 1.0) return;
  const double asymptote_rad = std::acos(-1.0 / ecc);
  if (anomaly_rad >= asymptote_rad && anomaly_rad <= two_pi - asymptote_rad)
    throw GmatSweepError(fmt::format(
        "the true anomaly {} deg does not lie on the hyperbola of eccentricity {}; true anomalies "
        "between {} and {} deg are not allowed",
        anomaly_deg, ecc, asymptote_rad * deg_per_rad, 360.0 - asymptote_rad * deg_per_rad));
}

}  // namespace

std::optional<AnomalyKind> parse_anomaly_kind(std::string_view name) {
  if (name == "TA" || name == "True Anomaly") return AnomalyKind::true_anomaly;
  if (name == "MA" || name == "Mean Anomaly") return AnomalyKind::mean_anomaly;
  if (name == "EA" || name == "Eccentric Anomaly") return AnomalyKind::eccentric_anomaly;
  if (name == "HA" || name == "Hyperbolic Anomaly") return AnomalyKind::hyperbolic_anomaly;
  return std::nullopt;
}

double from_true_anomaly(double true_anomaly_rad, double ecc, AnomalyKind to) {
  switch (to) {
    case AnomalyKind::mean_anomaly:
      return true_to_mean(true_anomaly_rad, ecc);
    case AnomalyKind::eccentric_anomaly:
      return true_to_eccentric(true_anomaly_rad, ecc);
    case AnomalyKind::hyperbolic_anomaly:
      return true_to_hyperbolic(true_anomaly_rad, ecc);
    case AnomalyKind::true_anomaly:
      break;
  }
  return true_anomaly_rad;
}

double to_true_anomaly(double anomaly_rad, double ecc, AnomalyKind from) {
  switch (from) {
    case AnomalyKind::mean_anomaly:
      return mean_to_true(anomaly_rad, ecc);
    case AnomalyKind::eccentric_anomaly: {
      const double cosine = std::cos(anomaly_rad);
      const double scale = 1.0 - ecc * cosine;
      if (scale == 0.0) refuse_parabola(ecc);
      return std::atan2((std::sqrt(1.0 - ecc * ecc) * std::sin(anomaly_rad)) / scale,
                        (cosine - ecc) / scale);
    }
    case AnomalyKind::hyperbolic_anomaly: {
      const double cosine = std::cosh(anomaly_rad);
      const double scale = 1.0 - ecc * cosine;
      if (scale == 0.0) refuse_parabola(ecc);
      // NOTE: for a hyperbola GMAT's sine comes out with the sign turned; so does ours.
      return std::atan2((std::sqrt(ecc * ecc - 1.0) * std::sinh(anomaly_rad)) / scale,
                        (cosine - ecc) / scale);
    }
    case AnomalyKind::true_anomaly:
      break;
  }
  return anomaly_rad;
}

KeplerianElements to_keplerian(const CartesianState& state, double mu_km3_s2, AnomalyKind anomaly) {
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  const Vector3 momentum = r.cross(v);
  const double h = momentum.norm();
  const Vector3 node(-momentum.y(), momentum.x(), 0.0);
  const double n = node.norm();
  const double distance = r.norm();
  const double speed = v.norm();
  if (distance == 0.0 || mu_km3_s2 == 0.0)
    throw GmatSweepError(
        "no Keplerian elements: the position or the gravitational parameter is zero");

  const Vector3 ecc_vector =
      (1 / mu_km3_s2) * ((speed * speed - mu_km3_s2 / distance) * r - r.dot(v) * v);
  const double ecc = ecc_vector.norm();
  const double energy = 0.5 * speed * speed - mu_km3_s2 / distance;
  if (std::abs(1.0 - ecc) <= parabolic_tolerance || energy == 0.0) refuse_parabola(ecc);
  const double sma_km = -mu_km3_s2 / (2 * energy);
  if (std::abs(sma_km * (1 - ecc)) < smallest_periapsis_km)
    refuse_low_periapsis(std::abs(sma_km * (1 - ecc)));
  if (h == 0.0) throw GmatSweepError("no Keplerian elements: the angular momentum is zero");

  const double inc = safe_acos(momentum.z() / h);
  const bool is_equatorial = inc < small || inc > pi - small;
  const bool is_retrograde = inc > pi - small;
  const bool is_circular = ecc < small;
  double raan = 0;
  double aop = 0;
  double ta = 0;
  if (!is_equatorial) raan = unfold(safe_acos(node.x() / n), node.y());
  if (!is_circular) {
    if (is_equatorial) {
      aop = unfold(safe_acos(ecc_vector.x() / ecc), ecc_vector.y());
      if (is_retrograde) aop = -aop;
      if (aop < 0.0) aop += two_pi;
    } else {
      aop = unfold(safe_acos(node.dot(ecc_vector) / (n * ecc)), ecc_vector.z());
    }
    ta = unfold(safe_acos(ecc_vector.dot(r) / (ecc * distance)), r.dot(v));
  } else if (is_equatorial) {
    ta = unfold(safe_acos(r.x() / distance), r.y());
    if (is_retrograde) ta = -ta;
    if (ta < 0.0) ta += two_pi;
  } else {
    ta = unfold(safe_acos(node.dot(r) / (n * distance)), r.z());
  }
  double ta_deg = ta * deg_per_rad;
  if (anomaly != AnomalyKind::true_anomaly)
    ta_deg = from_true_anomaly(ta_deg * rad_per_deg, ecc, anomaly) * deg_per_rad;
  return {sma_km, ecc, inc * deg_per_rad, raan * deg_per_rad, aop * deg_per_rad, ta_deg};
}

CartesianState to_cartesian(const KeplerianElements& elements, double mu_km3_s2,
                            AnomalyKind anomaly) {
  double sma_km = elements.sma_km;
  const double ecc = std::abs(elements.ecc);
  if ((sma_km > 0.0 && ecc > 1.0) || (sma_km < 0.0 && ecc < 1.0)) sma_km = -sma_km;
  if (mu_km3_s2 < 1e-15)
    throw GmatSweepError(fmt::format(
        "the gravitational parameter {} km^3/s^2 is too small to convert Keplerian elements",
        mu_km3_s2));
  if (std::abs(sma_km * (1.0 - ecc)) < smallest_periapsis_km)
    refuse_low_periapsis(std::abs(sma_km * (1.0 - ecc)));
  if (std::abs(1.0 - ecc) < parabolic_tolerance) refuse_parabola(ecc);

  const double ta = to_true_anomaly(elements.anomaly_deg * rad_per_deg, ecc, anomaly);
  const double p_km = sma_km * (1 - ecc * ecc);
  check_true_anomaly(ta, elements.anomaly_deg, ecc);
  const double radius_km = p_km / (1 + ecc * std::cos(ta));
  if (!std::isfinite(radius_km))
    throw GmatSweepError(fmt::format("the true anomaly {} deg lies at infinity", ta * deg_per_rad));

  const double aop = elements.aop_deg * rad_per_deg;
  const double cos_lat = std::cos(aop + ta);
  const double sin_lat = std::sin(aop + ta);
  const double cos_inc = std::cos(elements.inc_deg * rad_per_deg);
  const double sin_inc = std::sin(elements.inc_deg * rad_per_deg);
  const double cos_raan = std::cos(elements.raan_deg * rad_per_deg);
  const double sin_raan = std::sin(elements.raan_deg * rad_per_deg);
  const double cos_aop = std::cos(aop);
  const double sin_aop = std::sin(aop);
  const double speed = std::sqrt(mu_km3_s2 / p_km);
  const double along = std::cos(ta) + ecc;
  const double across = std::sin(ta);

  CartesianState state;
  state.position_km = Vector3(radius_km * (cos_lat * cos_raan - cos_inc * sin_lat * sin_raan),
                              radius_km * (cos_lat * sin_raan + cos_inc * sin_lat * cos_raan),
                              radius_km * sin_lat * sin_inc);
  state.velocity_km_s =
      Vector3(speed * along * (-sin_aop * cos_raan - cos_inc * sin_raan * cos_aop) -
                  speed * across * (cos_aop * cos_raan - cos_inc * sin_raan * sin_aop),
              speed * along * (-sin_aop * sin_raan + cos_inc * cos_raan * cos_aop) -
                  speed * across * (cos_aop * sin_raan + cos_inc * cos_raan * sin_aop),
              speed * (along * sin_inc * cos_aop - across * sin_inc * sin_aop));
  return state;
}

}  // namespace gmat_sweep::astro
