#pragma once

#include <array>
#include <cstddef>

#include "base/lanes.hpp"

namespace gmat_sweep::astro {

/// Geopotential height of an altitude over another [km].
template <class Value>
GMAT_SWEEP_INLINE Value geopotential_height_km(Value altitude_km, double base_km,
                                               double radius_km) {
  return (altitude_km - base_km) * (radius_km + base_km) / (radius_km + altitude_km);
}

/// Inverse temperature as a cubic spline in geopotential height between two altitudes, as MSIS
/// joins its levels; hydrostatic integrals follow from it.
/// Source: A. E. Hedin, J. Geophys. Res. 96, 1159-1172, 1991, appendix.
template <std::size_t Nodes>
class InverseTemperatureSpline {
 public:
  using PerNode = std::array<double, Nodes>;

  /// @param nodes_km  altitudes, descending
  /// @param inverse_temperatures_per_k  at the nodes
  /// @param first_gradient, last_gradient  of temperature at the end nodes [K/km]
  /// @param radius_km  of the Earth, for geopotential height
  InverseTemperatureSpline(const PerNode& nodes_km, const PerNode& inverse_temperatures_per_k,
                           double first_gradient, double last_gradient, double radius_km)
      : radius_km_(radius_km),
        first_km_(nodes_km.front()),
        span_km_(geopotential_height_km(nodes_km.back(), first_km_, radius_km)),
        stretch_((radius_km + nodes_km.back()) / (nodes_km.back() - first_km_)),
        y_(inverse_temperatures_per_k) {
    x_[last] = 1.0;
    for (std::size_t i = 1; i < last; ++i) x_[i] = place(nodes_km[i]);
    const double ends = (radius_km + nodes_km.back()) / (radius_km + first_km_);
    bend(-first_gradient * y_[0] * y_[0] * span_km_,
         -last_gradient * y_[last] * y_[last] * span_km_ * ends * ends);
    for (std::size_t i = 0; i + 2 < Nodes; ++i) {
      const double width = x_[i + 1] - x_[i];
      integral_[i + 1] =
          integral_[i] +
          ((y_[i] + y_[i + 1]) / 2.0 - (bend_[i] + bend_[i + 1]) * width * width / 24.0) * width;
    }
  }

  template <class Value>
  struct Reading {
    Value inverse_temperature_per_k;
    /// Of inverse temperature from the first node, by geopotential height over that of the whole
    /// span [1/K]. Times `span_km` and gravity it is the exponent of a density.
    Value integral;
  };
  /// At one altitude, or at one in each lane. Beyond the last node the last cubic goes on.
  template <class Value>
  GMAT_SWEEP_INLINE Reading<Value> at(Value altitude_km) const {
    const Value x = place(altitude_km);
    // The nodes about it.
    Value x0 = Value{} + x_[0];
    Value x1 = Value{} + x_[1];
    Value y0 = Value{} + y_[0];
    Value y1 = Value{} + y_[1];
    Value bend0 = Value{} + bend_[0];
    Value bend1 = Value{} + bend_[1];
    Value before = Value{} + integral_[0];
    for (std::size_t i = 1; i < last; ++i) {
      const auto beyond = x >= Value{} + x_[i];
      x0 = beyond ? Value{} + x_[i] : x0;
      x1 = beyond ? Value{} + x_[i + 1] : x1;
      y0 = beyond ? Value{} + y_[i] : y0;
      y1 = beyond ? Value{} + y_[i + 1] : y1;
      bend0 = beyond ? Value{} + bend_[i] : bend0;
      bend1 = beyond ? Value{} + bend_[i + 1] : bend1;
      before = beyond ? Value{} + integral_[i] : before;
    }
    const Value width = x1 - x0;
    const Value per_width = 1.0 / width;
    const Value a = (x1 - x) * per_width;
    const Value b = (x - x0) * per_width;
    const Value a2 = a * a;
    const Value b2 = b * b;
    const Value bent = width * width / 6.0;
    const Value y = a * y0 + b * y1 + (a * (a2 - 1.0) * bend0 + b * (b2 - 1.0) * bend1) * bent;
    const Value curved =
        (a2 / 2.0 - (1.0 + a2 * a2) / 4.0) * bend0 + (b2 * b2 / 4.0 - b2 / 2.0) * bend1;
    return {y, before + ((1.0 - a2) * y0 / 2.0 + b2 * y1 / 2.0 + curved * bent) * width};
  }
  double span_km() const { return span_km_; }

 private:
  static constexpr std::size_t last = Nodes - 1;

  /// Geopotential height over the first node by that of the last one.
  template <class Value>
  GMAT_SWEEP_INLINE Value place(Value altitude_km) const {
    return (altitude_km - first_km_) * stretch_ / (radius_km_ + altitude_km);
  }

  /// The tridiagonal system of a spline with given end slopes, eliminated downwards, solved
  /// upwards.
  void bend(double first_slope, double last_slope) {
    PerNode right{};
    double width = x_[1] - x_[0];
    double per_width = 1.0 / width;
    double slope = (y_[1] - y_[0]) * per_width;
    bend_[0] = -0.5;
    right[0] = 3.0 * per_width * (slope - first_slope);
    for (std::size_t i = 1; i < last; ++i) {
      const double next_width = x_[i + 1] - x_[i];
      const double per_both = 1.0 / (width + next_width);
      per_width = 1.0 / next_width;
      const double next_slope = (y_[i + 1] - y_[i]) * per_width;
      const double share = width * per_both;
      const double per_pivot = 1.0 / (share * bend_[i - 1] + 2.0);
      bend_[i] = (share - 1.0) * per_pivot;
      right[i] = (6.0 * (next_slope - slope) * per_both - share * right[i - 1]) * per_pivot;
      width = next_width;
      slope = next_slope;
    }
    const double end = 3.0 * per_width * (last_slope - slope);
    bend_[last] = (end - 0.5 * right[last - 1]) / (0.5 * bend_[last - 1] + 1.0);
    for (std::size_t i = last; i-- > 0;) bend_[i] = bend_[i] * bend_[i + 1] + right[i];
  }

  double radius_km_;
  double first_km_;
  double span_km_;
  double stretch_;  ///< makes the last node's place one
  PerNode x_{};
  PerNode y_;
  PerNode bend_{};
  PerNode integral_{};  ///< from the first node to each but the last
};

}  // namespace gmat_sweep::astro
