#pragma once

#include <filesystem>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"

namespace gmat_sweep {

struct ArchiveOptions {
  /// The mission script to pack. Empty: the copy that the sweep itself made at its start.
  std::filesystem::path script = {};
  /// Where the files of that script's functions are looked for, after its own folder.
  std::vector<std::filesystem::path> function_path = {};
  /// Pack a script although it is no longer the one the manifest records.
  bool allow_script_drift = false;
  bool include_logs = false;  ///< each run's worker.log, too
};

/// Packs a sweep into one zip file that can be moved, deposited and opened again: `script/` with
/// the mission script and what it includes, `manifest.jsonl` with every path rewritten relative to
/// it, `runs/run-<id>/` with the runs' outputs and their hooks', `README.md`, and `MANIFEST.hash`,
/// which `sha256sum -c` checks. The layout is the Python package's, whose archives open
/// here. The same sweep always gives the same bytes. `out` appears whole and
/// durable, or not at all; the last entry of each run is what is packed.
///
/// Throws SweepConfigError for a script that is not the one recorded, for a sweep that has no copy
/// of its script when none is given, and, naming them, for files of the manifest that are not
/// there or not as recorded; GmatSweepError when the archive cannot be written.
void archive_sweep(const Manifest& manifest, const std::filesystem::path& out,
                   const ArchiveOptions& options = {});

/// Whether a file is a zip file, by its first bytes. False where there is no such file.
bool is_archive(const std::filesystem::path& path);

/// Opens a sweep's manifest, or an archive of a sweep as if it were unpacked: its members stand in
/// a folder of their own under the system's folder for temporary files for as long as the returned
/// Manifest lives, so tables made from it must not outlive it.
///
/// Every member is compared with MANIFEST.hash. Throws what `Manifest::open` does, and
/// ManifestCorruptError naming all members that are damaged, missing, or of no digest.
Manifest open_sweep(const std::filesystem::path& path);

/// `verify_sweep` for an archive, without leaving anything unpacked: every member against
/// MANIFEST.hash, and then the sweep within.
/// Throws GmatSweepError when the file is no archive that can be opened.
VerifyResult verify_archive(const std::filesystem::path& path);

}  // namespace gmat_sweep
