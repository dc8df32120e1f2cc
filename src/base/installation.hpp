#pragma once

#include <filesystem>

namespace gmat_sweep {

/// The folder of the running program.
std::filesystem::path executable_folder();

/// The folder that holds the Python package gmat_sweep: `$GMAT_SWEEP_PYTHON` where set, else beside
/// the running program's installation, else where this library was installed or built.
/// Throws GmatSweepError listing where it was looked for.
std::filesystem::path python_folder();

}  // namespace gmat_sweep
