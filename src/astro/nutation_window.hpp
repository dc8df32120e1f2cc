#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "astro/nutation.hpp"

namespace gmat_sweep::astro {

/// The nutation series, asked again and again near the same time: from the second question within
/// one day on it answers from Chebyshev polynomials over that day, which agree with the series to
/// its rounding (some 1e-18 rad). Belongs to one thread.
class NutationWindow {
 public:
  explicit NutationWindow(std::shared_ptr<const NutationSeries> series);

  /// @param tt_centuries  as NutationSeries::angles
  NutationAngles angles(double tt_centuries);

 private:
  static constexpr std::size_t nodes = 10;
  using Polynomial = std::array<double, nodes>;

  void build(double day);

  std::shared_ptr<const NutationSeries> series_;
  double asked_day_;   ///< whole days since J2000 of the last question
  double window_day_;  ///< of the polynomials; NaN while there are none
  Polynomial psi_{};
  Polynomial epsilon_{};
};

}  // namespace gmat_sweep::astro
