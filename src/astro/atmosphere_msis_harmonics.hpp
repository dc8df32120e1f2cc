#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "astro/atmosphere_msis_table.hpp"

namespace gmat_sweep::astro {

enum class MsisVersion { msise90, nrlmsise00 };

/// MSIS writes the temperatures and densities of its levels as expansions in spherical harmonics
/// of latitude with local time, longitude and Universal Time, whose coefficients turn with the
/// season and with solar and geomagnetic activity. Here all expansions share one vector of
/// functions of place and time, so that each is a scalar product, and the coefficients are folded
/// when season or activity change.
///
/// Source: A. E. Hedin, "MSIS-86 thermospheric model", J. Geophys. Res. 92, 4649-4662, 1987, eqs.
/// A21 to A24, with the changes of the later models' tables.
inline constexpr std::size_t msis_terms = 77;
using MsisBasis = std::array<double, msis_terms>;
struct MsisTermRange {
  std::size_t first, end;
};
/// What the sets of the thermosphere and those of the levels below have terms in.
inline constexpr MsisTermRange msis_upper_terms{0, 71};
inline constexpr MsisTermRange msis_lower_terms{24, msis_terms};

/// Where and when: the angles MSIS expands in.
struct MsisAngles {
  double sin_latitude = 0, cos_latitude = 1;
  double sin_longitude = 0, cos_longitude = 1;
  double sin_local_time = 0, cos_local_time = 1;  ///< of local apparent solar time
  double sin_ut = 0, cos_ut = 1;                  ///< of Universal Time of day
};
MsisBasis msis_basis(const MsisAngles& angles);

/// A column of coefficients, one for each function of the basis.
struct MsisColumn {
  double* first;
  std::size_t stride;
  double& operator[](std::size_t term) const { return first[term * stride]; }
};

/// Cosines of the season, which hold for a day.
struct MsisSeason {
  double cos14 = 0, cos18 = 0, cos32 = 0, cos39 = 0;
  double north_south = 0;  ///< of the longitude terms of the lower sets
  double even = 0;
};
MsisSeason season_of(const MsisTable::Set& set, double day_of_year);
MsisSeason season_of(const MsisTable::ShortSet& set, double day_of_year);

/// Solar activity as the expansions take it.
struct MsisFlux {
  double daily_less_average = 0;
  double average_less_150 = 0;
};

/// Cosines and sines of the phases that belong to the tables alone.
struct MsisPhases {
  struct Phase {
    double cosine = 1, sine = 0;
  };
  Phase ut, ut_longitude;
  struct Activity {
    Phase local_time, longitude, seasonal_longitude, ut;
  } daily, three_hourly;
};
MsisPhases phases_of(const MsisTable::Set& set);

/// Adds the terms that do not depend on geomagnetic activity.
void fold_quiet(MsisVersion version, const MsisTable::Set& set, const MsisPhases& phases,
                const MsisSeason& season, const MsisFlux& flux, MsisColumn column);
void fold_quiet(MsisVersion version, const MsisTable::ShortSet& set, const MsisSeason& season,
                const MsisFlux& flux, MsisColumn column);

/// Adds `factor` times the terms that are proportional to geomagnetic activity: to the function of
/// the daily index, or to that of the three-hourly ones.
void fold_active(bool three_hourly, const MsisTable::Set& set, const MsisPhases& phases,
                 const MsisSeason& season, double factor, MsisColumn column);
void fold_active(bool three_hourly, const MsisTable::ShortSet& set, double factor,
                 MsisColumn column);

/// The function of the daily index Ap, eq. A24d.
double daily_activity(const MsisTable::Set& set, double ap);
/// The same of each of the indices of the last 57 hours, eq. A24d, and their sum weighted by age,
/// eqs. A24a to A24c.
std::array<double, 7> three_hourly_functions(const MsisTable::Set& set,
                                             std::span<const double, 7> ap);
double weighted_activity(const std::array<double, 7>& functions, double decay);
/// The weight of an index three hours old, at a latitude.
double decay_at(const MsisTable::Set& set, double latitude_deg);
double second_decay(const MsisTable::Set& set);

}  // namespace gmat_sweep::astro
