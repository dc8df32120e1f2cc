#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gmat_sweep/run.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

// The manifest is the durable record of a sweep: what was run, with what overrides, and how it
// turned out. docs/manifest.md specifies the file; the names below are its field names.

/// The schema this library writes, and the newest it reads.
inline constexpr std::int64_t manifest_schema_version = 1;

/// A file the sweep was started from, copied under the output folder.
struct ManifestInput {
  std::filesystem::path path;  ///< of the copy, relative to the output folder
  std::string sha256;          ///< of the copy's bytes
  std::string include;  ///< how the script that includes it names it; empty for the script itself
};

/// A file of the hook, copied under the output folder.
struct ManifestHookFile {
  std::filesystem::path path;  ///< of the copy, relative to the output folder
  std::string sha256;
  std::int64_t word = 0;  ///< which word of an `exec:` hook names it, from 0; else 0
};

/// What a single run of an explicit sweep carries beyond its overrides and context.
struct ManifestRun {
  std::int64_t run_id = 0;
  std::filesystem::path output_dir;
  Value seed;
  Value::Map run_options;
};

/// Line 1 of the manifest.
struct ManifestHeader {
  std::int64_t schema_version = manifest_schema_version;
  std::string script_sha256;  ///< canonical: see `canonical_script_sha256`
  std::string gmat_sweep_version;
  std::string gmat_run_version = "unknown";
  std::string gmat_install_version = "unknown";
  std::string python_version = "unknown";
  std::string os_platform;
  Value sweep_seed;  ///< null, or an integer of any size
  Value::Map parameter_spec;
  std::int64_t run_count = 0;  ///< at launch; never rewritten
  std::string backend = "unknown";

  // Additions to the Python package's header. Each is empty when the manifest does not hold it.
  /// The hook, as the user named it; paths of its files are relative to the output folder.
  std::optional<std::string> postprocess;
  std::optional<std::string> postprocess_sha256;  ///< digest of the hook's file
  std::vector<ManifestHookFile> postprocess_files;
  std::string engine;  ///< "native" or "gmat"
  std::string engine_version;
  std::optional<Value::Map> engine_options;  ///< those that are no paths
  std::string build_version;
  std::string cpu_class;  ///< what of the processor the last bits of a result may depend on
  std::map<std::string, std::string> data_files;  ///< file an engine read to its SHA-256
  std::vector<ManifestInput> inputs;
  /// Where the runs' folders lie: "." when the manifest lies in it, otherwise absolute.
  std::filesystem::path output_dir;
  Value::Map run_options;         ///< of every run
  std::vector<ManifestRun> runs;  ///< of an explicit sweep whose runs differ in more than overrides

  Value::Map unknown;  ///< fields this version does not know, kept and ignored
};

/// One run's record: every further line of the manifest.
struct ManifestEntry {
  RunOutcome outcome;  ///< run_id, status, outputs, times, error_text (`stderr` in the file)
  Value::Map overrides;
  Value::Map context;
  std::optional<std::filesystem::path> log_path;
  std::int64_t attempt = 1;        ///< how many times the run had been tried, this time included
  std::int64_t worker_deaths = 0;  ///< in how many of them its worker process died
  bool quarantined = false;        ///< not to be tried again unless asked for
  Value::Map unknown;              ///< fields this version does not know, kept and ignored
};

/// The latest word on one run, small enough to hold for every run of a large sweep.
struct RunRecord {
  std::int64_t run_id = 0;
  std::int64_t offset = 0;  ///< of the entry's line in the file [bytes]
  double duration_s = 0;
  RunStatus status = RunStatus::failed;
  PostprocessStatus postprocess_status = PostprocessStatus::none;
};

class FileSystem;

/// docs/manifest.md, "The status index".
enum class StatusIndexUse { read_and_write, none };

/// A manifest file opened for reading. Opening reads the file once and keeps one RunRecord for
/// each run; entries are read from the file when asked for. When several entries carry the same
/// run_id the last one wins. A last line without its newline (torn by a crash) is left out.
///
/// Safe to use from several threads. Entries appended after opening are not seen.
class Manifest {
 public:
  /// Throws ManifestCorruptError with the file and the line, for a file that is empty, newer than
  /// this version reads, or damaged; GmatSweepError when it cannot be read.
  /// @param held  kept as long as the Manifest lives
  /// @param use  whether what a large manifest's status index knows of it may be taken from there,
  ///             and an index that is missing or behind be written beside it; `none` reads and
  ///             checks every line
  /// @param files  by which files are read, for tests; null: the machine's own
  static Manifest open(const std::filesystem::path& path,
                       std::shared_ptr<const void> held = nullptr,
                       StatusIndexUse use = StatusIndexUse::read_and_write,
                       FileSystem* files = nullptr);

  Manifest(Manifest&&) noexcept;
  Manifest& operator=(Manifest&&) noexcept;
  ~Manifest();

  const std::filesystem::path& path() const;
  const ManifestHeader& header() const;
  /// The folder against which relative paths are resolved: absolute.
  const std::filesystem::path& output_dir() const;

  /// One record per run_id, in ascending run_id.
  std::span<const RunRecord> runs() const;
  /// The record of that run, or null.
  const RunRecord* find(std::int64_t run_id) const;
  /// Reads a record's entry. Paths come back absolute.
  ManifestEntry entry(const RunRecord& record) const;

  /// The runs the sweep has, those appended by extensions included.
  std::int64_t total_run_count() const;
  std::vector<std::int64_t> failed_run_ids() const;
  /// The ids from 0 to total_run_count() - 1 (or of `header().runs`) that have no entry.
  std::vector<std::int64_t> missing_run_ids() const;
  /// Whether a torn last line was left out.
  bool has_torn_tail() const;

 private:
  struct State;
  explicit Manifest(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace gmat_sweep
