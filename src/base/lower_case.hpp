#pragma once

#include <string>
#include <string_view>

namespace gmat_sweep {

/// The text with A to Z in lower case, whatever the locale; other bytes as they are.
std::string lower_case(std::string_view text);

}  // namespace gmat_sweep
