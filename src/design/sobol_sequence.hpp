#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// The Sobol sequence with Joe and Kuo's direction numbers, scrambled by a random lower-triangular
/// matrix and a digital shift for each dimension: bit-equal to
/// scipy.stats.qmc.Sobol(dimensions, scramble=True, seed=seed), but that a coordinate of exactly
/// zero (one in 2^30) is returned as half a cell, since many distributions have no value there.
/// Source: scipy/stats/{_qmc.py,_sobol.pyx} of SciPy 1.10.1; see also joe_kuo_table.cpp.
class SobolSequence {
 public:
  /// Throws SweepConfigError for more dimensions than the table serves.
  SobolSequence(std::size_t dimensions, const Value& seed);

  /// How many distinct points there are.
  static constexpr std::int64_t most_points = std::int64_t{1} << 30;

  /// The point's coordinates in (0, 1). @pre 0 <= index < most_points
  std::vector<double> point(std::int64_t index) const;

 private:
  static constexpr std::size_t bits = 30;

  std::size_t dimensions_;
  std::vector<std::uint32_t> directions_;  ///< dimension by dimension, `bits` each
  std::vector<std::uint32_t> shift_;
};

}  // namespace gmat_sweep
