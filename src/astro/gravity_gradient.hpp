#pragma once

#include <vector>

#include "astro/gravity_field.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// How the acceleration of a gravity model changes with the place: the second derivatives of its
/// potential. Not for two threads at a time; a call allocates nothing.
class GravityGradient {
 public:
  /// Degrees and orders beyond this one do not enter, as in GMAT (its StmLimit).
  static constexpr int greatest_degree = 100;

  /// @pre degree and order are within the model, order not beyond degree
  GravityGradient(const GravityModel& model, int degree, int order);

  /// Of the whole field, point mass included.
  /// @param position_km  from the body's centre, in its body-fixed axes [km]
  /// @return d(acceleration)/d(position) in the same axes [1/s^2]
  /// @pre position_km is finite and non-zero
  /// Source: each derivative of a harmonic is one of the next degree: L. E. Cunningham, "On the
  /// computation of the spherical harmonic terms needed during the numerical integration of the
  /// orbital motion of an artificial satellite", Celestial Mechanics 2 (1970), taken twice.
  Matrix3 at(const Vector3& position_km);

  /// Adds `corrections` to the model's own coefficients (tides), until set again.
  void set_corrections(const GravityEvaluator::Corrections& corrections);

 private:
  /// A coefficient, and what turns harmonics of degree n + 2 and orders m - 2 to m + 2 into the
  /// second derivatives of the harmonic of degree n and order m.
  struct Term {
    int n = 0;
    int m = 0;
    double model_c = 0.0;
    double model_s = 0.0;
    double c = 0.0;
    double s = 0.0;
    double two_below = 0.0;
    double one_below = 0.0;
    double same = 0.0;
    double one_above = 0.0;
    double two_above = 0.0;
  };
  /// The Legendre recursion's factors of one degree and order.
  struct Recursion {
    double one_back = 0.0;
    double two_back = 0.0;
  };

  void fill_harmonics(const Vector3& position_km);

  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  std::vector<Term> terms_;
  std::vector<double> sectoral_;       ///< by order
  std::vector<Recursion> recursions_;  ///< by degree and order
  std::vector<double> real_;           ///< the harmonics at the place in hand
  std::vector<double> imaginary_;
};

}  // namespace gmat_sweep::astro
