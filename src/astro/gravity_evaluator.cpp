#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "astro/gravity_field.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

/// Rows are padded to whole vectors of four doubles.
constexpr std::size_t lanes = 4;
constexpr int corrected_degree = 4;

/// Where (n, m) stands among the coefficients that tides correct.
constexpr std::size_t corrected_index(int n, int m) {
  return 5 * static_cast<std::size_t>(n) + static_cast<std::size_t>(m);
}

constexpr std::size_t padded(std::size_t length) { return (length + lanes - 1) / lanes * lanes; }

/// The tables of one row.
struct RowTables {
  const double* c;
  const double* s;
  const double* c_slope;
  const double* s_slope;
};

/// The six sums, one array after another.
struct Sums {
  double* x;
  double* y;
  double* v;
  double* w;
  double* u;
  double* t;
};

[[gnu::always_inline]] inline void legendre_row(const double* __restrict up,
                                                const double* __restrict down, double up_factor,
                                                double down_factor,
                                                const double* __restrict one_back,
                                                const double* __restrict two_back,
                                                double* __restrict row, std::size_t length) {
#pragma GCC ivdep
  for (std::size_t m = 0; m < length; ++m)
    row[m] = up_factor * up[m] * one_back[m] - down_factor * down[m] * two_back[m];
}

/// Adds two rows at once, as the sums are then loaded and stored half as often; the first two rows
/// start the sums.
template <bool start>
[[gnu::always_inline]] inline void sum_two_rows(const RowTables& first, const double* __restrict p,
                                                const RowTables& second, const double* __restrict q,
                                                double n, std::size_t length, const Sums& sums) {
  const double* __restrict const c1 = first.c;
  const double* __restrict const s1 = first.s;
  const double* __restrict const cs1 = first.c_slope;
  const double* __restrict const ss1 = first.s_slope;
  const double* __restrict const c2 = second.c;
  const double* __restrict const s2 = second.s;
  const double* __restrict const cs2 = second.c_slope;
  const double* __restrict const ss2 = second.s_slope;
  double* __restrict const x = sums.x;
  double* __restrict const y = sums.y;
  double* __restrict const v = sums.v;
  double* __restrict const w = sums.w;
  double* __restrict const u = sums.u;
  double* __restrict const t = sums.t;
#pragma GCC ivdep
  for (std::size_t m = 0; m < length; ++m) {
    const double cp = c1[m] * p[m];
    const double cq = c2[m] * q[m];
    const double sp = s1[m] * p[m];
    const double sq = s2[m] * q[m];
    x[m] = (start ? 0.0 : x[m]) + (cp + cq);
    y[m] = (start ? 0.0 : y[m]) + (sp + sq);
    v[m] = (start ? 0.0 : v[m]) + (n * cp + (n + 1) * cq);
    w[m] = (start ? 0.0 : w[m]) + (n * sp + (n + 1) * sq);
    u[m] = (start ? 0.0 : u[m]) + (cs1[m] * p[m + 1] + cs2[m] * q[m + 1]);
    t[m] = (start ? 0.0 : t[m]) + (ss1[m] * p[m + 1] + ss2[m] * q[m + 1]);
  }
}

// NOTE: for larger fields the two loops are compiled for AVX2 as well, and the version chosen when
// the program starts. Each order is summed by itself and nothing is fused, so the bits are the
// same.
#if defined(__x86_64__) && defined(__linux__)
#define GMAT_SWEEP_WIDE_LOOP __attribute__((target_clones("avx2", "default")))
#else
#define GMAT_SWEEP_WIDE_LOOP
#endif

constexpr std::size_t wide_length = 16;

GMAT_SWEEP_WIDE_LOOP void wide_legendre_row(const double* up, const double* down, double up_factor,
                                            double down_factor, const double* one_back,
                                            const double* two_back, double* row,
                                            std::size_t length) {
  legendre_row(up, down, up_factor, down_factor, one_back, two_back, row, length);
}

GMAT_SWEEP_WIDE_LOOP void wide_sum_two_rows(const RowTables& first, const double* p,
                                            const RowTables& second, const double* q, double n,
                                            std::size_t length, const Sums& sums) {
  sum_two_rows<false>(first, p, second, q, n, length, sums);
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
  // Rows are worked in pairs (1, 2), (3, 4), ... of equal length: an odd degree gets a last row of
  // zeros. P(n,m+1) is wanted as well as P(n,m), so a row has one column more than the order.
  std::size_t total = 0;
  for (int n = 0; n <= degree_ + degree_ % 2; ++n) {
    const int second = n + n % 2;
    const std::size_t length = padded(static_cast<std::size_t>(std::min(second, order_ + 1)) + 1);
    rows_.push_back({total, length, n == 0 ? 1.0 : std::sqrt((2.0 * n + 1.0) / (2.0 * n))});
    total += length;
  }
  for (auto* table : {&recursion_up_, &recursion_down_, &c_, &s_, &c_slope_, &s_slope_})
    table->assign(total, 0.0);
  model_c_.assign(25, 0.0);
  model_s_.assign(25, 0.0);
  width_ = padded(static_cast<std::size_t>(order_) + 2);
  clear_legendre();
  sums_.assign(6 * width_, 0.0);
  fill_recursion();

  for (int n = 1; n <= degree_; ++n)
    for (int m = 0; m <= std::min(n, order_); ++m) {
      set_coefficient(n, m, model.c(n, m), model.s(n, m));
      if (n > corrected_degree) continue;
      model_c_[corrected_index(n, m)] = model.c(n, m);
      model_s_[corrected_index(n, m)] = model.s(n, m);
    }
}

void GravityEvaluator::clear_legendre() {
  const std::size_t stride = width_ + lanes;
  legendre_.assign(6 * stride, 0.0);
  legendre_[stride] = 1.0;
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
      const auto i = corrected_index(n, m);
      set_coefficient(n, m, model_c_[i] + corrections.c[n][m], model_s_[i] + corrections.s[n][m]);
    }
}

void GravityEvaluator::sum_rows(double u, double rho) {
  const double up_factor = u * rho;
  const double down_factor = rho * rho;
  const std::size_t stride = width_ + lanes;
  // A row of zeros and the row of degree 0, then two pairs of rows made in turn.
  const double* two_back = legendre_.data();
  const double* one_back = legendre_.data() + stride;
  double* made[2] = {legendre_.data() + 2 * stride, legendre_.data() + 3 * stride};
  double* spare[2] = {legendre_.data() + 4 * stride, legendre_.data() + 5 * stride};
  double diagonal = 1.0;
  const auto make_row = [&](int n, const double* one, const double* two, double* row) {
    const Row& place = rows_[static_cast<std::size_t>(n)];
    const double* up = &recursion_up_[place.begin];
    const double* down = &recursion_down_[place.begin];
    if (place.length < wide_length)
      legendre_row(up, down, up_factor, down_factor, one, two, row, place.length);
    else
      wide_legendre_row(up, down, up_factor, down_factor, one, two, row, place.length);
    diagonal *= rho * place.diagonal;
    if (n <= order_ + 1) row[n] = diagonal;
  };
  const auto tables = [&](int n) {
    const std::size_t begin = rows_[static_cast<std::size_t>(n)].begin;
    return RowTables{&c_[begin], &s_[begin], &c_slope_[begin], &s_slope_[begin]};
  };
  // The first pair starts its own columns; those beyond start from zero.
  const std::size_t first_length = rows_[1].length;
  double* const first_sum = sums_.data();
  if (width_ > first_length)
    for (int i = 0; i < 6; ++i)
      std::fill(first_sum + static_cast<std::size_t>(i) * width_ + first_length,
                first_sum + static_cast<std::size_t>(i + 1) * width_, 0.0);
  const Sums sums{first_sum,
                  first_sum + width_,
                  first_sum + 2 * width_,
                  first_sum + 3 * width_,
                  first_sum + 4 * width_,
                  first_sum + 5 * width_};
  for (int n = 1; n <= degree_; n += 2) {
    make_row(n, one_back, two_back, made[0]);
    make_row(n + 1, made[0], one_back, made[1]);
    const std::size_t length = rows_[static_cast<std::size_t>(n)].length;
    if (n == 1)
      sum_two_rows<true>(tables(n), made[0], tables(n + 1), made[1], n, length, sums);
    else if (length < wide_length)
      sum_two_rows<false>(tables(n), made[0], tables(n + 1), made[1], n, length, sums);
    else
      wide_sum_two_rows(tables(n), made[0], tables(n + 1), made[1], n, length, sums);
    two_back = made[0];
    one_back = made[1];
    std::swap(made[0], spare[0]);
    std::swap(made[1], spare[1]);
  }
}

Vector3 GravityEvaluator::acceleration_km_s2(const Vector3& position_km) {
  const double r = position_km.norm();
  const double mu_r3 = mu_km3_s2_ / (r * r * r);
  Vector3 point_mass = -mu_r3 * position_km;
  if (degree_ == 0) return point_mass;

  const double per_r = 1.0 / r;
  const double s = position_km.x() * per_r;
  const double t = position_km.y() * per_r;
  const double u = position_km.z() * per_r;
  sum_rows(u, radius_km_ * per_r);

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
  const double g = mu_km3_s2_ * per_r * per_r;
  const double outward = radial + u * along_z;
  const Vector3 field =
      g * Vector3(along_x - outward * s, along_y - outward * t, along_z - outward * u);
  // Deep inside the body the powers of R/r overflow; let nothing of it stay in the workspace.
  if (!field.allFinite()) clear_legendre();
  return point_mass + field;
}

}  // namespace gmat_sweep::astro
