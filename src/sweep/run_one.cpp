#include "sweep/run_one.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <exception>
#include <new>
#include <utility>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/output_digest.hpp"
#include "sweep/run_folder.hpp"
#include "sweep/worker_log.hpp"

namespace gmat_sweep {

namespace {

void check_output_key(const std::string& key) {
  if (key.empty() || key.front() == '.' || key.find('/') != std::string::npos ||
      key.find('\0') != std::string::npos) {
    throw GmatSweepError(fmt::format("an output may not be named \"{}\"", key));
  }
}

std::map<std::string, std::string> digests_of(
    const std::map<std::string, std::filesystem::path>& paths, FileSystem& files) {
  std::map<std::string, std::string> digests;
  for (const auto& [key, path] : paths) digests.emplace(key, output_sha256(path, files));
  return digests;
}

/// What a lack of memory is called, which by itself says only `std::bad_alloc`.
std::string out_of_memory() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return "the run needed more memory than the machine could give";
  }
  constexpr double mebibyte = 1024.0 * 1024.0;
  return fmt::format("the run needed more memory than its worker's limit of {:.6g} MiB",
                     static_cast<double>(limit.rlim_cur) / mebibyte);
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
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  // A pipe or a device could be waited for without end.
  if (std::filesystem::is_regular_file(status) || std::filesystem::is_directory(status)) return;
  throw GmatSweepError(fmt::format("the hook gave \"{}\" for \"{}\", but {}", path.string(), key,
                                   std::filesystem::exists(status)
                                       ? "that is neither a file nor a folder"
                                       : "there is no such file"));
}

/// What a hook says it wrote, as absolute paths. Throws when one is not there.
HookOutputs checked_files(HookOutputs files) {
  for (auto& [key, path] : files) {
    path = std::filesystem::absolute(path).lexically_normal();
    check_exists(key, path);
  }
  return files;
}

void add_error(RunOutcome& outcome, const std::string& text) {
  outcome.error_text = outcome.error_text ? *outcome.error_text + "\n" + text : text;
}

/// Runs `body`, and makes the outcome `failed` with its message when it throws.
template <typename Body>
bool succeeds(RunOutcome& outcome, Body body) noexcept {
  try {
    body();
    return true;
  } catch (const std::bad_alloc&) {
    add_error(outcome, out_of_memory());
  } catch (const std::exception& error) {
    add_error(outcome, error.what());
  } catch (...) {
    add_error(outcome, "an exception of unknown type");
  }
  outcome.status = RunStatus::failed;
  outcome.output_paths.clear();
  outcome.extra_outputs.clear();
  outcome.output_sha256.clear();
  outcome.extra_outputs_sha256.clear();
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

void RunExecutor::run_engine(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log,
                             std::vector<EngineOutput>& left) {
  EngineResult result;
  try {
    result = engine_.run(
        {spec.overrides, spec.output_dir, false, options_.max_steps, options_.describe_failures});
  } catch (const RunFailed& error) {
    outcome.warnings = error.warnings();
    const auto* with_outputs = dynamic_cast<const RunFailedWithOutputs*>(&error);
    if (with_outputs != nullptr) left = with_outputs->outputs();
    throw;
  }
  outcome.warnings = result.warnings;
  log_engine(result.log, log);
  write_outputs(result.outputs, spec, outcome, log);
  outcome.status = RunStatus::ok;
}

void RunExecutor::write_outputs(const std::vector<EngineOutput>& outputs, const RunSpec& spec,
                                RunOutcome& outcome, WorkerLog& log) {
  for (const EngineOutput& output : outputs) {
    check_output_key(output.key);
    const std::filesystem::path path = spec.output_dir / (output.key + ".parquet");
    const std::string bytes = encoder_.encode(output.table);
    write_file_whole(path, bytes, *options_.files);
    log.info(fmt::format("wrote {} ({} rows)", path.string(), output.table.row_count()));
    outcome.output_paths.emplace(output.key, path);
    outcome.output_sha256.emplace(output.key, sha256_hex(bytes));
  }
}

void RunExecutor::run_hook(const RunSpec& spec, RunOutcome& outcome, WorkerLog& log) {
  if (options_.engine_done) options_.engine_done(outcome);
  log.flush();
  const bool ok = succeeds(outcome, [&] {
    outcome.extra_outputs = checked_files(options_.hook(spec, outcome));
    // Taken again: a hook may have changed what the engine wrote.
    outcome.output_sha256 = digests_of(outcome.output_paths, *options_.files);
    outcome.extra_outputs_sha256 = digests_of(outcome.extra_outputs, *options_.files);
  });
  outcome.postprocess_status = ok ? PostprocessStatus::ok : PostprocessStatus::failed;
}

RunOutcome RunExecutor::run_one(const RunSpec& spec) noexcept {
  RunOutcome outcome;
  outcome.run_id = spec.run_id;
  Stopwatch stopwatch(outcome);
  succeeds(outcome, [&] {
    prepare_run_folder(spec.output_dir, *options_.files);
    WorkerLog log(spec.output_dir, options_.capture_standard_streams, *options_.files);
    log_start(spec, log);
    std::vector<EngineOutput> left;
    const bool engine_ok = succeeds(outcome, [&] { run_engine(spec, outcome, log, left); });
    if (!engine_ok) succeeds(outcome, [&] { write_outputs(left, spec, outcome, log); });
    stopwatch.read();
    if (engine_ok && options_.hook) run_hook(spec, outcome, log);
    stopwatch.read();
    log_end(outcome, log);
    log.close();
  });
  stopwatch.read();
  return outcome;
}

}  // namespace gmat_sweep
