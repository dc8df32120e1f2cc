#include "mission/integrators/error_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace gmat_sweep::mission {
namespace {

constexpr double relative_error_threshold = 0.10;

struct Vector {
  double x, y, z;
};

Vector at(std::span<const double> values, std::size_t i) {
  return {values[i], values[i + 1], values[i + 2]};
}

double squared_norm(const Vector& v) { return v.x * v.x + v.y * v.y + v.z * v.z; }

double absolute_sum(const Vector& v) { return std::fabs(v.x) + std::fabs(v.y) + std::fabs(v.z); }

Vector change(const Vector& start, const Vector& end) {
  return {end.x - start.x, end.y - start.y, end.z - start.z};
}

Vector mean(const Vector& start, const Vector& end) {
  return {0.5 * (end.x + start.x), 0.5 * (end.y + start.y), 0.5 * (end.z + start.z)};
}

// NOTE: the threshold is compared with the squared magnitude here, as GMAT does.
double root_sum_square(const Vector& error, const Vector& reference) {
  const double squared_error = squared_norm(error);
  const double magnitude = squared_norm(reference);
  return std::sqrt(magnitude > relative_error_threshold ? squared_error / magnitude
                                                        : squared_error);
}

double largest(const Vector& error, const Vector& reference) {
  const double sum = absolute_sum(error);
  const double magnitude = absolute_sum(reference);
  return magnitude > relative_error_threshold ? sum / magnitude : sum;
}

double vector_error(ErrorControl control, const Vector& error, const Vector& start,
                    const Vector& end) {
  switch (control) {
    case ErrorControl::rss_step:
      return root_sum_square(error, change(start, end));
    case ErrorControl::rss_state:
      return root_sum_square(error, mean(start, end));
    case ErrorControl::largest_step:
      return largest(error, change(start, end));
    case ErrorControl::largest_state:
      return largest(error, mean(start, end));
    case ErrorControl::none:
      break;
  }
  return 0.0;
}

double element_error(double error, double start, double end) {
  const double magnitude = std::fabs(end - start);
  const double size = std::fabs(error);
  return magnitude > relative_error_threshold ? size / magnitude : size;
}

}  // namespace

double estimate_error(ErrorControl control, const StateLayout& layout,
                      std::span<const double> errors, std::span<const double> start,
                      std::span<const double> end) {
  if (control == ErrorControl::none) return 0.0;
  double greatest = 0.0;
  for (std::size_t i = 0; i < layout.cartesian_size; i += 3) {
    greatest = std::max(greatest, vector_error(control, at(errors, i), at(start, i), at(end, i)));
  }
  for (std::size_t i = layout.cartesian_size; i < layout.size - layout.uncontrolled_size; ++i) {
    greatest = std::max(greatest, element_error(errors[i], start[i], end[i]));
  }
  return greatest;
}

}  // namespace gmat_sweep::mission
