#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gmat_sweep {

/// Base of every exception this library throws. `what()` says what was found, where, and what
/// would be accepted.
class GmatSweepError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A sweep that cannot start as configured: contradictory options, a malformed grid, an override
/// of a field that does not exist. Thrown before any run starts.
class SweepConfigError : public GmatSweepError {
 public:
  using GmatSweepError::GmatSweepError;
};

/// A mission script that cannot be read or run: syntax errors, or constructs the engine does not
/// support. The message holds all of them, one a line, each as `file:line:column: text`.
class ScriptError : public GmatSweepError {
 public:
  using GmatSweepError::GmatSweepError;
};

/// One run that failed. Within a sweep this is caught and recorded as data; only callers that run
/// a script a single time see it thrown.
class RunFailed : public GmatSweepError {
 public:
  using GmatSweepError::GmatSweepError;
  /// @param warnings  what the run had to say before it failed, as in EngineResult
  RunFailed(const std::string& message, std::vector<std::string> warnings)
      : GmatSweepError(message), warnings_(std::move(warnings)) {}

  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  std::vector<std::string> warnings_;
};

/// A pool, a worker program or an external engine that cannot be started or was lost.
class BackendError : public GmatSweepError {
 public:
  using GmatSweepError::GmatSweepError;
};

/// A manifest that cannot be parsed. `line_number()` counts from 1 and is empty when the whole
/// file is at fault.
class ManifestCorruptError : public GmatSweepError {
 public:
  /// @param problem  what is wrong; the file and the line are appended to the message
  ManifestCorruptError(const std::string& problem, std::filesystem::path path,
                       std::optional<std::int64_t> line_number = std::nullopt);

  const std::filesystem::path& path() const { return path_; }
  std::optional<std::int64_t> line_number() const { return line_number_; }

 private:
  std::filesystem::path path_;
  std::optional<std::int64_t> line_number_;
};

}  // namespace gmat_sweep
