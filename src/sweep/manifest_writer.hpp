#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/manifest.hpp"
#include "sweep/manifest_format.hpp"

namespace gmat_sweep {

/// Appends to a manifest; nothing written is ever rewritten. Not for use from two threads at once.
/// Functions throw GmatSweepError with the path and the system's reason; after that the writer
/// cuts the file back to the last whole group at the next append.
class ManifestWriter {
 public:
  /// Creates the file, with the header, durably. Throws SweepConfigError when it exists.
  static ManifestWriter create(const std::filesystem::path& path, const ManifestHeader& header);

  /// Opens an existing manifest to append to, first cutting off a last line that a crash tore.
  static ManifestWriter append_to(const std::filesystem::path& path, const ManifestHeader& header);

  /// Writes the entries' lines in one go. They are durable only after `sync`.
  void append(std::span<const ManifestEntry> entries);
  void sync();

 private:
  ManifestWriter(std::filesystem::path path, FileDescriptor file, std::int64_t size,
                 PathStyle style);

  std::filesystem::path path_;
  FileDescriptor file_;
  std::int64_t size_;  // of the lines written whole [bytes]
  PathStyle style_;
};

}  // namespace gmat_sweep
