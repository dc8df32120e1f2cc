#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "astro/atmosphere_msis.hpp"
#include "astro/space_weather_files.hpp"

namespace gmat_sweep::astro {

enum class WeatherSource { constant, cssi, schatten };
enum class SchattenTiming { nominal, early, late };
enum class SchattenError { mean, plus_two_sigma, minus_two_sigma };

/// Where solar flux and geomagnetic indices come from.
struct WeatherSettings {
  WeatherSource historic = WeatherSource::constant;   ///< up to the end of the observations
  WeatherSource predicted = WeatherSource::constant;  ///< afterwards
  double f107 = 150.0;
  double f107_average = 150.0;
  double kp = 3.0;
  SchattenTiming timing = SchattenTiming::nominal;
  SchattenError error = SchattenError::mean;
};

/// Solar and geomagnetic activity as the Jacchia-Roberts model takes it.
struct JacchiaWeather {
  double f107 = 150.0;
  double f107_average = 150.0;
  double kp = 3.0;

  bool operator==(const JacchiaWeather&) const = default;
};

/// Space weather at an epoch, looked up and interpolated as GMAT does for each model. Immutable.
///
/// NOTE: past the end of its files GMAT goes on with their last entry, and before their beginning
/// with their first; so does this.
class SpaceWeather {
 public:
  /// @param days, months  wanted where `settings` asks for them
  SpaceWeather(const WeatherSettings& settings, std::shared_ptr<const SpaceWeatherDays> days,
               std::shared_ptr<const std::vector<SchattenMonth>> months);

  /// @param utc_mjd  UTC modified Julian date, offset JD 2430000
  MsisWeather msis(double utc_mjd) const;
  JacchiaWeather jacchia(double utc_mjd) const;

  /// Whether it is the same at all epochs.
  bool is_constant() const {
    return settings_.historic == WeatherSource::constant &&
           settings_.predicted == WeatherSource::constant;
  }

  /// A file that does not hold an epoch, and between which dates it could.
  struct Outside {
    WeatherSource file = WeatherSource::cssi;
    double first_utc_mjd = 0;
    double last_utc_mjd = 0;
  };
  /// None while no entry stands in for another epoch's.
  std::optional<Outside> outside(double utc_mjd) const;

 private:
  WeatherSource source_at(double utc_mjd) const;
  MsisWeather constant_msis() const;
  JacchiaWeather constant_jacchia() const;
  MsisWeather observed_msis(double utc_mjd) const;
  JacchiaWeather observed_jacchia(double utc_mjd) const;
  MsisWeather predicted_msis(double utc_mjd) const;
  JacchiaWeather predicted_jacchia(double utc_mjd) const;
  MsisWeather schatten_msis(double utc_mjd) const;
  JacchiaWeather schatten_jacchia(double utc_mjd) const;
  SpaceWeatherDay day_for(double utc_mjd) const;
  SpaceWeatherDay constant_day() const;

  WeatherSettings settings_;
  double constant_ap_;
  std::shared_ptr<const SpaceWeatherDays> days_;
  std::shared_ptr<const std::vector<SchattenMonth>> months_;
};

/// GMAT's conversions between the geomagnetic indices: Kp to Ap by a table of thirds, Ap to Kp
/// along straight lines. Source: D. Vallado, "Fundamentals of Astrodynamics and Applications", 3rd
/// ed., table 8-3.
double ap_from_kp(double kp);
double kp_from_ap(double ap);

}  // namespace gmat_sweep::astro
