#pragma once

#include <filesystem>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/sweep.hpp"
#include "sweep/pool.hpp"
#include "sweep/run_set.hpp"

namespace gmat_sweep {

/// `options` with absolute paths and its defaults filled in. Throws SweepConfigError when they
/// cannot be.
SweepOptions completed(SweepOptions options);

/// Executes a new sweep, from the checks that come before anything is created to the last entry's
/// durability.
/// @param options  completed
SweepResult run_new_sweep(const RunSet& runs, const std::filesystem::path& script,
                          const SweepOptions& options, const EngineFactory& make_engine, Pool& pool,
                          FileSystem& files = system_files());

/// Executes what a manifest's sweep still lacks.
/// @param options  with `manifest_path` set
SweepResult resume_sweep(const std::filesystem::path& script, const ResumeOptions& options,
                         const EngineFactory& make_engine, Pool& pool,
                         FileSystem& files = system_files());

/// Adds `n` runs to a finished sweep and executes them.
/// @param options  with `manifest_path` set
SweepResult extend_sweep(std::int64_t n, const std::filesystem::path& script,
                         const ResumeOptions& options, const EngineFactory& make_engine, Pool& pool,
                         FileSystem& files = system_files());

}  // namespace gmat_sweep
