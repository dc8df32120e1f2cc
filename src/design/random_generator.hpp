#pragma once

#include <cstdint>
#include <span>

#include "design/seed_sequence.hpp"

namespace gmat_sweep {

/// NumPy's `default_rng`: a Generator over PCG64 (XSL-RR, 128 bits of state), whose methods return,
/// bit for bit, what NumPy 1.24's of the same names do where the C library's exp, log, log1p and
/// pow agree with NumPy's. Not thread-safe: each draw makes its own, which costs 0.1 microseconds.
/// Source: numpy/random/src/{pcg64,distributions} of NumPy 1.24.2.
class RandomGenerator {
 public:
  explicit RandomGenerator(const SeedSequence& seed);
  /// `default_rng(seed)` for a seed of 32 bits.
  explicit RandomGenerator(std::uint32_t seed);

  std::uint64_t next_uint64();
  /// Half of a 64-bit output; the other half is kept for the next call.
  std::uint32_t next_uint32();

  /// Uniform in [0, 1).
  double random();
  double standard_normal();
  double standard_exponential();
  /// @pre shape >= 0
  double standard_gamma(double shape);
  double beta(double a, double b);
  double chisquare(double df);
  double standard_t(double df);
  double laplace();
  double logistic();
  /// From the triangle over [0, 1] with its peak at `mode`. @pre 0 <= mode <= 1
  double triangular(double mode);

  /// Uniform in [0, max], by masked rejection as `shuffle` draws it.
  std::uint64_t interval(std::uint64_t max);
  /// In place, as `Generator.shuffle` of a one-dimensional array.
  void shuffle(std::span<std::int64_t> values);

 private:
  __extension__ using uint128 = unsigned __int128;

  uint128 state_;
  uint128 increment_;
  std::uint32_t kept_half_ = 0;
  bool has_half_ = false;
};

}  // namespace gmat_sweep
