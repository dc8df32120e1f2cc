#include "sweep/drift.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "script/hash.hpp"
#include "sweep/engine_options.hpp"
#include "sweep/inputs.hpp"
#include "sweep/provenance.hpp"

namespace gmat_sweep {

namespace {

/// Compares digests by name.
void compare(std::string_view what, const std::map<std::string, std::string>& recorded,
             const std::map<std::string, std::string>& current, std::vector<std::string>& changes) {
  for (const auto& [name, sha256] : recorded) {
    const auto now = current.find(name);
    if (now == current.end()) {
      changes.push_back(
          fmt::format("{} {} is no longer used; the manifest records it", what, name));
    } else if (now->second != sha256) {
      changes.push_back(
          fmt::format("{} {} changed: manifest={}, current={}", what, name, sha256, now->second));
    }
  }
  for (const auto& [name, sha256] : current) {
    if (recorded.contains(name)) continue;
    changes.push_back(
        fmt::format("{} {} is used now; the manifest does not record it", what, name));
  }
}

void compare(std::string_view what, const std::string& recorded, const std::string& current,
             std::vector<std::string>& changes) {
  if (recorded.empty() || current.empty() || recorded == current) return;
  changes.push_back(fmt::format("{} changed: manifest={}, current={}", what, recorded, current));
}

}  // namespace

std::vector<std::string> script_drift(const ManifestHeader& header,
                                      const std::filesystem::path& script,
                                      const std::vector<std::filesystem::path>& function_folders) {
  std::vector<std::string> changes;
  const std::string current = script::canonical_script_sha256(script);
  if (current != header.script_sha256) {
    changes.push_back(fmt::format("script hash mismatch for {}: manifest={}, current={}",
                                  script.string(), header.script_sha256, current));
  }
  if (header.inputs.empty()) return changes;
  std::map<std::string, std::string> recorded;
  for (const ManifestInput& input : header.inputs) {
    if (!input.include.empty()) recorded.emplace(input.include, input.sha256);
  }
  std::map<std::string, std::string> found;
  for (const SweepInput& input : find_inputs(script, function_folders)) {
    if (!input.record.include.empty()) found.emplace(input.record.include, input.record.sha256);
  }
  compare("the included file", recorded, found, changes);
  return changes;
}

std::vector<std::string> engine_drift(const ManifestHeader& header, const Engine& engine) {
  const EngineProvenance provenance = engine.provenance();
  std::vector<std::string> changes;
  compare("the engine", header.engine, engine.name(), changes);
  compare("the engine's version", header.engine_version, provenance.version, changes);
  if (header.data_files.empty()) return changes;
  compare("the data file", recorded_data_files(header.data_files),
          recorded_data_files(provenance.data_files), changes);
  return changes;
}

std::vector<std::string> option_drift(const ManifestHeader& header, const Value::Map& options) {
  if (!header.engine_options) return {};
  const auto texts = [](const Value::Map& map) {
    std::map<std::string, std::string> result;
    for (const auto& [name, value] : map) result.emplace(name, to_json(value));
    return result;
  };
  std::vector<std::string> changes;
  compare("the engine's option", texts(*header.engine_options),
          texts(options_without_paths(options)), changes);
  return changes;
}

namespace {

/// `inputs/hook/my_analysis/hooks.py` without the folder of copies.
std::string place_of_copy(const std::filesystem::path& path) {
  std::filesystem::path place;
  for (auto part = std::next(path.begin(), 2); part != path.end(); ++part) place /= *part;
  return place.generic_string();
}

}  // namespace

std::vector<std::string> hook_drift(const ManifestHeader& header, const ResolvedHook& hook) {
  std::vector<std::string> changes;
  compare(fmt::format("the hook {}", header.postprocess.value_or("")),
          header.postprocess_sha256.value_or(""), hook.sha256.value_or(""), changes);
  if (header.postprocess_files.empty()) return changes;
  // The file with the hook's code was compared above.
  const bool first_is_code = header.postprocess_files.front().sha256 == header.postprocess_sha256;
  std::map<std::string, std::string> recorded;
  std::map<std::string, std::string> current;
  for (std::size_t i = first_is_code ? 1 : 0; i < header.postprocess_files.size(); ++i) {
    const ManifestHookFile& file = header.postprocess_files[i];
    recorded.emplace(place_of_copy(file.path), file.sha256);
  }
  for (std::size_t i = first_is_code ? 1 : 0; i < hook.files.size(); ++i) {
    current.emplace(hook.files[i].place.generic_string(), hook.files[i].sha256);
  }
  compare("the hook's file", recorded, current, changes);
  return changes;
}

std::vector<std::string> machine_drift(const ManifestHeader& header) {
  std::vector<std::string> changes;
  compare("the build", header.build_version, build_version(), changes);
  compare("the class of processor", header.cpu_class, cpu_class(), changes);
  return changes;
}

}  // namespace gmat_sweep
