#pragma once

#include "base/file_system.hpp"
#include "gmat_sweep/archive.hpp"

namespace gmat_sweep {

// The functions of gmat_sweep/archive.hpp with the file operations given.

void archive_sweep(const Manifest& manifest, const std::filesystem::path& out,
                   const ArchiveOptions& options, FileSystem& files);
Manifest open_sweep(const std::filesystem::path& path, FileSystem& files);
VerifyResult verify_archive(const std::filesystem::path& path, FileSystem& files);

}  // namespace gmat_sweep
