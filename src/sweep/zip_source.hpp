#pragma once

#include <zip.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/file_system.hpp"

namespace gmat_sweep {

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
/// An archive; what was not closed is given up.
using Zip = std::unique_ptr<zip_t, DiscardZip>;

/// An archive to read, and a new one to write to `path`, over what is there, both through a
/// FileSystem. Throw GmatSweepError.
Zip open_zip(const std::filesystem::path& path, FileSystem& files);
Zip create_zip(const std::filesystem::path& path, FileSystem& files);

/// What libzip needs to read a file through a FileSystem; null when there is no memory. Belongs to
/// whatever libzip function takes it next.
zip_source_t* zip_source_to_read(const std::filesystem::path& path, FileSystem& files);

}  // namespace gmat_sweep
