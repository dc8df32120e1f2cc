#pragma once

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/file_system.hpp"

namespace gmat_sweep::test {

enum class FileCall {
  open,
  close,
  read,
  write,
  truncate,
  fsync,
  syncfs,
  rename,
  make_folder,
  remove
};

inline constexpr std::array<std::string_view, 10> file_call_names = {
    "open",  "close",  "read",   "write",       "truncate",
    "fsync", "syncfs", "rename", "make_folder", "remove"};

/// A call that is to fail.
struct Fault {
  FileCall call{};
  std::int64_t at = 0;        ///< which of its kind, from 0
  int error = EIO;            ///< the errno it fails with
  bool lasting = false;       ///< all later calls of its kind fail too
  bool half_written = false;  ///< of a write: half its bytes are written, and the next write fails
};

/// Counts the calls of each kind and makes one fail. Nothing is really synced, to be quick: what a
/// process that lives on sees of its files is the same.
class FaultyFiles final : public FileSystem {
 public:
  FaultyFiles() = default;
  explicit FaultyFiles(Fault fault) : fault_(fault), armed_(true) {}

  std::int64_t count(FileCall call) const { return counts_[static_cast<std::size_t>(call)]; }
  bool struck() const { return struck_; }

  int open(const char* path, int flags) override {
    return fails(FileCall::open) ? -1 : FileSystem::open(path, flags);
  }
  int close(int fd) override {
    const bool failing = fails(FileCall::close);
    const int error = errno;
    const int result = FileSystem::close(fd);  // the descriptor is gone either way
    if (!failing) return result;
    errno = error;
    return -1;
  }
  ssize_t read(int fd, void* into, std::size_t size) override {
    return fails(FileCall::read) ? -1 : FileSystem::read(fd, into, size);
  }
  ssize_t read_at(int fd, void* into, std::size_t size, off_t offset) override {
    return fails(FileCall::read) ? -1 : FileSystem::read_at(fd, into, size, offset);
  }
  ssize_t write_at(int fd, const void* from, std::size_t size, off_t offset) override {
    return fails(FileCall::write) ? -1 : FileSystem::write_at(fd, from, size, offset);
  }
  ssize_t write(int fd, const void* from, std::size_t size) override {
    if (!fails(FileCall::write)) return FileSystem::write(fd, from, size);
    if (!fault_.half_written || halved_ || size < 2) return -1;
    halved_ = true;
    ++fault_.at;  // the rest of these bytes
    return FileSystem::write(fd, from, size / 2);
  }
  int truncate(int fd, off_t size) override {
    return fails(FileCall::truncate) ? -1 : FileSystem::truncate(fd, size);
  }
  int fsync(int) override { return fails(FileCall::fsync) ? -1 : 0; }
  int syncfs(int) override { return fails(FileCall::syncfs) ? -1 : 0; }
  int rename(const char* from, const char* to) override {
    return fails(FileCall::rename) ? -1 : FileSystem::rename(from, to);
  }
  int rename_new(const char* from, const char* to) override {
    return fails(FileCall::rename) ? -1 : FileSystem::rename_new(from, to);
  }
  int make_folder(const char* path) override {
    return fails(FileCall::make_folder) ? -1 : FileSystem::make_folder(path);
  }
  int remove(const char* path) override {
    return fails(FileCall::remove) ? -1 : FileSystem::remove(path);
  }

 private:
  bool fails(FileCall call) {
    const std::int64_t number = counts_[static_cast<std::size_t>(call)]++;
    if (!armed_ || call != fault_.call) return false;
    if (number != fault_.at && !(fault_.lasting && number > fault_.at)) return false;
    struck_ = true;
    errno = fault_.error;
    return true;
  }

  Fault fault_;
  bool armed_ = false;
  bool struck_ = false;
  bool halved_ = false;
  std::array<std::int64_t, file_call_names.size()> counts_{};
};

}  // namespace gmat_sweep::test
