#pragma once

#include <filesystem>

#include "base/file_system.hpp"
#include "gmat_sweep/engine_config.hpp"
#include "gmat_sweep/replay.hpp"
#include "sweep/pool.hpp"

namespace gmat_sweep {

/// `replay_run` with an engine and a pool given.
ReplayResult replay_run_in(const std::filesystem::path& manifest, std::int64_t run_id,
                           const ReplayOptions& options, const EngineFactory& make_engine,
                           Pool& pool, FileSystem& files = system_files());

}  // namespace gmat_sweep
