#pragma once

#include <array>
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

/// Evaluates one gravity model to a chosen degree and order. A call allocates nothing.
class GravityEvaluator {
 public:
  /// Corrections to normalised coefficients, degree and order up to 4.
  struct Corrections {
    double c[5][5] = {};
    double s[5][5] = {};
  };
  /// Beyond it the recursion leaves the range of a double.
  static constexpr int greatest_degree = 1000;

  /// Throws GmatSweepError when `degree` or `order` is beyond the model, or order beyond degree.
  GravityEvaluator(const GravityModel& model, int degree, int order);

  /// Acceleration of the whole field, point mass included.
  /// @param position_km  from the body's centre, in its body-fixed axes [km]
  /// @return acceleration in the same axes [km/s^2]
  /// @pre position_km is finite and non-zero
  /// Source: the gradient of each harmonic, which is one of the next degree: L. E. Cunningham, "On
  /// the computation of the spherical harmonic terms needed during the numerical integration of the
  /// orbital motion of an artificial satellite", Celestial Mechanics 2 (1970).
  Vector3 acceleration_km_s2(const Vector3& position_km) const;

  /// Adds `corrections` to the model's own coefficients (tides), until set again.
  void set_corrections(const Corrections& corrections);

  double mu_km3_s2() const { return mu_km3_s2_; }
  double radius_km() const { return radius_km_; }
  int degree() const { return degree_; }
  int order() const { return order_; }

 private:
  /// Four orders of one degree: the Legendre recursion's factor, and the coefficients of the
  /// acceleration's three components with the cosine and the sine.
  struct alignas(32) Row {
    std::array<double, 4> recursion{};
    std::array<double, 4> x_cosine{};
    std::array<double, 4> x_sine{};
    std::array<double, 4> y_cosine{};
    std::array<double, 4> y_sine{};
    std::array<double, 4> z_cosine{};
    std::array<double, 4> z_sine{};
  };
  /// What a coefficient of degree n and order m is multiplied by where it enters degree n + 1.
  struct GradientFactors {
    double order_below = 0;
    double same_order = 0;
    double order_above = 0;
  };
  struct Pass;

  Row& row(int n, int m);
  void lay_out_rows();
  void add_coefficients(int n, int m, const GradientFactors& factors, double c, double s);
  static void sum_rows(const Pass& pass, double* field);

  int degree_;
  int order_;
  double mu_km3_s2_;
  double radius_km_;
  /// Four orders after four, and within them degree by degree from the first that has any of them
  /// (from 1) to degree() + 1.
  std::vector<Row> rows_;
  std::vector<std::size_t> block_begins_;
  // Of degrees and orders up to 4, to make them anew with corrections:
  std::array<std::array<double, 5>, 5> low_c_{};
  std::array<std::array<double, 5>, 5> low_s_{};
  std::array<std::array<GradientFactors, 5>, 5> low_factors_{};
};

}  // namespace gmat_sweep::astro
