#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/manifest.hpp"
#include "sweep/manifest_format.hpp"

namespace gmat_sweep {

/// A manifest as it lies there, damaged lines and all: for `verify` and `repair`.
struct ManifestScan {
  struct Line {
    std::int64_t offset = 0;  ///< of its first byte
    std::int64_t size = 0;    ///< with its newline
    std::int64_t run_id = 0;
  };
  struct Damage {
    std::int64_t line_number = 0;
    std::string problem;
  };

  std::filesystem::path path;  ///< absolute
  /// The first line's; where that is damaged, that of the header's copy. Empty when both are.
  std::optional<ManifestHeader> header;
  bool header_is_from_copy = false;
  std::string header_copy_problem;  ///< empty when the copy is there, whole and the same
  PathStyle style{{}, true};
  std::int64_t header_end = 0;  ///< where the second line begins
  std::vector<Line> lines;      ///< the whole ones, in the order of the file
  std::vector<Damage> damage;
  bool torn_tail = false;
  std::int64_t lines_without_checksum = 0;
  File file;

  bool needs_rewriting() const { return header_is_from_copy || torn_tail || !damage.empty(); }
};

/// Throws GmatSweepError when the file cannot be read.
ManifestScan scan_manifest(const std::filesystem::path& path, FileSystem& files = system_files());

/// The last line of each run, in the order of the file.
std::vector<ManifestScan::Line> last_lines(const ManifestScan& scan);

/// Bytes that the scan has read before. Throws GmatSweepError when they are no longer there.
std::string read_again(const ManifestScan& scan, std::int64_t offset, std::int64_t size);

/// A line that the scan found whole. Throws GmatSweepError when it has changed since.
ManifestEntry read_entry(const ManifestScan& scan, const ManifestScan::Line& line);

}  // namespace gmat_sweep
