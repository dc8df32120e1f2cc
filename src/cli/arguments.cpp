#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/stop_on_signal.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/archive.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::cli {

namespace fs = std::filesystem;

void add_sweep_arguments(CLI::App& command, SweepArguments& arguments) {
  SweepOptions& options = arguments.options;
  command
      .add_option("--workers", options.workers,
                  "Worker processes; -1 starts one for every available core")
      ->type_name("N");
  command
      .add_option("--backend", options.backend,
                  "local: worker processes on this machine; debug: in this process, one run at a "
                  "time")
      ->type_name("NAME")
      ->check(CLI::IsMember({"local", "debug"}));
  command
      .add_flag("--fsync-each,!--no-fsync-each", options.fsync_each,
                "Make each run's files and manifest entry durable before it counts as done "
                "(default). --no-fsync-each does so every --fsync-batch runs")
      ->default_str("")
      ->type_name("");
  command
      .add_option("--fsync-batch", options.fsync_batch, "Runs between fsyncs under --no-fsync-each")
      ->type_name("N");
  command
      .add_option("--python", options.python, "Interpreter for a Python hook (default: python3)")
      ->type_name("PROGRAM");
  command
      .add_option("--hook-timeout", options.hook_timeout_s,
                  "Seconds after which a hook is ended and its run failed")
      ->type_name("S");
  command
      .add_option("--timeout", options.timeout_s,
                  "Seconds after which a run, its hook included, is ended and failed")
      ->type_name("S");
  command
      .add_option("--max-failures", options.max_failures,
                  "Once this many runs have failed, skip those not yet started")
      ->type_name("N");
  command
      .add_option("--max-steps", options.max_steps,
                  "Integrator steps and loop passes after which a run is failed")
      ->type_name("N");
  command
      .add_option("--memory-limit", options.memory_limit_bytes,
                  "Memory a worker process may have, such as 512M or 2G; a run that needs more is "
                  "failed")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  command
      .add_option("--retries", options.retries,
                  "How often a run that failed is tried again in this call")
      ->type_name("N");
  command
      .add_option("--grace", options.grace_s,
                  "Seconds that runs under way may take after SIGINT or SIGTERM")
      ->type_name("S");
  add_data_arguments(command, options.gmat_data, options.engine_options, arguments.verbose);
  command.add_flag("--no-progress", arguments.no_progress, "Print no progress");
}

void finish_sweep(const SweepResult& result, const fs::path& manifest, const fs::path& script) {
  std::puts(summary_line(result).c_str());
  if (StopOnSignal::signal() == 0 || result.not_run == 0) return;
  std::fflush(stdout);
  const std::string with_script = script.empty() ? "" : " --script " + script.string();
  std::fputs(fmt::format("gmat-sweep: stopped with {} runs left; go on with: gmat-sweep resume "
                         "{}{}\n",
                         result.not_run, manifest.string(), with_script)
                 .c_str(),
             stderr);
  constexpr int exit_stopped_by_signal = 128;
  throw ExitWith{exit_stopped_by_signal + StopOnSignal::signal()};
}

void add_hook_arguments(CLI::App& command, SweepArguments& arguments) {
  command
      .add_option("--postprocess", arguments.options.postprocess,
                  "Hook called after each successful run: 'package.module:function' (Python), "
                  "'./libmy_hooks.so:function' (C++) or 'exec:./program --flag'")
      ->type_name("HOOK");
}

void add_data_arguments(CLI::App& command, fs::path& gmat_data, Value::Map& engine_options,
                        bool& verbose) {
  if (const char* root = std::getenv("GMAT_ROOT")) {
    const fs::path data = fs::path(root) / "data";
    if (fs::is_directory(data)) gmat_data = data;
  }
  command
      .add_option("--gmat-data", gmat_data,
                  "GMAT's data folder, read instead of the data carried along "
                  "(default: $GMAT_ROOT/data where that is a folder)")
      ->type_name("DIR");
  command
      .add_option_function<fs::path>(
          "--ephemeris",
          [&engine_options](const fs::path& file) {
            engine_options.set("ephemeris", fs::absolute(file).string());
          },
          "Planetary ephemeris: a JPL DE binary file or an SPK of types 2 and 3 "
          "(default: DE405)")
      ->type_name("FILE");
  add_engine_option_arguments(command, engine_options);
  command.add_flag("--verbose", verbose, "Also print which file each piece of data came from");
}

EngineConfig engine_config(const fs::path& script, const SweepOptions& options) {
  return {options.engine, script, options.gmat_data, options.engine_options};
}

void print_warning(const std::string& text) {
  fmt::print(stderr, "gmat-sweep: warning: {}\n", text);
}

void print_data_sources(const Engine& engine) {
  for (const std::string& source : engine.provenance().data_sources) {
    fmt::print(stderr, "data: {}\n", source);
  }
}

namespace {

/// `sobol` runs a design: whoever gives it a manifest wants the indices of a finished sweep.
std::string refuse_manifest(const std::string& path) {
  if (fs::path(path).extension() != ".jsonl") return {};
  return "a mission script is wanted here, and this looks like a manifest: see `gmat-sweep --help` "
         "for the commands that read one, such as `table` and `sobol-analyze`";
}

}  // namespace

void add_engine_option_arguments(CLI::App& command, Value::Map& engine_options) {
  command
      .add_option_function<std::vector<std::string>>(
          "--function-path",
          [&engine_options](const std::vector<std::string>& folders) {
            Value::List list;
            for (const std::string& folder : folders)
              list.emplace_back(fs::absolute(folder).string());
            engine_options.set("function_path", std::move(list));
          },
          "A folder where .gmf function files are looked for, after the script's own; repeatable")
      ->allow_extra_args(false)
      ->type_name("DIR");
  command.add_flag_callback(
      "--accept-unconverged", [&engine_options] { engine_options.set("accept_unconverged", true); },
      "A run whose solver does not converge goes on with its last values instead of failing; "
      "its solver's table says so");
}

void add_script_argument(CLI::App& command, fs::path& script) {
  command.add_option("SCRIPT", script, "The GMAT mission script")
      ->required()
      ->check(refuse_manifest, "")
      ->type_name("PATH");
}

void require_script(const fs::path& script) {
  if (!fs::is_regular_file(script)) {
    throw SweepConfigError(fmt::format("script not found: {}", script.string()));
  }
}

Manifest open_manifest(const fs::path& path) {
  if (!fs::is_regular_file(path)) throw ManifestCorruptError("manifest not found", path);
  return open_sweep(path);
}

void refuse_archive(const fs::path& path) {
  if (!is_archive(path)) return;
  throw SweepConfigError(fmt::format(
      "{} is an archive: unpack it, such as with `unzip`, and give the manifest.jsonl that comes "
      "out of it",
      path.string()));
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

namespace {

Value parse_setting_value(std::string_view text) {
  constexpr std::string_view json_prefix = "json:";
  if (text.starts_with(json_prefix)) return parse_json(text.substr(json_prefix.size()));
  const bool quoted = text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
                      text.back() == text.front();
  if (quoted) return text.substr(1, text.size() - 2);
  if (auto integer = python_int(text)) return *integer;
  if (auto real = python_float(text)) return *real;
  return text;
}

}  // namespace

Value::Map parse_settings(std::span<const std::string> texts) {
  Value::Map settings;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
      throw SweepConfigError(
          fmt::format("--set takes NAME=VALUE, such as Sat.SMA=7000; found '{}'", text));
    }
    const std::string name = text.substr(0, equals);
    if (settings.contains(name)) {
      throw SweepConfigError(fmt::format("--set names '{}' more than once", name));
    }
    try {
      settings.set(name, parse_setting_value(std::string_view(text).substr(equals + 1)));
    } catch (const GmatSweepError& error) {
      throw SweepConfigError(fmt::format("--set '{}': {}", text, error.what()));
    }
  }
  return settings;
}

}  // namespace gmat_sweep::cli
