#include "design/seed_sequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>
#include <string>

#include "base/sha256.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

constexpr std::uint32_t init_a = 0x43b0d7e5;
constexpr std::uint32_t mult_a = 0x931e8875;
constexpr std::uint32_t init_b = 0x8b51f9dd;
constexpr std::uint32_t mult_b = 0x58f38ded;
constexpr std::uint32_t mix_left = 0xca01f9dd;
constexpr std::uint32_t mix_right = 0x4973f715;

std::uint32_t hash_mix(std::uint32_t value, std::uint32_t& hash, std::uint32_t multiplier) {
  value ^= hash;
  hash *= multiplier;
  value *= hash;
  return value ^ (value >> 16);
}

std::uint32_t mix(std::uint32_t x, std::uint32_t y) {
  const std::uint32_t result = mix_left * x - mix_right * y;
  return result ^ (result >> 16);
}

/// Divides the decimal `digits` by 2^32 in place and returns the remainder.
std::uint32_t divide_by_word(std::string& digits) {
  std::uint64_t remainder = 0;
  for (char& digit : digits) {
    const std::uint64_t part = remainder * 10 + static_cast<std::uint64_t>(digit - '0');
    digit = static_cast<char>('0' + (part >> 32));
    remainder = part & 0xffffffffU;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  return static_cast<std::uint32_t>(remainder);
}

}  // namespace

SeedSequence::SeedSequence(std::span<const std::uint32_t> entropy) : hash_(init_a) {
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    pool_[i] = hash_mix(i < entropy.size() ? entropy[i] : 0, hash_, mult_a);
  }
  for (std::size_t from = 0; from < pool_.size(); ++from) {
    for (std::size_t to = 0; to < pool_.size(); ++to) {
      if (from != to) pool_[to] = mix(pool_[to], hash_mix(pool_[from], hash_, mult_a));
    }
  }
  for (std::size_t i = pool_.size(); i < entropy.size(); ++i) absorb(entropy[i]);
}

void SeedSequence::absorb(std::uint32_t word) {
  for (std::uint32_t& target : pool_) target = mix(target, hash_mix(word, hash_, mult_a));
}

// NumPy fills a short entropy up with zeros to the pool's size before it appends the spawn key; a
// short entropy mixes as if so filled anyway.
SeedSequence SeedSequence::child(std::span<const std::uint32_t> entropy, std::uint64_t index) {
  SeedSequence sequence(entropy);
  sequence.absorb(static_cast<std::uint32_t>(index));
  if (index >> 32 != 0) sequence.absorb(static_cast<std::uint32_t>(index >> 32));
  return sequence;
}

void SeedSequence::generate_state(std::span<std::uint32_t> words) const {
  std::uint32_t hash = init_b;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = hash_mix(pool_[i % pool_.size()], hash, mult_b);
  }
}

std::uint32_t SeedSequence::first_word() const {
  std::uint32_t word = 0;
  generate_state({&word, 1});
  return word;
}

std::vector<std::uint32_t> entropy_words(const Value& seed) {
  std::string digits;
  if (seed.is_integer()) digits = std::to_string(seed.as_integer());
  if (seed.is_big_integer()) digits = seed.as_big_integer().digits;
  if (digits.empty() || digits.starts_with('-')) {
    throw SweepConfigError(
        fmt::format("seed must be a non-negative integer, got {}", python_repr(seed)));
  }
  std::vector<std::uint32_t> words;
  do {
    words.push_back(divide_by_word(digits));
  } while (!digits.empty());
  return words;
}

std::uint32_t name_hash(std::string_view field) {
  const std::string hex = sha256_hex(field);
  std::uint32_t hash = 0;
  std::from_chars(hex.data(), hex.data() + 8, hash, 16);
  return hash;
}

std::uint32_t field_seed(std::uint32_t run_seed, std::uint32_t name_hash) {
  const std::array<std::uint32_t, 2> entropy = {run_seed, name_hash};
  return SeedSequence(entropy).first_word();
}

Value fresh_seed_value() {
  std::random_device device;
  const std::uint64_t high = device();
  const std::uint64_t low = device();
  return Value(static_cast<std::int64_t>((high << 32 | low) >> 1));
}

}  // namespace gmat_sweep
