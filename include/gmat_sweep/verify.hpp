#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gmat_sweep {

/// What a check of a sweep found.
struct VerifyResult {
  std::int64_t entries = 0;  ///< whole lines of the manifest, its header apart
  std::int64_t runs = 0;     ///< with an entry
  std::int64_t files = 0;    ///< outputs whose bytes were read
  /// What is not as the manifest says, one sentence each, with file and line or run. Empty: all is
  /// whole.
  std::vector<std::string> findings;
  /// What is no damage: runs that are missing or failed, a last line torn by a crash, files and
  /// lines of other programs that have no digest.
  std::vector<std::string> notes;
};

/// Reads a manifest line by line, checks every checksum, and reads every file that the last entry
/// of each run names to compare its digest. Changes nothing.
/// Throws GmatSweepError when the manifest cannot be read.
VerifyResult verify_sweep(const std::filesystem::path& manifest);

struct RepairResult {
  /// What was done, one sentence each. Empty: there was nothing to do.
  std::vector<std::string> actions;
  /// What is damaged and stays so: copies of inputs.
  std::vector<std::string> unrepaired;
};

/// Makes a sweep that `verify_sweep` finds damaged one that `resume` finishes. Nothing is deleted:
/// a damaged manifest is kept beside its repaired copy as `<name>.damaged-<n>`, and damaged outputs
/// move to `<output folder>/damaged-<n>/`. Damaged lines are left out, a damaged header is taken
/// from its copy, and a run whose files are missing or damaged gets a `failed` entry that says so.
///
/// Throws ManifestCorruptError when the header and its copy are both damaged, SweepConfigError
/// while a sweep is running there, GmatSweepError when a file cannot be read or written.
RepairResult repair_sweep(const std::filesystem::path& manifest);

}  // namespace gmat_sweep
