#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include "gmat_sweep/design.hpp"

namespace gmat_sweep {

/// The axes a state covariance is given in.
enum class CovarianceFrame {
  script,  ///< those of the mission script's state: nothing is rotated
  ric,     ///< radial, in-track, cross-track
  vnb,     ///< velocity, orbit normal, binormal
};

struct CovarianceFile {
  Covariance covariance;  ///< `means` empty where the file gives none
  CovarianceFrame frame = CovarianceFrame::script;
};

/// Reads a covariance.
///
/// JSON: {"fields": [names], "matrix": [[...], ...], "means": [...], "frame": "RIC"}, the last two
/// optional. CSV: a first line of field names, then the matrix row by row; a first column without a
/// name labels the rows, and then a row labelled `mean` gives the means.
/// Throws SweepConfigError naming the path and what is wrong. The matrix itself is judged when a
/// design is made of it.
CovarianceFile read_covariance(const std::filesystem::path& path);

/// Reads a rank correlation, in the same forms without means and frame.
RankCorrelation read_rank_correlation(const std::filesystem::path& path);

/// "script", "RIC" or "VNB", in any case. Throws SweepConfigError.
CovarianceFrame parse_covariance_frame(std::string_view name);

/// A position or velocity in the axes of the script's state [km, km/s].
using StateVector = std::array<double, 3>;

/// The covariance of a spacecraft's Cartesian state turned from `frame` into the script's axes.
///
/// The fields are X, Y, Z and, if there, VX, VY, VZ of one spacecraft, in any order; in `frame`
/// they stand for the first, second and third axis. The axes are those of the nominal state, held
/// still: velocities are turned, no frame rate is added. Means stay as they are.
///
///     RIC: R = r / |r|, C = r x v / |r x v|, I = C x R
///     VNB: V = v / |v|, N = r x v / |r x v|, B = V x N
///
/// Throws SweepConfigError for other fields, and when r and v are parallel or zero.
Covariance to_script_axes(const Covariance& covariance, CovarianceFrame frame,
                          const StateVector& position_km, const StateVector& velocity_km_s);

}  // namespace gmat_sweep
