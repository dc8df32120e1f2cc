#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// What the nutation depends on that is also wanted elsewhere.
struct NutationAngles {
  double delta_psi_rad = 0;      ///< nutation in longitude
  double delta_epsilon_rad = 0;  ///< nutation in obliquity
  double mean_obliquity_rad = 0;
  double moon_ascending_node_rad = 0;
};

/// The IAU 1980 series of nutation, 106 terms. Immutable.
class NutationSeries {
 public:
  struct Term {
    std::array<int, 5> multiplier{};  ///< of l, l', F, D, Omega
    double psi_arcsec = 0;            ///< sine coefficient of longitude
    double psi_arcsec_per_century = 0;
    double epsilon_arcsec = 0;  ///< cosine coefficient of obliquity
    double epsilon_arcsec_per_century = 0;
  };

  explicit NutationSeries(std::vector<Term> terms);
  /// Reads GMAT's NUTATION.DAT (its 1980 part). Throws GmatSweepError with `name` and the line.
  static NutationSeries from_nutation_dat(std::string_view text, const std::string& name);
  /// Reads the project's own table (data/nutation.txt).
  static NutationSeries from_own_table(std::string_view text, const std::string& name);

  /// @param tt_centuries  Julian centuries of TT since J2000 (GMAT uses TT where the theory has
  /// TDB)
  NutationAngles angles(double tt_centuries) const;
  const std::vector<Term>& terms() const { return terms_; }

 private:
  std::vector<Term> terms_;
};

/// Mean obliquity of date [rad] and longitude of the Moon's ascending node [rad], without the
/// series.
double mean_obliquity_rad(double tt_centuries);
double moon_ascending_node_rad(double tt_centuries);

/// Mean equator of date to true equator of date.
Matrix3 nutation_matrix(const NutationAngles& angles);

/// MJ2000Eq to mean equator of date, IAU 1976.
Matrix3 precession_matrix(double tt_centuries);

}  // namespace gmat_sweep::astro
