#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/table.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// One output of a run: `report__RF`, `ephemeris__OEM`, `contact__CL`.
struct EngineOutput {
  std::string key;
  Table table;
};

/// What an engine hands back for one run that succeeded.
struct EngineResult {
  std::vector<EngineOutput> outputs;
  /// What a user should know of the data used (an epoch past a file's end, say): a sentence each,
  /// the same in every run that has it. Also in `log`.
  std::vector<std::string> warnings;
  std::string log;  ///< warnings and notes for worker.log, empty or ending in a newline
};

/// A run that failed but leaves outputs that tell how: the iterations of its solvers.
class RunFailedWithOutputs : public RunFailed {
 public:
  RunFailedWithOutputs(const std::string& message, std::vector<EngineOutput> outputs,
                       std::vector<std::string> warnings = {})
      : RunFailed(message, std::move(warnings)),
        outputs_(std::make_shared<std::vector<EngineOutput>>(std::move(outputs))) {}

  const std::vector<EngineOutput>& outputs() const { return *outputs_; }

 private:
  std::shared_ptr<const std::vector<EngineOutput>> outputs_;  ///< shared: copying must not throw
};

/// What a manifest records of an engine: what a result's last bits may depend on.
struct EngineProvenance {
  std::string version;
  /// Every data file the engine read for its mission (or may read in a run) to its SHA-256. Names
  /// are paths relative to the data folder they came from, or absolute for files the user named.
  std::map<std::string, std::string> data_files;
  /// The same in words, for people: "gravity JGM2.cof: /gmat/data/gravity/earth/JGM2.cof (sha256
  /// 0123...)", in the order of first use.
  std::vector<std::string> data_sources;
};

/// How one run is to be executed.
struct EngineRequest {
  /// Dotted path to value, assigned in sorted key order just before the mission sequence; what a
  /// spacecraft's other values are read by (formats, coordinate systems, the epoch) comes first.
  Value::Map overrides;
  /// The run's folder, which exists.
  std::filesystem::path output_dir;
  /// Also write what GMAT itself would write (ReportFiles as text, under their own names) into
  /// `output_dir`.
  bool write_native_files = false;
  /// How many integrator steps and loop passes the run may take; one more is a RunFailed with the
  /// command's line. Empty: no limit of the caller's.
  std::optional<std::int64_t> max_steps = {};
  /// Whether the message of a RunFailed also shows the failing command and the state it met.
  bool describe_failure = false;
};

/// An engine made ready for one mission script: immutable, so one instance serves any number of
/// runs, from any thread, and worker processes share it.
class Engine {
 public:
  virtual ~Engine() = default;

  /// "native" or "gmat".
  virtual std::string name() const = 0;

  virtual EngineProvenance provenance() const { return {}; }

  /// Checks override keys, and values where given, against the script.
  /// Throws SweepConfigError: an unknown resource or field with the nearest names, a value of the
  /// wrong type with what is expected.
  virtual void check_overrides(const Value::Map& overrides) const = 0;

  /// Executes the mission once. Throws RunFailed, with the command's line, when the mission cannot
  /// be executed as given.
  virtual EngineResult run(const EngineRequest& request) const = 0;
};

}  // namespace gmat_sweep
