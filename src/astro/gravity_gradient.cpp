#include "astro/gravity_gradient.hpp"

#include <algorithm>
#include <cmath>

#include "astro/acceleration_partials.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr int corrected_degree = 4;

std::size_t index(int n, int m) {
  const auto degree = static_cast<std::size_t>(n);
  return degree * (degree + 1) / 2 + static_cast<std::size_t>(m);
}

/// a!/b!
double factorial_ratio(int a, int b) {
  double ratio = 1.0;
  for (int i = b + 1; i <= a; ++i) ratio *= i;
  for (int i = a + 1; i <= b; ++i) ratio /= i;
  return ratio;
}

/// The normalisation of degree n and order m over that of degree n + 2 and order k.
double norm_ratio(int n, int m, int k) {
  const double degrees = (2.0 * n + 1.0) / (2.0 * n + 5.0);
  const double orders = (m == 0 ? 1.0 : 2.0) / (k == 0 ? 1.0 : 2.0);
  return std::sqrt(degrees * orders * factorial_ratio(n - m, n + 2 - k) *
                   factorial_ratio(n + 2 + k, n + m));
}

}  // namespace

// With Z(n,m) = (R/r)^(n+1) P(n,m)(sin latitude) e^(i m longitude), not normalised, and
// D+ = d/dx + i d/dy, D- = d/dx - i d/dy:
//   R D+ Z(n,m) = -Z(n+1,m+1)
//   R D- Z(n,m) = (n-m+2) (n-m+1) Z(n+1,m-1)
//   R dZ(n,m)/dz = -(n-m+1) Z(n+1,m)
// where Z(n,-m) = (-1)^m (n-m)!/(n+m)! conj Z(n,m). Below, the factors have the normalisation in
// them, and those that lead to orders below 0 the sign: their harmonics are conjugated.

GravityGradient::GravityGradient(const GravityModel& model, int degree, int order)
    : degree_(std::min(degree, greatest_degree)),
      order_(std::min(order, greatest_degree)),
      mu_km3_s2_(model.mu_km3_s2()),
      radius_km_(model.radius_km()) {
  for (int n = 1; n <= degree_; ++n) {
    for (int m = 0; m <= std::min(n, order_); ++m) {
      Term term;
      term.n = n;
      term.m = m;
      term.c = term.model_c = model.c(n, m);
      term.s = term.model_s = model.s(n, m);
      const double up = n - m + 1.0;
      term.two_above = norm_ratio(n, m, m + 2);
      term.one_above = up * norm_ratio(n, m, m + 1);
      term.same = up * (up + 1.0) * norm_ratio(n, m, m);
      if (m >= 1) {
        term.one_below = -up * (up + 2.0) * (up + 1.0) * norm_ratio(n, m, m - 1);
      } else {
        term.one_below = up * norm_ratio(n, m, 1);
      }
      if (m >= 2) {
        term.two_below = (up + 3.0) * (up + 2.0) * (up + 1.0) * up * norm_ratio(n, m, m - 2);
      } else if (m == 1) {
        term.two_below = -(n + 1.0) * n * norm_ratio(n, m, 1);
      } else {
        term.two_below = norm_ratio(n, m, 2);
      }
      terms_.push_back(term);
    }
  }
  const int rows = degree_ + 2;
  const int columns = order_ + 2;
  recursions_.resize(index(rows, rows) + 1);
  real_.resize(recursions_.size());
  imaginary_.resize(recursions_.size());
  for (int m = 0; m <= columns; ++m) {
    sectoral_.push_back(m == 1 ? std::sqrt(3.0) : std::sqrt((2.0 * m + 1.0) / (2.0 * m)));
    for (int n = m + 1; n <= rows; ++n) {
      const double apart = static_cast<double>(n - m) * (n + m);
      auto& recursion = recursions_[index(n, m)];
      recursion.one_back = std::sqrt((2.0 * n + 1.0) * (2.0 * n - 1.0) / apart);
      if (n < m + 2) continue;
      recursion.two_back =
          std::sqrt((2.0 * n + 1.0) * (n + m - 1.0) * (n - m - 1.0) / ((2.0 * n - 3.0) * apart));
    }
  }
}

void GravityGradient::set_corrections(const GravityEvaluator::Corrections& corrections) {
  for (auto& term : terms_) {
    if (term.n > corrected_degree) break;
    term.c = term.model_c + corrections.c[term.n][term.m];
    term.s = term.model_s + corrections.s[term.n][term.m];
  }
}

void GravityGradient::fill_harmonics(const Vector3& position_km) {
  const double scale = radius_km_ / position_km.squaredNorm();
  const double s = position_km.x() * scale;
  const double t = position_km.y() * scale;
  const double u = position_km.z() * scale;
  const double rho2 = radius_km_ * scale;
  double sectoral_real = std::sqrt(rho2);
  double sectoral_imaginary = 0.0;
  for (int m = 0; m <= order_ + 2; ++m) {
    if (m > 0) {
      const double factor = sectoral_[static_cast<std::size_t>(m)];
      const double before = sectoral_real;
      sectoral_real = factor * (s * before - t * sectoral_imaginary);
      sectoral_imaginary = factor * (s * sectoral_imaginary + t * before);
    }
    real_[index(m, m)] = sectoral_real;
    imaginary_[index(m, m)] = sectoral_imaginary;
    double two_back_real = 0.0;
    double two_back_imaginary = 0.0;
    double one_back_real = sectoral_real;
    double one_back_imaginary = sectoral_imaginary;
    for (int n = m + 1; n <= degree_ + 2; ++n) {
      const auto& recursion = recursions_[index(n, m)];
      const double first = u * recursion.one_back;
      const double second = rho2 * recursion.two_back;
      const double real = first * one_back_real - second * two_back_real;
      const double imaginary = first * one_back_imaginary - second * two_back_imaginary;
      real_[index(n, m)] = real;
      imaginary_[index(n, m)] = imaginary;
      two_back_real = one_back_real;
      two_back_imaginary = one_back_imaginary;
      one_back_real = real;
      one_back_imaginary = imaginary;
    }
  }
}

Matrix3 GravityGradient::at(const Vector3& position_km) {
  Matrix3 point_mass = point_mass_gradient_per_s2(position_km, mu_km3_s2_);
  if (degree_ == 0) return point_mass;
  fill_harmonics(position_km);
  double xx_less_yy = 0.0;  // halves of both
  double xy = 0.0;
  double xz = 0.0;
  double yz = 0.0;
  double zz = 0.0;
  for (const auto& term : terms_) {
    // (c - i s) times a harmonic of degree n + 2
    struct Product {
      double real = 0.0;
      double imaginary = 0.0;
    };
    const auto product = [&](int order, bool conjugated) -> Product {
      const auto at = index(term.n + 2, order);
      const double real = real_[at];
      const double imaginary = conjugated ? -imaginary_[at] : imaginary_[at];
      return {term.c * real + term.s * imaginary, term.c * imaginary - term.s * real};
    };
    const auto two_above = product(term.m + 2, false);
    const auto one_above = product(term.m + 1, false);
    const auto one_below = product(std::abs(term.m - 1), term.m < 1);
    const auto two_below = product(std::abs(term.m - 2), term.m < 2);
    zz += term.same * product(term.m, false).real;
    xx_less_yy += 0.25 * (term.two_above * two_above.real + term.two_below * two_below.real);
    xy += 0.25 * (term.two_above * two_above.imaginary - term.two_below * two_below.imaginary);
    xz += 0.5 * (term.one_above * one_above.real + term.one_below * one_below.real);
    yz += 0.5 * (term.one_above * one_above.imaginary - term.one_below * one_below.imaginary);
  }
  Matrix3 field;
  field << xx_less_yy - 0.5 * zz, xy, xz,  //
      xy, -xx_less_yy - 0.5 * zz, yz,      //
      xz, yz, zz;
  return point_mass + mu_km3_s2_ / (radius_km_ * radius_km_ * radius_km_) * field;
}

}  // namespace gmat_sweep::astro
