#pragma once

#include <filesystem>

#include "gmat_sweep/design.hpp"

namespace gmat_sweep {

/// Reads a covariance file and settles what it leaves to the mission script: a mean it does not
/// give is the number the script assigns to that field before its mission sequence, and a
/// covariance in RIC or VNB axes is turned into the script's, whose nominal state is the means and,
/// for components the covariance does not have, what the script assigns.
/// @param script  empty when there is none to ask
/// Throws SweepConfigError as `read_covariance` does, and naming each field whose mean neither
/// the file nor the script gives; ScriptError when the script cannot be parsed.
Covariance read_covariance_of_script(const std::filesystem::path& file,
                                     const std::filesystem::path& script);

}  // namespace gmat_sweep
