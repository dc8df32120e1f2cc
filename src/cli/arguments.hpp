#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <span>
#include <string>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/engine_config.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/sweep.hpp"

namespace gmat_sweep::cli {

/// What every command that runs a sweep takes: its workers, its limits, its durability, its data.
struct SweepArguments {
  SweepOptions options;
  bool no_progress = false;
  bool verbose = false;
};

void add_sweep_arguments(CLI::App& command, SweepArguments& arguments);

/// Prints a sweep's summary and, when a signal stopped it, how to go on.
/// Throws ExitWith for one that was stopped.
void finish_sweep(const SweepResult& result, const std::filesystem::path& manifest,
                  const std::filesystem::path& script);

/// `--postprocess`.
void add_hook_arguments(CLI::App& command, SweepArguments& arguments);

/// `--gmat-data DIR`, whose default is `$GMAT_ROOT/data` where that is set, `--ephemeris FILE` and
/// `--verbose`.
void add_data_arguments(CLI::App& command, std::filesystem::path& gmat_data,
                        Value::Map& engine_options, bool& verbose);

/// The engine those arguments name for a script.
EngineConfig engine_config(const std::filesystem::path& script, const SweepOptions& options);

/// To standard error, for `--verbose`: each piece of data an engine read, with its file.
void print_data_sources(const Engine& engine);

/// To standard error: what a sweep warns of.
void print_warning(const std::string& text);

/// `--function-path` and `--accept-unconverged`, into an engine's options.
void add_engine_option_arguments(CLI::App& command, Value::Map& engine_options);

/// The positional argument SCRIPT.
void add_script_argument(CLI::App& command, std::filesystem::path& script);

/// Throws SweepConfigError when there is no such file.
void require_script(const std::filesystem::path& script);

/// Opens a manifest or an archive; one that is not there is a ManifestCorruptError, so that the
/// command exits 3.
Manifest open_manifest(const std::filesystem::path& path);

/// Throws SweepConfigError for an archive, which only commands that change nothing can work on.
void refuse_archive(const std::filesystem::path& path);

/// The folder a file lies in, as the user named it: "." when the path has none.
std::filesystem::path folder_of(const std::filesystem::path& file);

/// Parses `NAME=VALUE` arguments into overrides. VALUE is an integer if it reads as one, else a
/// real, else text; in quotes it is text; after `json:` it is any JSON value.
/// Throws SweepConfigError naming the argument.
Value::Map parse_settings(std::span<const std::string> texts);

}  // namespace gmat_sweep::cli
