#pragma once

#include <array>
#include <memory>

#include "astro/atmosphere_msis_harmonics.hpp"
#include "astro/geodetic.hpp"

namespace gmat_sweep::astro {

/// Solar and geomagnetic activity as the MSIS models take it.
struct MsisWeather {
  double f107 = 150.0;          ///< flux at 10.7 cm of the previous day [1e-22 W/m^2/Hz]
  double f107_average = 150.0;  ///< its mean over 81 days
  /// Ap of the day; of the three hours now and 3, 6 and 9 hours before; means of 12 to 33 and of 36
  /// to 57 hours before.
  std::array<double, 7> ap{};

  bool operator==(const MsisWeather&) const = default;
};

/// MSISE-90 or NRLMSISE-00, from the ground to the exosphere. Not for two threads at a time: it
/// keeps what holds for a day and for one state of the Sun.
///
/// NOTE: GMAT's copies of the models differ from the published ones in how they choose between the
/// daily Ap and the three-hourly ones. Its MSISE-90 goes over to the latter once an epoch shows
/// indices that differ among themselves, and stays; its NRLMSISE-00 decides at its first call.
/// So does this.
class MsisAtmosphere {
 public:
  explicit MsisAtmosphere(MsisVersion version);
  ~MsisAtmosphere();
  MsisAtmosphere(MsisAtmosphere&&) noexcept;
  MsisAtmosphere& operator=(MsisAtmosphere&&) noexcept;

  /// @param day_of_year  1 to 366
  /// @param ut_s  Universal Time of day
  /// @return density [kg/m^3], without anomalous oxygen; not finite where the weather makes no
  /// sense
  double density_kg_m3(int day_of_year, double ut_s, const GeodeticPlace& place,
                       const MsisWeather& weather);

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};

}  // namespace gmat_sweep::astro
