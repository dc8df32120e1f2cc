#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

/// How a manifest writes paths (docs/manifest.md, "Paths"): those inside the output folder relative
/// to it when the manifest lies in that folder, all others absolute.
class PathStyle {
 public:
  /// @param output_dir  absolute
  PathStyle(std::filesystem::path output_dir, bool relative);

  const std::filesystem::path& output_dir() const { return output_dir_; }
  std::filesystem::path written(const std::filesystem::path& path) const;
  /// The path as the process can open it: absolute.
  std::filesystem::path resolved(const std::filesystem::path& path) const;

 private:
  std::filesystem::path output_dir_;
  bool relative_;
};

/// The style of a manifest at `manifest_path` (absolute) with this header.
PathStyle path_style(const std::filesystem::path& manifest_path, const ManifestHeader& header);

/// One line each, with its newline: the line's checksum, then the fields in alphabetical order as
/// the Python package writes them.
std::string header_line(const ManifestHeader& header);
std::string entry_line(const ManifestEntry& entry, const PathStyle& style);

/// Read what the functions above, or the Python package, wrote; `line` has no newline.
/// Throw GmatSweepError saying what is wrong, the checksum included; the caller knows the file and
/// the line.
ManifestHeader parse_header(std::string_view line);
ManifestEntry parse_entry(std::string_view line, const PathStyle& style);

/// Lines of the Python package and of early versions have none.
bool has_checksum(std::string_view line);

}  // namespace gmat_sweep
