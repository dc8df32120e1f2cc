#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// What is wrong with one file that an entry names.
struct FileProblem {
  std::filesystem::path path;
  std::string text;  ///< one sentence with the run and the file
};

/// What a check of one entry's files found.
struct FileCheck {
  std::int64_t files = 0;           ///< read and compared
  std::int64_t without_digest = 0;  ///< only looked for
  std::vector<FileProblem> problems;
};

/// Reads the files that the entry of an ok run names, and compares their digests; also its log must
/// be there.
FileCheck check_files(const ManifestEntry& entry, FileSystem& files);

}  // namespace gmat_sweep
