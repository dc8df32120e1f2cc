#pragma once

#include <cstddef>
#include <cstring>

namespace gmat_sweep {

/// Four doubles worked as one. Written with the compiler's vectors: two halves where the processor
/// has only pairs, with the same bits, as each lane is worked on its own and nothing is fused.
constexpr std::size_t lanes = 4;
using Lanes [[gnu::vector_size(lanes * sizeof(double))]] = double;
using LaneBits [[gnu::vector_size(lanes * sizeof(double))]] = unsigned long long;

// NOTE: the warning is of passing such vectors between differently compiled functions; whatever
// takes or gives them is inlined.
#pragma GCC diagnostic ignored "-Wpsabi"
#define GMAT_SWEEP_INLINE [[gnu::always_inline]] inline

/// Before a function: compiled for AVX2 as well; the version is chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define GMAT_SWEEP_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define GMAT_SWEEP_WIDE
#endif

constexpr std::size_t padded_to_lanes(std::size_t length) {
  return (length + lanes - 1) / lanes * lanes;
}

GMAT_SWEEP_INLINE Lanes load_lanes(const double* from) {
  Lanes values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

GMAT_SWEEP_INLINE void store_lanes(double* to, Lanes values) {
  std::memcpy(to, &values, sizeof values);
}

/// Half of them. A processor hands on what it has just stored only to a load of no more than one of
/// the pieces stored: what is written by pairs is best read by pairs, and not long after.
using Pair [[gnu::vector_size(lanes / 2 * sizeof(double))]] = double;

GMAT_SWEEP_INLINE void store_pair(double* to, double first, double second) {
  const Pair values{first, second};
  std::memcpy(to, &values, sizeof values);
}

GMAT_SWEEP_INLINE Lanes load_pairs(const double* from) {
  Pair low;
  Pair high;
  std::memcpy(&low, from, sizeof low);
  std::memcpy(&high, from + lanes / 2, sizeof high);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3);
}

/// In the order that halves the vector.
GMAT_SWEEP_INLINE double sum_of_lanes(Lanes values) {
  return (values[0] + values[2]) + (values[1] + values[3]);
}

}  // namespace gmat_sweep
