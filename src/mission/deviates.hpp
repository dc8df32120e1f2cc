#pragma once

#include <cstdint>
#include <random>

namespace gmat_sweep::mission {

/// The random numbers of a mission's `rand` and `randn`: GMAT's, after the same SetSeed. Without
/// one GMAT begins anywhere; here every run begins alike, so that runs repeat.
class Deviates {
 public:
  void seed(std::uint32_t value) { generator_.seed(value); }
  double uniform() { return uniform_(generator_); }
  /// GMAT begins each pair of deviates anew, and uses the first.
  double normal() { return std::normal_distribution<double>()(generator_); }

 private:
  std::mt19937 generator_;
  std::uniform_real_distribution<double> uniform_;
};

}  // namespace gmat_sweep::mission
