#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view operation, const fs::path& path) {
  const int error = errno;
  throw GmatSweepError(
      fmt::format("cannot {} {}: {}", operation, path.string(), std::strerror(error)));
}

fs::path aside(const fs::path& path) {
  fs::path part = path;
  part += ".part";
  return part;
}

fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? "." : folder;
}

/// What could not be finished must not be mistaken for anything later.
void discard(const fs::path& path, FileSystem& files) {
  const int error = errno;
  files.remove(path.c_str());
  errno = error;
}

fs::path write_aside(const fs::path& path, std::string_view bytes, bool durable,
                     FileSystem& files) {
  fs::path part = aside(path);
  File file(part, O_WRONLY | O_CREAT | O_TRUNC, "create", files);
  try {
    file.write(bytes);
    if (durable) file.sync();
    file.close();
  } catch (const GmatSweepError&) {
    discard(part, files);
    throw;
  }
  return part;
}

void rename_or_discard(const fs::path& part, const fs::path& path, FileSystem& files) {
  if (files.rename(part.c_str(), path.c_str()) == 0) return;
  discard(part, files);
  fail("rename into place", path);
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

File::File(fs::path path, int flags, std::string_view purpose, FileSystem& files)
    : files_(&files), path_(std::move(path)), fd_(files.open(path_.c_str(), flags)) {
  if (fd_ < 0) fail(purpose, path_);
}

File::File(File&& other) noexcept
    : files_(other.files_), path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) files_->close(fd_);
    files_ = other.files_;
    path_ = std::move(other.path_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

File::~File() {
  if (fd_ >= 0) files_->close(fd_);
}

void File::write(std::string_view bytes) { write_all(fd_, bytes, path_, *files_); }

void File::write_at(std::string_view bytes, std::int64_t offset) {
  while (!bytes.empty()) {
    const ssize_t count = files_->write_at(fd_, bytes.data(), bytes.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += count;
  }
}

std::string File::read_at(std::int64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = files_->read_at(fd_, bytes.data() + done, size - done,
                                          offset + static_cast<std::int64_t>(done));
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path_);
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

std::int64_t File::size() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) fail("read", path_);
  return info.st_size;
}

void File::truncate(std::int64_t size) {
  if (files_->truncate(fd_, size) != 0) fail("shorten", path_);
}

void File::sync() {
  if (files_->fsync(fd_) != 0) fail("sync", path_);
}

void File::close() {
  if (fd_ < 0) return;
  // Whatever close says, the descriptor is gone.
  if (files_->close(std::exchange(fd_, -1)) != 0) fail("close", path_);
}

std::string read_file(const fs::path& path, FileSystem& files) {
  const File file(path, O_RDONLY, "read", files);
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(file.size()));
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = files.read(file.descriptor(), buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read", path);
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
}

void write_all(int fd, std::string_view bytes, const fs::path& path, FileSystem& files) {
  while (!bytes.empty()) {
    const ssize_t count = files.write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_file(const fs::path& path, std::string_view bytes, FileSystem& files) {
  File file(path, O_WRONLY | O_CREAT | O_TRUNC, "create", files);
  file.write(bytes);
  file.close();
}

void write_file_whole(const fs::path& path, std::string_view bytes, FileSystem& files) {
  rename_or_discard(write_aside(path, bytes, false, files), path, files);
}

void write_file_atomically(const fs::path& path, std::string_view bytes, FileSystem& files) {
  rename_or_discard(write_aside(path, bytes, true, files), path, files);
  sync_directory(folder_of(path), files);
}

bool create_file_atomically(const fs::path& path, std::string_view bytes, FileSystem& files) {
  const fs::path part = write_aside(path, bytes, true, files);
  if (files.rename_new(part.c_str(), path.c_str()) != 0) {
    discard(part, files);
    if (errno == EEXIST) return false;
    fail("rename into place", path);
  }
  sync_directory(folder_of(path), files);
  return true;
}

void rename_file(const fs::path& from, const fs::path& to, FileSystem& files) {
  if (files.rename(from.c_str(), to.c_str()) != 0) {
    fail(fmt::format("rename {} to", from.string()), to);
  }
}

void create_folders(const fs::path& folder, FileSystem& files) {
  if (folder.empty() || files.make_folder(folder.c_str()) == 0) return;
  if (errno == ENOENT && folder.has_parent_path() && folder.parent_path() != folder) {
    create_folders(folder.parent_path(), files);
    if (files.make_folder(folder.c_str()) == 0) return;
  }
  const int error = errno;
  std::error_code ignored;
  if (error == EEXIST && fs::is_directory(folder, ignored)) return;
  errno = error;
  fail("create the folder", folder);
}

void remove_tree(const fs::path& path, FileSystem& files) {
  std::error_code error;
  if (fs::is_directory(fs::symlink_status(path, error))) {
    for (fs::directory_iterator item(path, error), end; !error && item != end;
         item.increment(error)) {
      remove_tree(item->path(), files);
    }
    if (error) {
      errno = error.value();
      fail("list", path);
    }
  }
  if (files.remove(path.c_str()) != 0 && errno != ENOENT) fail("remove", path);
}

void sync_file(const fs::path& path, FileSystem& files) {
  File(path, O_RDONLY, "sync", files).sync();
}

void sync_directory(const fs::path& directory, FileSystem& files) {
  File(directory, O_RDONLY | O_DIRECTORY, "sync", files).sync();
}

}  // namespace gmat_sweep
