#pragma once

namespace gmat_sweep {

/// The version of this library, as CMake's project version.
inline constexpr const char* version = "0.1.0";

}  // namespace gmat_sweep
