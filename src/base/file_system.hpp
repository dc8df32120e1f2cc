#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>

namespace gmat_sweep {

/// The system calls by which a sweep reads and writes its files, as an interface, so that tests can
/// make any one of them fail. Functions return what the calls return: negative with `errno` set on
/// failure. What does not come through here, and why: docs/durability.md, "How it is tested".
class FileSystem {
 public:
  FileSystem() = default;
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;
  virtual ~FileSystem() = default;

  /// The descriptor is closed on exec; new files are created with mode 0644.
  virtual int open(const char* path, int flags);
  virtual int close(int fd);
  virtual ssize_t read(int fd, void* into, std::size_t size);
  virtual ssize_t write(int fd, const void* from, std::size_t size);
  /// The same at a place of the file, whatever was read or written before.
  virtual ssize_t read_at(int fd, void* into, std::size_t size, off_t offset);
  virtual ssize_t write_at(int fd, const void* from, std::size_t size, off_t offset);
  virtual int truncate(int fd, off_t size);
  virtual int fsync(int fd);
  virtual int syncfs(int fd);
  virtual int rename(const char* from, const char* to);
  /// Fails with EEXIST when there is a file `to`.
  virtual int rename_new(const char* from, const char* to);
  /// Another name for the same file; fails with EEXIST when there is a file `to`.
  virtual int link(const char* from, const char* to);
  virtual int make_folder(const char* path);
  /// A file, or an empty folder.
  virtual int remove(const char* path);
  /// An exclusive lock that ends with the open file; fails with EWOULDBLOCK when another holds it.
  virtual int lock(int fd);
};

/// The machine's own.
FileSystem& system_files();

}  // namespace gmat_sweep
