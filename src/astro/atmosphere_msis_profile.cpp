#include "astro/atmosphere_msis_profile.hpp"

#include <algorithm>

namespace gmat_sweep::astro {

double geopotential_height_km(double altitude_km, double base_km, double radius_km) {
  return (altitude_km - base_km) * (radius_km + base_km) / (radius_km + altitude_km);
}

InverseTemperatureSpline::InverseTemperatureSpline(std::span<const double> nodes_km,
                                                   std::span<const double> temperatures_k,
                                                   double first_gradient, double last_gradient,
                                                   double radius_km)
    : count_(nodes_km.size()),
      radius_km_(radius_km),
      first_km_(nodes_km.front()),
      span_km_(geopotential_height_km(nodes_km.back(), nodes_km.front(), radius_km)) {
  const std::size_t last = count_ - 1;
  for (std::size_t i = 0; i < count_; ++i) {
    x_[i] = place(nodes_km[i]);
    y_[i] = 1.0 / temperatures_k[i];
  }
  const double stretch = (radius_km + nodes_km[last]) / (radius_km + first_km_);
  const double first_slope = -first_gradient * y_[0] * y_[0] * span_km_;
  const double last_slope = -last_gradient * y_[last] * y_[last] * span_km_ * stretch * stretch;

  // The tridiagonal system of a spline with given end slopes, eliminated downwards, solved upwards.
  std::array<double, most_nodes> right{};
  double width = x_[1] - x_[0];
  double slope = (y_[1] - y_[0]) / width;
  bend_[0] = -0.5;
  right[0] = 3.0 / width * (slope - first_slope);
  for (std::size_t i = 1; i < last; ++i) {
    const double next_width = x_[i + 1] - x_[i];
    const double next_slope = (y_[i + 1] - y_[i]) / next_width;
    const double share = width / (width + next_width);
    const double pivot = share * bend_[i - 1] + 2.0;
    bend_[i] = (share - 1.0) / pivot;
    right[i] = (6.0 * (next_slope - slope) / (width + next_width) - share * right[i - 1]) / pivot;
    width = next_width;
    slope = next_slope;
  }
  const double end = 3.0 / width * (last_slope - slope);
  bend_[last] = (end - 0.5 * right[last - 1]) / (0.5 * bend_[last - 1] + 1.0);
  for (std::size_t i = last; i-- > 0;) bend_[i] = bend_[i] * bend_[i + 1] + right[i];
}

double InverseTemperatureSpline::place(double altitude_km) const {
  return geopotential_height_km(altitude_km, first_km_, radius_km_) / span_km_;
}

double InverseTemperatureSpline::temperature_k(double altitude_km) const {
  const double x = place(altitude_km);
  std::size_t i = 0;
  while (i + 2 < count_ && x >= x_[i + 1]) ++i;
  const double width = x_[i + 1] - x_[i];
  const double a = (x_[i + 1] - x) / width;
  const double b = (x - x_[i]) / width;
  const double y =
      a * y_[i] + b * y_[i + 1] +
      (a * (a * a - 1.0) * bend_[i] + b * (b * b - 1.0) * bend_[i + 1]) * width * width / 6.0;
  return 1.0 / y;
}

double InverseTemperatureSpline::integral(double altitude_km) const {
  const double x = place(altitude_km);
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < count_ && x > x_[i]; ++i) {
    // Beyond the last node the last cubic goes on.
    const double to = i + 2 < count_ ? std::min(x, x_[i + 1]) : x;
    const double width = x_[i + 1] - x_[i];
    const double a = (x_[i + 1] - to) / width;
    const double b = (to - x_[i]) / width;
    const double a2 = a * a;
    const double b2 = b * b;
    const double curved =
        (a2 / 2.0 - (1.0 + a2 * a2) / 4.0) * bend_[i] + (b2 * b2 / 4.0 - b2 / 2.0) * bend_[i + 1];
    sum += ((1.0 - a2) * y_[i] / 2.0 + b2 * y_[i + 1] / 2.0 + curved * width * width / 6.0) * width;
  }
  return sum;
}

}  // namespace gmat_sweep::astro
