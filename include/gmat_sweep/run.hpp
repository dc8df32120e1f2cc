#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// UTC, to the microsecond, as manifests record it.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

enum class RunStatus { ok, failed, skipped };
enum class PostprocessStatus { none, ok, failed };

std::string_view to_string(RunStatus status);
std::string_view to_string(PostprocessStatus status);

/// Everything a worker needs to execute one run.
struct RunSpec {
  std::filesystem::path script_path;
  /// Dotted path (`Sat.SMA`) to the value assigned just before the mission sequence.
  Value::Map overrides;
  std::filesystem::path output_dir;  ///< the run's own folder
  std::int64_t run_id = 0;
  Value seed;  ///< null, or an integer of any size
  Value::Map run_options;
  /// Free-form data for the hook: never applied to the mission.
  Value::Map context;
};

/// What became of one run.
struct RunOutcome {
  std::int64_t run_id = 0;
  RunStatus status = RunStatus::failed;
  /// `report__RF` and the like to the Parquet file written. Empty unless the engine succeeded.
  std::map<std::string, std::filesystem::path> output_paths;
  /// The hook's own artefacts, by the hook's own keys.
  std::map<std::string, std::filesystem::path> extra_outputs;
  /// SHA-256 of each file of the two maps above, by its key, as 64 hex digits; a folder has none.
  std::map<std::string, std::string> output_sha256;
  std::map<std::string, std::string> extra_outputs_sha256;
  PostprocessStatus postprocess_status = PostprocessStatus::none;
  double duration_s = 0;                  ///< from a monotonic clock
  std::optional<std::string> error_text;  ///< why the run failed; `stderr` in the manifest
  UtcTime started_at{};
  UtcTime ended_at{};
  /// What the engine said of the data it used: see EngineResult.
  std::vector<std::string> warnings;
};

/// The JSON forms that cross the worker boundary; the manifest's entries share the field names.
Value to_value(const RunSpec& spec);
Value to_value(const RunOutcome& outcome);
/// Throw GmatSweepError naming the field that is missing or of the wrong kind.
RunSpec run_spec_from_value(const Value& value);
RunOutcome run_outcome_from_value(const Value& value);

}  // namespace gmat_sweep
