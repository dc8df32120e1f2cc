#include "design/random_generator.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "design/ziggurat_tables.hpp"

namespace gmat_sweep {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr uint128 multiplier =
    (static_cast<uint128>(2549297995355413924ULL) << 64) + 4865540595714422341ULL;

SeedSequence sequence_of(std::uint32_t seed) {
  const std::array<std::uint32_t, 1> entropy = {seed};
  return SeedSequence(entropy);
}

}  // namespace

RandomGenerator::RandomGenerator(const SeedSequence& seed) {
  std::array<std::uint32_t, 8> words{};
  seed.generate_state(words);
  const auto word64 = [&words](std::size_t i) {
    return words[2 * i] | static_cast<std::uint64_t>(words[2 * i + 1]) << 32;
  };
  const uint128 initial = static_cast<uint128>(word64(0)) << 64 | word64(1);
  const uint128 stream = static_cast<uint128>(word64(2)) << 64 | word64(3);
  increment_ = stream << 1 | 1;
  state_ = (increment_ + initial) * multiplier + increment_;
}

RandomGenerator::RandomGenerator(std::uint32_t seed) : RandomGenerator(sequence_of(seed)) {}

std::uint64_t RandomGenerator::next_uint64() {
  state_ = state_ * multiplier + increment_;
  const auto folded = static_cast<std::uint64_t>(state_ >> 64) ^ static_cast<std::uint64_t>(state_);
  return std::rotr(folded, static_cast<int>(state_ >> 122));
}

std::uint32_t RandomGenerator::next_uint32() {
  if (has_half_) {
    has_half_ = false;
    return kept_half_;
  }
  const std::uint64_t both = next_uint64();
  kept_half_ = static_cast<std::uint32_t>(both >> 32);
  has_half_ = true;
  return static_cast<std::uint32_t>(both);
}

double RandomGenerator::random() {
  return static_cast<double>(next_uint64() >> 11) * (1.0 / 9007199254740992.0);
}

double RandomGenerator::standard_normal() {
  const ZigguratTable& table = normal_ziggurat;
  for (;;) {
    const std::uint64_t bits = next_uint64();
    const std::size_t layer = bits & 0xff;
    const bool negative = (bits >> 8 & 1) != 0;
    const std::uint64_t position = bits >> 9 & 0x000fffffffffffffULL;
    const double size = static_cast<double>(position) * table.width[layer];
    const double x = negative ? -size : size;
    if (position < table.accept_below[layer]) return x;
    if (layer == 0) {
      for (;;) {
        const double beyond = -normal_ziggurat_inverse_r * std::log1p(-random());
        const double height = -std::log1p(-random());
        if (height + height > beyond * beyond) {
          const double tail = normal_ziggurat_r + beyond;
          return (position >> 8 & 1) != 0 ? -tail : tail;
        }
      }
    }
    const double top = table.density[layer - 1];
    const double bottom = table.density[layer];
    if ((top - bottom) * random() + bottom < std::exp(-0.5 * x * x)) return x;
  }
}

double RandomGenerator::standard_exponential() {
  const ZigguratTable& table = exponential_ziggurat;
  for (;;) {
    const std::uint64_t bits = next_uint64();
    const std::size_t layer = bits >> 3 & 0xff;
    const std::uint64_t position = bits >> 11;
    const double x = static_cast<double>(position) * table.width[layer];
    if (position < table.accept_below[layer]) return x;
    if (layer == 0) return exponential_ziggurat_r - std::log1p(-random());
    const double top = table.density[layer - 1];
    const double bottom = table.density[layer];
    if ((top - bottom) * random() + bottom < std::exp(-x)) return x;
  }
}

// Below one: Ahrens and Dieter's rejection; from one on: Marsaglia and Tsang's.
double RandomGenerator::standard_gamma(double shape) {
  if (shape == 1.0) return standard_exponential();
  if (shape == 0.0) return 0.0;
  if (shape < 1.0) {
    for (;;) {
      const double u = random();
      const double v = standard_exponential();
      if (u <= 1.0 - shape) {
        const double x = std::pow(u, 1. / shape);
        if (x <= v) return x;
      } else {
        const double y = -std::log((1 - u) / shape);
        const double x = std::pow(1.0 - shape + shape * y, 1. / shape);
        if (x <= v + y) return x;
      }
    }
  }
  const double b = shape - 1. / 3.;
  const double c = 1. / std::sqrt(9 * b);
  for (;;) {
    double x = 0;
    double v = 0;
    do {
      x = standard_normal();
      v = 1.0 + c * x;
    } while (v <= 0.0);
    v = v * v * v;
    const double u = random();
    if (u < 1.0 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (std::log(u) < 0.5 * x * x + b * (1. - v + std::log(v))) return b * v;
  }
}

double RandomGenerator::beta(double a, double b) {
  if (a <= 1.0 && b <= 1.0) {
    // Johnk's algorithm. Both powers can underflow together once in 10^106 draws, and NumPy draws
    // again then.
    for (;;) {
      const double u = random();
      const double v = random();
      const double x = std::pow(u, 1.0 / a);
      const double y = std::pow(v, 1.0 / b);
      if (x + y <= 1.0 && x + y > 0.0) return x / (x + y);
    }
  }
  const double from_a = standard_gamma(a);
  const double from_b = standard_gamma(b);
  return from_a / (from_a + from_b);
}

double RandomGenerator::chisquare(double df) { return 2.0 * standard_gamma(df / 2.0); }

double RandomGenerator::standard_t(double df) {
  const double numerator = standard_normal();
  const double denominator = standard_gamma(df / 2);
  return std::sqrt(df / 2) * numerator / std::sqrt(denominator);
}

double RandomGenerator::laplace() {
  for (;;) {
    const double u = random();
    if (u >= 0.5) return 0.0 - std::log(2.0 - u - u);
    if (u > 0.0) return std::log(u + u);
  }
}

double RandomGenerator::logistic() {
  for (;;) {
    const double u = random();
    if (u > 0.0) return std::log(u / (1.0 - u));
  }
}

double RandomGenerator::triangular(double mode) {
  const double u = random();
  return u <= mode ? std::sqrt(u * mode) : 1.0 - std::sqrt((1.0 - u) * (1.0 - mode));
}

std::uint64_t RandomGenerator::interval(std::uint64_t max) {
  if (max == 0) return 0;
  const std::uint64_t mask = ~std::uint64_t{0} >> std::countl_zero(max);
  for (;;) {
    const std::uint64_t value = (max <= 0xffffffffULL ? next_uint32() : next_uint64()) & mask;
    if (value <= max) return value;
  }
}

void RandomGenerator::shuffle(std::span<std::int64_t> values) {
  for (std::size_t i = values.size(); i-- > 1;) std::swap(values[i], values[interval(i)]);
}

}  // namespace gmat_sweep
