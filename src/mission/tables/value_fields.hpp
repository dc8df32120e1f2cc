#pragma once

#include "mission/tables.hpp"

/// Variables, arrays and strings: GMAT gives them no fields in scripts; `Value`
/// is the name an override uses.
namespace gmat_sweep::mission::tables {

inline constexpr Field variable_fields[] = {{.name = "Value", .kind = real, .doc = "the number"}};
inline constexpr Field array_fields[] = {
    {.name = "Value", .kind = reals, .doc = "the elements, row by row"}};
inline constexpr Field string_fields[] = {{.name = "Value", .kind = text, .doc = "the text"}};

}  // namespace gmat_sweep::mission::tables
