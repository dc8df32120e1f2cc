#include "sweep/run_one.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/run_folder.hpp"
#include "sweep/worker_log.hpp"

namespace gmat_sweep {

namespace {

void write_aside_and_rename(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path aside = path;
  aside += ".part";
  write_file(aside, bytes);
  std::filesystem::rename(aside, path);
}

void check_output_key(const std::string& key) {
  if (key.empty() || key.front() == '.' || key.find('/') != std::string::npos ||
      key.find('\0') != std::string::npos) {
    throw GmatSweepError(fmt::format("an output may not be named \"{}\"", key));
  }
}

std::filesystem::path write_output(const RunSpec& spec, const EngineOutput& output,
                                   store::ParquetEncoder& encoder, WorkerLog& log) {
  check_output_key(output.key);
  const std::filesystem::path path = spec.output_dir / (output.key + ".parquet");
  write_aside_and_rename(path, encoder.encode(output.table));
  log.info(fmt::format("wrote {} ({} rows)", path.string(), output.table.row_count()));
  return path;
}

void log_start(const RunSpec& spec, WorkerLog& log) {
  log.info(fmt::format("run_id={} script={}", spec.run_id, spec.script_path.string()));
  log.info(fmt::format("overrides={}", to_json(spec.overrides)));
  if (!spec.seed.is_null()) log.info(fmt::format("seed={}", to_json(spec.seed)));
  log.flush();
}

void log_engine(const std::string& text, WorkerLog& log) {
  if (!text.empty()) log.info(fmt::format("--- engine log ---\n{}--- end of engine log ---", text));
}

void log_end(const RunOutcome& outcome, WorkerLog& log) {
  const std::string end =
      fmt::format("status={} duration_s={:.6f}", to_string(outcome.status), outcome.duration_s);
  if (outcome.error_text) {
    log.error(fmt::format("{}\n{}", end, *outcome.error_text));
  } else {
    log.info(end);
  }
}

void check_exists(const std::string& key, const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return;
  throw GmatSweepError(fmt::format("the hook gave \"{}\" for \"{}\", but there is no such file",
                                   path.string(), key));
}

/// What a hook says it wrote, as absolute paths. Throws when one is not there.
HookOutputs checked_files(HookOutputs files) {
  for (auto& [key, path] : files) {
    path = std::filesystem::absolute(path).lexically_normal();
    check_exists(key, path);
  }
  return files;
}

/// Runs `body`, and makes the outcome `failed` with its message when it throws.
template <typename Body>
bool succeeds(RunOutcome& outcome, Body body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception& error) {
    outcome.error_text = error.what();
  } catch (...) {
    outcome.error_text = "an exception of unknown type";
  }
  outcome.status = RunStatus::failed;
  outcome.output_paths.clear();
  outcome.extra_outputs.clear();
  return false;
}

class Stopwatch {
 public:
  explicit Stopwatch(RunOutcome& outcome) : outcome_(outcome), start_s_(monotonic_seconds()) {
    outcome_.started_at = utc_now();
    outcome_.ended_at = outcome_.started_at;
  }
  void read() {
    outcome_.ended_at = utc_now();
    outcome_.duration_s = monotonic_seconds() - start_s_;
  }

 private:
  RunOutcome& outcome_;
  double start_s_;
};

}  // namespace

RunExecutor::RunExecutor(const Engine& engine, Options options)
    : engine_(engine), options_(std::move(options)) {}

void RunExecutor::run_engine(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log) {
  const EngineResult result = engine_.run({spec.overrides, spec.output_dir});
  outcome.warnings = result.warnings;
  log_engine(result.log, log);
  for (const EngineOutput& output : result.outputs) {
    outcome.output_paths.emplace(output.key, write_output(spec, output, encoder_, log));
  }
  outcome.status = RunStatus::ok;
}

void RunExecutor::run_hook(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log) {
  if (options_.engine_done) options_.engine_done(outcome);
  log.flush();
  const bool ok = succeeds(
      outcome, [&] { outcome.extra_outputs = checked_files(options_.hook(spec, outcome)); });
  outcome.postprocess_status = ok ? PostprocessStatus::ok : PostprocessStatus::failed;
}

RunOutcome RunExecutor::run_one(const RunSpec& spec) noexcept {
  RunOutcome outcome;
  outcome.run_id = spec.run_id;
  Stopwatch stopwatch(outcome);
  succeeds(outcome, [&] {
    prepare_run_folder(spec.output_dir);
    WorkerLog log(spec.output_dir, options_.capture_standard_streams);
    log_start(spec, log);
    const bool engine_ok = succeeds(outcome, [&] { run_engine(spec, outcome, log); });
    stopwatch.read();
    if (engine_ok && options_.hook) run_hook(spec, outcome, log);
    stopwatch.read();
    log_end(outcome, log);
  });
  stopwatch.read();
  return outcome;
}

}  // namespace gmat_sweep
