#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

[[noreturn]] void fail(std::string_view operation, const std::filesystem::path& path) {
  const int error = errno;
  throw GmatSweepError(
      fmt::format("cannot {} {}: {}", operation, path.string(), std::strerror(error)));
}

FileDescriptor open_or_fail(const std::filesystem::path& path, int flags, std::string_view what) {
  FileDescriptor fd(::open(path.c_str(), flags | O_CLOEXEC, 0644));
  if (!fd) fail(what, path);
  return fd;
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

FileDescriptor::~FileDescriptor() { close(); }

void FileDescriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

std::string read_file(const std::filesystem::path& path) {
  const FileDescriptor fd = open_or_fail(path, O_RDONLY, "read");
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) fail("read", path);
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(info.st_size));
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path);
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  const FileDescriptor fd = open_or_fail(path, O_WRONLY | O_CREAT | O_TRUNC, "create");
  write_all(fd.get(), bytes, path);
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path aside = path;
  aside += ".part";
  {
    const FileDescriptor fd = open_or_fail(aside, O_WRONLY | O_CREAT | O_TRUNC, "create");
    write_all(fd.get(), bytes, aside);
    if (::fsync(fd.get()) != 0) fail("sync", aside);
  }
  if (::rename(aside.c_str(), path.c_str()) != 0) fail("rename into place", path);
  const std::filesystem::path directory = path.parent_path();
  sync_directory(directory.empty() ? "." : directory);
}

void sync_file(const std::filesystem::path& path) {
  const FileDescriptor fd = open_or_fail(path, O_RDONLY, "sync");
  if (::fsync(fd.get()) != 0) fail("sync", path);
}

void sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor fd = open_or_fail(directory, O_RDONLY | O_DIRECTORY, "sync");
  if (::fsync(fd.get()) != 0) fail("sync", directory);
}

}  // namespace gmat_sweep
