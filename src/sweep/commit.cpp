#include "sweep/commit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <set>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/output_digest.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

// Each fsync of a new file costs a commit of the file system's journal; syncfs costs one for all
// of them, but also waits for whatever else the machine is writing there.
constexpr std::size_t most_files_synced_one_by_one = 6;

struct Pending {
  std::set<fs::path> files;
  std::set<fs::path> folders;
};

void add(const fs::path& path, Pending& pending) {
  pending.folders.insert(path.parent_path());
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    pending.files.insert(path);
    return;
  }
  pending.folders.insert(path);
  for (const fs::path& name : content_of_folder(path)) {
    pending.files.insert(path / name);
    for (fs::path folder = (path / name).parent_path(); folder != path;
         folder = folder.parent_path()) {
      pending.folders.insert(folder);
    }
  }
}

Pending files_of(std::span<const ManifestEntry> entries) {
  Pending pending;
  for (const ManifestEntry& entry : entries) {
    if (entry.log_path) pending.folders.insert(entry.log_path->parent_path().parent_path());
    for (const auto& [key, path] : entry.outcome.output_paths) add(path, pending);
    for (const auto& [key, path] : entry.outcome.extra_outputs) add(path, pending);
    if (entry.log_path && fs::exists(*entry.log_path)) add(*entry.log_path, pending);
  }
  return pending;
}

/// Synced one by one or, when there are many, at once those on the output folder's file system.
class Syncer {
 public:
  Syncer(const fs::path& output_dir, FileSystem& files) : output_dir_(output_dir), files_(files) {}

  void sync(const Pending& pending) const {
    const bool at_once = pending.files.size() > most_files_synced_one_by_one;
    if (at_once) sync_file_system();
    const dev_t covered = at_once ? device_of(output_dir_) : dev_t{};
    for (const fs::path& file : pending.files) {
      if (!at_once || device_of(file) != covered) sync_file(file, files_);
    }
    for (const fs::path& folder : pending.folders) {
      if (!at_once || device_of(folder) != covered) sync_directory(folder, files_);
    }
    if (!at_once && !pending.folders.contains(output_dir_)) sync_directory(output_dir_, files_);
  }

 private:
  static dev_t device_of(const fs::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) fail(path);
    return info.st_dev;
  }

  void sync_file_system() const {
    const File folder(output_dir_, O_RDONLY | O_DIRECTORY, "sync", files_);
    if (files_.syncfs(folder.descriptor()) != 0) fail(output_dir_);
  }

  [[noreturn]] static void fail(const fs::path& path) {
    const int error = errno;
    throw GmatSweepError(fmt::format("cannot sync {}: {}", path.string(), std::strerror(error)));
  }

  const fs::path& output_dir_;
  FileSystem& files_;
};

}  // namespace

void sync_run_files(std::span<const ManifestEntry> entries, const fs::path& output_dir,
                    FileSystem& files) {
  if (entries.empty()) return;
  Syncer(output_dir, files).sync(files_of(entries));
}

RunCommitter::RunCommitter(ManifestWriter manifest, fs::path output_dir, Options options,
                           FileSystem& files)
    : manifest_(std::move(manifest)),
      output_dir_(std::move(output_dir)),
      options_(options),
      files_(&files) {}

void RunCommitter::commit(std::span<const ManifestEntry> entries) {
  if (options_.fsync_each) {
    sync_run_files(entries, output_dir_, *files_);
    manifest_.append(entries);
    sync_manifest();
    return;
  }
  manifest_.append(entries);
  unsynced_.insert(unsynced_.end(), entries.begin(), entries.end());
  if (std::ssize(unsynced_) >= options_.fsync_batch) finish();
}

void RunCommitter::finish() {
  if (unsynced_.empty()) return;
  try {
    sync_run_files(unsynced_, output_dir_, *files_);
  } catch (const GmatSweepError&) {
    withdraw();
    throw;
  }
  sync_manifest();
  unsynced_.clear();
}

void RunCommitter::sync_manifest() {
  try {
    manifest_.sync();
  } catch (const GmatSweepError&) {
    withdraw();
    throw;
  }
}

/// After a sync has failed nobody can tell what reached the disk, so the lines go.
void RunCommitter::withdraw() noexcept {
  unsynced_.clear();
  manifest_.withdraw_unsynced();
}

}  // namespace gmat_sweep
