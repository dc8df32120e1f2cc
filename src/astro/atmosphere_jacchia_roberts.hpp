#pragma once

#include "astro/space_weather.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// What the Jacchia-Roberts model needs of the time of year: two slow functions of it.
struct JacchiaSeason {
  double semiannual = 0;  ///< of the semiannual variation
  double annual = 0;      ///< sine of the seasonal-latitudinal variation
};
/// @param utc_mjd  UTC modified Julian date, offset JD 2430000
JacchiaSeason jacchia_season(double utc_mjd);

struct JacchiaInputs {
  double altitude_km = 0;
  double sin_latitude = 0;  ///< geodetic
  double cos_latitude = 1;
  Vector3 position;  ///< of the spacecraft, inertial equatorial axes, any unit
  Vector3 sun;       ///< of the Sun, the same axes, any unit
  JacchiaSeason season;
  JacchiaWeather weather;
};

/// Density of the Earth's atmosphere between 100 and 2500 km, zero above [kg/m^3].
/// Throws GmatSweepError at or below 100 km, as GMAT does.
/// @param polar_radius_km  of the Earth
/// Source: L. G. Jacchia, Smithsonian Astrophysical Observatory Special Report 332, 1971, in the
/// closed form of C. E. Roberts, Celestial Mechanics 4, 368-377, 1971, as D. Vallado gives it
/// ("Fundamentals of Astrodynamics and Applications", 3rd ed., appendix B).
double jacchia_roberts_density_kg_m3(const JacchiaInputs& inputs, double polar_radius_km);

}  // namespace gmat_sweep::astro
