#pragma once

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include "gmat_sweep/engine.hpp"
#include "gmat_sweep/errors.hpp"
#include "pools/worker.hpp"

namespace gmat_sweep::test {

/// Does what `action` says: "" nothing, "throw", "kill" (itself), "exit", "sleep" (for a minute),
/// "print", "warn", "kill_once" (when it is the first process to try, by a folder in `folder`'s parent).
inline void act(const std::string& action, const std::filesystem::path& folder) {
  if (action == "throw") throw RunFailed("mission.script:7: told to fail");
  if (action == "kill") ::raise(SIGKILL);
  if (action == "exit") ::_exit(5);
  if (action == "sleep") std::this_thread::sleep_for(std::chrono::minutes(1));
  if (action == "print") std::puts("printed by the mission");
  // Making a folder succeeds for one process alone.
  if (action == "kill_once" && std::filesystem::create_directory(folder.parent_path() / "killed")) {
    ::raise(SIGKILL);
  }
}

/// Stands in for a mission: one report of one row, the override `X.Value` and its square, after
/// the action named by the override `Engine.Action`.
class ActingEngine : public Engine {
 public:
  std::string name() const override { return "acting"; }

  void check_overrides(const Value::Map& overrides) const override {
    for (const auto& [field, value] : overrides) {
      if (field != "X.Value" && field != "Engine.Action" && field != "Hook.Action") {
        throw SweepConfigError("no field " + field);
      }
    }
  }

  EngineResult run(const EngineRequest& request) const override {
    if (const Value* action = request.overrides.find("Engine.Action")) {
      act(action->as_string(), request.output_dir);
    }
    const Value* x = request.overrides.find("X.Value");
    const double value = x == nullptr ? 0.0 : x->as_real();
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
};

/// Acts as the override `Hook.Action` says and writes `note.txt`.
inline LoadedHook acting_hook(const HookConfig&) {
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
    return std::make_unique<ActingEngine>();
  };
  parts.load_hook = acting_hook;
  return parts;
}

}  // namespace gmat_sweep::test
