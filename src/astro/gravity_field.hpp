#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// Fully normalised spherical-harmonic coefficients of one body. Immutable after reading.
class GravityModel {
 public:
  /// @pre degree >= 1, 0 <= order <= degree
  GravityModel(std::string name, int degree, int order, double mu_km3_s2, double radius_km);

  /// Reads a GMAT .cof file. Throws GmatSweepError with `name` and the line.
  static GravityModel from_cof(std::string_view text, const std::string& name);
  /// Reads one of the project's own tables (data/gravity/*.txt), cut at degree and order 20.
  static GravityModel from_own_table(std::string_view text, const std::string& name);

  const std::string& name() const { return name_; }
  int degree() const { return degree_; }
  int order() const { return order_; }
  double mu_km3_s2() const { return mu_km3_s2_; }
  double radius_km() const { return radius_km_; }
  /// Cosine and sine coefficients; zero beyond degree or order.
  double c(int n, int m) const;
  double s(int n, int m) const;
  void set(int n, int m, double c, double s);

 private:
  std::size_t index(int n, int m) const;
  std::string name_;
  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  std::vector<double> c_;
  std::vector<double> s_;
};

/// Evaluates one gravity model to a chosen degree and order. Owns its workspace: a call allocates
/// nothing; not for two threads at a time.
class GravityEvaluator {
 public:
  /// Throws GmatSweepError when `degree` or `order` is beyond the model.
  GravityEvaluator(const GravityModel& model, int degree, int order);

  /// Acceleration of the whole field, point mass included.
  /// @param position_km  from the body's centre, in its body-fixed axes [km]
  /// @return acceleration in the same axes [km/s^2]
  /// Source: S. Pines, "Uniform representation of the gravitational potential and its
  /// derivatives", AIAA Journal 11 (1973), in the normalised recursions of Lundberg and Schutz.
  Vector3 acceleration_km_s2(const Vector3& position_km);

  /// Adds to the normalised coefficients of degree and order up to 4 (tides), until set again.
  void set_coefficient_corrections(const double (&delta_c)[5][5], const double (&delta_s)[5][5]);
  void clear_coefficient_corrections();

  double mu_km3_s2() const { return mu_km3_s2_; }
  int degree() const { return degree_; }
  int order() const { return order_; }

 private:
  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  std::vector<double> workspace_;
  std::vector<double> table_;
};

}  // namespace gmat_sweep::astro
