#include <algorithm>
#include <cmath>
#include <limits>

#include "astro/body_orientation.hpp"
#include "astro/geodetic.hpp"
#include "astro/time_systems.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/parameter_family.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::TimeSystem;
using astro::Vector3;
using enum Dependency;

astro::GeodeticPlace geodetic(OrbitView& v) {
  const auto& body = v.origin();
  return astro::geodetic_place(v.body_fixed().position_km, body.equatorial_radius_km,
                               body.flattening);
}

double in_circle_deg(double angle_deg) {
  const double turned = std::fmod(angle_deg, 360.0);
  return turned < 0.0 ? turned + 360.0 : turned;
}

/// Greenwich mean sidereal time [deg].
/// Source: D. Vallado, "Fundamentals of Astrodynamics and Applications", 2nd ed., eq. 3-45.
double sidereal_time_deg(OrbitView& v) {
  // NOTE: GMAT has the whole Julian date in one double, whose last bit is 2e-7 degrees here.
  const double ut1_jd = v.mjd(TimeSystem::ut1) + astro::mjd_offset_jd;
  const double t = (ut1_jd - 2451545.0) / 36525.0;
  return (67310.54841 / 240.0) + ((876600.0 * 15.0) + (8640184.812866 / 240.0)) * t +
         (0.093104 / 240.0) * t * t - (6.2e-06 / 240.0) * t * t * t;
}

/// The angle of a body's prime meridian, from the node of its equator.
double hour_angle_deg(OrbitView& v) {
  const auto& body = v.origin();
  if (body.body == astro::Body::earth) return in_circle_deg(sidereal_time_deg(v));
  const double days = v.mjd(TimeSystem::tdb) + astro::mjd_offset_jd - 2451545.0;
  const auto pole = body.body == astro::Body::luna
                        ? astro::lunar_meridian_deg(days)
                        : astro::pole_and_meridian(body.body, days).meridian_deg;
  return in_circle_deg(pole);
}

double longitude_deg(OrbitView& v) {
  const auto& r = v.body_fixed().position_km;
  return std::atan2(r.y(), r.x()) * degrees;
}

double local_sidereal_deg(OrbitView& v) {
  return in_circle_deg(hour_angle_deg(v) + longitude_deg(v));
}

/// The angle from the Sun's anti-meridian to the spacecraft's, in hours.
/// Source: GMAT R2026a, OrbitTime.
double orbit_time_h(OrbitView& v) {
  if (v.origin().body != astro::Body::earth) {
    throw RunFailed("OrbitTime is defined in coordinate systems about the Earth only");
  }
  const Vector3 sun = v.sun().position_km;
  const Vector3 away = Vector3(-sun.x(), -sun.y(), 0.0).normalized();
  const Vector3 place = Vector3(position(v).x(), position(v).y(), 0.0).normalized();
  const double angle_deg = std::acos(std::clamp(away.dot(place), -1.0, 1.0)) * degrees;
  const bool past_half = away.x() * place.y() - away.y() * place.x() < 0.0;
  return (past_half ? 360.0 - angle_deg : angle_deg) / 15.0;
}

double beta_angle_deg(OrbitView& v) {
  return std::asin(momentum(v).normalized().dot(v.sun_direction())) * degrees;
}

/// The pass of a hyperbola: its asymptote S, and the vector B to it, in the plane across S.
/// Source: GMAT Mathematical Specifications, "B-plane parameters".
struct BPlane {
  double dot_t_km = std::numeric_limits<double>::quiet_NaN();
  double dot_r_km = std::numeric_limits<double>::quiet_NaN();
};

Vector3 eccentricity_vector(OrbitView& v) {
  const Vector3& r = position(v);
  const Vector3& w = velocity(v);
  return ((w.squaredNorm() - mu(v) / r.norm()) * r - r.dot(w) * w) / mu(v);
}

/// Not a number for an ellipse, as in GMAT.
BPlane b_plane(OrbitView& v) {
  const Vector3 ecc_vector = eccentricity_vector(v);
  const double ecc = ecc_vector.norm();
  if (ecc <= 1.0) return {};
  const Vector3 e = ecc_vector / ecc;
  const Vector3 h = momentum(v);
  const Vector3 n = h.normalized().cross(e);
  const double b = h.squaredNorm() / (mu(v) * std::sqrt(ecc * ecc - 1.0));
  const double sine = std::sqrt(1.0 - 1.0 / (ecc * ecc));
  const Vector3 s = e / ecc + sine * n;
  const Vector3 b_vector = b * (sine * e - n / ecc);
  const Vector3 t = Vector3(s.y(), -s.x(), 0.0) / std::sqrt(s.x() * s.x() + s.y() * s.y());
  return {b_vector.dot(t), b_vector.dot(s.cross(t))};
}

/// The direction in which a hyperbola leaves; not a number for an ellipse, as in GMAT.
Vector3 outgoing_asymptote(OrbitView& v) {
  const Vector3 e = eccentricity_vector(v);
  if (e.norm() < 1.0 + 1e-7) return Vector3::Constant(std::numeric_limits<double>::quiet_NaN());
  const Vector3 h = momentum(v);
  const double c3 = velocity(v).squaredNorm() - 2.0 * mu(v) / position(v).norm();
  const double ratio = h.norm() / mu(v);
  return (std::sqrt(c3) / mu(v) * h.cross(e) - e) / (1.0 + c3 * ratio * ratio);
}

const ParameterType types[] = {
    {.name = "Altitude",
     .dependency = body,
     .unit = "km",
     .doc = "height over the ellipsoid",
     .get = [](OrbitView& v) { return geodetic(v).altitude_km; }},
    {.name = "Latitude",
     .dependency = body,
     .unit = "deg",
     .doc = "geodetic latitude",
     .get =
         [](OrbitView& v) {
           const auto place = geodetic(v);
           return std::atan2(place.sin_latitude, place.cos_latitude) * degrees;
         }},
    {.name = "Longitude",
     .dependency = body,
     .unit = "deg",
     .doc = "longitude",
     .get = longitude_deg,
     .cycle = signed_circle},
    {.name = "MHA",
     .dependency = body,
     .unit = "deg",
     .doc = "hour angle of the prime meridian",
     .get = hour_angle_deg,
     .cycle = full_circle},
    {.name = "LST",
     .dependency = body,
     .unit = "deg",
     .doc = "local sidereal time",
     .get = local_sidereal_deg,
     .cycle = full_circle},
    {.name = "OrbitTime",
     .dependency = frame,
     .unit = "h",
     .doc = "local time of the Sun's meridian, Earth at the origin",
     .get = orbit_time_h},
    {.name = "BetaAngle",
     .dependency = body,
     .unit = "deg",
     .doc = "angle of the Sun over the orbit's plane",
     .get = beta_angle_deg},
    {.name = "BdotT",
     .dependency = frame,
     .unit = "km",
     .doc = "B vector along T",
     .get = [](OrbitView& v) { return b_plane(v).dot_t_km; }},
    {.name = "BdotR",
     .dependency = frame,
     .unit = "km",
     .doc = "B vector along R",
     .get = [](OrbitView& v) { return b_plane(v).dot_r_km; }},
    {.name = "BVectorMag",
     .dependency = frame,
     .unit = "km",
     .doc = "length of the B vector",
     .get =
         [](OrbitView& v) {
           const auto b = b_plane(v);
           return std::sqrt(b.dot_t_km * b.dot_t_km + b.dot_r_km * b.dot_r_km);
         }},
    {.name = "BVectorAngle",
     .dependency = frame,
     .unit = "deg",
     .doc = "angle of the B vector from T",
     .get =
         [](OrbitView& v) {
           const auto b = b_plane(v);
           return std::atan2(b.dot_r_km, b.dot_t_km) * degrees;
         }},
    {.name = "RLA",
     .dependency = frame,
     .unit = "deg",
     .doc = "right ascension of the outgoing asymptote",
     .get =
         [](OrbitView& v) {
           const Vector3 s = outgoing_asymptote(v);
           return std::atan2(s.y(), s.x()) * degrees;
         }},
    {.name = "DLA",
     .dependency = frame,
     .unit = "deg",
     .doc = "declination of the outgoing asymptote",
     .get = [](OrbitView& v) { return std::asin(outgoing_asymptote(v).z()) * degrees; }},
};

}  // namespace

std::span<const ParameterType> planet_parameters() { return types; }

}  // namespace gmat_sweep::mission
