#pragma once

#include <optional>
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
  /// Reads an STK .grv file. Throws GmatSweepError with `name` and the line.
  static GravityModel from_grv(std::string_view text, const std::string& name);
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

  /// A .grv file's simple tide model: one Love number each for degrees 2 and 3.
  struct SimpleLoveNumbers {
    double k2 = 0;
    double k3 = 0;
  };
  const std::optional<SimpleLoveNumbers>& simple_love_numbers() const { return simple_love_; }

 private:
  static std::size_t index(int n, int m);
  std::string name_;
  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  std::vector<double> c_;
  std::vector<double> s_;
  std::optional<SimpleLoveNumbers> simple_love_;
};

/// Evaluates one gravity model to a chosen degree and order. Owns its workspace: a call allocates
/// nothing; not for two threads at a time.
class GravityEvaluator {
 public:
  /// Corrections to normalised coefficients, degree and order up to 4.
  struct Corrections {
    double c[5][5] = {};
    double s[5][5] = {};
  };

  /// Throws GmatSweepError when `degree` or `order` is beyond the model, or order beyond degree.
  GravityEvaluator(const GravityModel& model, int degree, int order);

  /// Acceleration of the whole field, point mass included.
  /// @param position_km  from the body's centre, in its body-fixed axes [km]
  /// @return acceleration in the same axes [km/s^2]
  /// @pre position_km is finite and non-zero
  /// Source: S. Pines, "Uniform representation of the gravitational potential and its
  /// derivatives", AIAA Journal 11 (1973), in the normalised recursions of Lundberg and Schutz.
  Vector3 acceleration_km_s2(const Vector3& position_km);

  /// Adds `corrections` to the model's own coefficients (tides), until set again.
  void set_corrections(const Corrections& corrections);

  double mu_km3_s2() const { return mu_km3_s2_; }
  double radius_km() const { return radius_km_; }
  int degree() const { return degree_; }
  int order() const { return order_; }

 private:
  void set_coefficient(int n, int m, double c, double s);
  void fill_recursion();
  void clear_legendre();
  void sum_rows(double u, double rho);

  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  std::size_t width_ = 0;
  // Of each row, of one degree n: where it begins in the tables below, which hold (n, 0), (n, 1),
  // ... there, padded with zeros; its length; and P(n,n) over rho P(n-1,n-1).
  std::vector<std::size_t> begins_;
  std::vector<std::size_t> lengths_;
  std::vector<double> diagonals_;
  std::vector<double> model_c_;  ///< the model's own, to degree 4
  std::vector<double> model_s_;
  std::vector<double> recursion_up_;    ///< factors of the Legendre recursion, one row back
  std::vector<double> recursion_down_;  ///< and two rows back
  std::vector<double> c_;
  std::vector<double> s_;
  std::vector<double> c_slope_;  ///< with the factor that leads from order m to m + 1
  std::vector<double> s_slope_;
  std::vector<double> legendre_;  ///< six rows: zeros, degree 0, two pairs in turn
  std::vector<double> sums_;      ///< six per order, one array after another
};

}  // namespace gmat_sweep::astro
