#pragma once

#include <cstddef>
#include <cstdint>

namespace gmat_sweep {

/// Direction numbers for dimensions 2, 3, ...: per dimension a polynomial, then its initial
/// numbers; see the source file.
extern const std::uint16_t joe_kuo_numbers[];
extern const std::size_t joe_kuo_number_count;

/// How many dimensions the table serves, the first (which needs no numbers) included.
inline constexpr std::size_t joe_kuo_dimensions = 1024;

}  // namespace gmat_sweep
