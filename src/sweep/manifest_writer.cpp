#include "sweep/manifest_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
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

/// The size of the file up to and including its last newline.
std::int64_t size_of_whole_lines(int fd, const std::filesystem::path& path) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) fail("read", path);
  std::array<char, 4096> block{};
  for (std::int64_t end = info.st_size; end > 0;) {
    const std::int64_t start = std::max<std::int64_t>(0, end - std::ssize(block));
    const ssize_t count = ::pread(fd, block.data(), static_cast<std::size_t>(end - start), start);
    if (count < 0) fail("read", path);
    const std::string_view bytes(block.data(), static_cast<std::size_t>(count));
    if (const auto newline = bytes.rfind('\n'); newline != std::string_view::npos) {
      return start + static_cast<std::int64_t>(newline) + 1;
    }
    end = start;
  }
  return 0;
}

void cut(int fd, std::int64_t size, const std::filesystem::path& path) {
  if (::ftruncate(fd, size) != 0) fail("cut the torn last line off", path);
}

}  // namespace

ManifestWriter::ManifestWriter(std::filesystem::path path, FileDescriptor file, std::int64_t size,
                               PathStyle style)
    : path_(std::move(path)), file_(std::move(file)), size_(size), style_(std::move(style)) {}

ManifestWriter ManifestWriter::create(const std::filesystem::path& path,
                                      const ManifestHeader& header) {
  FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644));
  if (!file && errno == EEXIST) {
    throw SweepConfigError(fmt::format(
        "{} already exists: continue that sweep with `resume`, or give another output folder",
        path.string()));
  }
  if (!file) fail("create", path);
  const std::string line = header_line(header);
  write_all(file.get(), line, path);
  if (::fsync(file.get()) != 0) fail("sync", path);
  sync_directory(path.parent_path());
  return {path, std::move(file), std::ssize(line), path_style(path, header)};
}

ManifestWriter ManifestWriter::append_to(const std::filesystem::path& path,
                                         const ManifestHeader& header) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  if (!file) fail("open", path);
  const std::int64_t size = size_of_whole_lines(file.get(), path);
  if (size == 0) throw ManifestCorruptError("the header line is missing or torn", path, 1);
  cut(file.get(), size, path);
  return {path, std::move(file), size, path_style(path, header)};
}

void ManifestWriter::append(std::span<const ManifestEntry> entries) {
  if (entries.empty()) return;
  std::string lines;
  for (const ManifestEntry& entry : entries) lines += entry_line(entry, style_);
  // An earlier append that failed halfway (a full disk) left part of its lines behind.
  struct stat info {};
  if (::fstat(file_.get(), &info) != 0) fail("read", path_);
  if (info.st_size != size_) cut(file_.get(), size_, path_);
  write_all(file_.get(), lines, path_);
  size_ += std::ssize(lines);
}

void ManifestWriter::sync() {
  if (::fsync(file_.get()) != 0) fail("sync", path_);
}

}  // namespace gmat_sweep
