#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/manifest.hpp"
#include "sweep/manifest_format.hpp"

namespace gmat_sweep {

/// Where a copy of a manifest's header lies, from which `repair` takes it when the first line is
/// damaged: beside the manifest, `.header` added to its name.
std::filesystem::path header_copy_path(const std::filesystem::path& manifest);

/// Appends to a manifest; nothing durable is ever rewritten. Not for use from two threads at once.
/// Functions throw GmatSweepError with the path and the system's reason; after that the writer
/// cuts the file back to the last whole group at the next append.
class ManifestWriter {
 public:
  /// Creates the file, with the header, durably and whole or not at all. Throws SweepConfigError
  /// when it exists.
  static ManifestWriter create(const std::filesystem::path& path, const ManifestHeader& header,
                               FileSystem& files = system_files());

  /// Opens an existing manifest to append to, first cutting off a last line that a crash tore.
  static ManifestWriter append_to(const std::filesystem::path& path, const ManifestHeader& header,
                                  FileSystem& files = system_files());

  /// Writes the entries' lines in one go. They are durable only after `sync`.
  void append(std::span<const ManifestEntry> entries);
  void sync();

  /// Cuts off the lines appended since the last `sync`, whose runs then count as not done. To be
  /// called when they could not be made durable.
  void withdraw_unsynced() noexcept;

 private:
  ManifestWriter(File file, std::int64_t size, PathStyle style);
  void cut_back_to(std::int64_t size) noexcept;

  File file_;
  std::int64_t size_;         // of the lines written whole [bytes]
  std::int64_t synced_size_;  // of those that are durable [bytes]
  PathStyle style_;
};

}  // namespace gmat_sweep
