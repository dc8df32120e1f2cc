#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep::astro {

/// An atmosphere whose density falls exponentially within bands of altitude. Immutable.
class ExponentialAtmosphere {
 public:
  struct Band {
    double from_km = 0;
    double density_kg_m3 = 0;  ///< there
    double scale_km = 0;
  };

  /// @pre at least one band, in order of altitude
  explicit ExponentialAtmosphere(std::vector<Band> bands) : bands_(std::move(bands)) {}
  /// Reads GMAT's files: lines of altitude [km], density [kg/m^3] and scale height [km], with
  /// commas. Lines that begin with # are passed over. Throws GmatSweepError with `name` and the
  /// line.
  static ExponentialAtmosphere parse(std::string_view text, const std::string& name);

  /// @param altitude_km  above the reference ellipsoid, not negative
  double density_kg_m3(double altitude_km) const;

 private:
  std::vector<Band> bands_;
};

}  // namespace gmat_sweep::astro
