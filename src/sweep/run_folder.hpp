#pragma once

#include <filesystem>

#include "base/file_system.hpp"

namespace gmat_sweep {

/// Makes `folder` an empty folder for a run's next attempt. One that holds files is emptied only
/// when a worker.log among them says that it is a run's folder.
/// Throws GmatSweepError naming the folder and the reason.
void prepare_run_folder(const std::filesystem::path& folder, FileSystem& files = system_files());

}  // namespace gmat_sweep
