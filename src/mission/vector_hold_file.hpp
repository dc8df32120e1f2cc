#pragma once

#include <array>
#include <filesystem>
#include <string>

namespace gmat_sweep::mission {

/// The first record of a TCOPS vector hold file, as its long report has it.
struct VectorHoldRecord {
  std::string utc_gregorian;             ///< `20 Aug 2012 00:00:00.000`
  std::array<double, 6> cartesian_km{};  ///< EarthMJ2000Eq [km, km/s]
  double reflectivity = 0.0;             ///< the coefficient Cr
};

/// Throws GmatSweepError naming the file, and the part of it that is missing or malformed.
VectorHoldRecord read_vector_hold_file(const std::filesystem::path& path);

}  // namespace gmat_sweep::mission
