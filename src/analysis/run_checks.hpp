#pragma once

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// Throws SweepConfigError, saying how its runs ended, unless one of them at least is `ok`: there
/// is then nothing to compute or to draw.
void check_has_ok_runs(const Manifest& manifest);

}  // namespace gmat_sweep
