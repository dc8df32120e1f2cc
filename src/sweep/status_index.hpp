#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/file_system.hpp"
#include "gmat_sweep/manifest.hpp"

namespace gmat_sweep {

// A file beside a large manifest (its name with `.index` appended) that holds what opening the
// manifest would find in its entries, so that it need not be read as JSON again. It is made from
// the manifest and from nothing else, can be deleted at any time, and is used only where it is
// certain to agree with it: docs/manifest.md, "The status index".

struct StatusIndex {
  std::int64_t covered_bytes = 0;  ///< of the manifest, its header included: whole lines
  std::int64_t covered_lines = 0;
  std::vector<RunRecord> runs;  ///< of those lines, the last of each run, in ascending run_id
  bool is_current = false;      ///< the manifest is the very file the index was made from
};

/// A state of a file that any writing to it changes.
struct FileIdentity {
  std::int64_t size = 0;
  std::int64_t device = 0;
  std::int64_t inode = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;
  bool operator==(const FileIdentity&) const = default;
};

/// Throws GmatSweepError when the file cannot be examined.
FileIdentity file_identity(const std::filesystem::path& path);

std::filesystem::path status_index_path(const std::filesystem::path& manifest);

/// The index of a manifest, where there is one that agrees with it: the manifest is the very file
/// that the index was made from, untouched since; or it begins with the same bytes, by their
/// SHA-256. Nothing otherwise, or when the index is damaged or of another version.
std::optional<StatusIndex> read_status_index(const std::filesystem::path& manifest,
                                             const FileIdentity& identity,
                                             FileSystem& files = system_files());

/// Writes the index of a manifest, whole or not at all. Gives up without a word where the folder
/// cannot be written to: an index is a convenience.
/// @param identity  of the manifest before it was read
void write_status_index(const std::filesystem::path& manifest, const FileIdentity& identity,
                        const StatusIndex& index, FileSystem& files = system_files());

}  // namespace gmat_sweep
