#include "sweep/line_reader.hpp"

#include <fcntl.h>

#include <utility>

namespace gmat_sweep {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 16;

}  // namespace

LineReader::LineReader(std::filesystem::path path, FileSystem& files)
    : file_(std::move(path), O_RDONLY, "read", files) {}

void LineReader::skip_to(std::int64_t offset, std::int64_t lines_before) {
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
  const std::string block = file_.read_at(buffer_offset_ + std::ssize(buffer_), block_size);
  buffer_ += block;
  return !block.empty();
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
