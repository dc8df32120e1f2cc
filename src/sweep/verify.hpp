#pragma once

#include "base/file_system.hpp"
#include "gmat_sweep/verify.hpp"

namespace gmat_sweep {

// The functions of gmat_sweep/verify.hpp with the file operations given.

VerifyResult verify_sweep(const std::filesystem::path& manifest, FileSystem& files);
RepairResult repair_sweep(const std::filesystem::path& manifest, FileSystem& files);

}  // namespace gmat_sweep
