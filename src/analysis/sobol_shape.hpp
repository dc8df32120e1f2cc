#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// The design of a sweep whose Sobol indices are wanted, extensions included.
struct SobolShape {
  std::vector<std::string> fields;  ///< sorted
  bool second_order = true;
  std::int64_t run_count = 0;  ///< of whole base points
};

/// Throws SweepConfigError when the sweep's design is none of `sobol`'s.
SobolShape sobol_shape(const Manifest& manifest);

}  // namespace gmat_sweep
