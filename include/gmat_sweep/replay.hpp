#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/run.hpp"

namespace gmat_sweep {

struct ReplayOptions {
  std::filesystem::path output_dir;  ///< for what the replay writes; empty: nowhere that lasts
  std::filesystem::path gmat_data;   ///< as SweepOptions::gmat_data
  Value::Map engine_options;         ///< as SweepOptions::engine_options
  std::string python;                ///< as SweepOptions::python
  std::string backend = "local";     ///< "local": in a worker process; "debug": in this one
  bool run_hook = true;
  std::optional<std::int64_t> max_steps;  ///< as SweepOptions::max_steps
};

/// One output of a run, then and now.
struct ReplayedOutput {
  std::string key;
  bool equal = false;      ///< bit for bit
  std::string difference;  ///< how large it is and where, or why it cannot be told; empty if equal
};

struct ReplayResult {
  ManifestEntry recorded;
  RunOutcome replayed;
  std::vector<ReplayedOutput> outputs;
  /// The status is the same, and so are all outputs, bit for bit.
  bool same = false;
  /// What has changed since that may explain a difference: engine, data files, hook, build, class
  /// of processor.
  std::vector<std::string> changes;
};

/// Runs one run of a sweep again, from the copies under its output folder and its manifest, and
/// compares what it writes with what is recorded. On the same build, class of processor and data
/// files outputs are bit-equal. The sweep itself is not changed. The error text of a run that fails
/// says, beyond the message, in which state the spacecraft were.
///
/// Throws SweepConfigError for a run without entry, for copies that are missing or changed, and for
/// an output folder that is the sweep's own; otherwise what starting a sweep throws.
ReplayResult replay_run(const std::filesystem::path& manifest, std::int64_t run_id,
                        const ReplayOptions& options);

}  // namespace gmat_sweep
