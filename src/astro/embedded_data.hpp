#pragma once

#include <optional>
#include <string_view>

namespace gmat_sweep::astro {

/// A table of the project's data/ folder as it was when the library was built, by its path there
/// ("leap_seconds.txt", "gravity/JGM2.txt"). Good for the life of the program.
std::optional<std::string_view> embedded_table(std::string_view path);

}  // namespace gmat_sweep::astro
