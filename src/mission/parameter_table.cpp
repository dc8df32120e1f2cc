#include "mission/parameter_table.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::EpochFormat;
using astro::TimeSystem;
using astro::Vector3;
using enum Dependency;

constexpr double degrees = 180.0 / std::numbers::pi;
constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr CycleRange full_circle{0.0, 360.0};
constexpr CycleRange half_circle{0.0, 180.0};
constexpr CycleRange signed_circle{-180.0, 180.0};
constexpr CycleRange signed_quarter{-90.0, 90.0};

double mu(OrbitView& v) { return v.origin().mu_km3_s2; }
const Vector3& position(OrbitView& v) { return v.cartesian().position_km; }
const Vector3& velocity(OrbitView& v) { return v.cartesian().velocity_km_s; }
Vector3 momentum(OrbitView& v) { return position(v).cross(velocity(v)); }

double elapsed_days(OrbitView& v) { return v.spacecraft().epoch.mjd - v.spacecraft().first_a1_mjd; }

template <TimeSystem System>
double mjd(OrbitView& v) {
  return v.mjd(System);
}

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

struct Geodetic {
  double latitude_rad = 0.0;
  double altitude_km = 0.0;
};

/// Source: D. Vallado, "Fundamentals of Astrodynamics and Applications", 2nd
/// ed., algorithm 12, to the 1e-7 rad at which GMAT stops.
Geodetic geodetic(OrbitView& v) {
  const auto& r = v.body_fixed().position_km;
  const double flattening = v.origin().flattening;
  const double radius_km = v.origin().equatorial_radius_km;
  const double ecc2 = 2.0 * flattening - flattening * flattening;
  const double rxy = std::sqrt(r.x() * r.x() + r.y() * r.y());
  double latitude = std::atan2(r.z(), rxy);
  for (double change = 1.0; change > 1.0e-7;) {
    const double s = std::sin(latitude);
    const double c = radius_km / std::sqrt(1.0 - ecc2 * s * s);
    const double next = std::atan2(r.z() + c * ecc2 * s, rxy);
    change = std::abs(next - latitude);
    latitude = next;
  }
  const double s = std::sin(latitude);
  return {latitude, rxy / std::cos(latitude) - radius_km / std::sqrt(1.0 - ecc2 * s * s)};
}

struct Equinoctial {
  double h = 0.0;
  double k = 0.0;
  double p = 0.0;
  double q = 0.0;
};

/// Throws RunFailed for orbits that have no such elements.
/// Source: GMAT Mathematical Specifications, "Cartesian state to equinoctial
/// elements".
Equinoctial equinoctial(OrbitView& v) {
  const Vector3& r = position(v);
  const Vector3& w = velocity(v);
  const Vector3 e = ((w.squaredNorm() - mu(v) / r.norm()) * r - r.dot(w) * w) / mu(v);
  if (e.norm() > 1.0 - 1e-7) {
    throw RunFailed("equinoctial elements of an orbit that is no ellipse");
  }
  const Vector3 n = momentum(v).normalized();
  if (n.z() <= -1.0 + 1e-14) throw RunFailed("equinoctial elements at an inclination of 180 deg");
  const double scale = 1.0 + n.z();
  const Vector3 f =
      Vector3(1.0 - n.x() * n.x() / scale, -n.x() * n.y() / scale, -n.x()).normalized();
  const Vector3 g = n.cross(f).normalized();
  return {e.dot(g), e.dot(f), n.x() / scale, -n.y() / scale};
}

/// Greenwich mean sidereal time, or a body's prime meridian from the vernal
/// equinox [deg]. Source: D. Vallado, "Fundamentals of Astrodynamics and
/// Applications", 2nd ed., eq. 3-45.
double hour_angle_deg(OrbitView& v) {
  if (v.origin().body != astro::Body::earth) {
    throw RunFailed("the hour angle of a body other than Earth is not supported");
  }
  // NOTE: GMAT has the whole Julian date in one double, whose last bit is 2e-7 degrees here.
  const double ut1_jd = v.mjd(TimeSystem::ut1) + astro::mjd_offset_jd;
  const double t = (ut1_jd - 2451545.0) / 36525.0;
  const double angle = (67310.54841 / 240.0) + ((876600.0 * 15.0) + (8640184.812866 / 240.0)) * t +
                       (0.093104 / 240.0) * t * t - (6.2e-06 / 240.0) * t * t * t;
  const double turned = std::fmod(angle, 360.0);
  return turned < 0.0 ? turned + 360.0 : turned;
}

double longitude_deg(OrbitView& v) { return right_ascension_deg(v.body_fixed().position_km); }

double local_sidereal_deg(OrbitView& v) {
  const double angle = std::fmod(hour_angle_deg(v) + longitude_deg(v), 360.0);
  return angle < 0.0 ? angle + 360.0 : angle;
}

double beta_angle_deg(OrbitView& v) {
  return std::asin(momentum(v).normalized().dot(v.sun_direction())) * degrees;
}

constexpr ParameterType gregorian(std::string_view name, TimeSystem system) {
  return {.name = name,
          .kind = ParameterKind::gregorian,
          .doc = "epoch of the spacecraft",
          .format = EpochFormat{system, true}};
}

constexpr ParameterType modified_julian(std::string_view name, TimeSystem system,
                                        double (*get)(OrbitView&)) {
  return {.name = name,
          .unit = "d",
          .doc = "epoch of the spacecraft",
          .get = get,
          .stop = StopKind::epoch,
          .seconds_per_unit = 86400.0,
          .format = EpochFormat{system, false}};
}

const ParameterType types[] = {
    {.name = "ElapsedSecs",
     .unit = "s",
     .doc = "time since the mission's start; in a Propagate, since that "
            "command's start",
     .get = [](OrbitView& v) { return elapsed_days(v) * 86400.0; },
     .stop = StopKind::elapsed_time},
    {.name = "ElapsedDays",
     .unit = "d",
     .doc = "time since the mission's start; in a Propagate, since that "
            "command's start",
     .get = elapsed_days,
     .stop = StopKind::elapsed_time,
     .seconds_per_unit = 86400.0},
    gregorian("A1Gregorian", TimeSystem::a1),
    gregorian("TAIGregorian", TimeSystem::tai),
    gregorian("TTGregorian", TimeSystem::tt),
    gregorian("TDBGregorian", TimeSystem::tdb),
    gregorian("UTCGregorian", TimeSystem::utc),
    modified_julian("A1ModJulian", TimeSystem::a1, mjd<TimeSystem::a1>),
    modified_julian("CurrA1MJD", TimeSystem::a1, mjd<TimeSystem::a1>),
    modified_julian("TAIModJulian", TimeSystem::tai, mjd<TimeSystem::tai>),
    modified_julian("TTModJulian", TimeSystem::tt, mjd<TimeSystem::tt>),
    modified_julian("TDBModJulian", TimeSystem::tdb, mjd<TimeSystem::tdb>),
    modified_julian("UTCModJulian", TimeSystem::utc, mjd<TimeSystem::utc>),

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
     .doc = "stops at apoapsis",
     .get = radial_direction,
     .stop = StopKind::apoapsis},
    {.name = "Periapsis",
     .kind = ParameterKind::apsis,
     .dependency = body,
     .doc = "stops at periapsis",
     .get = radial_direction,
     .stop = StopKind::periapsis},

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

    {.name = "Altitude",
     .dependency = body,
     .unit = "km",
     .doc = "height over the ellipsoid",
     .get = [](OrbitView& v) { return geodetic(v).altitude_km; }},
    {.name = "Latitude",
     .dependency = body,
     .unit = "deg",
     .doc = "geodetic latitude",
     .get = [](OrbitView& v) { return geodetic(v).latitude_rad * degrees; }},
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
    {.name = "BetaAngle",
     .dependency = body,
     .unit = "deg",
     .doc = "angle of the Sun over the orbit's plane",
     .get = beta_angle_deg},

    {.name = "EquinoctialH",
     .dependency = frame,
     .doc = "eccentricity vector along g",
     .get = [](OrbitView& v) { return equinoctial(v).h; }},
    {.name = "EquinoctialK",
     .dependency = frame,
     .doc = "eccentricity vector along f",
     .get = [](OrbitView& v) { return equinoctial(v).k; }},
    {.name = "EquinoctialP",
     .dependency = frame,
     .doc = "orbit normal",
     .get = [](OrbitView& v) { return equinoctial(v).p; }},
    {.name = "EquinoctialQ",
     .dependency = frame,
     .doc = "orbit normal",
     .get = [](OrbitView& v) { return equinoctial(v).q; }},
};

}  // namespace

const ParameterType* find_parameter_type(std::string_view name) {
  const auto found = std::ranges::find(types, name, &ParameterType::name);
  return found == std::end(types) ? nullptr : found;
}

std::span<const ParameterType> parameter_types() { return types; }

std::vector<std::string> parameter_names() {
  std::vector<std::string> names;
  for (const auto& type : types) names.emplace_back(type.name);
  return names;
}

}  // namespace gmat_sweep::mission
