#pragma once

#include <zip.h>

#include <filesystem>

#include "base/file_system.hpp"

namespace gmat_sweep {

/// What libzip needs to read a file through a FileSystem; null when there is no memory. Belongs to
/// whatever libzip function takes it next.
zip_source_t* zip_source_to_read(const std::filesystem::path& path, FileSystem& files);

/// The same to write a new archive to `path`, over what is there.
zip_source_t* zip_source_to_write(const std::filesystem::path& path, FileSystem& files);

}  // namespace gmat_sweep
