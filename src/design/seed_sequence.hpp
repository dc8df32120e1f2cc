#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// NumPy's SeedSequence with its default pool of 128 bits: mixes integers of any size into as many
/// well-distributed words as a generator wants.
/// Source: numpy/random/bit_generator.pyx of NumPy 1.24.2, after M. O'Neill's seed_seq.
class SeedSequence {
 public:
  /// @param entropy  32-bit words, lowest first; see `entropy_words`
  explicit SeedSequence(std::span<const std::uint32_t> entropy);

  /// The `index`-th child of `SeedSequence(entropy).spawn(...)`. Children are the same however
  /// many are spawned.
  static SeedSequence child(std::span<const std::uint32_t> entropy, std::uint64_t index);

  /// Fills `words` as `generate_state(words.size())` does.
  void generate_state(std::span<std::uint32_t> words) const;
  std::uint32_t first_word() const;

 private:
  void absorb(std::uint32_t word);

  std::array<std::uint32_t, 4> pool_{};
  std::uint32_t hash_;
};

/// A seed's 32-bit words, lowest first; one word for zero.
/// Throws SweepConfigError unless `seed` is a non-negative integer.
std::vector<std::uint32_t> entropy_words(const Value& seed);

/// The part of a field's sub-seed that its name gives: the first four bytes of the name's SHA-256,
/// big-endian.
std::uint32_t name_hash(std::string_view field);

/// The seed of one field's draw in one run: `derive_param_seed` of the Python package.
std::uint32_t field_seed(std::uint32_t run_seed, std::uint32_t name_hash);

/// A seed from the system's entropy: an integer of 63 bits.
Value fresh_seed_value();

}  // namespace gmat_sweep
