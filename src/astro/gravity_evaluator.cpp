#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "astro/gravity_field.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

/// Rows are padded to whole vectors of four doubles.
constexpr std::size_t lanes = 4;
constexpr int corrected_degree = 4;

constexpr std::size_t padded(std::size_t length) { return (length + lanes - 1) / lanes * lanes; }

void fill_legendre_row(const double* __restrict up, const double* __restrict down, double up_factor,
                       double down_factor, const double* __restrict one_back,
                       const double* __restrict two_back, double* __restrict row,
                       std::size_t length) {
  for (std::size_t m = 0; m < length; ++m)
    row[m] = up_factor * up[m] * one_back[m] - down_factor * down[m] * two_back[m];
}

struct Sums {
  double* x;
  double* y;
  double* v;
  double* w;
  double* ux;
  double* ty;
};

void add_row(const double* __restrict c, const double* __restrict s,
             const double* __restrict c_slope, const double* __restrict s_slope,
             const double* __restrict legendre, double n, std::size_t length, const Sums& sums) {
  double* __restrict const x = sums.x;
  double* __restrict const y = sums.y;
  double* __restrict const v = sums.v;
  double* __restrict const w = sums.w;
  double* __restrict const ux = sums.ux;
  double* __restrict const ty = sums.ty;
  for (std::size_t m = 0; m < length; ++m) {
    const double cp = c[m] * legendre[m];
    const double sp = s[m] * legendre[m];
    x[m] += cp;
    y[m] += sp;
    v[m] += n * cp;
    w[m] += n * sp;
    ux[m] += c_slope[m] * legendre[m + 1];
    ty[m] += s_slope[m] * legendre[m + 1];
  }
}

}  // namespace

// With rho = R/r, the direction (s, t, u) and P(n,m) = rho^n A(n,m) of Pines' polynomials, the sums
// over n are taken first, for every order at once:
//   X, Y(m) = sum of c, s * P(n,m)
//   V, W(m) = sum of n * c, s * P(n,m)
//   U, T(m) = sum of c, s * f(n,m) * P(n,m+1)
// and the sums over m, with the powers of s + it, come last. A(n+1,m+1) of Pines' fourth sum is had
// from f' A(n+1,m+1) = (n+m+1) A(n,m) + u f A(n,m+1).

GravityEvaluator::GravityEvaluator(const GravityModel& model, int degree, int order)
    : degree_(degree), order_(order), mu_km3_s2_(model.mu_km3_s2()), radius_km_(model.radius_km()) {
  if (degree < 0 || order < 0 || order > degree)
    throw GmatSweepError(fmt::format(
        "gravity {}: degree {} and order {} make no field; the order may not exceed the degree",
        model.name(), degree, order));
  if (degree > model.degree() || order > model.order())
    throw GmatSweepError(fmt::format("gravity {}: degree {} and order {} asked for, {} and {} held",
                                     model.name(), degree, order, model.degree(), model.order()));
  std::size_t total = 0;
  for (int n = 0; n <= degree_; ++n) {
    // P(n,m+1) is wanted as well as P(n,m), so a row has one column more than the order.
    const std::size_t length = padded(static_cast<std::size_t>(std::min(n, order_ + 1)) + 1);
    rows_.push_back({total, length, n == 0 ? 1.0 : std::sqrt((2.0 * n + 1.0) / (2.0 * n))});
    total += length;
  }
  for (auto* table : {&recursion_up_, &recursion_down_, &c_, &s_, &c_slope_, &s_slope_})
    table->assign(total, 0.0);
  model_c_.assign(25, 0.0);
  model_s_.assign(25, 0.0);
  width_ = padded(static_cast<std::size_t>(order_) + 2);
  legendre_.assign(3 * (width_ + lanes), 0.0);
  sums_.assign(6 * width_, 0.0);
  fill_recursion();

  for (int n = 1; n <= degree_; ++n)
    for (int m = 0; m <= std::min(n, order_); ++m) {
      set_coefficient(n, m, model.c(n, m), model.s(n, m));
      if (n > corrected_degree) continue;
      model_c_[static_cast<std::size_t>(5 * n + m)] = model.c(n, m);
      model_s_[static_cast<std::size_t>(5 * n + m)] = model.s(n, m);
    }
}

/// Factors of A(n,m) = u up A(n-1,m) - down A(n-2,m).
void GravityEvaluator::fill_recursion() {
  for (int n = 1; n <= degree_; ++n)
    for (int m = 0; m <= std::min(n - 1, order_ + 1); ++m) {
      const std::size_t i = rows_[static_cast<std::size_t>(n)].begin + static_cast<std::size_t>(m);
      const double k = static_cast<double>(n - m) * (n + m);
      recursion_up_[i] = std::sqrt((2.0 * n + 1) * (2.0 * n - 1) / k);
      if (m < n - 1)
        recursion_down_[i] =
            std::sqrt((2.0 * n + 1) * (n - m - 1) * (n + m - 1) / ((2.0 * n - 3) * k));
    }
}

void GravityEvaluator::set_coefficient(int n, int m, double c, double s) {
  const std::size_t i = rows_[static_cast<std::size_t>(n)].begin + static_cast<std::size_t>(m);
  const double scale = m == 0 ? 1.0 : std::numbers::sqrt2;
  const double slope = std::sqrt(static_cast<double>(n - m) * (n + m + 1));
  c_[i] = scale * c;
  s_[i] = scale * s;
  c_slope_[i] = scale * c * slope;
  s_slope_[i] = scale * s * slope;
}

void GravityEvaluator::set_corrections(const Corrections& corrections) {
  for (int n = 1; n <= std::min(degree_, corrected_degree); ++n)
    for (int m = 0; m <= std::min(n, order_); ++m) {
      const auto i = static_cast<std::size_t>(5 * n + m);
      set_coefficient(n, m, model_c_[i] + corrections.c[n][m], model_s_[i] + corrections.s[n][m]);
    }
}

void GravityEvaluator::sum_rows(double u, double rho) {
  const double up_factor = u * rho;
  const double down_factor = rho * rho;
  const std::size_t stride = width_ + lanes;
  double* previous = legendre_.data();
  double* current = previous + stride;
  double* next = current + stride;
  std::fill(legendre_.begin(), legendre_.end(), 0.0);
  std::fill(sums_.begin(), sums_.end(), 0.0);
  current[0] = 1.0;
  double* const x = sums_.data();
  double* const y = x + width_;
  double* const v = y + width_;
  double* const w = v + width_;
  double* const ux = w + width_;
  double* const ty = ux + width_;
  double diagonal = 1.0;
  for (int n = 1; n <= degree_; ++n) {
    const Row& row = rows_[static_cast<std::size_t>(n)];
    fill_legendre_row(recursion_up_.data() + row.begin, recursion_down_.data() + row.begin,
                      up_factor, down_factor, current, previous, next, row.length);
    diagonal *= rho * row.diagonal;
    if (n <= order_ + 1) next[n] = diagonal;
    add_row(c_.data() + row.begin, s_.data() + row.begin, c_slope_.data() + row.begin,
            s_slope_.data() + row.begin, next, static_cast<double>(n), row.length,
            {x, y, v, w, ux, ty});
    double* const oldest = previous;
    previous = current;
    current = next;
    next = oldest;
  }
}

Vector3 GravityEvaluator::acceleration_km_s2(const Vector3& position_km) {
  const double r = position_km.norm();
  const double mu_r3 = mu_km3_s2_ / (r * r * r);
  const Vector3 point_mass = -mu_r3 * position_km;
  if (degree_ == 0) return point_mass;

  const double s = position_km.x() / r;
  const double t = position_km.y() / r;
  const double u = position_km.z() / r;
  sum_rows(u, radius_km_ / r);

  const double* const x = sums_.data();
  const double* const y = x + width_;
  const double* const v = y + width_;
  const double* const w = v + width_;
  const double* const ux = w + width_;
  const double* const ty = ux + width_;
  // re + i im = (s + i t)^m, and that of m - 1.
  double re = 1.0;
  double im = 0.0;
  double re_before = 0.0;
  double im_before = 0.0;
  double along_x = 0;
  double along_y = 0;
  double along_z = 0;
  double radial = 0;
  for (int m = 0; m <= order_; ++m) {
    along_x += m * (re_before * x[m] + im_before * y[m]);
    along_y += m * (re_before * y[m] - im_before * x[m]);
    along_z += re * ux[m] + im * ty[m];
    radial += re * (v[m] + (m + 1) * x[m]) + im * (w[m] + (m + 1) * y[m]);
    re_before = re;
    im_before = im;
    re = s * re_before - t * im_before;
    im = s * im_before + t * re_before;
  }
  const double g = mu_km3_s2_ / (r * r);
  const double outward = radial + u * along_z;
  return point_mass +
         g * Vector3(along_x - outward * s, along_y - outward * t, along_z - outward * u);
}

}  // namespace gmat_sweep::astro
