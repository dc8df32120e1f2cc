#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/manifest_scan.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/run_files.hpp"
#include "sweep/verify.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

/// The first of `stem`-1, `stem`-2, ... that is not there.
fs::path unused_name(const fs::path& stem) {
  for (int n = 1;; ++n) {
    fs::path path = stem;
    path += fmt::format("-{}", n);
    if (!fs::exists(fs::symlink_status(path))) return path;
  }
}

/// Gives the damaged file a second name, so that the manifest's own name is never without a file;
/// where a file system has no such links it is renamed.
void set_aside(const fs::path& path, const fs::path& aside, FileSystem& files) {
  if (files.link(path.c_str(), aside.c_str()) != 0) rename_file(path, aside, files);
}

/// The header and the whole lines, byte for byte.
void write_whole_lines(const ManifestScan& scan, const fs::path& path, FileSystem& files) {
  File out(path, O_WRONLY | O_CREAT | O_TRUNC, "create", files);
  if (scan.header_is_from_copy) {
    out.write(header_line(*scan.header));
  } else {
    out.write(read_again(scan, 0, scan.header_end));
  }
  for (const ManifestScan::Line& line : scan.lines) {
    out.write(read_again(scan, line.offset, line.size));
  }
  out.sync();
  out.close();
}

void repair_manifest(const ManifestScan& scan, FileSystem& files, RepairResult& result) {
  for (const ManifestScan::Damage& damage : scan.damage) {
    result.actions.push_back(fmt::format(
        "line {}: {}: {}", damage.line_number,
        damage.line_number == 1 ? "taken from the header's copy" : "left out", damage.problem));
  }
  if (scan.torn_tail) result.actions.push_back("the torn last line: left out");
  fs::path repaired = scan.path;
  repaired += ".part";
  write_whole_lines(scan, repaired, files);
  fs::path stem = scan.path;
  stem += ".damaged";
  const fs::path aside = unused_name(stem);
  set_aside(scan.path, aside, files);
  rename_file(repaired, scan.path, files);
  sync_directory(scan.path.parent_path(), files);
  result.actions.push_back(fmt::format("the damaged manifest is kept as {}", aside.string()));
}

/// Whether a file really lies below a folder, whatever links its path goes through.
bool lies_below(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  const fs::path real_folder = fs::canonical(folder, error);
  if (error) return false;
  const fs::path real_place = fs::canonical(path.parent_path(), error);
  if (error) return false;
  const fs::path relative = (real_place / path.filename()).lexically_relative(real_folder);
  return !relative.empty() && relative != "." && *relative.begin() != "..";
}

/// Moves a file below `folder`, under the path it had below the output folder. What lies elsewhere
/// (a hook may give any path, and so may a manifest from somebody else) stays where it is.
void move_aside(const fs::path& path, const fs::path& output_dir, const fs::path& folder,
                FileSystem& files, RepairResult& result) {
  const fs::path relative = path.lexically_normal().lexically_relative(output_dir);
  if (relative.empty() || *relative.begin() == ".." || !lies_below(path, output_dir)) {
    result.actions.push_back(
        fmt::format("{} lies outside the output folder and is left there", path.string()));
    return;
  }
  const fs::path target = folder / relative;
  create_folders(target.parent_path(), files);
  rename_file(path, target, files);
  sync_directory(target.parent_path(), files);
  result.actions.push_back(fmt::format("{} is kept as {}", path.string(), target.string()));
}

/// The entry by which a run that has lost files is to be run again.
ManifestEntry lost(ManifestEntry entry, const std::vector<FileProblem>& problems) {
  std::string text = "found damaged by `gmat-sweep repair`:";
  for (const FileProblem& problem : problems) text += "\n" + problem.text;
  entry.outcome.status = RunStatus::failed;
  entry.outcome.postprocess_status = PostprocessStatus::none;
  entry.outcome.output_paths.clear();
  entry.outcome.output_sha256.clear();
  entry.outcome.extra_outputs.clear();
  entry.outcome.extra_outputs_sha256.clear();
  entry.outcome.error_text = text;
  return entry;
}

void repair_runs(const fs::path& manifest, FileSystem& files, RepairResult& result) {
  const ManifestScan scan = scan_manifest(manifest, files);
  const fs::path& output_dir = scan.style.output_dir();
  const fs::path aside = unused_name(output_dir / "damaged");
  std::vector<ManifestEntry> entries;
  for (const ManifestScan::Line& line : last_lines(scan)) {
    const ManifestEntry entry = read_entry(scan, line);
    const FileCheck check = check_files(entry, files);
    if (check.problems.empty()) continue;
    for (const FileProblem& problem : check.problems) {
      if (fs::exists(problem.path)) move_aside(problem.path, output_dir, aside, files, result);
    }
    entries.push_back(lost(entry, check.problems));
    for (const FileProblem& problem : check.problems) {
      result.actions.push_back(problem.text + ": `resume` runs it again");
    }
  }
  if (entries.empty()) return;
  ManifestWriter writer = ManifestWriter::append_to(scan.path, *scan.header, files);
  writer.append(entries);
  writer.sync();
}

}  // namespace

RepairResult repair_sweep(const fs::path& manifest) {
  return repair_sweep(manifest, system_files());
}

RepairResult repair_sweep(const fs::path& manifest, FileSystem& files) {
  RepairResult result;
  const ManifestScan before = scan_manifest(manifest, files);
  if (!before.header) {
    throw ManifestCorruptError(
        fmt::format("{}, and {}: without a header nothing can be made of the entries; start the "
                    "sweep again in another folder",
                    before.damage.front().problem, before.header_copy_problem),
        before.path, 1);
  }
  const fs::path& output_dir = before.style.output_dir();
  if (!fs::is_directory(output_dir)) {
    throw SweepConfigError(fmt::format("the output folder {} does not exist", output_dir.string()));
  }
  const FolderLock lock(output_dir, files);
  // Read again: nobody writes any more.
  const ManifestScan scan = scan_manifest(manifest, files);
  if (scan.needs_rewriting() && scan.header) repair_manifest(scan, files, result);
  if (!scan.header_copy_problem.empty()) {
    write_file_atomically(header_copy_path(scan.path), header_line(*scan.header), files);
    result.actions.push_back(
        fmt::format("wrote a copy of the header to {}", header_copy_path(scan.path).string()));
  }
  repair_runs(scan.path, files, result);
  for (const std::string& finding : verify_sweep(scan.path, files).findings) {
    result.unrepaired.push_back(finding);
  }
  return result;
}

}  // namespace gmat_sweep
