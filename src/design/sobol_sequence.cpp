#include "design/sobol_sequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "design/joe_kuo_table.hpp"
#include "design/random_generator.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

/// The odd numbers m_1, m_2, ... of one dimension by Bratley and Fox's recurrence, in place; the
/// first `degree` are given.
void extend_initial_numbers(std::span<std::uint32_t> numbers, std::uint32_t polynomial,
                            std::size_t degree) {
  for (std::size_t j = degree; j < numbers.size(); ++j) {
    std::uint32_t next = numbers[j - degree];
    for (std::size_t k = 0; k < degree; ++k) {
      if ((polynomial >> (degree - 1 - k) & 1) != 0) next ^= numbers[j - k - 1] << (k + 1);
    }
    numbers[j] = next;
  }
}

/// The unscrambled direction numbers, the most significant bit of a coordinate being bit
/// `bits - 1`.
std::vector<std::uint32_t> plain_directions(std::size_t dimensions, std::size_t bits) {
  std::vector<std::uint32_t> all(dimensions * bits, 1);
  std::span<const std::uint16_t> table(joe_kuo_numbers, joe_kuo_number_count);
  for (std::size_t d = 1; d < dimensions; ++d) {
    const std::span<std::uint32_t> numbers(all.data() + d * bits, bits);
    const std::uint32_t polynomial = table.front();
    const auto degree = static_cast<std::size_t>(std::bit_width(polynomial)) - 1;
    std::copy_n(table.begin() + 1, degree, numbers.begin());
    extend_initial_numbers(numbers, polynomial, degree);
    table = table.subspan(degree + 1);
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    for (std::size_t j = 0; j < bits; ++j) all[d * bits + j] <<= bits - 1 - j;
  }
  return all;
}

bool random_bit(RandomGenerator& generator) { return generator.next_uint32() >> 31 != 0; }

}  // namespace

SobolSequence::SobolSequence(std::size_t dimensions, const Value& seed)
    : dimensions_(dimensions), shift_(dimensions, 0) {
  if (dimensions > joe_kuo_dimensions) {
    throw SweepConfigError(fmt::format("a Sobol sequence here has at most {} dimensions, got {}",
                                       joe_kuo_dimensions, dimensions));
  }
  directions_ = plain_directions(dimensions, bits);
  RandomGenerator generator{SeedSequence(entropy_words(seed))};
  for (std::uint32_t& shift : shift_) {
    for (std::size_t j = 0; j < bits; ++j) {
      shift |= static_cast<std::uint32_t>(random_bit(generator)) << j;
    }
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    // Row p of the matrix makes bit bits-1-p of the scrambled number from those not below it.
    std::array<std::uint32_t, bits> rows{};
    for (std::size_t p = 0; p < bits; ++p) {
      for (std::size_t column = 0; column < bits; ++column) {
        const bool one = random_bit(generator);
        if (column == p || (column < p && one)) rows[p] |= 1U << (bits - 1 - column);
      }
    }
    for (std::size_t j = 0; j < bits; ++j) {
      std::uint32_t& direction = directions_[d * bits + j];
      std::uint32_t scrambled = 0;
      for (std::size_t p = 0; p < bits; ++p) {
        const auto parity = static_cast<std::uint32_t>(std::popcount(rows[p] & direction)) & 1U;
        scrambled |= parity << (bits - 1 - p);
      }
      direction = scrambled;
    }
  }
}

std::vector<double> SobolSequence::point(std::int64_t index) const {
  constexpr double cell = 1.0 / static_cast<double>(most_points);
  const auto position = static_cast<std::uint64_t>(index);
  std::vector<double> coordinates(dimensions_);
  for (std::size_t d = 0; d < dimensions_; ++d) {
    std::uint32_t value = shift_[d];
    // The sequence runs in Gray-code order.
    for (std::uint64_t gray = position ^ (position >> 1); gray != 0; gray &= gray - 1) {
      value ^= directions_[d * bits + static_cast<std::size_t>(std::countr_zero(gray))];
    }
    coordinates[d] = value == 0 ? 0.5 * cell : static_cast<double>(value) * cell;
  }
  return coordinates;
}

}  // namespace gmat_sweep
