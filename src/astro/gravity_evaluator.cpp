#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/gravity_field.hpp"
#include "base/lanes.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr int corrected_degree = 4;
constexpr int width = static_cast<int>(lanes);

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// The first degree that has any of the orders from `m` on, the one of degree 0 left aside.
int first_degree(int m) { return std::max(1, m); }

/// One in the lane, zero in the others.
constexpr double ones[2 * lanes - 1] = {0, 0, 0, 1, 0, 0, 0};
GMAT_SWEEP_INLINE Lanes one_in_lane(int lane) { return load_lanes(ones + (width - 1) - lane); }

}  // namespace

// With rho = R/r and the direction (s, t, u), the harmonics are rho B(n,m) (rho (s + it))^m, where
// B is rho^(n-m) times the m-th derivative of the Legendre polynomial of degree n, scaled to have
// the leading coefficient 1:
//   B(m,m) = 1,  B(n,m) = rho u B(n-1,m) - rho^2 w(n,m) B(n-2,m),
//   w(n,m) = ((n-1)^2 - m^2) / ((2n-1) (2n-3)).
// The gradient of a harmonic of degree n is made of harmonics of degree n + 1 and orders m - 1, m
// and m + 1, so each component of the acceleration is a series of its own, whose coefficients the
// constructor makes: nothing is differentiated in an evaluation.

GravityEvaluator::GravityEvaluator(const GravityModel& model, int degree, int order)
    : degree_(degree), order_(order), mu_km3_s2_(model.mu_km3_s2()), radius_km_(model.radius_km()) {
  if (degree < 0 || order < 0 || order > degree)
    throw GmatSweepError(fmt::format(
        "gravity {}: degree {} and order {} make no field; the order may not exceed the degree",
        model.name(), degree, order));
  if (degree > model.degree() || order > model.order())
    throw GmatSweepError(fmt::format("gravity {}: degree {} and order {} asked for, {} and {} held",
                                     model.name(), degree, order, model.degree(), model.order()));
  if (degree > greatest_degree)
    throw GmatSweepError(fmt::format("gravity {}: degree {} asked for, {} is the greatest",
                                     model.name(), degree, greatest_degree));
  if (degree == 0) return;
  lay_out_rows();

  // scale(n) of one order: of the fully normalised function, but for the root of two of orders
  // above 0, over B(n,m).
  const auto next_scale = [](int n, int m) {
    return std::sqrt((2.0 * n + 1) * (2.0 * n - 1) / (static_cast<double>(n - m) * (n + m)));
  };
  const auto rows = index(degree + 2);
  std::vector<double> below(rows);
  std::vector<double> same(rows);
  std::vector<double> above(rows);
  double sectoral = 1.0;
  const auto fill = [&](std::vector<double>& scale, int m) {
    if (m > 0) sectoral *= std::sqrt((2.0 * m + 1.0) / (2.0 * m));
    scale[index(m)] = sectoral;
    for (int n = m + 1; n <= degree + 1; ++n)
      scale[index(n)] = scale[index(n - 1)] * next_scale(n, m);
  };
  fill(same, 0);
  for (int m = 0; m <= order; ++m) {
    fill(above, m + 1);
    for (int n = std::max(1, m); n <= degree; ++n) {
      const auto next = index(n + 1);
      const double common =
          std::sqrt((2.0 * n + 1) / (2.0 * n + 3)) * (m == 0 ? 1.0 : std::numbers::sqrt2);
      const double half = m == 0 ? 1.0 : 0.5;
      GradientFactors factors;
      if (m > 0)
        factors.order_below =
            half * common * std::sqrt((n - m + 1.0) * (n - m + 2.0)) * below[next];
      factors.same_order = common * std::sqrt((n + m + 1.0) * (n - m + 1.0)) * same[next];
      factors.order_above = half * common * std::sqrt((n + m + 1.0) * (n + m + 2.0)) * above[next];
      add_coefficients(n, m, factors, model.c(n, m), model.s(n, m));
      if (n > corrected_degree) continue;
      low_c_[index(n)][index(m)] = model.c(n, m);
      low_s_[index(n)][index(m)] = model.s(n, m);
      low_factors_[index(n)][index(m)] = factors;
    }
    std::swap(below, same);
    std::swap(same, above);
  }
}

void GravityEvaluator::lay_out_rows() {
  std::size_t total = 0;
  for (int m = 0; m <= order_ + 1; m += width) {
    block_begins_.push_back(total);
    total += index(degree_ + 2 - first_degree(m));
  }
  rows_.resize(total);
  for (int m = 0; m <= order_ + 1; ++m)
    for (int n = m + 2; n <= degree_ + 1; ++n)
      row(n, m).recursion[index(m % width)] =
          (static_cast<double>(n - 1 - m) * (n - 1 + m)) / ((2.0 * n - 1) * (2.0 * n - 3));
}

GravityEvaluator::Row& GravityEvaluator::row(int n, int m) {
  return rows_[block_begins_[index(m / width)] + index(n - first_degree(m / width * width))];
}

void GravityEvaluator::add_coefficients(int n, int m, const GradientFactors& factors, double c,
                                        double s) {
  const auto lane = [](int order) { return index(order % width); };
  Row& same = row(n + 1, m);
  same.z_cosine[lane(m)] -= factors.same_order * c;
  same.z_sine[lane(m)] -= factors.same_order * s;
  Row& above = row(n + 1, m + 1);
  above.x_cosine[lane(m + 1)] -= factors.order_above * c;
  above.x_sine[lane(m + 1)] -= factors.order_above * s;
  above.y_cosine[lane(m + 1)] += factors.order_above * s;
  above.y_sine[lane(m + 1)] -= factors.order_above * c;
  if (m == 0) return;
  Row& below = row(n + 1, m - 1);
  below.x_cosine[lane(m - 1)] += factors.order_below * c;
  below.x_sine[lane(m - 1)] += factors.order_below * s;
  below.y_cosine[lane(m - 1)] += factors.order_below * s;
  below.y_sine[lane(m - 1)] -= factors.order_below * c;
}

void GravityEvaluator::set_corrections(const Corrections& corrections) {
  const int degree = std::min(degree_, corrected_degree);
  const int order = std::min(order_, corrected_degree);
  for (int m = 0; m <= order + 1; m += width)
    for (int n = std::max(2, m); n <= degree + 1; ++n) {
      Row& cleared = row(n, m);
      cleared = Row{.recursion = cleared.recursion};
    }
  for (int n = 1; n <= degree; ++n)
    for (int m = 0; m <= std::min(n, order); ++m) {
      const double c = low_c_[index(n)][index(m)] + corrections.c[n][m];
      const double s = low_s_[index(n)][index(m)] + corrections.s[n][m];
      add_coefficients(n, m, low_factors_[index(n)][index(m)], c, s);
    }
}

struct GravityEvaluator::Pass {
  const Row* rows;
  int degree;  ///< of the last row
  int orders;
  double s, t, u;  ///< the direction times rho
  double rho2;
};

/// @param field  the sums of the three components
GMAT_SWEEP_WIDE void GravityEvaluator::sum_rows(const Pass& pass, double* field) {
  // The powers of s + it of four orders, and the fourth power that leads to the next four.
  const double real2 = pass.s * pass.s - pass.t * pass.t;
  const double imaginary2 = 2.0 * pass.s * pass.t;
  const double real4 = real2 * real2 - imaginary2 * imaginary2;
  const double imaginary4 = 2.0 * real2 * imaginary2;
  Lanes real{1.0, pass.s, real2, real2 * pass.s - imaginary2 * pass.t};
  Lanes imaginary{0.0, pass.t, imaginary2, real2 * pass.t + imaginary2 * pass.s};
  Lanes x{};
  Lanes y{};
  Lanes z{};
  const Row* row = pass.rows;
  for (int m = 0; m < pass.orders; m += width) {
    Lanes x_cosine{};
    Lanes x_sine{};
    Lanes y_cosine{};
    Lanes y_sine{};
    Lanes z_cosine{};
    Lanes z_sine{};
    Lanes two_back{};
    Lanes one_back = m == 0 ? one_in_lane(0) : Lanes{};
    for (int n = std::max(1, m); n <= pass.degree; ++n, ++row) {
      Lanes legendre =
          pass.u * one_back - (pass.rho2 * load_lanes(row->recursion.data())) * two_back;
      if (n < m + width) legendre += one_in_lane(n - m);
      x_cosine += load_lanes(row->x_cosine.data()) * legendre;
      x_sine += load_lanes(row->x_sine.data()) * legendre;
      y_cosine += load_lanes(row->y_cosine.data()) * legendre;
      y_sine += load_lanes(row->y_sine.data()) * legendre;
      z_cosine += load_lanes(row->z_cosine.data()) * legendre;
      z_sine += load_lanes(row->z_sine.data()) * legendre;
      two_back = one_back;
      one_back = legendre;
    }
    x += real * x_cosine + imaginary * x_sine;
    y += real * y_cosine + imaginary * y_sine;
    z += real * z_cosine + imaginary * z_sine;
    const Lanes before = real;
    real = real4 * before - imaginary4 * imaginary;
    imaginary = real4 * imaginary + imaginary4 * before;
  }
  field[0] = sum_of_lanes(x);
  field[1] = sum_of_lanes(y);
  field[2] = sum_of_lanes(z);
}

Vector3 GravityEvaluator::acceleration_km_s2(const Vector3& position_km) const {
  const double per_r2 = 1.0 / position_km.squaredNorm();
  const double per_r = std::sqrt(per_r2);
  Vector3 point_mass = (-mu_km3_s2_ * per_r2 * per_r) * position_km;
  if (degree_ == 0) return point_mass;

  const double scale = radius_km_ * per_r2;
  Vector3 field;
  sum_rows({rows_.data(), degree_ + 1, order_ + 2, position_km.x() * scale, position_km.y() * scale,
            position_km.z() * scale, radius_km_ * scale},
           field.data());
  return point_mass + (mu_km3_s2_ / radius_km_ * per_r) * field;
}

}  // namespace gmat_sweep::astro
