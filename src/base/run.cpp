#include "gmat_sweep/run.hpp"

#include <fmt/format.h>

#include <array>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

constexpr std::array<std::string_view, 3> run_status_names = {"ok", "failed", "skipped"};
constexpr std::array<std::string_view, 3> postprocess_status_names = {"none", "ok", "failed"};

template <typename Enum>
Enum enum_from_name(std::string_view name, const std::array<std::string_view, 3>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  throw GmatSweepError(fmt::format("status must be one of {}, {}, {}; found \"{}\"", names[0],
                                   names[1], names[2], name));
}

Value paths_to_value(const std::map<std::string, std::filesystem::path>& paths) {
  Value::Map map;
  for (const auto& [key, path] : paths) map.set(key, path.string());
  return map;
}

Value text_map_to_value(const std::map<std::string, std::string>& texts) {
  Value::Map map;
  for (const auto& [key, text] : texts) map.set(key, text);
  return map;
}

std::map<std::string, std::string> text_map_from_value(const Value& value) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, text] : value.as_map()) texts.emplace(key, text.as_string());
  return texts;
}

std::map<std::string, std::filesystem::path> paths_from_value(const Value& value) {
  std::map<std::string, std::filesystem::path> paths;
  for (const auto& [key, path] : value.as_map()) paths.emplace(key, path.as_string());
  return paths;
}

/// Runs `read` on the field of that name and puts the name before any complaint.
template <typename Read>
auto field(const Value::Map& map, std::string_view record, std::string_view name, Read read) {
  const Value* value = map.find(name);
  if (value == nullptr) throw GmatSweepError(fmt::format("{}.{} is missing", record, name));
  try {
    return read(*value);
  } catch (const GmatSweepError& error) {
    throw GmatSweepError(fmt::format("{}.{}: {}", record, name, error.what()));
  }
}

Value integer_or_null(const Value& value) {
  if (value.is_null() || value.is_integer() || value.is_big_integer()) return value;
  throw GmatSweepError(fmt::format("expected an integer or null, found {}", value.kind_name()));
}

std::vector<std::string> texts_from_value(const Value& value) {
  std::vector<std::string> texts;
  for (const Value& text : value.as_list()) texts.push_back(text.as_string());
  return texts;
}

std::string text_of(const Value& value) { return value.as_string(); }
Value::Map map_of(const Value& value) { return value.as_map(); }

}  // namespace

std::string_view to_string(RunStatus status) {
  return run_status_names[static_cast<std::size_t>(status)];
}

std::string_view to_string(PostprocessStatus status) {
  return postprocess_status_names[static_cast<std::size_t>(status)];
}

Value to_value(const RunSpec& spec) {
  return Value::Map{{"script_path", spec.script_path.string()},
                    {"overrides", spec.overrides},
                    {"output_dir", spec.output_dir.string()},
                    {"run_id", spec.run_id},
                    {"seed", spec.seed},
                    {"run_options", spec.run_options},
                    {"context", spec.context}};
}

Value to_value(const RunOutcome& outcome) {
  Value::Map map{{"run_id", outcome.run_id},
                 {"status", to_string(outcome.status)},
                 {"output_paths", paths_to_value(outcome.output_paths)},
                 {"duration_s", outcome.duration_s},
                 {"stderr", outcome.error_text ? Value(*outcome.error_text) : Value()},
                 {"started_at", to_iso8601(outcome.started_at)},
                 {"ended_at", to_iso8601(outcome.ended_at)},
                 {"extra_outputs", paths_to_value(outcome.extra_outputs)},
                 {"postprocess_status", to_string(outcome.postprocess_status)}};
  if (!outcome.warnings.empty()) {
    map.set("warnings", Value::List(outcome.warnings.begin(), outcome.warnings.end()));
  }
  if (!outcome.output_sha256.empty()) {
    map.set("output_sha256", text_map_to_value(outcome.output_sha256));
  }
  if (!outcome.extra_outputs_sha256.empty()) {
    map.set("extra_outputs_sha256", text_map_to_value(outcome.extra_outputs_sha256));
  }
  return map;
}

RunSpec run_spec_from_value(const Value& value) {
  const Value::Map& map = value.as_map();
  const auto read = [&](std::string_view name, auto reader) {
    return field(map, "RunSpec", name, reader);
  };
  RunSpec spec;
  spec.script_path = read("script_path", text_of);
  spec.overrides = read("overrides", map_of);
  spec.output_dir = read("output_dir", text_of);
  spec.run_id = read("run_id", [](const Value& v) { return v.as_integer(); });
  spec.seed = read("seed", integer_or_null);
  spec.run_options = read("run_options", map_of);
  if (map.contains("context")) spec.context = read("context", map_of);
  return spec;
}

RunOutcome run_outcome_from_value(const Value& value) {
  const Value::Map& map = value.as_map();
  const auto read = [&](std::string_view name, auto reader) {
    return field(map, "RunOutcome", name, reader);
  };
  const auto time_of = [](const Value& v) { return parse_iso8601(v.as_string()); };
  RunOutcome outcome;
  outcome.run_id = read("run_id", [](const Value& v) { return v.as_integer(); });
  outcome.status = read("status", [](const Value& v) {
    return enum_from_name<RunStatus>(v.as_string(), run_status_names);
  });
  outcome.output_paths = read("output_paths", paths_from_value);
  outcome.duration_s = read("duration_s", [](const Value& v) { return v.as_real(); });
  outcome.error_text = read("stderr", [](const Value& v) {
    return v.is_null() ? std::nullopt : std::optional<std::string>(v.as_string());
  });
  outcome.started_at = read("started_at", time_of);
  outcome.ended_at = read("ended_at", time_of);
  if (map.contains("extra_outputs")) {
    outcome.extra_outputs = read("extra_outputs", paths_from_value);
  }
  if (map.contains("output_sha256")) {
    outcome.output_sha256 = read("output_sha256", text_map_from_value);
  }
  if (map.contains("extra_outputs_sha256")) {
    outcome.extra_outputs_sha256 = read("extra_outputs_sha256", text_map_from_value);
  }
  if (map.contains("postprocess_status")) {
    outcome.postprocess_status = read("postprocess_status", [](const Value& v) {
      return enum_from_name<PostprocessStatus>(v.as_string(), postprocess_status_names);
    });
  }
  if (map.contains("warnings")) outcome.warnings = read("warnings", texts_from_value);
  return outcome;
}

}  // namespace gmat_sweep
