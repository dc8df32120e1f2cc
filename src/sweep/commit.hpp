#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {

/// Makes everything the entries name durable: the runs' files, their folders, and the output
/// folder. Throws GmatSweepError with the path and the system's reason.
void sync_run_files(std::span<const ManifestEntry> entries, const std::filesystem::path& output_dir,
                    FileSystem& files = system_files());

/// Puts finished runs on record, a group at a time (docs/manifest.md, "Order of writes").
class RunCommitter {
 public:
  struct Options {
    bool fsync_each = true;
    int fsync_batch = 50;
  };

  RunCommitter(ManifestWriter manifest, std::filesystem::path output_dir, Options options,
               FileSystem& files = system_files());

  /// With `fsync_each`: on return the entries, and every file they name, are durable; no line is
  /// written before all the group's files are. Without it, that is done for each `fsync_batch` runs
  /// and the lines are written at once. When it throws, none of the runs that are not durable yet
  /// has a line any more: a later `resume` runs them again.
  void commit(std::span<const ManifestEntry> entries);

  /// Makes durable what a batch still waits for.
  void finish();

 private:
  void sync_manifest();
  void withdraw() noexcept;

  ManifestWriter manifest_;
  std::filesystem::path output_dir_;
  Options options_;
  FileSystem* files_;
  std::vector<ManifestEntry> unsynced_;
};

}  // namespace gmat_sweep
