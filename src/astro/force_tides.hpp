#pragma once

#include <array>
#include <string>
#include <string_view>

#include "astro/gravity_field.hpp"
#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// How much a body yields to a tide: k(n,m) for degrees 2 and 3, and the part of degree 2 that
/// shows in degree 4.
struct LoveNumbers {
  std::array<std::array<double, 4>, 4> k{};
  std::array<double, 3> k_plus{};

  /// GMAT's for the Earth (IERS Conventions 2003, real parts; degree 2, an elastic Earth).
  static LoveNumbers of_earth();
  /// Reads a GMAT .tide file: `K n m value` and `KPlus m value` lines, `%` comments. Throws
  /// GmatSweepError with `name` and the line.
  static LoveNumbers from_tide_file(std::string_view text, const std::string& name);
};

/// Adds the solid tide that one body raises to a field's corrections (IERS Conventions 2003,
/// step 1).
/// @param raiser_fixed_km  the tide-raising body, from the field's body, in its body-fixed axes
/// [km]
/// @param mu_ratio  the raising body's gravitational parameter over the field's
/// @param radius_km  the field's radius
void add_solid_tide(const LoveNumbers& love, const Vector3& raiser_fixed_km, double mu_ratio,
                    double radius_km, GravityEvaluator::Corrections& corrections);

}  // namespace gmat_sweep::astro
