// Manifest lines to and from JSON: docs/manifest.md, "Header" and "Entries".

#include "sweep/manifest_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

constexpr std::array<std::string_view, 25> header_fields = {"backend",
                                                            "build_version",
                                                            "checksum",
                                                            "cpu_class",
                                                            "data_files",
                                                            "engine",
                                                            "engine_options",
                                                            "engine_version",
                                                            "gmat_install_version",
                                                            "gmat_run_version",
                                                            "gmat_sweep_version",
                                                            "inputs",
                                                            "os_platform",
                                                            "output_dir",
                                                            "parameter_spec",
                                                            "postprocess",
                                                            "postprocess_files",
                                                            "postprocess_sha256",
                                                            "python_version",
                                                            "run_count",
                                                            "run_options",
                                                            "runs",
                                                            "schema_version",
                                                            "script_sha256",
                                                            "sweep_seed"};

constexpr std::array<std::string_view, 19> entry_fields = {
    "attempt",      "checksum",  "context",       "duration_s",
    "ended_at",     "log_path",  "extra_outputs", "extra_outputs_sha256",
    "output_paths", "overrides", "output_sha256", "postprocess_status",
    "quarantined",  "run_id",    "started_at",    "status",
    "stderr",       "warnings",  "worker_deaths"};

constexpr std::string_view checksum_prefix = "{\"checksum\": \"";
constexpr std::string_view checksum_suffix = "\", ";
constexpr std::size_t checksum_digits = 16;

/// Of a line without its checksum and its newline: docs/manifest.md, "Checksums".
std::string checksum_of(std::string_view line) {
  return sha256_hex(line).substr(0, checksum_digits);
}

/// @param line  a JSON object with at least one field, and a newline
std::string with_checksum(std::string_view line) {
  const std::string checksum = checksum_of(line.substr(0, line.size() - 1));
  return fmt::format("{}{}{}{}", checksum_prefix, checksum, checksum_suffix, line.substr(1));
}

void verify_checksum(std::string_view line) {
  if (!has_checksum(line)) return;
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::string_view recorded = line.substr(checksum_prefix.size(), checksum_digits);
  const std::size_t rest = checksum_prefix.size() + checksum_digits + checksum_suffix.size();
  const std::string computed =
      line.size() < rest ? "" : checksum_of(fmt::format("{{{}", line.substr(rest)));
  if (recorded == computed) return;
  throw GmatSweepError(fmt::format(
      "its checksum says {} but its bytes give {}: the line is damaged", recorded, computed));
}

std::string json_line(Value::Map map, const Value::Map& unknown) {
  for (const auto& [key, value] : unknown) map.set(key, value);
  std::vector<Value::Map::Entry> entries(map.begin(), map.end());
  std::ranges::sort(entries, {}, &Value::Map::Entry::first);
  Value::Map sorted;
  for (auto& [key, value] : entries) sorted.set(std::move(key), std::move(value));
  return with_checksum(to_json(sorted) + "\n");
}

Value::Map without(const Value::Map& map, std::span<const std::string_view> known) {
  Value::Map rest;
  for (const auto& [key, value] : map) {
    if (std::ranges::find(known, key) == known.end()) rest.set(key, value);
  }
  return rest;
}

/// Runs `read` on the field of that name and puts the name before any complaint.
template <typename Read>
auto read_field(const Value& value, std::string_view name, Read read) {
  try {
    return read(value);
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("{}: {}", name, error.what()));
  }
}

template <typename Read>
auto required(const Value::Map& map, std::string_view name, Read read) {
  const Value* value = map.find(name);
  if (value == nullptr) throw GmatSweepError(fmt::format("field \"{}\" is missing", name));
  return read_field(*value, name, read);
}

template <typename Target, typename Read>
void optional_field(const Value::Map& map, std::string_view name, Target& target, Read read) {
  const Value* value = map.find(name);
  if (value == nullptr || value->is_null()) return;
  target = read_field(*value, name, read);
}

std::string as_text(const Value& value) { return value.as_string(); }
std::int64_t as_int(const Value& value) { return value.as_integer(); }
Value::Map as_mapping(const Value& value) { return value.as_map(); }

Value as_seed(const Value& value) {
  if (value.is_null() || value.is_integer() || value.is_big_integer()) return value;
  throw GmatSweepError(fmt::format("expected an integer or null, found {}", value.kind_name()));
}

std::map<std::string, std::string> as_text_map(const Value& value) {
  std::map<std::string, std::string> out;
  for (const auto& [key, text] : value.as_map()) out.emplace(key, text.as_string());
  return out;
}

/// A copy that is read, packed and laid out again lies below the output folder.
std::filesystem::path of_copy(const std::string& text) {
  std::filesystem::path path = std::filesystem::path(text).lexically_normal();
  const bool inside = path.is_relative() && path.has_filename() && *path.begin() != ".." &&
                      std::distance(path.begin(), path.end()) > 1;
  if (inside) return path;
  throw GmatSweepError(fmt::format(
      "a copy must lie in a folder below the output folder, such as \"inputs/leo.script\"; found "
      "{}",
      to_json(text)));
}

std::vector<ManifestHookFile> as_hook_files(const Value& value) {
  std::vector<ManifestHookFile> files;
  for (const Value& item : value.as_list()) {
    const Value::Map& map = item.as_map();
    ManifestHookFile file;
    file.path = of_copy(required(map, "path", as_text));
    if (std::distance(file.path.begin(), file.path.end()) < 3) {
      throw GmatSweepError("a hook's file lies in a folder such as \"inputs/hook\"");
    }
    file.sha256 = required(map, "sha256", as_text);
    optional_field(map, "word", file.word, as_int);
    files.push_back(std::move(file));
  }
  return files;
}

Value hook_files_value(const std::vector<ManifestHookFile>& files) {
  Value::List list;
  for (const ManifestHookFile& file : files) {
    list.emplace_back(
        Value::Map{{"path", file.path.string()}, {"sha256", file.sha256}, {"word", file.word}});
  }
  return list;
}

/// How a script names what it includes: from its own folder, so that it can be laid out anew.
std::string of_include(const std::string& text) {
  const std::filesystem::path path(text);
  if (path.is_relative() && path.has_filename() && path.filename() != "..") return text;
  throw GmatSweepError(
      fmt::format("an included file is named by a relative path; found {}", to_json(text)));
}

std::vector<ManifestInput> as_inputs(const Value& value) {
  std::vector<ManifestInput> inputs;
  for (const Value& item : value.as_list()) {
    const Value::Map& map = item.as_map();
    ManifestInput input;
    input.path = of_copy(required(map, "path", as_text));
    input.sha256 = required(map, "sha256", as_text);
    optional_field(map, "include", input.include, [](const Value& v) {
      return v.as_string().empty() ? "" : of_include(v.as_string());
    });
    inputs.push_back(std::move(input));
  }
  return inputs;
}

/// A run's folder is emptied and written to: a relative one lies within the output folder.
std::filesystem::path within_output_folder(const std::string& text) {
  std::filesystem::path path = std::filesystem::path(text).lexically_normal();
  if (path.is_absolute() || (!path.empty() && *path.begin() != ".." && path != ".")) return path;
  throw GmatSweepError(fmt::format(
      "a run's folder must lie below the output folder or be absolute; found \"{}\"", text));
}

std::vector<ManifestRun> as_runs(const Value& value) {
  std::vector<ManifestRun> runs;
  for (const Value& item : value.as_list()) {
    const Value::Map& map = item.as_map();
    ManifestRun run;
    run.run_id = required(map, "run_id", as_int);
    run.output_dir = within_output_folder(required(map, "output_dir", as_text));
    optional_field(map, "seed", run.seed, as_seed);
    optional_field(map, "run_options", run.run_options, as_mapping);
    runs.push_back(std::move(run));
  }
  return runs;
}

Value text_or_null(const std::optional<std::string>& text) { return text ? Value(*text) : Value(); }

Value inputs_value(const std::vector<ManifestInput>& inputs) {
  Value::List list;
  for (const ManifestInput& input : inputs) {
    Value::Map map{{"path", input.path.string()}, {"sha256", input.sha256}};
    if (!input.include.empty()) map.set("include", input.include);
    list.emplace_back(std::move(map));
  }
  return list;
}

Value runs_value(const std::vector<ManifestRun>& runs) {
  Value::List list;
  for (const ManifestRun& run : runs) {
    list.emplace_back(Value::Map{{"run_id", run.run_id},
                                 {"output_dir", run.output_dir.string()},
                                 {"seed", run.seed},
                                 {"run_options", run.run_options}});
  }
  return list;
}

Value text_map_value(const std::map<std::string, std::string>& map) {
  Value::Map out;
  for (const auto& [key, text] : map) out.set(key, text);
  return out;
}

void transform_paths(std::map<std::string, std::filesystem::path>& paths, auto transform) {
  for (auto& [key, path] : paths) path = transform(path);
}

const Value::Map& line_map(const Value& value) {
  if (!value.is_map()) {
    throw GmatSweepError(fmt::format("expected a mapping, found {}", value.kind_name()));
  }
  return value.as_map();
}

std::int64_t schema_version_of(const Value::Map& map) {
  std::int64_t version = 1;
  optional_field(map, "schema_version", version, as_int);
  if (version > manifest_schema_version) {
    throw GmatSweepError(
        fmt::format("schema_version {} is newer than this version reads; it reads up to {}",
                    version, manifest_schema_version));
  }
  return version;
}

}  // namespace

PathStyle::PathStyle(std::filesystem::path output_dir, bool relative)
    : output_dir_(std::move(output_dir)), relative_(relative) {}

std::filesystem::path PathStyle::written(const std::filesystem::path& path) const {
  if (!relative_ || path.is_relative()) return path;
  std::filesystem::path relative = path.lexically_relative(output_dir_);
  if (relative.empty() || *relative.begin() == "..") return path;
  return relative;
}

std::filesystem::path PathStyle::resolved(const std::filesystem::path& path) const {
  return path.is_absolute() ? path : (output_dir_ / path).lexically_normal();
}

PathStyle path_style(const std::filesystem::path& manifest_path, const ManifestHeader& header) {
  const std::filesystem::path folder = manifest_path.parent_path();
  if (header.output_dir.empty() || header.output_dir == ".") return {folder, true};
  return {(folder / header.output_dir).lexically_normal(), false};
}

bool has_checksum(std::string_view line) { return line.starts_with(checksum_prefix); }

std::string header_line(const ManifestHeader& header) {
  Value::Map map{{"schema_version", header.schema_version},
                 {"script_sha256", header.script_sha256},
                 {"gmat_sweep_version", header.gmat_sweep_version},
                 {"gmat_run_version", header.gmat_run_version},
                 {"gmat_install_version", header.gmat_install_version},
                 {"python_version", header.python_version},
                 {"os_platform", header.os_platform},
                 {"sweep_seed", header.sweep_seed},
                 {"parameter_spec", header.parameter_spec},
                 {"run_count", header.run_count},
                 {"backend", header.backend},
                 {"postprocess", text_or_null(header.postprocess)},
                 {"postprocess_sha256", text_or_null(header.postprocess_sha256)},
                 {"engine", header.engine},
                 {"engine_version", header.engine_version},
                 {"build_version", header.build_version},
                 {"cpu_class", header.cpu_class},
                 {"data_files", text_map_value(header.data_files)},
                 {"inputs", inputs_value(header.inputs)},
                 {"output_dir", header.output_dir.string()},
                 {"run_options", header.run_options}};
  if (!header.postprocess_files.empty()) {
    map.set("postprocess_files", hook_files_value(header.postprocess_files));
  }
  if (header.engine_options) map.set("engine_options", *header.engine_options);
  if (!header.runs.empty()) map.set("runs", runs_value(header.runs));
  return json_line(std::move(map), header.unknown);
}

std::string entry_line(const ManifestEntry& entry, const PathStyle& style) {
  RunOutcome outcome = entry.outcome;
  const auto written = [&](const std::filesystem::path& path) { return style.written(path); };
  transform_paths(outcome.output_paths, written);
  transform_paths(outcome.extra_outputs, written);
  Value::Map map = to_value(outcome).as_map();
  map.set("overrides", entry.overrides);
  map.set("context", entry.context);
  map.set("log_path", entry.log_path ? Value(written(*entry.log_path).string()) : Value());
  if (entry.attempt != 1) map.set("attempt", entry.attempt);
  if (entry.worker_deaths != 0) map.set("worker_deaths", entry.worker_deaths);
  if (entry.quarantined) map.set("quarantined", true);
  return json_line(std::move(map), entry.unknown);
}

ManifestHeader parse_header(std::string_view line) {
  verify_checksum(line);
  const Value value = parse_json(line);
  const Value::Map& map = line_map(value);
  ManifestHeader header;
  header.schema_version = schema_version_of(map);
  header.script_sha256 = required(map, "script_sha256", as_text);
  header.gmat_sweep_version = required(map, "gmat_sweep_version", as_text);
  header.gmat_run_version = required(map, "gmat_run_version", as_text);
  header.gmat_install_version = required(map, "gmat_install_version", as_text);
  header.python_version = required(map, "python_version", as_text);
  header.os_platform = required(map, "os_platform", as_text);
  header.sweep_seed = required(map, "sweep_seed", as_seed);
  header.parameter_spec = required(map, "parameter_spec", as_mapping);
  header.run_count = required(map, "run_count", as_int);
  optional_field(map, "backend", header.backend, as_text);
  optional_field(map, "postprocess", header.postprocess, as_text);
  optional_field(map, "postprocess_sha256", header.postprocess_sha256, as_text);
  optional_field(map, "postprocess_files", header.postprocess_files, as_hook_files);
  optional_field(map, "engine", header.engine, as_text);
  optional_field(map, "engine_options", header.engine_options, as_mapping);
  optional_field(map, "engine_version", header.engine_version, as_text);
  optional_field(map, "build_version", header.build_version, as_text);
  optional_field(map, "cpu_class", header.cpu_class, as_text);
  optional_field(map, "data_files", header.data_files, as_text_map);
  optional_field(map, "inputs", header.inputs, as_inputs);
  optional_field(map, "output_dir", header.output_dir, as_text);
  optional_field(map, "run_options", header.run_options, as_mapping);
  optional_field(map, "runs", header.runs, as_runs);
  header.unknown = without(map, header_fields);
  return header;
}

ManifestEntry parse_entry(std::string_view line, const PathStyle& style) {
  verify_checksum(line);
  const Value value = parse_json(line);
  const Value::Map& map = line_map(value);
  const auto resolved = [&](const std::filesystem::path& path) { return style.resolved(path); };
  ManifestEntry entry;
  entry.outcome = run_outcome_from_value(value);
  transform_paths(entry.outcome.output_paths, resolved);
  transform_paths(entry.outcome.extra_outputs, resolved);
  entry.overrides = required(map, "overrides", as_mapping);
  optional_field(map, "context", entry.context, as_mapping);
  optional_field(map, "log_path", entry.log_path,
                 [&](const Value& v) { return resolved(v.as_string()); });
  optional_field(map, "attempt", entry.attempt, as_int);
  optional_field(map, "worker_deaths", entry.worker_deaths, as_int);
  optional_field(map, "quarantined", entry.quarantined, [](const Value& v) { return v.as_bool(); });
  entry.unknown = without(map, entry_fields);
  return entry;
}

}  // namespace gmat_sweep
