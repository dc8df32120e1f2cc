#include "sweep/line_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 16;

[[noreturn]] void fail_to_read(const std::filesystem::path& path) {
  const int error = errno;
  throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), std::strerror(error)));
}

}  // namespace

LineReader::LineReader(std::filesystem::path path)
    : path_(std::move(path)), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (!file_) fail_to_read(path_);
}

void LineReader::skip_to(std::int64_t offset, std::int64_t lines_before) {
  if (::lseek(file_.get(), offset, SEEK_SET) != offset) fail_to_read(path_);
  buffer_.clear();
  start_ = 0;
  buffer_offset_ = offset;
  lines_read_ = lines_before;
  whole_lines_end_ = offset;
}

bool LineReader::fill() {
  buffer_.erase(0, start_);
  buffer_offset_ += static_cast<std::int64_t>(start_);
  start_ = 0;
  const std::size_t used = buffer_.size();
  buffer_.resize(used + block_size);
  ssize_t count = 0;
  do {
    count = ::read(file_.get(), buffer_.data() + used, block_size);
  } while (count < 0 && errno == EINTR);
  buffer_.resize(used + (count > 0 ? static_cast<std::size_t>(count) : 0));
  if (count < 0) fail_to_read(path_);
  return count > 0;
}

bool LineReader::next(Line& line) {
  std::size_t searched = start_;
  std::size_t end = 0;
  while ((end = buffer_.find('\n', searched)) == std::string::npos) {
    searched = buffer_.size() - start_;  // where the search goes on once `fill` has moved the rest
    if (!fill()) break;
  }
  const bool complete = end != std::string::npos;
  if (!complete) end = buffer_.size();
  if (!complete && start_ == buffer_.size()) return false;
  line = {std::string_view(buffer_).substr(start_, end - start_),
          buffer_offset_ + static_cast<std::int64_t>(start_), ++lines_read_, complete};
  start_ = complete ? end + 1 : end;
  if (complete) whole_lines_end_ = buffer_offset_ + static_cast<std::int64_t>(start_);
  return true;
}

}  // namespace gmat_sweep
