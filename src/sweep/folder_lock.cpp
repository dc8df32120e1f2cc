#include "sweep/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

namespace {

constexpr const char* lock_name = ".gmat-sweep.lock";

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

[[noreturn]] void fail(const std::filesystem::path& path) {
  const int error = errno;
  throw GmatSweepError(fmt::format("cannot lock {}: {}", path.string(), std::strerror(error)));
}

[[noreturn]] void report_holder(const std::filesystem::path& path) {
  std::string holder = "another process";
  try {
    const Value value = parse_json(read_file(path));
    const Value::Map& map = value.as_map();
    holder = fmt::format("process {} on host {}, since {}", map.at("pid").as_integer(),
                         map.at("host").as_string(), map.at("since").as_string());
  } catch (const std::exception&) {
    // The holder is just writing its name.
  }
  throw SweepConfigError(
      fmt::format("the output folder {} is in use by {}: wait for it, or give another output "
                  "folder",
                  path.parent_path().string(), holder));
}

/// Whether the open file still is the one of that name: its last holder may have removed it
/// between our opening and locking it.
bool is_current(int fd, const std::filesystem::path& path) {
  struct stat ours {};
  struct stat named {};
  return ::fstat(fd, &ours) == 0 && ::stat(path.c_str(), &named) == 0 &&
         ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

File acquire(const std::filesystem::path& path, FileSystem& files) {
  while (true) {
    File file(path, O_RDWR | O_CREAT, "lock", files);
    if (files.lock(file.descriptor()) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) report_holder(path);
      fail(path);
    }
    if (is_current(file.descriptor(), path)) return file;
  }
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, FileSystem& files)
    : files_(&files), file_(acquire(folder / lock_name, files)) {
  const Value::Map holder{
      {"pid", std::int64_t{::getpid()}}, {"host", host_name()}, {"since", to_iso8601(utc_now())}};
  file_.truncate(0);
  file_.write(to_json(holder) + "\n");
}

FolderLock::~FolderLock() {
  // Removed while held: whoever opened it before finds that it is no longer current.
  if (file_) files_->remove(file_.path().c_str());
}

}  // namespace gmat_sweep
