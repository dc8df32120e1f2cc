#include "astro/atmosphere_jacchia_roberts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "base/lane_math.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double ln10 = std::numbers::ln10;
constexpr double surface_k = 183.0;  ///< temperature at 90 km
constexpr double gravity_m_s2 = 9.80665;
constexpr double gas_constant = 8.31432;
constexpr double avogadro = 6.022045e23;  ///< NOTE: GMAT's value, which its densities follow

constexpr std::array<double, 5> temperature_below_125{-89284375.0, 3542400.0, -52687.5, 340.5,
                                                      -0.8};
constexpr std::array<double, 5> temperature_above_125{0.1031445e5, 0.2341230e1, 0.1579202e-2,
                                                      -0.1252487e-5, 0.2462708e-9};
constexpr std::array<double, 7> density_at_100{0.1985549e-10,  -0.1833490e-14, 0.1711735e-17,
                                               -0.1021474e-20, 0.3727894e-24,  -0.7734110e-28,
                                               0.7026942e-32};
// Nitrogen, argon, helium, molecular oxygen, atomic oxygen; padded to whole lanes.
constexpr std::array<double, 2 * lanes> molar_mass{28.0134, 39.948, 4.0026, 31.9988, 15.9994};
constexpr double hydrogen_mass = 1.00797;
constexpr std::size_t gases_at_125 = 5;
constexpr std::size_t helium = 2;
constexpr std::array<double, gases_at_125> share_at_100{0.78110, 0.93432e-2, 0.61471e-5, 0.161778,
                                                        0.95544e-1};
/// Decimal logarithms of the number densities at 125 km, by powers of the exospheric temperature.
constexpr std::array<std::array<double, 7>, gases_at_125> density_at_125{{
    {0.1093155e2, 0.1186783e-2, -0.1677341e-5, 0.1420228e-8, -0.7139785e-12, 0.1969715e-15,
     -0.2296182e-19},
    {0.8049405e1, 0.2382822e-2, -0.3391366e-5, 0.2909714e-8, -0.1481702e-11, 0.4127600e-15,
     -0.4837461e-19},
    {0.7646886e1, -0.4383486e-3, 0.4694319e-6, -0.2894886e-9, 0.9451989e-13, -0.1270838e-16, 0.0},
    {0.9924237e1, 0.1600311e-2, -0.2274761e-5, 0.1938454e-8, -0.9782183e-12, 0.2698450e-15,
     -0.3131808e-19},
    {0.1097083e2, 0.6118742e-4, -0.1165003e-6, 0.9239354e-10, -0.3490739e-13, 0.5116298e-17, 0.0},
}};

/// Their natural logarithms, gases side by side and power after power.
constexpr auto log_density_at_125 = [] {
  std::array<std::array<double, 2 * lanes>, 7> result{};
  for (std::size_t power = 0; power < result.size(); ++power)
    for (std::size_t gas = 0; gas < gases_at_125; ++gas)
      result[power][gas] = ln10 * density_at_125[gas][power];
  return result;
}();

double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0.0;
  for (std::size_t i = coefficients.size(); i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

struct Temperatures {
  double exospheric_k = 0;
  double inflection_k = 0;  ///< at 125 km
};

/// The local hour angle of the Sun, in the equatorial plane.
struct HourAngle {
  double sine;
  double cosine;
};

HourAngle hour_angle(const Vector3& position, const Vector3& sun) {
  const double cross = sun.x() * position.y() - sun.y() * position.x();
  const double dot = sun.x() * position.x() + sun.y() * position.y();
  constexpr double least = 1e-15;
  const double across2 = position.x() * position.x() + position.y() * position.y();
  if (std::abs(cross) < least || across2 < least * least)
    throw GmatSweepError(
        "the Jacchia-Roberts atmosphere has no local time over the pole, nor straight under the "
        "Sun's meridian");
  const double scale = 1.0 / std::sqrt(cross * cross + dot * dot);
  return {cross * scale, dot * scale};
}

/// cos(tau / 2) with tau = H - 37 deg + 6 deg sin(H + 43 deg), brought within half a turn, where
/// it is not negative.
double cosine_of_half_tau(const HourAngle& angle) {
  // Half the hour angle, from the better of the two formulae for it.
  const double large = std::sqrt(0.5 * (1.0 + std::abs(angle.cosine)));
  const double small = 0.5 * std::abs(angle.sine) / large;
  const double half_cosine = angle.cosine >= 0.0 ? large : small;
  const double half_sine = std::copysign(angle.cosine >= 0.0 ? small : large, angle.sine);
  // Half of 37 deg, 0.322885911625 rad, and what is added to it, at most 0.053 rad, by its series.
  constexpr HourAngle lag{0.3173046564108286, 0.94832365520428};
  constexpr HourAngle shift{0.6819983600642817, 0.7313537016175076};  // 0.75049157836 rad
  const double d = 0.05235987756 * (angle.sine * shift.cosine + angle.cosine * shift.sine);
  const double d2 = d * d;
  const double sine = d * (1.0 + d2 * (-1.0 / 6 + d2 * (1.0 / 120 - d2 / 5040)));
  const double cosine = 1.0 + d2 * (-0.5 + d2 * (1.0 / 24 + d2 * (-1.0 / 720 + d2 / 40320)));
  const double added_cosine = cosine * lag.cosine + sine * lag.sine;
  const double added_sine = sine * lag.cosine - cosine * lag.sine;
  return std::abs(half_cosine * added_cosine - half_sine * added_sine);
}

/// The Sun's declination.
struct Declination {
  double sine = 0;
  double cosine = 1;

  explicit Declination(const Vector3& sun) {
    const double across2 = sun.x() * sun.x() + sun.y() * sun.y();
    const double scale = 1.0 / std::sqrt(across2 + sun.z() * sun.z());
    sine = sun.z() * scale;
    cosine = std::sqrt(across2) * scale;
  }
};

/// Powers of what changes with the place.
struct Powers {
  double sine_2_2;      ///< of the sine of half the sum of latitude and declination, 2.2
  double cosine_2_2;    ///< of the cosine of half their difference
  double height;        ///< h^2.331 exp(-0.002868 h)
  double height_decay;  ///< exp(-0.002868 h)
};

GMAT_SWEEP_INLINE Powers powers(const JacchiaInputs& in, const Declination& declination) {
  const double both = in.cos_latitude * declination.cosine;
  const double sines = in.sin_latitude * declination.sine;
  const double sine2 = std::max(0.5 * (1.0 - (both - sines)), 0.0);
  const double cosine2 = std::max(0.5 * (1.0 + (both + sines)), 0.0);
  const double h = in.altitude_km;
  const Lanes logarithms = log_of_lanes(Lanes{sine2, cosine2, h, 1.0});
  const Lanes exponents =
      Lanes{1.1, 1.1, 2.331, 0.0} * logarithms + Lanes{0.0, 0.0, h, h} * -0.002868;
  const Lanes values = exp_of_lanes(exponents);
  return {values[0], values[1], values[2], values[3]};
}

Temperatures temperatures(const JacchiaInputs& in, const Powers& power) {
  const double half = cosine_of_half_tau(hour_angle(in.position, in.sun));
  const double night = power.sine_2_2;
  const double bulge = half * half * half * (power.cosine_2_2 - night);
  const auto& weather = in.weather;
  const double least_k =
      379.0 + 3.24 * weather.f107_average + 1.3 * (weather.f107 - weather.f107_average);
  const bool low = in.altitude_km < 200.0;
  const double storm_k =
      (low ? 14.0 : 28.0) * weather.kp + (low ? 0.02 : 0.03) * std::exp(weather.kp);
  Temperatures t;
  t.exospheric_k = least_k * (1.0 + 0.3 * (night + bulge)) + storm_k;
  t.inflection_k =
      371.6678 + 0.0518806 * t.exospheric_k - 294.3505 * std::exp(-0.00216222 * t.exospheric_k);
  return t;
}

double newton(std::span<const double> coefficients, double x) {
  for (int iteration = 0; iteration < 100; ++iteration) {
    double value = 0.0;
    double slope = 0.0;
    for (std::size_t i = coefficients.size(); i-- > 0;) {
      slope = slope * x + value;
      value = value * x + coefficients[i];
    }
    const double next = x - value / slope;
    if (std::abs(next - x) <= 1e-14 * std::abs(x)) return next;
    x = next;
  }
  return x;
}

/// Divides a polynomial by (x - root) in place; the last coefficient falls away.
void deflate(std::span<double> coefficients, double root) {
  double carried = coefficients.back();
  for (std::size_t i = coefficients.size() - 1; i-- > 0;) {
    const double own = coefficients[i];
    coefficients[i] = carried;
    carried = own + carried * root;
  }
}

/// Between 100 and 125 km, where all gases but helium are mixed by diffusion from 100 km up.
double density_below_125(double height_km, const Temperatures& t, double polar_km) {
  const double tx = t.inflection_k;
  const double rise = tx - surface_k;
  const double temperature = tx + rise * polynomial(temperature_below_125, height_km) / 1.500625e6;
  const double temperature_100 = tx - 0.94585589 * rise;

  auto c = temperature_below_125;
  c[0] += 1500625.0 * tx / rise;
  const double root1 = newton(c, 125.0);
  deflate(c, root1);
  const double root2 = newton(std::span(c).first(4), 200.0);
  deflate(std::span(c).first(4), root2);
  const double x = -c[1] / (2.0 * c[2]);
  const double modulus2 = c[0] / c[2];
  const double y = std::sqrt(modulus2 - x * x);

  const double ra2 = polar_km * polar_km;
  const double outer = ra2 + 2.0 * polar_km * x + modulus2;
  const double x_star = -2.0 * root1 * root2 * polar_km * outer;
  const double v = (polar_km + root1) * (polar_km + root2) * outer;
  const auto u = [&](double root) {
    return (root1 - root2) * (root + polar_km) * (root + polar_km) *
           (root * root - 2.0 * root * x + modulus2);
  };
  const auto w = [&](double root) {
    return root1 * root2 * polar_km * (polar_km + root) * (polar_km + modulus2 / root);
  };
  const double q2 = 1.0 / u(root1);
  const double q3 = -1.0 / u(root2);
  const double q5 = 1.0 / v;
  const double q4 =
      (1.0 + w(root1) * q2 + w(root2) * q3 + root1 * root2 * (ra2 - modulus2) * q5) / x_star;
  const double q1 = -2.0 * q4 - q3 - q2;
  const double q6 =
      -q5 - 2.0 * (x + polar_km) * q4 - (root2 + polar_km) * q3 - (root1 + polar_km) * q2;
  const double log_f3 = q1 * std::log((height_km + polar_km) / (100.0 + polar_km)) +
                        q2 * std::log((height_km - root1) / (100.0 - root1)) +
                        q3 * std::log((height_km - root2) / (100.0 - root2)) +
                        q4 * std::log((height_km * height_km - 2.0 * x * height_km + modulus2) /
                                      (1.0e4 - 200.0 * x + modulus2));
  const double f4 =
      (height_km - 100.0) * q5 / ((height_km + polar_km) * (100.0 + polar_km)) +
      q6 * std::atan(y * (height_km - 100.0) / (y * y + (height_km - x) * (100.0 - x))) / y;
  const double k =
      -1500625.0 * gravity_m_s2 * ra2 / (gas_constant * temperature_below_125[4] * rise);

  double sum = 0.0;
  for (std::size_t i = 0; i < share_at_100.size(); ++i) {
    double part = molar_mass[i] * share_at_100[i] * std::exp(molar_mass[i] * k * (f4 + log_f3));
    if (i == helium) part *= std::pow(temperature_100 / temperature, -0.38);
    sum += part;
  }
  return sum * polynomial(density_at_100, t.exospheric_k) * temperature_100 / temperature;
}

/// Above 125 km, each gas in diffusive equilibrium of its own.
/// @param log_factor  of what the whole is to be multiplied by
GMAT_SWEEP_INLINE double density_above_125(double height_km, const Temperatures& t, double polar_km,
                                           const Declination& declination, double sin_latitude,
                                           double log_factor) {
  const double tinf = t.exospheric_k;
  const double tx = t.inflection_k;
  const double rise = tx - surface_k;
  const double shape = polynomial(temperature_above_125, tinf);
  // The logarithm of how much of the exospheric rise is still to come.
  const auto exponent = [&](double at_km) {
    return -rise / (tinf - tx) * (at_km - 125.0) / 35.0 * shape / (polar_km + at_km);
  };
  const double here = exponent(height_km);
  const double temperature = tinf - (tinf - tx) * std::exp(here);
  // NOTE: high up little of the rise is left over from a subtraction of near equals, and GMAT's
  // density shows its rounding; so does this one.
  const double log_left = height_km < 1000.0 ? here : std::log((tinf - temperature) / (tinf - tx));
  const double log_ratio = std::log(tx / temperature);
  const double gamma_per_mass = 35.0 * gravity_m_s2 * polar_km * polar_km * (tinf - tx) /
                                (gas_constant * shape * tinf * rise * (polar_km + 125.0));
  // Helium goes with the seasons: the square of the sine of 45 deg less half the latitude, on the
  // Sun's side.
  const double side = declination.sine < 0.0 ? -1.0 : 1.0;
  const double s2 = std::max(0.5 * (1.0 - sin_latitude * side), 0.0);
  const double log_helium =
      ln10 * 4.9914 * std::abs(std::asin(declination.sine)) * (s2 * std::sqrt(s2) - 0.35355) / pi -
      0.38 * log_ratio;
  static_assert(helium == 2);
  const double log_of_all = log_factor + log_ratio;
  const double log_per_mass = gamma_per_mass * (log_left + log_ratio);
  Lanes sums{};
  for (std::size_t gas = 0; gas < gases_at_125; gas += lanes) {
    Lanes log_density{};
    for (std::size_t power = log_density_at_125.size(); power-- > 0;)
      log_density = log_density * tinf + load_lanes(&log_density_at_125[power][gas]);
    const Lanes mass = load_lanes(&molar_mass[gas]);
    log_density += mass * log_per_mass + log_of_all;
    if (gas == 0) log_density += Lanes{0.0, 0.0, log_helium, 0.0};
    sums += mass * exp_of_lanes(log_density);
  }
  double sum = sum_of_lanes(sums);
  if (height_km > 500.0) {
    const double at_500 = exponent(500.0);
    const double t500 = tinf - (tinf - tx) * std::exp(at_500);
    const double gamma = hydrogen_mass * gamma_per_mass;
    const double log10_t500 = std::log10(t500);
    sum += hydrogen_mass * std::exp(ln10 * (73.13 - (39.4 - 5.5 * log10_t500) * log10_t500) +
                                    (1.0 + gamma) * std::log(t500 / temperature) +
                                    gamma * (log_left - at_500) + log_factor);
  }
  return sum / avogadro;
}

/// Geomagnetic, semiannual and seasonal-latitudinal corrections: the logarithm of a factor.
double log10_correction(const JacchiaInputs& in, const Powers& power) {
  const double h = in.altitude_km;
  const double kp = in.weather.kp;
  double sum = h < 200.0 ? 0.012 * kp + 0.000012 * std::exp(kp) : 0.0;
  sum += (5.876e-7 * power.height + 0.06328 * power.height_decay) * in.season.semiannual;
  const double above = h - 90.0;
  const double fading = 0.0013 * above * above;
  constexpr double nothing_left = 50.0;
  if (fading < nothing_left) {
    const double s = in.sin_latitude;
    sum += 0.014 * above * in.season.annual * s * std::abs(s) * std::exp(-fading);
  }
  return sum;
}

}  // namespace

JacchiaSeason jacchia_season(double utc_mjd) {
  const double year = (utc_mjd - 6204.5) / 365.2422;
  const double tau =
      year + 0.09544 * (std::pow(0.5 * (1.0 + std::sin(2.0 * pi * year + 6.035)), 1.65) - 0.5);
  JacchiaSeason season;
  season.semiannual = 0.02835 + (0.3817 + 0.17829 * std::sin(2.0 * pi * tau + 4.137)) *
                                    std::sin(4.0 * pi * tau + 4.259);
  season.annual = std::sin(2.0 * pi * year + 1.72);
  return season;
}

GMAT_SWEEP_WIDE double jacchia_roberts_density_kg_m3(const JacchiaInputs& in,
                                                     double polar_radius_km) {
  if (!(in.altitude_km > 100.0))
    throw GmatSweepError(
        fmt::format("the Jacchia-Roberts atmosphere begins at an altitude of 100 km; the "
                    "spacecraft is at {} km",
                    in.altitude_km));
  if (in.altitude_km > 2500.0) return 0.0;
  const Declination declination(in.sun);
  const auto power = powers(in, declination);
  const auto t = temperatures(in, power);
  const double log_factor = ln10 * log10_correction(in, power);
  if (in.altitude_km > 125.0)
    return 1000.0 * density_above_125(in.altitude_km, t, polar_radius_km, declination,
                                      in.sin_latitude, log_factor);
  return 1000.0 * density_below_125(in.altitude_km, t, polar_radius_km) * std::exp(log_factor);
}

}  // namespace gmat_sweep::astro
