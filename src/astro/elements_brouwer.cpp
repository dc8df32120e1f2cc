#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/bodies.hpp"
#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double two_pi = 2.0 * pi;
constexpr double rad_per_deg = pi / 180.0;
constexpr double deg_per_rad = 180.0 / pi;

// The zonal coefficients GMAT's theory takes.
constexpr double j2 = 1.082626925638815e-3;
constexpr double j3 = -0.2532307818191774e-5;
constexpr double j4 = -0.1620429990000000e-5;
constexpr double j5 = -0.2270711043920343e-6;

std::string_view name_of(BrouwerTheory theory) {
  return theory == BrouwerTheory::short_term ? "BrouwerMeanShort" : "BrouwerMeanLong";
}

/// Mean or osculating elements with the mean anomaly, in radians and km.
struct Orbit {
  double sma_km = 0;
  double ecc = 0;
  double inc = 0;
  double raan = 0;
  double aop = 0;
  double ma = 0;
};

/// The same without singularities, in which the iteration goes on: a, e and the longitude of
/// periapsis, half the inclination and the node, mean longitude.
using Regular = std::array<double, 6>;

Regular regular_of(const Orbit& o) {
  const double periapsis = o.aop + o.raan;
  const double half = std::sin(o.inc / 2.0);
  return {o.sma_km,
          o.ecc * std::sin(periapsis),
          o.ecc * std::cos(periapsis),
          half * std::sin(o.raan),
          half * std::cos(o.raan),
          o.raan + o.aop + o.ma};
}

Orbit orbit_of(const Regular& e) {
  Orbit o;
  o.sma_km = e[0];
  o.ecc = std::sqrt(e[1] * e[1] + e[2] * e[2]);
  o.inc = std::acos(1.0 - 2.0 * std::min(e[3] * e[3] + e[4] * e[4], 1.0));
  o.raan = std::atan2(e[3], e[4]);
  const double periapsis = std::atan2(e[1], e[2]);
  o.aop = periapsis - o.raan;
  o.ma = e[5] - periapsis;
  return o;
}

double in_circle(double angle) {
  const double turned = std::fmod(angle, two_pi);
  return turned < 0.0 ? turned + two_pi : turned;
}

void check(BrouwerTheory theory, const Orbit& o) {
  const auto refuse = [&](const std::string& what) {
    throw GmatSweepError(fmt::format("{}: {}", name_of(theory), what));
  };
  if (o.ecc > 0.99) refuse(fmt::format("ECC = {}; it must be below 0.99", o.ecc));
  if (o.sma_km * (1.0 - o.ecc) < 3000.0)
    refuse(fmt::format("the radius of periapsis is {} km; it must be at least 3000 km",
                       o.sma_km * (1.0 - o.ecc)));
  if (o.inc < 0.0 || o.inc > pi)
    refuse(fmt::format("INC = {} deg; expected 0 to 180", o.inc * deg_per_rad));
}

/// Orbits within 5 deg of retrograde equatorial ones are turned over, as in GMAT.
struct Turned {
  Orbit orbit;
  bool over = false;
};

Turned turned(const Orbit& orbit) {
  Turned result{orbit, orbit.inc > 175.0 * rad_per_deg};
  if (result.over) {
    result.orbit.inc = pi - orbit.inc;
    result.orbit.raan = -orbit.raan;
  }
  return result;
}

/// What the two theories share: the short-period terms of J2.
struct ShortPeriod {
  double e = 0, theta = 0, theta2 = 0, eta = 0;
  double gamma2 = 0;        ///< k2 / a^2
  double gamma2_prime = 0;  ///< over eta^4
  double f = 0;             ///< true anomaly
  double ratio = 0;         ///< a / r
  double sin_f = 0, cos_f = 0;
  double sin_2gf = 0, cos_2gf = 0;  ///< of 2 g + 2 f
  double sin_2g_f = 0, cos_2g_f = 0;
  double sin_2g_3f = 0, cos_2g_3f = 0;
  double centre = 0;  ///< f - l + e sin f

  ShortPeriod(const Orbit& o, double a_radii, double f_rad) {
    e = o.ecc;
    theta = std::cos(o.inc);
    theta2 = theta * theta;
    eta = std::sqrt(1.0 - e * e);
    gamma2 = 0.5 * j2 / (a_radii * a_radii);
    gamma2_prime = gamma2 / std::pow(eta, 4.0);
    f = f_rad;
    ratio = (1.0 + e * std::cos(f)) / (eta * eta);
    sin_f = std::sin(f);
    cos_f = std::cos(f);
    const double g2 = 2.0 * o.aop;
    sin_2gf = std::sin(g2 + 2.0 * f);
    cos_2gf = std::cos(g2 + 2.0 * f);
    sin_2g_f = std::sin(g2 + f);
    cos_2g_f = std::cos(g2 + f);
    sin_2g_3f = std::sin(g2 + 3.0 * f);
    cos_2g_3f = std::cos(g2 + 3.0 * f);
    centre = f - o.ma + e * sin_f;
  }

  double eccentricity() const {
    const double eta6 = std::pow(eta, 6.0);
    const double cubic = 3.0 * e * cos_f * cos_f + 3.0 * cos_f + e * e * cos_f * cos_f * cos_f;
    return 0.5 * eta * eta *
           (3.0 / eta6 * gamma2 * (1.0 - theta2) * cos_2gf * (cubic + e) -
            gamma2_prime * (1.0 - theta2) * (3.0 * cos_2g_f + cos_2g_3f) +
            (3.0 * theta2 - 1.0) * gamma2 / eta6 * (e * eta + e / (1.0 + eta) + cubic));
  }
  double eccentricity_times_anomaly() const {
    const double s = ratio * ratio * eta * eta + ratio;
    return -0.25 * eta * eta * eta * gamma2_prime *
           (2.0 * (3.0 * theta2 - 1.0) * (s + 1.0) * sin_f +
            3.0 * (1.0 - theta2) * ((1.0 - s) * sin_2g_f + (s + 1.0 / 3.0) * sin_2g_3f));
  }
  double inclination(double sin_i) const {
    return 0.5 * theta * gamma2_prime * sin_i * (e * cos_2g_3f + 3.0 * (e * cos_2g_f + cos_2gf));
  }
  double node() const {
    return -0.5 * gamma2_prime * theta *
           (6.0 * centre - 3.0 * sin_2gf - 3.0 * e * sin_2g_f - e * sin_2g_3f);
  }
  double longitude() const {
    const double s = ratio * ratio * eta * eta + ratio;
    return 0.25 * e * gamma2_prime * eta * eta / (1.0 + eta) *
               (3.0 * (1.0 - theta2) * (sin_2g_3f * (1.0 / 3.0 + s) + sin_2g_f * (1.0 - s)) +
                2.0 * sin_f * (3.0 * theta2 - 1.0) * (s + 1.0)) +
           1.5 * gamma2_prime * (5.0 * theta2 - 2.0 * theta - 1.0) * centre +
           0.25 * gamma2_prime * (3.0 + 2.0 * theta - 5.0 * theta2) *
               (e * sin_2g_3f + 3.0 * (sin_2gf + e * sin_2g_f));
  }
};

/// Osculating elements from what the theories add to Lyddane's variables.
/// @param ecc  e plus its terms
/// @param ecc_anomaly  e times the terms of the mean anomaly
/// @param half_inc  the sine of half the inclination plus its terms
/// @param half_node  that sine times the terms of the node
Orbit compose(const Orbit& mean, double sma_km, double ecc, double ecc_anomaly, double half_inc,
              double half_node, double longitude) {
  Orbit o;
  o.sma_km = sma_km;
  o.ecc = std::sqrt(ecc * ecc + ecc_anomaly * ecc_anomaly);
  const double sin_l = std::sin(mean.ma);
  const double cos_l = std::cos(mean.ma);
  const double sin_h = std::sin(mean.raan);
  const double cos_h = std::cos(mean.raan);
  o.ma = o.ecc < 1e-11 ? 0.0
                       : in_circle(std::atan2(ecc_anomaly * cos_l + ecc * sin_l,
                                              ecc * cos_l - ecc_anomaly * sin_l));
  o.inc = 2.0 * std::asin(std::min(std::sqrt(half_inc * half_inc + half_node * half_node), 1.0));
  constexpr double equatorial = 1e-7;
  o.raan = o.inc <= equatorial ? 0.0
                               : in_circle(std::atan2(half_node * cos_h + half_inc * sin_h,
                                                      half_inc * cos_h - half_node * sin_h));
  o.aop = in_circle(longitude - o.ma - o.raan);
  return o;
}

double true_anomaly(const Orbit& o) {
  return in_circle(to_true_anomaly(o.ma, o.ecc, AnomalyKind::mean_anomaly));
}

Orbit osculating_short(const Orbit& mean, double radius_km) {
  const double a = mean.sma_km / radius_km;
  const ShortPeriod t(mean, a, true_anomaly(mean));
  const double ratio3 = t.ratio * t.ratio * t.ratio;
  const double sma = a + a * t.gamma2 *
                             ((ratio3 - 1.0 / (t.eta * t.eta * t.eta)) * (3.0 * t.theta2 - 1.0) +
                              3.0 * (1.0 - t.theta2) * ratio3 * t.cos_2gf);
  const double sin_half = std::sin(0.5 * mean.inc);
  const double cos_half = std::cos(0.5 * mean.inc);
  const double sin_i = std::sin(mean.inc);
  return compose(mean, sma * radius_km, mean.ecc + t.eccentricity(), t.eccentricity_times_anomaly(),
                 sin_half + 0.5 * cos_half * t.inclination(sin_i),
                 0.5 * sin_i / cos_half * t.node(), mean.raan + mean.aop + mean.ma + t.longitude());
}

/// The long-period terms of J2 to J5.
struct LongPeriod {
  double ecc = 0;          ///< of e
  double ecc_anomaly = 0;  ///< of e times the mean anomaly
  double inc = 0;
  double half_node = 0;  ///< sine of half the inclination times those of the node
  double longitude = 0;
  bool is_critical = false;

  LongPeriod(const Orbit& o, double a_radii) {
    const double e = o.ecc;
    const double e2 = e * e;
    const double n2 = 1.0 - e2;
    const double n = std::sqrt(n2);
    const double t = std::cos(o.inc);
    const double t2 = t * t;
    const double t4 = t2 * t2;
    const double sin_i = std::sin(o.inc);
    const double tan_half = std::tan(o.inc / 2.0);
    const double cos_half = std::cos(o.inc / 2.0);
    const double a2 = a_radii * a_radii;
    const double g2 = 0.5 * j2 / a2 / (n2 * n2);
    const double g3 = -j3 / (a2 * a_radii) / (n2 * n2 * n2) / g2;
    const double g4 = -0.375 * j4 / (a2 * a2) / std::pow(n2, 4.0) / g2;
    const double g5 = -j5 / (a2 * a2 * a_radii) / std::pow(n2, 5.0) / g2;

    const double q = 1.0 - 5.0 * t2;
    is_critical = 25.0 * t4 * t * g2 * e2 / (q * q) >= 0.001;
    if (is_critical) return;
    const double c4 = t4 / q;
    const double a1 = g2 * n2 / 8.0 * (1.0 - 11.0 * t2 - 40.0 * c4);
    const double a4th = 5.0 / 12.0 * g4 * n2 * (1.0 - 8.0 * c4 - 3.0 * t2);
    const double even = a1 - a4th;
    const double s5 = g5 * (3.0 * e2 + 4.0);
    const double odd = 1.0 - 24.0 * c4 - 9.0 * t2;
    const double a4 = g5 * odd;
    const double a5 = s5 * odd;
    const double a6 = g3 / 4.0;
    const double a10 = n2 * sin_i;
    const double a8p = g5 * e * (1.0 - 16.0 * c4 - 5.0 * t2);
    const double a8 = a8p * e;
    const double a15 = e2 * t4 * t2 / (q * q);
    const double a16 = t2 / q;
    const double a17 = t4 / (q * q);
    const double a14 = (5.0 * e2 + 2.0) * c4;
    const double a13 = t2 * (3.0 * e2 + 2.0);
    const double a11 = 2.0 + e2;
    const double a18 = e * sin_i;
    const double a19 = a18 / (1.0 + n);
    const double a21 = e * t;
    const double a22 = e2 * t;
    const double a26 = 16.0 * a16 + 40.0 * a17 + 3.0;
    const double a27 = a22 / 8.0 * (11.0 + 200.0 * a17 + 80.0 * a16);
    const double k564 = 5.0 / 64.0;
    const double k1532 = 15.0 / 32.0;
    const double k35_1152 = 35.0 / 1152.0;
    const double k35_576 = 35.0 / 576.0;
    const double k35_384 = 35.0 / 384.0;

    const double b1 =
        n * even - ((a11 - 400.0 * a15 - 40.0 * a14 - 11.0 * a13) / 16.0 + a27) * g2 +
        ((a11 - 80.0 * a15 - 8.0 * a14 - 3.0 * a13) * 5.0 / 24.0 + 5.0 / 12.0 * a26 * a22) * g4;
    const double b2 = a6 * a19 * (2.0 + n - e2) + k564 * a5 * a19 * n2 - k1532 * a4 * a18 * n * n2 +
                      (k564 * a5 + a6) * a21 * tan_half + (9.0 * e2 + 26.0) * k564 * a4 * a18 +
                      k1532 * s5 * a21 * a26 * sin_i * (1.0 - t);
    const double steep = 80.0 * a17 + 5.0 + 32.0 * a16;
    const double b3 = steep * a22 * sin_i * (t - 1.0) * k35_576 * g5 * e -
                      (a22 * tan_half + (2.0 * e2 + 3.0 * (1.0 - n2 * n)) * sin_i) * k35_1152 * a8p;
    const double b4 = n * e * even;
    const double b5 = ((9.0 * e2 + 4.0) * a10 * a4 * k564 + a6 * a10) * n;
    const double b6 = k35_384 * a8 * n2 * n * sin_i;
    const double b7 =
        n2 * a18 / q * (g2 / 8.0 * (1.0 - 15.0 * t2) - 5.0 / 12.0 * (1.0 - 7.0 * t2) * g4);
    const double b8 = k564 * s5 * n2 * odd + a6 * n2;
    const double b9 = a8 * k35_384 * n2;
    const double b10 = sin_i * (a22 * a26 * g4 * 5.0 / 12.0 - a27 * g2);
    const double b11 = a21 * (a5 * k564 + a6 + s5 * a26 * k1532 * sin_i * sin_i);
    const double b12 = -(steep * a22 * e * sin_i * sin_i * k35_576 * g5 + a8 * a21 * k35_1152);

    const double sin_g = std::sin(o.aop);
    const double cos_g = std::cos(o.aop);
    const double sin_2g = std::sin(2.0 * o.aop);
    const double cos_2g = std::cos(2.0 * o.aop);
    const double sin_3g = std::sin(3.0 * o.aop);
    const double cos_3g = std::cos(3.0 * o.aop);
    longitude = b3 * cos_3g + b1 * sin_2g + b2 * cos_g;
    ecc = (a6 * a10 + k564 * a5 * a10) * sin_g + e * even * cos_2g - a8 * a10 * k35_384 * sin_3g;
    ecc_anomaly = b4 * sin_2g - b5 * cos_g + b6 * cos_3g;
    inc = -a21 / n2 * (b8 * sin_g + b7 * cos_2g - b9 * sin_3g);
    half_node = 0.5 / cos_half * (b12 * cos_3g + b11 * cos_g + b10 * sin_2g);
  }
};

Orbit osculating_long(const Orbit& mean, double radius_km) {
  const double a = mean.sma_km / radius_km;
  const ShortPeriod t(mean, a, true_anomaly(mean));
  const LongPeriod l(mean, a);
  const double n2 = 1.0 - mean.ecc * mean.ecc;
  const double n6 = n2 * n2 * n2;
  const double e_cos = t.e * t.cos_f;
  const double sma =
      mean.sma_km *
      (1.0 + t.gamma2 * ((3.0 * t.theta2 - 1.0) * t.e * t.e / n6 * (t.eta + 1.0 / (1.0 + t.eta)) +
                         (3.0 * t.theta2 - 1.0) / n6 * e_cos * (3.0 + 3.0 * e_cos + e_cos * e_cos) +
                         3.0 * (1.0 - t.theta2) * t.ratio * t.ratio * t.ratio * t.cos_2gf));
  const double sin_half = std::sin(mean.inc / 2.0);
  const double cos_half = std::cos(mean.inc / 2.0);
  const double sin_i = std::sin(mean.inc);
  // NOTE: near the critical inclination GMAT keeps the short-period terms of eccentricity and
  // longitude only, and a longitude that begins at zero.
  if (l.is_critical)
    return compose(mean, sma, mean.ecc + t.eccentricity(), 0.0, sin_half, 0.0, t.longitude());
  const double inc = t.inclination(sin_i) + l.inc;
  const double node = 0.5 * sin_i / cos_half * t.node() + l.half_node;
  return compose(mean, sma, mean.ecc + t.eccentricity() + l.ecc,
                 t.eccentricity_times_anomaly() + l.ecc_anomaly, sin_half + 0.5 * cos_half * inc,
                 node, mean.raan + mean.aop + mean.ma + l.longitude + t.longitude());
}

Orbit osculating(Orbit mean, BrouwerTheory theory) {
  check(theory, mean);
  if (mean.ecc < 0.0) {  // the other apsis is meant
    mean.ecc = -mean.ecc;
    mean.ma -= pi;
    mean.aop += pi;
  }
  auto [orbit, over] = turned(mean);
  orbit.raan = in_circle(orbit.raan);
  orbit.aop = in_circle(orbit.aop);
  orbit.ma = in_circle(orbit.ma);
  const double radius_km = constants_of(Body::earth).equatorial_radius_km;
  Orbit result = theory == BrouwerTheory::short_term ? osculating_short(orbit, radius_km)
                                                     : osculating_long(orbit, radius_km);
  if (over) {
    result.inc = pi - result.inc;
    result.raan = two_pi - result.raan;
  }
  return result;
}

CartesianState cartesian_of(const Orbit& o, double mu_km3_s2) {
  return to_cartesian({o.sma_km, o.ecc, o.inc * deg_per_rad, o.raan * deg_per_rad,
                       o.aop * deg_per_rad, o.ma * deg_per_rad},
                      mu_km3_s2, AnomalyKind::mean_anomaly);
}

void check_earth(double mu_km3_s2, BrouwerTheory theory) {
  if (std::abs(mu_km3_s2 - constants_of(Body::earth).mu_km3_s2) > 1.0)
    throw GmatSweepError(fmt::format("{} is defined about the Earth only", name_of(theory)));
}

double relative_distance(const CartesianState& a, const CartesianState& b) {
  const double apart = (a.position_km - b.position_km).squaredNorm() +
                       (a.velocity_km_s - b.velocity_km_s).squaredNorm();
  return std::sqrt(apart / (a.position_km.squaredNorm() + a.velocity_km_s.squaredNorm()));
}

}  // namespace

SixElements to_brouwer_mean(const CartesianState& state, double mu_km3_s2, BrouwerTheory theory) {
  check_earth(mu_km3_s2, theory);
  const auto k = to_keplerian(state, mu_km3_s2);
  Orbit kepler{k.sma_km,
               k.ecc,
               k.inc_deg * rad_per_deg,
               k.raan_deg * rad_per_deg,
               k.aop_deg * rad_per_deg,
               from_true_anomaly(k.anomaly_deg * rad_per_deg, k.ecc, AnomalyKind::mean_anomaly)};
  check(theory, kepler);
  const auto [orbit, over] = turned(kepler);
  CartesianState aim = state;
  // NOTE: of an orbit turned over GMAT takes the mean anomaly for the true one here, which ends
  // its iteration early.
  if (over) {
    aim = to_cartesian({orbit.sma_km, orbit.ecc, orbit.inc * deg_per_rad, orbit.raan * deg_per_rad,
                        orbit.aop * deg_per_rad, orbit.ma * deg_per_rad},
                       mu_km3_s2);
  }
  const auto target = regular_of(orbit);
  const auto corrected = [&](const Regular& mean, const Orbit& from_mean) {
    const auto reached = regular_of(from_mean);
    Regular next = mean;
    for (std::size_t i = 0; i < 6; ++i) next[i] += target[i] - reached[i];
    return next;
  };

  constexpr double tolerance = 1e-8;
  constexpr int most_iterations = 75;
  Regular last = target;
  Regular next = corrected(target, osculating(orbit, theory));
  double smallest = 1.0;
  for (int iteration = 0; iteration <= most_iterations + 1; ++iteration) {
    const Orbit trial = osculating(orbit_of(next), theory);
    const double distance = relative_distance(aim, cartesian_of(trial, mu_km3_s2));
    if (!(distance < smallest)) break;
    smallest = distance;
    last = next;
    next = corrected(last, trial);
    if (distance <= tolerance) break;
  }
  Orbit mean = orbit_of(theory == BrouwerTheory::short_term ? next : last);
  if (over) {
    mean.inc = pi - mean.inc;
    mean.raan = -mean.raan;
  }
  return {mean.sma_km,
          mean.ecc,
          mean.inc * deg_per_rad,
          in_circle(mean.raan) * deg_per_rad,
          in_circle(mean.aop) * deg_per_rad,
          in_circle(mean.ma) * deg_per_rad};
}

CartesianState from_brouwer_mean(const SixElements& e, double mu_km3_s2, BrouwerTheory theory) {
  check_earth(mu_km3_s2, theory);
  const Orbit mean{
      e[0], e[1], e[2] * rad_per_deg, e[3] * rad_per_deg, e[4] * rad_per_deg, e[5] * rad_per_deg};
  return cartesian_of(osculating(mean, theory), mu_km3_s2);
}

}  // namespace gmat_sweep::astro
