#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::astro {

/// One day (or, in the far future, one month) of a CSSI space weather file.
struct SpaceWeatherDay {
  double utc_mjd = 0;          ///< its midnight, offset JD 2430000
  std::array<double, 8> kp{};  ///< geomagnetic index Kp of each three hours
  std::array<double, 8> ap{};  ///< the same as Ap
  double ap_average = 0;
  double f107 = 0;          ///< observed flux at 10.7 cm [1e-22 W/m^2/Hz]
  double f107_average = 0;  ///< observed, mean over 81 days about the day
};

struct SpaceWeatherDays {
  std::vector<SpaceWeatherDay> observed;
  std::vector<SpaceWeatherDay> predicted;  ///< daily, then monthly
};

/// Reads a CSSI file ("DATATYPE CssiSpaceWeather"), in the fixed columns its head describes.
/// Throws GmatSweepError with `name` and the line.
SpaceWeatherDays parse_cssi_space_weather(std::string_view text, const std::string& name);

/// One month of a Schatten file: predictions for a nominal, an early and a late cycle.
struct SchattenMonth {
  double utc_mjd = 0;            ///< its middle
  std::array<double, 9> f107{};  ///< per timing: mean, plus two sigma, minus two sigma
  std::array<double, 3> ap{};    ///< per timing
};

/// Reads a Schatten file. Throws GmatSweepError with `name` and the line.
std::vector<SchattenMonth> parse_schatten_predictions(std::string_view text,
                                                      const std::string& name);

}  // namespace gmat_sweep::astro
