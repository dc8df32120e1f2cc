#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace gmat_sweep {

/// Reads a file line by line with memory bounded by its longest line.
class LineReader {
 public:
  /// Throws GmatSweepError when the file cannot be read.
  explicit LineReader(std::filesystem::path path, FileSystem& files = system_files());

  /// Goes on at byte `offset`, which is where a line begins.
  /// @param lines_before  how many lines lie before it
  void skip_to(std::int64_t offset, std::int64_t lines_before);

  struct Line {
    std::string_view text;  ///< without its newline; valid until the next call
    std::int64_t offset;    ///< of its first byte
    std::int64_t number;    ///< from 1
    bool complete;          ///< ended by a newline: only a file's last line can lack it
  };
  /// False at the end of the file.
  bool next(Line& line);

  /// Where the lines read so far end that are ended by a newline.
  std::int64_t offset() const { return whole_lines_end_; }
  std::int64_t lines_read() const { return lines_read_; }

 private:
  bool fill();

  File file_;
  std::string buffer_;
  std::size_t start_ = 0;           // of the unread part of buffer_
  std::int64_t buffer_offset_ = 0;  // of buffer_[0] in the file
  std::int64_t lines_read_ = 0;
  std::int64_t whole_lines_end_ = 0;  // in the file
};

}  // namespace gmat_sweep
