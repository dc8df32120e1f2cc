#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/verify.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/manifest_scan.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/run_files.hpp"

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
void set_aside(const fs::path& path, const fs::path& aside) {
  FileSystem& files = system_files();
  if (files.link(path.c_str(), aside.c_str()) != 0) rename_file(path, aside, files);
}

/// The header and the whole lines, byte for byte.
void write_whole_lines(const ManifestScan& scan, const fs::path& path) {
  File out(path, O_WRONLY | O_CREAT | O_TRUNC, "create");
  std::string text;
  const auto copy = [&](std::int64_t offset, std::int64_t size) {
    text.resize(static_cast<std::size_t>(size));
    if (::pread(scan.file.descriptor(), text.data(), text.size(), offset) != size) {
      throw GmatSweepError(fmt::format("{} changed while it was read", scan.path.string()));
    }
    out.write(text);
  };
  if (scan.header_is_from_copy) {
    out.write(header_line(*scan.header));
  } else {
    copy(0, scan.header_end);
  }
  for (const ManifestScan::Line& line : scan.lines) copy(line.offset, line.size);
  out.sync();
  out.close();
}

void repair_manifest(const ManifestScan& scan, RepairResult& result) {
  for (const ManifestScan::Damage& damage : scan.damage) {
    result.actions.push_back(fmt::format(
        "line {}: {}: {}", damage.line_number,
        damage.line_number == 1 ? "taken from the header's copy" : "left out", damage.problem));
  }
  if (scan.torn_tail) result.actions.push_back("the torn last line: left out");
  fs::path repaired = scan.path;
  repaired += ".part";
  write_whole_lines(scan, repaired);
  fs::path stem = scan.path;
  stem += ".damaged";
  const fs::path aside = unused_name(stem);
  set_aside(scan.path, aside);
  rename_file(repaired, scan.path);
  sync_directory(scan.path.parent_path());
  result.actions.push_back(fmt::format("the damaged manifest is kept as {}", aside.string()));
}

/// Moves a file below `folder`, under the path it had below the output folder.
void move_aside(const fs::path& path, const fs::path& output_dir, const fs::path& folder,
                RepairResult& result) {
  fs::path relative = path.lexically_relative(output_dir);
  if (relative.empty() || *relative.begin() == "..") relative = path.relative_path();
  const fs::path target = folder / relative;
  create_folders(target.parent_path());
  rename_file(path, target);
  sync_directory(target.parent_path());
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

void repair_runs(const fs::path& manifest, RepairResult& result) {
  const ManifestScan scan = scan_manifest(manifest);
  const fs::path& output_dir = scan.style.output_dir();
  const fs::path aside = unused_name(output_dir / "damaged");
  std::vector<ManifestEntry> entries;
  for (const ManifestScan::Line& line : last_lines(scan)) {
    const ManifestEntry entry = read_entry(scan, line);
    const FileCheck check = check_files(entry);
    if (check.problems.empty()) continue;
    for (const FileProblem& problem : check.problems) {
      if (fs::exists(problem.path)) move_aside(problem.path, output_dir, aside, result);
    }
    entries.push_back(lost(entry, check.problems));
    for (const FileProblem& problem : check.problems) {
      result.actions.push_back(problem.text + ": `resume` runs it again");
    }
  }
  if (entries.empty()) return;
  ManifestWriter writer = ManifestWriter::append_to(scan.path, *scan.header);
  writer.append(entries);
  writer.sync();
}

}  // namespace

RepairResult repair_sweep(const fs::path& manifest) {
  RepairResult result;
  const ManifestScan before = scan_manifest(manifest);
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
  const FolderLock lock(output_dir);
  // Read again: nobody writes any more.
  const ManifestScan scan = scan_manifest(manifest);
  if (scan.needs_rewriting() && scan.header) repair_manifest(scan, result);
  if (!scan.header_copy_problem.empty()) {
    write_file_atomically(header_copy_path(scan.path), header_line(*scan.header));
    result.actions.push_back(
        fmt::format("wrote a copy of the header to {}", header_copy_path(scan.path).string()));
  }
  repair_runs(scan.path, result);
  for (const std::string& finding : verify_sweep(scan.path).findings) {
    result.unrepaired.push_back(finding);
  }
  return result;
}

}  // namespace gmat_sweep
