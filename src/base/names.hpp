#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep {

/// Up to `most` candidates nearest to `name` by edit distance, nearest first, for "did you mean"
/// messages. Letter case counts half. Candidates that share almost nothing with it are left out.
std::vector<std::string> nearest_names(std::string_view name,
                                       std::span<const std::string> candidates,
                                       std::size_t most = 3);

/// `" (did you mean A, B or C?)"`, or nothing when no candidate is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

}  // namespace gmat_sweep
