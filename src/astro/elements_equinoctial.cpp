#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "astro/elements_forms.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double two_pi = 2.0 * pi;
constexpr double rad_per_deg = pi / 180.0;
constexpr double deg_per_rad = 180.0 / pi;
constexpr double least_mu = 1e-15;
constexpr double one_metre_km = 1e-3;

void check_inputs(const CartesianState& state, double mu_km3_s2) {
  if (state.position_km.norm() <= 0.0)
    throw GmatSweepError("equinoctial elements are undefined at the centre of the body");
  if (mu_km3_s2 < least_mu)
    throw GmatSweepError("equinoctial elements need a gravitational parameter above zero");
}

Vector3 eccentricity_vector(const CartesianState& state, double mu_km3_s2) {
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  return ((v.squaredNorm() - mu_km3_s2 / r.norm()) * r - r.dot(v) * v) / mu_km3_s2;
}

/// The equinoctial axes f and g of an orbit, from its unit normal, and where p and q come from.
struct Axes {
  Vector3 f, g;
  double p = 0;
  double q = 0;
};

Axes axes_of(const Vector3& normal) {
  const double scale = 1.0 + normal.z();
  Axes axes;
  axes.f =
      Vector3(1.0 - normal.x() * normal.x() / scale, -normal.x() * normal.y() / scale, -normal.x())
          .normalized();
  axes.g = normal.cross(axes.f).normalized();
  axes.p = normal.x() / scale;
  axes.q = -normal.y() / scale;
  return axes;
}

Axes axes_of(double p, double q) {
  const double scale = 1.0 / (1.0 + p * p + q * q);
  Axes axes{scale * Vector3(1.0 - p * p + q * q, 2.0 * p * q, -2.0 * p),
            scale * Vector3(2.0 * p * q, 1.0 + p * p - q * q, 2.0 * q), p, q};
  axes.f.normalize();
  axes.g.normalize();
  return axes;
}

double in_circle(double angle_rad) {
  while (angle_rad < 0.0) angle_rad += two_pi;
  return angle_rad;
}

/// The eccentric longitude of a mean longitude: Kepler's equation in equinoctial form.
double eccentric_longitude(double mean_rad, double h, double k) {
  constexpr double tolerance_rad = 1e-10;
  double longitude = mean_rad;
  for (int iteration = 0; iteration < 1000; ++iteration) {
    const double s = std::sin(longitude);
    const double c = std::cos(longitude);
    const double change = (longitude + h * c - k * s - mean_rad) / (1.0 - h * s - k * c);
    longitude -= change;
    if (std::abs(change) < tolerance_rad) return in_circle(longitude);
  }
  throw GmatSweepError(fmt::format(
      "no eccentric longitude found for mean longitude {} deg with EquinoctialH = {} and "
      "EquinoctialK = {}",
      mean_rad * deg_per_rad, h, k));
}

void check_alternate(double half_inclination_sine2) {
  if (std::abs(half_inclination_sine2 - 1.0) < 1e-15 || half_inclination_sine2 > 1.0)
    throw GmatSweepError(fmt::format(
        "alternate equinoctial elements: AltEquinoctialP^2 + AltEquinoctialQ^2 = {} must be below "
        "1, which is an inclination of 180 deg",
        half_inclination_sine2));
}

}  // namespace

SixElements to_equinoctial(const CartesianState& state, double mu_km3_s2) {
  check_inputs(state, mu_km3_s2);
  const Vector3& r = state.position_km;
  const Vector3 ecc_vector = eccentricity_vector(state, mu_km3_s2);
  const double ecc = ecc_vector.norm();
  if (ecc > 1.0 - 1e-7)
    throw GmatSweepError(fmt::format(
        "equinoctial elements are undefined for parabolas and hyperbolas (ECC = {})", ecc));
  const double energy = state.velocity_km_s.squaredNorm() / 2.0 - mu_km3_s2 / r.norm();
  const double sma = -mu_km3_s2 / (2.0 * energy);
  if (std::abs(sma * (1.0 - ecc)) < one_metre_km)
    throw GmatSweepError(
        "equinoctial elements: the radius of periapsis must be greater than 1 meter");
  const Vector3 normal = r.cross(state.velocity_km_s).normalized();
  if (std::acos(std::fmin(std::fmax(normal.z(), -1.0), 1.0)) >= pi - 1e-11)
    throw GmatSweepError("equinoctial elements are undefined at an inclination of 180 deg");
  const auto axes = axes_of(normal);
  const double h = ecc_vector.dot(axes.g);
  const double k = ecc_vector.dot(axes.f);
  const double x = r.dot(axes.f);
  const double y = r.dot(axes.g);
  const double root = std::sqrt(1.0 - h * h - k * k);
  const double beta = 1.0 / (1.0 + root);
  const double cosine = k + ((1.0 - k * k * beta) * x - h * k * beta * y) / (sma * root);
  const double sine = h + ((1.0 - h * h * beta) * y - h * k * beta * x) / (sma * root);
  const double longitude = in_circle(std::atan2(sine, cosine)) + h * cosine - k * sine;
  return {sma, h, k, axes.p, axes.q, longitude * deg_per_rad};
}

CartesianState from_equinoctial(const SixElements& e, double mu_km3_s2) {
  const double sma = e[0];
  const double h = e[1];
  const double k = e[2];
  const double ecc = std::sqrt(h * h + k * k);
  constexpr double greatest_ecc = 1.0 - 1e-7;
  if (ecc > greatest_ecc)
    throw GmatSweepError(fmt::format(
        "EquinoctialH = {} and EquinoctialK = {} make an eccentricity of {}; it must be below {}",
        h, k, ecc, greatest_ecc));
  const double longitude = eccentric_longitude(e[5] * rad_per_deg, h, k);
  const double c = std::cos(longitude);
  const double s = std::sin(longitude);
  const double beta = 1.0 / (1.0 + std::sqrt(1.0 - h * h - k * k));
  const double radius = sma * (1.0 - k * c - h * s);
  if (radius <= 0.0)
    throw GmatSweepError(fmt::format("equinoctial elements with SMA = {} km make RMAG <= 0", sma));
  const double speed = std::sqrt(mu_km3_s2 / (sma * sma * sma)) * sma * sma / radius;
  const double x = sma * ((1.0 - h * h * beta) * c + h * k * beta * s - k);
  const double y = sma * ((1.0 - k * k * beta) * s + h * k * beta * c - h);
  const double vx = speed * (h * k * beta * c - (1.0 - h * h * beta) * s);
  const double vy = speed * ((1.0 - k * k * beta) * c - h * k * beta * s);
  const auto axes = axes_of(e[3], e[4]);
  return {x * axes.f + y * axes.g, vx * axes.f + vy * axes.g};
}

SixElements to_alternate_equinoctial(const CartesianState& state, double mu_km3_s2) {
  auto e = to_equinoctial(state, mu_km3_s2);
  const double cosine = 1.0 / std::sqrt(1.0 + e[3] * e[3] + e[4] * e[4]);
  e[3] *= cosine;
  e[4] *= cosine;
  return e;
}

CartesianState from_alternate_equinoctial(const SixElements& elements, double mu_km3_s2) {
  auto e = elements;
  const double sine2 = e[3] * e[3] + e[4] * e[4];
  check_alternate(sine2);
  const double cosine = std::sqrt(1.0 - sine2);
  e[3] /= cosine;
  e[4] /= cosine;
  return from_equinoctial(e, mu_km3_s2);
}

SixElements to_modified_equinoctial(const CartesianState& state, double mu_km3_s2) {
  check_inputs(state, mu_km3_s2);
  const Vector3& r = state.position_km;
  const Vector3& v = state.velocity_km_s;
  const Vector3 momentum = r.cross(v);
  const double length = momentum.norm();
  const Vector3 normal = length == 0.0 ? Vector3::Zero().eval() : (momentum / length).eval();
  if (std::abs(1.0 + normal.z()) < 1e-7)
    throw GmatSweepError(
        "modified equinoctial elements are undefined at an inclination of 180 deg");
  const double distance = r.norm();
  const Vector3 ahead = length == 0.0 ? Vector3::Zero().eval()
                                      : ((distance * v - r.dot(v) / distance * r) / length).eval();
  const Vector3 out = r / distance;
  const auto axes = axes_of(normal);
  const Vector3 ecc_vector = eccentricity_vector(state, mu_km3_s2);
  const double longitude = in_circle(std::atan2(out.y() - ahead.x(), out.x() + ahead.y()));
  return {
      length * length / mu_km3_s2, ecc_vector.dot(axes.f), ecc_vector.dot(axes.g), axes.q, axes.p,
      longitude * deg_per_rad};
}

CartesianState from_modified_equinoctial(const SixElements& e, double mu_km3_s2) {
  if (mu_km3_s2 < least_mu)
    throw GmatSweepError("equinoctial elements need a gravitational parameter above zero");
  const double p = e[0];
  if (p < 0.0) throw GmatSweepError(fmt::format("SemilatusRectum = {} km must not be negative", p));
  const double c = std::cos(e[5] * rad_per_deg);
  const double s = std::sin(e[5] * rad_per_deg);
  const double radius = p / (1.0 + e[1] * c + e[2] * s);
  const double speed = p == 0.0 ? 0.0 : std::sqrt(mu_km3_s2 / p);
  const double h = e[3];
  const double k = e[4];
  const double difference = h * h - k * k;
  const double scale = 1.0 + h * h + k * k;
  const Vector3 f = Vector3(1.0 + difference, 2.0 * k * h, -2.0 * k) / scale;
  const Vector3 g = Vector3(2.0 * k * h, 1.0 - difference, 2.0 * h) / scale;
  return {radius * c * f + radius * s * g, -speed * (e[2] + s) * f + speed * (e[1] + c) * g};
}

}  // namespace gmat_sweep::astro
