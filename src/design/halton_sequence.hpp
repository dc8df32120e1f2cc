#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// The Halton sequence over the first primes, each digit permuted at random: Owen's "A randomized
/// Halton algorithm in R" (2017). Bit-equal to scipy.stats.qmc.Halton(dimensions, scramble=True,
/// seed=seed) since SciPy 1.11, which takes the permutations of all dimensions from one stream.
class HaltonSequence {
 public:
  HaltonSequence(std::size_t dimensions, const Value& seed);

  /// The point's coordinates in [0, 1). @pre index >= 0
  std::vector<double> point(std::int64_t index) const;

 private:
  struct Dimension {
    std::int64_t base;
    std::size_t digits;
    std::vector<std::int64_t> permutations;  ///< digit by digit, `base` each
  };
  std::vector<Dimension> dimensions_;
};

}  // namespace gmat_sweep
