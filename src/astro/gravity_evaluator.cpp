#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
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

/// Four doubles worked as one. Written with the compiler's vectors: two halves where the processor
/// has only pairs, with the same bits, as each lane is a sum of its own and nothing is fused.
using Lanes [[gnu::vector_size(lanes * sizeof(double))]] = double;
using LaneIndices [[gnu::vector_size(lanes * sizeof(double))]] = long long;

// NOTE: the warning is of passing such vectors between differently compiled functions; here all is
// inlined.
#pragma GCC diagnostic ignored "-Wpsabi"
#define GMAT_SWEEP_INLINE [[gnu::always_inline]] inline

GMAT_SWEEP_INLINE Lanes load(const double* from) {
  Lanes values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

GMAT_SWEEP_INLINE void store(double* to, Lanes values) { std::memcpy(to, &values, sizeof values); }

GMAT_SWEEP_INLINE void add(double* to, Lanes values) { store(to, load(to) + values); }

/// Lanes 1, 2, 3 of the first and lane 0 of the second: the columns m + 1.
GMAT_SWEEP_INLINE Lanes next_columns(Lanes first, Lanes second) {
#if defined(__clang__)
  return __builtin_shufflevector(first, second, 1, 2, 3, 4);
#else
  return __builtin_shuffle(first, second, LaneIndices{1, 2, 3, 4});
#endif
}

/// `value` in one lane, zero in the others.
GMAT_SWEEP_INLINE Lanes in_lane(double value, std::size_t lane) {
  constexpr double ones[2 * lanes - 1] = {0, 0, 0, 1, 0, 0, 0};
  return value * load(ones + (lanes - 1) - lane);
}

/// What belongs to one row of a pair.
struct RowTables {
  const double* up;
  const double* down;
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

/// Two rows, of degrees n and n + 1: makes them and adds them to the sums.
struct RowPair {
  RowTables first;
  RowTables second;
  std::size_t n;
  std::size_t length;
  double first_diagonal;  ///< P(n,n)
  double second_diagonal;
  const double* two_back;
  const double* one_back;
  double* p;
  double* q;
};

GMAT_SWEEP_INLINE void add_columns(const RowPair& pair, std::size_t m, Lanes p, Lanes q,
                                   Lanes p_next, Lanes q_next, const Sums& sums) {
  const double n = static_cast<double>(pair.n);
  const Lanes cp = load(pair.first.c + m) * p;
  const Lanes cq = load(pair.second.c + m) * q;
  const Lanes sp = load(pair.first.s + m) * p;
  const Lanes sq = load(pair.second.s + m) * q;
  add(sums.x + m, cp + cq);
  add(sums.y + m, sp + sq);
  add(sums.v + m, n * cp + (n + 1) * cq);
  add(sums.w + m, n * sp + (n + 1) * sq);
  add(sums.u + m, load(pair.first.c_slope + m) * p_next + load(pair.second.c_slope + m) * q_next);
  add(sums.t + m, load(pair.first.s_slope + m) * p_next + load(pair.second.s_slope + m) * q_next);
}

/// NOTE: a row is never read back while it is being made: what is just stored cannot be loaded at
/// another place, or in other pieces, without waiting.
GMAT_SWEEP_INLINE void work_pair(const RowPair& pair, double up_factor, double down_factor,
                                 const Sums& sums) {
  const std::size_t first_diagonal_block = pair.n / lanes * lanes;
  const std::size_t second_diagonal_block = (pair.n + 1) / lanes * lanes;
  Lanes p_before{};
  Lanes q_before{};
  for (std::size_t m = 0; m < pair.length; m += lanes) {
    const Lanes one = load(pair.one_back + m);
    Lanes p = up_factor * load(pair.first.up + m) * one -
              down_factor * load(pair.first.down + m) * load(pair.two_back + m);
    if (m == first_diagonal_block) p += in_lane(pair.first_diagonal, pair.n % lanes);
    Lanes q =
        up_factor * load(pair.second.up + m) * p - down_factor * load(pair.second.down + m) * one;
    if (m == second_diagonal_block) q += in_lane(pair.second_diagonal, (pair.n + 1) % lanes);
    store(pair.p + m, p);
    store(pair.q + m, q);
    if (m > 0)
      add_columns(pair, m - lanes, p_before, q_before, next_columns(p_before, p),
                  next_columns(q_before, q), sums);
    p_before = p;
    q_before = q;
  }
  add_columns(pair, pair.length - lanes, p_before, q_before, next_columns(p_before, Lanes{}),
              next_columns(q_before, Lanes{}), sums);
}

/// Everything a pass over the rows needs.
struct Pass {
  const double* up;
  const double* down;
  const double* c;
  const double* s;
  const double* c_slope;
  const double* s_slope;
  const std::size_t* begins;
  const std::size_t* lengths;
  const double* diagonals;
  std::size_t degree;
  std::size_t order;
  double* legendre;
  std::size_t stride;
  Sums sums;
};

GMAT_SWEEP_INLINE RowTables row_tables(const Pass& pass, std::size_t n) {
  const std::size_t begin = pass.begins[n];
  return {pass.up + begin, pass.down + begin,    pass.c + begin,
          pass.s + begin,  pass.c_slope + begin, pass.s_slope + begin};
}

// NOTE: compiled for AVX2 as well; the version is chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define GMAT_SWEEP_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define GMAT_SWEEP_WIDE
#endif

GMAT_SWEEP_WIDE void sum_all_rows(const Pass& pass, double u, double rho) {
  // A row of zeros and the row of degree 0, then two pairs of rows made in turn.
  const std::size_t stride = pass.stride;
  const double* two_back = pass.legendre;
  const double* one_back = pass.legendre + stride;
  double* made = pass.legendre + 2 * stride;
  double* spare = pass.legendre + 4 * stride;
  double diagonal = 1.0;
  for (std::size_t n = 1; n <= pass.degree; n += 2) {
    const double first = diagonal * (rho * pass.diagonals[n]);
    const double second = first * (rho * pass.diagonals[n + 1]);
    const RowPair pair{row_tables(pass, n),
                       row_tables(pass, n + 1),
                       n,
                       pass.lengths[n],
                       n <= pass.order + 1 ? first : 0.0,
                       n <= pass.order ? second : 0.0,
                       two_back,
                       one_back,
                       made,
                       made + stride};
    work_pair(pair, u * rho, rho * rho, pass.sums);
    diagonal = second;
    two_back = made;
    one_back = made + stride;
    std::swap(made, spare);
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
  // Rows are worked in pairs (1, 2), (3, 4), ... of equal length: an odd degree gets a last row of
  // zeros. P(n,m+1) is wanted as well as P(n,m), so a row has one column more than the order.
  std::size_t total = 0;
  for (int n = 0; n <= degree_ + degree_ % 2; ++n) {
    const int second = n + n % 2;
    const std::size_t length = padded(static_cast<std::size_t>(std::min(second, order_ + 1)) + 1);
    begins_.push_back(total);
    lengths_.push_back(length);
    diagonals_.push_back(n == 0 ? 1.0 : std::sqrt((2.0 * n + 1.0) / (2.0 * n)));
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
      const std::size_t i = begins_[static_cast<std::size_t>(n)] + static_cast<std::size_t>(m);
      const double k = static_cast<double>(n - m) * (n + m);
      recursion_up_[i] = std::sqrt((2.0 * n + 1) * (2.0 * n - 1) / k);
      if (m < n - 1)
        recursion_down_[i] =
            std::sqrt((2.0 * n + 1) * (n - m - 1) * (n + m - 1) / ((2.0 * n - 3) * k));
    }
}

void GravityEvaluator::set_coefficient(int n, int m, double c, double s) {
  const std::size_t i = begins_[static_cast<std::size_t>(n)] + static_cast<std::size_t>(m);
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
  std::fill(sums_.begin(), sums_.end(), 0.0);
  double* const sum = sums_.data();
  const Sums sums{
      sum, sum + width_, sum + 2 * width_, sum + 3 * width_, sum + 4 * width_, sum + 5 * width_};
  sum_all_rows({recursion_up_.data(), recursion_down_.data(), c_.data(), s_.data(), c_slope_.data(),
                s_slope_.data(), begins_.data(), lengths_.data(), diagonals_.data(),
                static_cast<std::size_t>(degree_), static_cast<std::size_t>(order_),
                legendre_.data(), width_ + lanes, sums},
               u, rho);
}

Vector3 GravityEvaluator::acceleration_km_s2(const Vector3& position_km) {
  const double per_r = 1.0 / position_km.norm();
  const double g = mu_km3_s2_ * (per_r * per_r);
  const Vector3 point_mass = (-g * per_r) * position_km;
  if (degree_ == 0) return point_mass;

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
  const double outward = radial + u * along_z;
  const Vector3 field =
      g * Vector3(along_x - outward * s, along_y - outward * t, along_z - outward * u);
  // Deep inside the body the powers of R/r overflow; let nothing of it stay in the workspace.
  if (!field.allFinite()) clear_legendre();
  return point_mass + field;
}

}  // namespace gmat_sweep::astro
