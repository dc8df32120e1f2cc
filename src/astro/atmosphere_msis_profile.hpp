#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace gmat_sweep::astro {

/// Inverse temperature as a cubic spline in geopotential height between two altitudes, as MSIS
/// joins its levels; hydrostatic integrals follow from it.
/// Source: A. E. Hedin, J. Geophys. Res. 96, 1159-1172, 1991, appendix.
class InverseTemperatureSpline {
 public:
  static constexpr std::size_t most_nodes = 5;

  /// @param nodes_km  altitudes, descending
  /// @param temperatures_k  at the nodes
  /// @param first_gradient, last_gradient  of temperature at the end nodes [K/km]
  /// @param radius_km  of the Earth, for geopotential height
  InverseTemperatureSpline(std::span<const double> nodes_km, std::span<const double> temperatures_k,
                           double first_gradient, double last_gradient, double radius_km);

  struct Reading {
    double temperature_k = 0;
    /// Of inverse temperature from the first node, by geopotential height over that of the whole
    /// span [1/K]. Times `span_km` and gravity it is the exponent of a density.
    double integral = 0;
  };
  /// Beyond the last node the last cubic goes on.
  Reading at(double altitude_km) const;
  double span_km() const { return span_km_; }

 private:
  double place(double altitude_km) const;

  std::size_t count_;
  double radius_km_;
  double first_km_;
  double span_km_;
  std::array<double, most_nodes> x_{};
  std::array<double, most_nodes> y_{};
  std::array<double, most_nodes> bend_{};
};

/// Geopotential height of an altitude over another [km].
inline double geopotential_height_km(double altitude_km, double base_km, double radius_km) {
  return (altitude_km - base_km) * (radius_km + base_km) / (radius_km + altitude_km);
}

}  // namespace gmat_sweep::astro
