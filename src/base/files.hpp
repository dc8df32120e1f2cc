#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace gmat_sweep {

/// An open file descriptor, closed at the end of its life.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void close();

 private:
  int fd_ = -1;
};

/// The functions below throw GmatSweepError with the operation, the path and the system's reason.

std::string read_file(const std::filesystem::path& path);

/// Writes all of `bytes` to an open descriptor; `path` is for the message.
void write_all(int fd, std::string_view bytes, const std::filesystem::path& path);

/// Creates or truncates `path` and writes `bytes`; not durable until synced.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Writes aside (`path` + ".part"), makes it durable, renames it over `path` and makes the rename
/// durable: after a crash `path` holds its old content or its new one, whole.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

void sync_file(const std::filesystem::path& path);
void sync_directory(const std::filesystem::path& directory);

}  // namespace gmat_sweep
