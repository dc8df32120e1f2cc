#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {

/// Makes everything the entries name durable: the runs' files, their folders, and the output
/// folder. Throws GmatSweepError with the path and the system's reason.
void sync_run_files(std::span<const ManifestEntry> entries,
                    const std::filesystem::path& output_dir);

/// Puts finished runs on record, a group at a time (docs/manifest.md, "Order of writes").
class RunCommitter {
 public:
  struct Options {
    bool fsync_each = true;
    int fsync_batch = 50;
  };

  RunCommitter(ManifestWriter manifest, std::filesystem::path output_dir, Options options);

  /// With `fsync_each`: on return the entries, and every file they name, are durable; no line is
  /// written before all the group's files are. Without it, that is done for each `fsync_batch` runs
  /// and the lines are written at once.
  void commit(std::span<const ManifestEntry> entries);

  /// Makes durable what a batch still waits for.
  void finish();

 private:
  ManifestWriter manifest_;
  std::filesystem::path output_dir_;
  Options options_;
  std::vector<ManifestEntry> unsynced_;
};

}  // namespace gmat_sweep
