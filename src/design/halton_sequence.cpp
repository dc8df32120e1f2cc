#include "design/halton_sequence.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "design/random_generator.hpp"
#include "design/seed_sequence.hpp"

namespace gmat_sweep {
namespace {

std::vector<std::int64_t> first_primes(std::size_t count) {
  std::vector<std::int64_t> primes;
  for (std::int64_t candidate = 2; primes.size() < count; ++candidate) {
    const bool prime =
        std::ranges::none_of(primes, [candidate](std::int64_t p) { return candidate % p == 0; });
    if (prime) primes.push_back(candidate);
  }
  return primes;
}

/// As many digits as a double can tell apart.
std::size_t digit_count(std::int64_t base) {
  return static_cast<std::size_t>(std::ceil(54 / std::log2(static_cast<double>(base)))) - 1;
}

}  // namespace

HaltonSequence::HaltonSequence(std::size_t dimensions, const Value& seed) {
  RandomGenerator generator{SeedSequence(entropy_words(seed))};
  for (const std::int64_t base : first_primes(dimensions)) {
    const auto size = static_cast<std::size_t>(base);
    Dimension dimension{base, digit_count(base), {}};
    dimension.permutations.resize(dimension.digits * size);
    for (std::size_t digit = 0; digit < dimension.digits; ++digit) {
      const std::span<std::int64_t> permutation(dimension.permutations.data() + digit * size, size);
      std::iota(permutation.begin(), permutation.end(), 0);
      generator.shuffle(permutation);
    }
    dimensions_.push_back(std::move(dimension));
  }
}

std::vector<double> HaltonSequence::point(std::int64_t index) const {
  std::vector<double> coordinates;
  coordinates.reserve(dimensions_.size());
  for (const Dimension& dimension : dimensions_) {
    const auto base = static_cast<double>(dimension.base);
    std::int64_t rest = index;
    double weight = 1.0 / base;
    double coordinate = 0;
    for (std::size_t digit = 0; digit < dimension.digits; ++digit) {
      const auto at = digit * static_cast<std::size_t>(dimension.base) +
                      static_cast<std::size_t>(rest % dimension.base);
      coordinate += static_cast<double>(dimension.permutations[at]) * weight;
      weight /= base;
      rest /= dimension.base;
    }
    coordinates.push_back(coordinate);
  }
  return coordinates;
}

}  // namespace gmat_sweep
