#pragma once

#include <filesystem>

#include "base/files.hpp"

namespace gmat_sweep {

/// Holds an output folder for one writer, by a lock on a file in it that ends with the process
/// however that ends.
class FolderLock {
 public:
  /// Throws SweepConfigError naming the process, host and time of whoever holds the folder.
  explicit FolderLock(const std::filesystem::path& folder, FileSystem& files = system_files());
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  FileSystem* files_;
  File file_;
};

}  // namespace gmat_sweep
