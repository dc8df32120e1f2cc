#include "sweep/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/manifest_scan.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/output_digest.hpp"
#include "sweep/run_files.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

void check_output(const ManifestEntry& entry, const std::string& key, const fs::path& path,
                  const std::map<std::string, std::string>& digests, FileSystem& files,
                  FileCheck& check) {
  const auto complain = [&](const std::string& what) {
    check.problems.push_back(
        {path, fmt::format("run {}: {} ({}): {}", entry.outcome.run_id, key, path.string(), what)});
  };
  std::error_code error;
  if (!fs::exists(path, error)) return complain("the file is missing");
  const auto recorded = digests.find(key);
  if (recorded == digests.end()) {
    ++check.without_digest;
    return;
  }
  try {
    ++check.files;
    const std::string found = output_sha256(path, files);
    if (found == recorded->second) return;
    complain(fmt::format("its SHA-256 is {}, the manifest records {}", found, recorded->second));
  } catch (const GmatSweepError& failure) {
    complain(failure.what());
  }
}

/// The sweep's copies of the script, what it includes and its hook.
void check_copies(const ManifestScan& scan, FileSystem& files, VerifyResult& result) {
  std::vector<std::pair<fs::path, std::string>> copies;
  for (const ManifestInput& input : scan.header->inputs) {
    copies.emplace_back(scan.style.resolved(input.path), input.sha256);
  }
  for (const ManifestHookFile& file : scan.header->postprocess_files) {
    copies.emplace_back(scan.style.resolved(file.path), file.sha256);
  }
  for (const auto& [path, recorded] : copies) {
    try {
      const std::string found = sha256_file_hex(path, files);
      if (found == recorded) continue;
      result.findings.push_back(fmt::format("{}: its SHA-256 is {}, the manifest records {}",
                                            path.string(), found, recorded));
    } catch (const GmatSweepError& error) {
      result.findings.push_back(error.what());
    }
  }
}

void note_count(std::int64_t count, std::string_view text, VerifyResult& result) {
  if (count > 0) result.notes.push_back(fmt::format("{} {}", count, text));
}

}  // namespace

FileCheck check_files(const ManifestEntry& entry, FileSystem& files) {
  FileCheck check;
  const RunOutcome& outcome = entry.outcome;
  // A run that failed may have left its solvers' iterations.
  if (outcome.status == RunStatus::skipped) return check;
  for (const auto& [key, path] : outcome.output_paths) {
    check_output(entry, key, path, outcome.output_sha256, files, check);
  }
  for (const auto& [key, path] : outcome.extra_outputs) {
    check_output(entry, key, path, outcome.extra_outputs_sha256, files, check);
  }
  std::error_code error;
  if (entry.log_path && !fs::exists(*entry.log_path, error)) {
    check.problems.push_back(
        {*entry.log_path,
         fmt::format("run {}: its log {} is missing", outcome.run_id, entry.log_path->string())});
  }
  return check;
}

VerifyResult verify_sweep(const fs::path& manifest) {
  return verify_sweep(manifest, system_files());
}

VerifyResult verify_sweep(const fs::path& manifest, FileSystem& files) {
  const ManifestScan scan = scan_manifest(manifest, files);
  VerifyResult result;
  result.entries = std::ssize(scan.lines);
  for (const ManifestScan::Damage& damage : scan.damage) {
    result.findings.push_back(
        fmt::format("{}:{}: {}", scan.path.string(), damage.line_number, damage.problem));
  }
  if (scan.torn_tail) {
    result.notes.push_back("the last line was torn by a crash; the next sweep cuts it off");
  }
  note_count(scan.lines_without_checksum, "entries carry no checksum", result);
  if (!scan.header) return result;
  if (!scan.header_copy_problem.empty()) {
    // A manifest of the Python package never had a copy.
    const bool is_there = fs::exists(header_copy_path(scan.path));
    (is_there ? result.findings : result.notes).push_back(scan.header_copy_problem);
  }

  check_copies(scan, files, result);
  std::int64_t failed = 0;
  std::int64_t skipped = 0;
  std::int64_t without_digest = 0;
  for (const ManifestScan::Line& line : last_lines(scan)) {
    const ManifestEntry entry = read_entry(scan, line);
    ++result.runs;
    failed += entry.outcome.status == RunStatus::failed ? 1 : 0;
    skipped += entry.outcome.status == RunStatus::skipped ? 1 : 0;
    const FileCheck check = check_files(entry, files);
    result.files += check.files;
    without_digest += check.without_digest;
    for (const FileProblem& problem : check.problems) result.findings.push_back(problem.text);
  }
  note_count(failed, "runs failed", result);
  note_count(skipped, "runs were skipped", result);
  note_count(scan.header->run_count - result.runs, "runs have no entry yet", result);
  note_count(without_digest, "files have no recorded digest: only looked for", result);
  return result;
}

}  // namespace gmat_sweep
