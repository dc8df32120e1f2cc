#include <cmath>

#include "mission/parameter_family.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Vector3;
using enum Dependency;

constexpr double two_pi = 2.0 * std::numbers::pi;

double anomaly_deg(OrbitView& v, astro::AnomalyKind kind) {
  const auto& k = v.keplerian();
  return astro::from_true_anomaly(k.anomaly_deg / degrees, k.ecc, kind) * degrees;
}

/// Zero where the orbit has no such anomaly, as in GMAT.
double eccentric_anomaly(OrbitView& v) {
  return v.keplerian().ecc < 1.0 ? anomaly_deg(v, astro::AnomalyKind::eccentric_anomaly) : 0.0;
}

double hyperbolic_anomaly(OrbitView& v) {
  return v.keplerian().ecc > 1.0 ? anomaly_deg(v, astro::AnomalyKind::hyperbolic_anomaly) : 0.0;
}

double mean_anomaly(OrbitView& v) { return anomaly_deg(v, astro::AnomalyKind::mean_anomaly); }

double mean_motion(OrbitView& v) {
  const double sma = v.keplerian().sma_km;
  return std::sqrt(mu(v) / std::abs(sma * sma * sma));
}

double velocity_at_apoapsis(OrbitView& v) {
  const auto& k = v.keplerian();
  return std::sqrt((mu(v) / k.sma_km) * ((1.0 - k.ecc) / (1.0 + k.ecc)));
}

double velocity_at_periapsis(OrbitView& v) {
  const auto& k = v.keplerian();
  return std::sqrt((mu(v) / k.sma_km) * ((1.0 + k.ecc) / (1.0 - k.ecc)));
}

double orbit_period(OrbitView& v) {
  const double sma = v.keplerian().sma_km;
  return sma < 0.0 ? 0.0 : two_pi * std::sqrt((sma * sma * sma) / mu(v));
}

double semilatus_rectum(OrbitView& v) {
  const double h = momentum(v).norm();
  return (h / mu(v)) * h;
}

double declination_deg(const Vector3& r) { return std::asin(r.z() / r.norm()) * degrees; }
double right_ascension_deg(const Vector3& r) { return std::atan2(r.y(), r.x()) * degrees; }

double flight_path_angle_deg(OrbitView& v) {
  const auto& r = position(v);
  const auto& w = velocity(v);
  return std::acos(r.dot(w) / (r.norm() * w.norm())) * degrees;
}

/// Azimuth of the velocity, from north over east.
/// Source: GMAT Mathematical Specifications, "Cartesian state to
/// spherical-AZFPA state".
double azimuth_deg(OrbitView& v) {
  const Vector3 up = position(v).normalized();
  const Vector3 east = Vector3::UnitZ().cross(up).normalized();
  const Vector3 north = up.cross(east);
  return std::atan2(velocity(v).dot(east), velocity(v).dot(north)) * degrees;
}

/// The cosine of the angle between position and velocity: zero at the apsides.
double radial_direction(OrbitView& v) {
  return position(v).normalized().dot(velocity(v).normalized());
}

const ParameterType types[] = {
    {.name = "X",
     .dependency = frame,
     .unit = "km",
     .doc = "position along X",
     .get = [](OrbitView& v) { return position(v).x(); }},
    {.name = "Y",
     .dependency = frame,
     .unit = "km",
     .doc = "position along Y",
     .get = [](OrbitView& v) { return position(v).y(); }},
    {.name = "Z",
     .dependency = frame,
     .unit = "km",
     .doc = "position along Z",
     .get = [](OrbitView& v) { return position(v).z(); }},
    {.name = "VX",
     .dependency = frame,
     .unit = "km/s",
     .doc = "velocity along X",
     .get = [](OrbitView& v) { return velocity(v).x(); }},
    {.name = "VY",
     .dependency = frame,
     .unit = "km/s",
     .doc = "velocity along Y",
     .get = [](OrbitView& v) { return velocity(v).y(); }},
    {.name = "VZ",
     .dependency = frame,
     .unit = "km/s",
     .doc = "velocity along Z",
     .get = [](OrbitView& v) { return velocity(v).z(); }},
    {.name = "SMA",
     .dependency = body,
     .unit = "km",
     .doc = "semi-major axis",
     .get = [](OrbitView& v) { return v.keplerian().sma_km; }},
    {.name = "ECC",
     .dependency = body,
     .doc = "eccentricity",
     .get = [](OrbitView& v) { return v.keplerian().ecc; }},
    {.name = "INC",
     .dependency = frame,
     .unit = "deg",
     .doc = "inclination",
     .get = [](OrbitView& v) { return v.keplerian().inc_deg; },
     .cycle = half_circle},
    {.name = "RAAN",
     .dependency = frame,
     .unit = "deg",
     .doc = "right ascension of the ascending node",
     .get = [](OrbitView& v) { return v.keplerian().raan_deg; },
     .cycle = full_circle},
    {.name = "RADN",
     .dependency = frame,
     .unit = "deg",
     .doc = "right ascension of the descending node",
     .get = [](OrbitView& v) { return std::fmod(v.keplerian().raan_deg + 180.0, 360.0); },
     .cycle = full_circle},
    {.name = "AOP",
     .dependency = frame,
     .unit = "deg",
     .doc = "argument of periapsis",
     .get = [](OrbitView& v) { return v.keplerian().aop_deg; },
     .cycle = full_circle},
    {.name = "TA",
     .dependency = body,
     .unit = "deg",
     .doc = "true anomaly",
     .get = [](OrbitView& v) { return v.keplerian().anomaly_deg; },
     .cycle = full_circle},
    {.name = "MA",
     .dependency = body,
     .unit = "deg",
     .doc = "mean anomaly",
     .get = mean_anomaly,
     .cycle = full_circle},
    {.name = "EA",
     .dependency = body,
     .unit = "deg",
     .doc = "eccentric anomaly",
     .get = eccentric_anomaly,
     .cycle = full_circle},
    {.name = "HA",
     .dependency = body,
     .unit = "deg",
     .doc = "hyperbolic anomaly",
     .get = hyperbolic_anomaly,
     .cycle = full_circle},
    {.name = "MM", .dependency = body, .unit = "rad/s", .doc = "mean motion", .get = mean_motion},
    {.name = "OrbitPeriod",
     .dependency = body,
     .unit = "s",
     .doc = "period of the orbit",
     .get = orbit_period},
    {.name = "RadApo",
     .dependency = body,
     .unit = "km",
     .doc = "radius of apoapsis",
     .get = [](OrbitView& v) { return v.keplerian().sma_km * (1.0 + v.keplerian().ecc); }},
    {.name = "RadPer",
     .dependency = body,
     .unit = "km",
     .doc = "radius of periapsis",
     .get = [](OrbitView& v) { return v.keplerian().sma_km * (1.0 - v.keplerian().ecc); }},
    {.name = "VelApoapsis",
     .dependency = body,
     .unit = "km/s",
     .doc = "speed at apoapsis",
     .get = velocity_at_apoapsis},
    {.name = "VelPeriapsis",
     .dependency = body,
     .unit = "km/s",
     .doc = "speed at periapsis",
     .get = velocity_at_periapsis},
    {.name = "C3Energy",
     .dependency = body,
     .unit = "km^2/s^2",
     .doc = "twice the orbital energy",
     .get = [](OrbitView& v) { return -mu(v) / v.keplerian().sma_km; }},
    {.name = "Energy",
     .dependency = body,
     .unit = "km^2/s^2",
     .doc = "orbital energy",
     .get = [](OrbitView& v) { return -mu(v) / (2.0 * v.keplerian().sma_km); }},
    {.name = "SemilatusRectum",
     .dependency = body,
     .unit = "km",
     .doc = "semilatus rectum",
     .get = semilatus_rectum},
    {.name = "Apoapsis",
     .kind = ParameterKind::apsis,
     .dependency = body,
     .stop = StopKind::apoapsis,
     .doc = "stops at apoapsis",
     .get = radial_direction},
    {.name = "Periapsis",
     .kind = ParameterKind::apsis,
     .dependency = body,
     .stop = StopKind::periapsis,
     .doc = "stops at periapsis",
     .get = radial_direction},
    {.name = "RMAG",
     .dependency = body,
     .unit = "km",
     .doc = "distance",
     .get = [](OrbitView& v) { return position(v).norm(); }},
    {.name = "RA",
     .dependency = frame,
     .unit = "deg",
     .doc = "right ascension",
     .get = [](OrbitView& v) { return right_ascension_deg(position(v)); },
     .cycle = signed_circle},
    {.name = "DEC",
     .dependency = frame,
     .unit = "deg",
     .doc = "declination",
     .get = [](OrbitView& v) { return declination_deg(position(v)); },
     .cycle = signed_quarter},
    {.name = "VMAG",
     .dependency = frame,
     .unit = "km/s",
     .doc = "speed",
     .get = [](OrbitView& v) { return velocity(v).norm(); }},
    {.name = "RAV",
     .dependency = frame,
     .unit = "deg",
     .doc = "right ascension of the velocity",
     .get = [](OrbitView& v) { return right_ascension_deg(velocity(v)); },
     .cycle = signed_circle},
    {.name = "DECV",
     .dependency = frame,
     .unit = "deg",
     .doc = "declination of the velocity",
     .get = [](OrbitView& v) { return declination_deg(velocity(v)); },
     .cycle = signed_quarter},
    {.name = "AZI",
     .dependency = frame,
     .unit = "deg",
     .doc = "azimuth of the velocity",
     .get = azimuth_deg,
     .cycle = signed_circle},
    {.name = "FPA",
     .dependency = frame,
     .unit = "deg",
     .doc = "flight path angle, from the vertical",
     .get = flight_path_angle_deg},
    {.name = "HMAG",
     .dependency = body,
     .unit = "km^2/s",
     .doc = "angular momentum",
     .get = [](OrbitView& v) { return momentum(v).norm(); }},
    {.name = "HX",
     .dependency = frame,
     .unit = "km^2/s",
     .doc = "angular momentum along X",
     .get = [](OrbitView& v) { return momentum(v).x(); }},
    {.name = "HY",
     .dependency = frame,
     .unit = "km^2/s",
     .doc = "angular momentum along Y",
     .get = [](OrbitView& v) { return momentum(v).y(); }},
    {.name = "HZ",
     .dependency = frame,
     .unit = "km^2/s",
     .doc = "angular momentum along Z",
     .get = [](OrbitView& v) { return momentum(v).z(); }},
};

}  // namespace

std::span<const ParameterType> orbit_parameters() { return types; }

}  // namespace gmat_sweep::mission
