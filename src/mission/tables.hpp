#pragma once

#include "mission/field_table.hpp"

/// The field tables themselves. Facts (names, defaults, ranges) are GMAT
/// R2026a's.
namespace gmat_sweep::mission::tables {

using enum FieldKind;
using enum FieldSupport;

inline constexpr Range positive{.low = 0.0, .low_open = true};
inline constexpr Range not_negative{.low = 0.0};
inline constexpr Range unit_interval{.low = 0.0, .high = 1.0};
inline constexpr Range at_least_one{.low = 1.0};

}  // namespace gmat_sweep::mission::tables
