#pragma once

#include <functional>

#include "gmat_sweep/sweep.hpp"

namespace gmat_sweep::cli {

/// Shows how far a sweep is on standard error: a bar that redraws itself on a terminal, a line now
/// and then elsewhere.
std::function<void(const SweepProgress&)> make_progress_display();

}  // namespace gmat_sweep::cli
