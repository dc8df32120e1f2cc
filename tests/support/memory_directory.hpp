#pragma once

#include <sys/statvfs.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace gmat_sweep::test {

/// A fresh folder, removed with all in it at the end of its life, on a file system in memory where
/// the machine has one: for tests that sync thousands of times.
class MemoryDirectory {
 public:
  MemoryDirectory() {
    if (!make("/dev/shm") && !make(std::filesystem::temp_directory_path())) {
      throw std::runtime_error("mkdtemp failed");
    }
  }
  MemoryDirectory(const MemoryDirectory&) = delete;
  MemoryDirectory& operator=(const MemoryDirectory&) = delete;
  ~MemoryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  /// Where programs may be run from there.
  bool make(const std::filesystem::path& parent) {
    struct statvfs info {};
    if (::statvfs(parent.c_str(), &info) != 0 || (info.f_flag & ST_NOEXEC) != 0) return false;
    std::string name = (parent / "gmat_sweep_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return false;
    path_ = name;
    return true;
  }

  std::filesystem::path path_;
};

}  // namespace gmat_sweep::test
