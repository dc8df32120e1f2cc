#include "sweep/manifest_scan.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "gmat_sweep/errors.hpp"
#include "sweep/last_of_runs.hpp"
#include "sweep/line_reader.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

/// The copy's header; what is wrong with it otherwise goes to `problem`.
std::optional<ManifestHeader> read_copy(const fs::path& path, std::string& problem,
                                        FileSystem& files) {
  try {
    const std::string text = read_file(path, files);
    if (text.empty() || text.back() != '\n') throw GmatSweepError("the line is torn");
    return parse_header(std::string_view(text).substr(0, text.size() - 1));
  } catch (const GmatSweepError& error) {
    problem = fmt::format("{}: {}", path.string(), error.what());
    return std::nullopt;
  }
}

void scan_header(LineReader& lines, ManifestScan& scan, FileSystem& files) {
  LineReader::Line line{};
  std::string problem = "the manifest is empty";
  if (lines.next(line)) {
    scan.header_end = line.offset + std::ssize(line.text) + (line.complete ? 1 : 0);
    try {
      scan.header = parse_header(line.text);
      if (!line.complete) problem = "the header line is torn";
    } catch (const GmatSweepError& error) {
      problem = fmt::format("the header is damaged: {}", error.what());
    }
  }
  const bool whole = scan.header && line.complete;
  std::optional<ManifestHeader> copy =
      read_copy(header_copy_path(scan.path), scan.header_copy_problem, files);
  if (whole) {
    if (copy && header_line(*copy) != header_line(*scan.header)) {
      scan.header_copy_problem = fmt::format("{} is not a copy of this manifest's header",
                                             header_copy_path(scan.path).string());
    }
    return;
  }
  scan.damage.push_back({1, problem});
  scan.header = std::move(copy);
  scan.header_is_from_copy = scan.header.has_value();
}

}  // namespace

ManifestScan scan_manifest(const fs::path& path, FileSystem& files) {
  ManifestScan scan;
  scan.path = fs::absolute(path).lexically_normal();
  scan.file = File(scan.path, O_RDONLY, "read", files);
  LineReader lines(scan.path, files);
  scan_header(lines, scan, files);
  scan.style =
      scan.header ? path_style(scan.path, *scan.header) : PathStyle(scan.path.parent_path(), true);
  LineReader::Line line{};
  while (lines.next(line)) {
    if (!line.complete) {
      scan.torn_tail = true;
      break;
    }
    try {
      const std::int64_t run_id = parse_entry(line.text, scan.style).outcome.run_id;
      scan.lines.push_back({line.offset, std::ssize(line.text) + 1, run_id});
      if (!has_checksum(line.text)) ++scan.lines_without_checksum;
    } catch (const GmatSweepError& error) {
      scan.damage.push_back({line.number, error.what()});
    }
  }
  return scan;
}

std::vector<ManifestScan::Line> last_lines(const ManifestScan& scan) {
  std::vector<ManifestScan::Line> lines = scan.lines;
  keep_last_of_runs(lines);
  std::ranges::sort(lines, {}, &ManifestScan::Line::offset);
  return lines;
}

std::string read_again(const ManifestScan& scan, std::int64_t offset, std::int64_t size) {
  std::string text = scan.file.read_at(offset, static_cast<std::size_t>(size));
  if (std::ssize(text) == size) return text;
  throw GmatSweepError(fmt::format("{} changed while it was read", scan.path.string()));
}

ManifestEntry read_entry(const ManifestScan& scan, const ManifestScan::Line& line) {
  std::string text = read_again(scan, line.offset, line.size);
  text.pop_back();
  return parse_entry(text, scan.style);
}

}  // namespace gmat_sweep
