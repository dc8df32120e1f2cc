#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/file_system.hpp"

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

/// Everything below throws GmatSweepError with the operation, the path and the system's reason.

/// An open file. Closed at the end of its life without a word; `close` says when that failed, which
/// for a file written to can be the first sign that its bytes found no room.
class File {
 public:
  File() = default;
  /// @param flags  of open(2)
  /// @param purpose  for the message: "create", "read"
  File(std::filesystem::path path, int flags, std::string_view purpose,
       FileSystem& files = system_files());
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  void write(std::string_view bytes);
  void write_at(std::string_view bytes, std::int64_t offset);
  /// Up to `size` bytes from `offset` on; fewer only where the file ends.
  std::string read_at(std::int64_t offset, std::size_t size) const;
  std::int64_t size() const;
  void truncate(std::int64_t size);
  void sync();
  void close();

 private:
  FileSystem* files_ = nullptr;
  std::filesystem::path path_;
  int fd_ = -1;
};

std::string read_file(const std::filesystem::path& path, FileSystem& files = system_files());

/// Writes all of `bytes` to an open descriptor; `path` is for the message.
void write_all(int fd, std::string_view bytes, const std::filesystem::path& path,
               FileSystem& files = system_files());

/// Creates or truncates `path` and writes `bytes`; not durable until synced.
void write_file(const std::filesystem::path& path, std::string_view bytes,
                FileSystem& files = system_files());

/// Writes aside (`path` + ".part") and renames: under its name the file is whole, but not durable
/// until synced.
void write_file_whole(const std::filesystem::path& path, std::string_view bytes,
                      FileSystem& files = system_files());

/// Writes aside (`path` + ".part"), makes it durable, renames it over `path` and makes the rename
/// durable: after a crash `path` holds its old content or its new one, whole.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                           FileSystem& files = system_files());

/// The same for a file that must not be there yet: false, and nothing changed, when it is.
bool create_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                            FileSystem& files = system_files());

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to,
                 FileSystem& files = system_files());

/// Makes a folder and those it lies in, where missing.
void create_folders(const std::filesystem::path& folder, FileSystem& files = system_files());

/// Removes a file, or a folder with all it holds; symbolic links are not followed.
void remove_tree(const std::filesystem::path& path, FileSystem& files = system_files());

void sync_file(const std::filesystem::path& path, FileSystem& files = system_files());
void sync_directory(const std::filesystem::path& directory, FileSystem& files = system_files());

}  // namespace gmat_sweep
