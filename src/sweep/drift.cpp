#include "sweep/drift.hpp"

#include <fmt/format.h>

#include <map>

#include "script/hash.hpp"
#include "sweep/inputs.hpp"
#include "sweep/provenance.hpp"

namespace gmat_sweep {

namespace {

/// Compares digests by name.
std::vector<std::string> differences(std::string_view what,
                                     const std::map<std::string, std::string>& recorded,
                                     const std::map<std::string, std::string>& current) {
  std::vector<std::string> changes;
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
  return changes;
}

void compare(std::string_view what, const std::string& recorded, const std::string& current,
             std::vector<std::string>& changes) {
  if (recorded.empty() || current.empty() || recorded == current) return;
  changes.push_back(fmt::format("{} changed: manifest={}, current={}", what, recorded, current));
}

}  // namespace

std::vector<std::string> script_drift(const ManifestHeader& header,
                                      const std::filesystem::path& script) {
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
  for (const SweepInput& input : find_inputs(script)) {
    if (!input.record.include.empty()) found.emplace(input.record.include, input.record.sha256);
  }
  for (std::string& change : differences("the included file", recorded, found)) {
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<std::string> engine_drift(const ManifestHeader& header, const Engine& engine) {
  const EngineProvenance provenance = engine.provenance();
  std::vector<std::string> changes;
  compare("the engine", header.engine, engine.name(), changes);
  compare("the engine's version", header.engine_version, provenance.version, changes);
  if (header.data_files.empty()) return changes;
  for (std::string& change :
       differences("the data file", header.data_files, provenance.data_files)) {
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<std::string> hook_drift(const ManifestHeader& header,
                                    const std::optional<std::string>& sha256) {
  std::vector<std::string> changes;
  compare(fmt::format("the hook {}", header.postprocess.value_or("")),
          header.postprocess_sha256.value_or(""), sha256.value_or(""), changes);
  return changes;
}

std::vector<std::string> machine_drift(const ManifestHeader& header) {
  std::vector<std::string> changes;
  compare("the build", header.build_version, build_version(), changes);
  compare("the class of processor", header.cpu_class, cpu_class(), changes);
  return changes;
}

}  // namespace gmat_sweep
