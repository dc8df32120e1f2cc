#include "sweep/manifest_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

/// The size of the file up to and including its last newline.
std::int64_t size_of_whole_lines(const File& file) {
  constexpr std::int64_t block_size = 4096;
  for (std::int64_t end = file.size(); end > 0;) {
    const std::int64_t start = std::max<std::int64_t>(0, end - block_size);
    const std::string bytes = file.read_at(start, static_cast<std::size_t>(end - start));
    if (const auto newline = bytes.rfind('\n'); newline != std::string::npos) {
      return start + static_cast<std::int64_t>(newline) + 1;
    }
    end = start;
  }
  return 0;
}

}  // namespace

fs::path header_copy_path(const fs::path& manifest) {
  fs::path path = manifest;
  path += ".header";
  return path;
}

ManifestWriter::ManifestWriter(File file, std::int64_t size, PathStyle style)
    : file_(std::move(file)), size_(size), synced_size_(size), style_(std::move(style)) {}

ManifestWriter ManifestWriter::create(const fs::path& path, const ManifestHeader& header,
                                      FileSystem& files) {
  const std::string line = header_line(header);
  write_file_atomically(header_copy_path(path), line, files);
  if (!create_file_atomically(path, line, files)) {
    throw SweepConfigError(fmt::format(
        "{} already exists: continue that sweep with `resume`, or give another output folder",
        path.string()));
  }
  return {File(path, O_WRONLY | O_APPEND, "open", files), std::ssize(line),
          path_style(path, header)};
}

ManifestWriter ManifestWriter::append_to(const fs::path& path, const ManifestHeader& header,
                                         FileSystem& files) {
  File file(path, O_RDWR | O_APPEND, "open", files);
  const std::int64_t size = size_of_whole_lines(file);
  if (size == 0) throw ManifestCorruptError("the header line is missing or torn", path, 1);
  if (file.size() != size) file.truncate(size);
  return {std::move(file), size, path_style(path, header)};
}

void ManifestWriter::append(std::span<const ManifestEntry> entries) {
  if (entries.empty()) return;
  std::string lines;
  for (const ManifestEntry& entry : entries) lines += entry_line(entry, style_);
  // An earlier append that failed halfway (a full disk) left part of its lines behind.
  if (file_.size() != size_) file_.truncate(size_);
  try {
    file_.write(lines);
  } catch (const GmatSweepError&) {
    cut_back_to(size_);
    throw;
  }
  size_ += std::ssize(lines);
}

void ManifestWriter::sync() {
  file_.sync();
  synced_size_ = size_;
}

void ManifestWriter::cut_back_to(std::int64_t size) noexcept {
  try {
    if (file_.size() != size) file_.truncate(size);
  } catch (const GmatSweepError&) {
    // The next append, or whoever opens the file to append, cuts it.
    return;
  }
}

void ManifestWriter::withdraw_unsynced() noexcept {
  cut_back_to(synced_size_);
  size_ = synced_size_;
}

}  // namespace gmat_sweep
