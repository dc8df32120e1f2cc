#include "base/file_system.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace gmat_sweep {

int FileSystem::open(const char* path, int flags) { return ::open(path, flags | O_CLOEXEC, 0644); }
int FileSystem::close(int fd) { return ::close(fd); }
ssize_t FileSystem::read(int fd, void* into, std::size_t size) { return ::read(fd, into, size); }
ssize_t FileSystem::write(int fd, const void* from, std::size_t size) {
  return ::write(fd, from, size);
}
ssize_t FileSystem::read_at(int fd, void* into, std::size_t size, off_t offset) {
  return ::pread(fd, into, size, offset);
}
ssize_t FileSystem::write_at(int fd, const void* from, std::size_t size, off_t offset) {
  return ::pwrite(fd, from, size, offset);
}
int FileSystem::truncate(int fd, off_t size) { return ::ftruncate(fd, size); }
int FileSystem::fsync(int fd) { return ::fsync(fd); }
int FileSystem::syncfs(int fd) { return ::syncfs(fd); }
int FileSystem::rename(const char* from, const char* to) { return ::rename(from, to); }

int FileSystem::rename_new(const char* from, const char* to) {
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  // A file system without that operation: the caller holds the folder's lock, which is the next
  // best.
  if (::access(to, F_OK) == 0) {
    errno = EEXIST;
    return -1;
  }
  return ::rename(from, to);
}

int FileSystem::link(const char* from, const char* to) { return ::link(from, to); }
int FileSystem::make_folder(const char* path) { return ::mkdir(path, 0777); }
int FileSystem::remove(const char* path) { return ::remove(path); }
int FileSystem::lock(int fd) { return ::flock(fd, LOCK_EX | LOCK_NB); }

FileSystem& system_files() {
  static FileSystem files;
  return files;
}

}  // namespace gmat_sweep
