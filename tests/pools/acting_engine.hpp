#pragma once

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/sha256.hpp"
#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/errors.hpp"
#include "pools/worker.hpp"

namespace gmat_sweep::test {

inline void leave_daemon(const std::filesystem::path& pid_file) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setsid();
    ::sleep(60);
    ::_exit(0);
  }
  std::ofstream(pid_file) << pid;
}

/// Does what `action` says: "" nothing, "throw", "kill" (itself), "exit", "sleep" (for a minute),
/// "print", "warn", "nap" (a millisecond), "allocate" (two gigabytes), "daemon" (leaves a process
/// of its own session running, and its number in `folder`/daemon), "kill_once" and "throw_once"
/// (when it is the first process to try, by a folder in `folder`'s parent).
inline void act(const std::string& action, const std::filesystem::path& folder) {
  if (action == "throw") throw RunFailed("mission.script:7: told to fail");
  if (action == "kill") ::raise(SIGKILL);
  if (action == "exit") ::_exit(5);
  if (action == "sleep") std::this_thread::sleep_for(std::chrono::minutes(1));
  if (action == "print") std::puts("printed by the mission");
  if (action == "nap") std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (action == "allocate") std::vector<char>(std::size_t{2} << 30U, 'x').back() = 'y';
  if (action == "daemon") leave_daemon(folder / "daemon");
  // Making a folder succeeds for one process alone.
  if (action.ends_with("_once") &&
      std::filesystem::create_directory(folder.parent_path() / action)) {
    if (action == "kill_once") ::raise(SIGKILL);
    throw RunFailed("told to fail once");
  }
}

/// Stands in for a mission: one report of one row, the override `X.Value` and its square, after
/// the action named by the override `Engine.Action`.
class ActingEngine : public Engine {
 public:
  explicit ActingEngine(std::filesystem::path folder = {}) : folder_(std::move(folder)) {}

  std::string name() const override { return "acting"; }

  void check_overrides(const Value::Map& overrides) const override {
    for (const auto& [field, value] : overrides) {
      if (field != "X.Value" && field != "Engine.Action" && field != "Hook.Action") {
        throw SweepConfigError("no field " + field);
      }
    }
  }

  /// The version and the one data file are what files of these names beside the script hold.
  EngineProvenance provenance() const override {
    EngineProvenance provenance;
    const auto read = [&](const char* name) {
      std::ifstream file(folder_ / name);
      return std::string((std::istreambuf_iterator<char>(file)), {});
    };
    provenance.version = read("engine_version");
    if (const std::string data = read("data.txt"); !data.empty()) {
      provenance.data_files = {{"data.txt", sha256_hex(data)}};
    }
    return provenance;
  }

  EngineResult run(const EngineRequest& request) const override {
    if (request.max_steps) {
      throw RunFailed("limited to " + std::to_string(*request.max_steps) + " steps");
    }
    if (const Value* action = request.overrides.find("Engine.Action")) {
      act(action->as_string(), request.output_dir);
    }
    const Value* x = request.overrides.find("X.Value");
    double value = x == nullptr ? 0.0 : x->as_real();
    if (!provenance().data_files.empty()) value += 0.5;
    EngineResult result;
    result.outputs.push_back(
        {"report__RF",
         {{{"x", std::vector<double>{value}}, {"square", std::vector<double>{value * value}}}}});
    result.log = "acted\n";
    if (const Value* action = request.overrides.find("Engine.Action")) {
      if (action->as_string() == "warn") result.warnings = {"a file ends"};
    }
    return result;
  }

 private:
  std::filesystem::path folder_;
};

/// The hook that is named; without a name one that acts as the override `Hook.Action` says and
/// writes `note.txt`.
inline LoadedHook acting_hook(const HookConfig& config) {
  if (!config.text.empty()) return load_hook(config);
  return {
      [](const RunSpec& spec, const RunOutcome&) {
        if (const Value* action = spec.overrides.find("Hook.Action")) {
          act(action->as_string(), spec.output_dir);
        }
        std::ofstream(spec.output_dir / "note.txt") << to_json(spec.context);
        return std::map<std::string, std::filesystem::path>{{"note", spec.output_dir / "note.txt"}};
      },
      {}};
}

inline WorkerParts acting_parts() {
  WorkerParts parts;
  parts.make_engine = [](const EngineConfig& config) -> std::unique_ptr<Engine> {
    if (config.script == "broken.script") throw ScriptError("broken.script:1:1: not a mission");
    return std::make_unique<ActingEngine>(config.script.parent_path());
  };
  parts.load_hook = acting_hook;
  return parts;
}

}  // namespace gmat_sweep::test
