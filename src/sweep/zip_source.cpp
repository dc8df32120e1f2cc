#include "sweep/zip_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

constexpr zip_int64_t failed = -1;

/// libzip's view of one file. It calls `handle` with a command and what that command needs.
class Source {
 public:
  Source(fs::path path, FileSystem& files, bool writable)
      : path_(std::move(path)), files_(files), writable_(writable) {
    zip_error_init(&error_);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() { zip_error_fini(&error_); }

  zip_int64_t handle(void* data, zip_uint64_t size, zip_source_cmd_t command) {
    try {
      return answer(data, size, command);
    } catch (const GmatSweepError&) {
      // The message is put together again from this by whoever asks libzip what went wrong.
      const int reason = errno;
      zip_error_set(&error_, failure_of(command), reason);
      return failed;
    }
  }

 private:
  static int failure_of(zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_OPEN:
      case ZIP_SOURCE_STAT:
      case ZIP_SOURCE_BEGIN_WRITE:
        return ZIP_ER_OPEN;
      case ZIP_SOURCE_WRITE:
      case ZIP_SOURCE_COMMIT_WRITE:
        return ZIP_ER_WRITE;
      default:
        return ZIP_ER_READ;
    }
  }

  zip_int64_t answer(void* data, zip_uint64_t size, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_SUPPORTS:
        return supported();
      case ZIP_SOURCE_STAT:
        return describe(data, size);
      case ZIP_SOURCE_OPEN:
        file_ = File(path_, O_RDONLY, "read", files_);
        place_ = 0;
        return 0;
      case ZIP_SOURCE_READ:
        return read(data, size);
      case ZIP_SOURCE_SEEK:
        return seek(data, size, file_.size(), place_);
      case ZIP_SOURCE_TELL:
        return place_;
      case ZIP_SOURCE_CLOSE:
        file_ = File();
        return 0;
      case ZIP_SOURCE_BEGIN_WRITE:
        written_ = File(path_, O_RDWR | O_CREAT | O_TRUNC, "create", files_);
        write_place_ = 0;
        return 0;
      case ZIP_SOURCE_WRITE:
        written_.write_at({static_cast<const char*>(data), size}, write_place_);
        write_place_ += static_cast<std::int64_t>(size);
        return static_cast<zip_int64_t>(size);
      case ZIP_SOURCE_SEEK_WRITE:
        return seek(data, size, written_.size(), write_place_);
      case ZIP_SOURCE_TELL_WRITE:
        return write_place_;
      case ZIP_SOURCE_COMMIT_WRITE:
        written_.close();
        return 0;
      case ZIP_SOURCE_ROLLBACK_WRITE:
        written_ = File();
        return 0;
      case ZIP_SOURCE_REMOVE:
        return files_.remove(path_.c_str());
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, size);
      case ZIP_SOURCE_FREE:
        delete this;
        return 0;
      default:
        zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
        return failed;
    }
  }

  zip_int64_t supported() const {
    const zip_int64_t reading = zip_source_make_command_bitmap(
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
        ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
    if (!writable_) return reading;
    return reading | zip_source_make_command_bitmap(ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE,
                                                    ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE,
                                                    ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE,
                                                    ZIP_SOURCE_REMOVE, -1);
  }

  /// What is to be written is not there yet as far as libzip is to know.
  zip_int64_t describe(void* data, zip_uint64_t size) {
    if (size < sizeof(zip_stat_t)) return failed;
    auto* stat = static_cast<zip_stat_t*>(data);
    zip_stat_init(stat);
    if (writable_ && !file_ && !written_) {
      zip_error_set(&error_, ZIP_ER_READ, ENOENT);
      return failed;
    }
    stat->valid = ZIP_STAT_SIZE;
    stat->size = static_cast<zip_uint64_t>(File(path_, O_RDONLY, "read", files_).size());
    return sizeof(zip_stat_t);
  }

  zip_int64_t read(void* data, zip_uint64_t size) {
    const std::string bytes = file_.read_at(place_, size);
    std::ranges::copy(bytes, static_cast<char*>(data));
    place_ += std::ssize(bytes);
    return std::ssize(bytes);
  }

  zip_int64_t seek(void* data, zip_uint64_t size, std::int64_t end, std::int64_t& place) {
    const zip_int64_t to = zip_source_seek_compute_offset(
        static_cast<zip_uint64_t>(place), static_cast<zip_uint64_t>(end), data, size, &error_);
    if (to < 0) return failed;
    place = to;
    return 0;
  }

  fs::path path_;
  FileSystem& files_;
  bool writable_;
  zip_error_t error_{};
  File file_;
  std::int64_t place_ = 0;
  File written_;
  std::int64_t write_place_ = 0;
};

zip_int64_t call(void* source, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  return static_cast<Source*>(source)->handle(data, size, command);
}

zip_source_t* make(const fs::path& path, FileSystem& files, bool writable) {
  auto source = std::make_unique<Source>(path, files, writable);
  zip_source_t* made = zip_source_function_create(call, source.get(), nullptr);
  if (made != nullptr) static_cast<void>(source.release());  // freed by ZIP_SOURCE_FREE
  return made;
}

/// @param what  is to be done with the archive, for the message
Zip opened(const fs::path& path, zip_source_t* source, int flags, std::string_view what) {
  zip_error_t error;
  zip_error_init(&error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, flags, &error);
  const std::string reason = archive == nullptr ? zip_error_strerror(&error) : "";
  zip_error_fini(&error);
  if (archive != nullptr) return Zip(archive);
  if (source != nullptr) zip_source_free(source);
  throw GmatSweepError(fmt::format("cannot {} the archive {}: {}", what, path.string(), reason));
}

}  // namespace

Zip open_zip(const fs::path& path, FileSystem& files) {
  return opened(path, make(path, files, false), ZIP_RDONLY, "open");
}

Zip create_zip(const fs::path& path, FileSystem& files) {
  return opened(path, make(path, files, true), ZIP_CREATE | ZIP_TRUNCATE, "write");
}

zip_source_t* zip_source_to_read(const fs::path& path, FileSystem& files) {
  return make(path, files, false);
}

}  // namespace gmat_sweep
