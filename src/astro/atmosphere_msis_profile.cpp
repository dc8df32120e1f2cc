#include "astro/atmosphere_msis_profile.hpp"

namespace gmat_sweep::astro {

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

double InverseTemperatureSpline::place(double altitude_km) const {
  return geopotential_height_km(altitude_km, first_km_, radius_km_) / span_km_;
}

InverseTemperatureSpline::Reading InverseTemperatureSpline::at(double altitude_km) const {
  const double x = place(altitude_km);
  double sum = 0.0;
  std::size_t i = 0;
  for (; i + 2 < count_ && x >= x_[i + 1]; ++i) {
    const double width = x_[i + 1] - x_[i];
    sum += ((y_[i] + y_[i + 1]) / 2.0 - (bend_[i] + bend_[i + 1]) * width * width / 24.0) * width;
  }
  const double width = x_[i + 1] - x_[i];
  const double per_width = 1.0 / width;
  const double a = (x_[i + 1] - x) * per_width;
  const double b = (x - x_[i]) * per_width;
  const double a2 = a * a;
  const double b2 = b * b;
  const double bent = width * width / 6.0;
  const double y = a * y_[i] + b * y_[i + 1] +
                   (a * (a2 - 1.0) * bend_[i] + b * (b2 - 1.0) * bend_[i + 1]) * bent;
  const double curved =
      (a2 / 2.0 - (1.0 + a2 * a2) / 4.0) * bend_[i] + (b2 * b2 / 4.0 - b2 / 2.0) * bend_[i + 1];
  sum += ((1.0 - a2) * y_[i] / 2.0 + b2 * y_[i + 1] / 2.0 + curved * bent) * width;
  return {1.0 / y, sum};
}

}  // namespace gmat_sweep::astro
