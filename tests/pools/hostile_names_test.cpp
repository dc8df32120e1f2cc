// Names that try to lead elsewhere, or to break a line: they are refused or stay inside.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/once.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/orchestrate.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::set<fs::path> files_below(const fs::path& folder) {
  std::set<fs::path> files;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    if (!item.is_directory()) files.insert(item.path());
  }
  return files;
}

class HostileNamesTest : public ::testing::Test {
 protected:
  fs::path folder() const { return directory_.path() / "home"; }
  fs::path out() const { return folder() / "out put\nwith a newline"; }

  void SetUp() override { fs::create_directories(folder()); }

  SweepResult sweep(const fs::path& script, const std::string& hook = "") {
    SweepOptions options;
    options.output_dir = out();
    options.postprocess = hook;
    options = completed(options);
    WorkerParts parts;
    parts.make_engine = test::acting_parts().make_engine;
    DebugPool pool(parts);
    const RunSet runs =
        RunSet::from_design(grid(Value::Map{{"X.Value", Value::List{1.0}}}), {script, out(), {}});
    return run_new_sweep(runs, script, options, parts.make_engine, pool);
  }

  Manifest manifest() const { return Manifest::open(out() / "manifest.jsonl"); }

  test::TemporaryDirectory directory_;
};

TEST_F(HostileNamesTest, a_script_and_its_includes_are_copied_inside_whatever_they_are_called) {
  const fs::path script = folder() / "a b\n'\"%c" / "..mission \n.script";
  fs::create_directories(script.parent_path());
  fs::create_directories(directory_.path() / "up stairs");
  write_file(directory_.path() / "up stairs" / "sat.script", "Create Spacecraft Sat\n");
  write_file(script, "#Include '../../up stairs/sat.script'\nBeginMissionSequence\n");
  const std::set<fs::path> before = files_below(directory_.path());
  EXPECT_EQ(sweep(script).ok, 1);
  for (const fs::path& file : files_below(directory_.path())) {
    if (before.contains(file)) continue;
    EXPECT_FALSE(file.lexically_relative(out()).string().starts_with(".."));
  }
  EXPECT_EQ(manifest().header().inputs.size(), 2U);
  EXPECT_TRUE(verify_sweep(out() / "manifest.jsonl").findings.empty());
  const std::string text = read_file(out() / "manifest.jsonl");
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
}

TEST_F(HostileNamesTest, a_hooks_keys_are_data_and_its_paths_are_recorded_as_they_are) {
  const fs::path script = folder() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  const fs::path hook = folder() / "hook";
  const std::string long_key(5000, 'k');
  write_file(hook, "#!/bin/sh\nprintf '%s' '{\"../../key\": \"" + script.string() +
                       "\", \"new\\nline\": \"" + script.string() + "\", \"" + long_key + "\": \"" +
                       script.string() + "\"}'\n");
  fs::permissions(hook, fs::perms::owner_all);
  EXPECT_EQ(sweep(script, "exec:'" + hook.string() + "'").ok, 1);
  const Manifest manifest = this->manifest();
  const RunOutcome outcome = manifest.entry(*manifest.find(0)).outcome;
  EXPECT_EQ(outcome.extra_outputs.at("../../key"), script);
  EXPECT_EQ(outcome.extra_outputs.at("new\nline"), script);
  EXPECT_EQ(outcome.extra_outputs_sha256.count(long_key), 1U);
  EXPECT_TRUE(verify_sweep(out() / "manifest.jsonl").findings.empty());
}

/// An engine whose one output has the name given.
class NamingEngine : public Engine {
 public:
  explicit NamingEngine(std::string key) : key_(std::move(key)) {}
  std::string name() const override { return "naming"; }
  void check_overrides(const Value::Map&) const override {}
  EngineResult run(const EngineRequest&) const override {
    EngineResult result;
    result.outputs.push_back({key_, {{{"x", std::vector<double>{1.0}}}}});
    return result;
  }

 private:
  std::string key_;
};

TEST_F(HostileNamesTest, an_output_that_would_leave_its_run_folder_fails_the_run) {
  for (const std::string& key :
       {std::string("../escape"), std::string("/tmp/escape"), std::string("a/b"), std::string(".."),
        std::string(""), std::string("nul\0byte", 8), std::string(300, 'l')}) {
    const NamingEngine engine(key);
    RunExecutor executor(engine, {});
    RunSpec spec;
    spec.output_dir = folder() / "run-0";
    const RunOutcome outcome = executor.run_one(spec);
    EXPECT_EQ(outcome.status, RunStatus::failed) << key;
    EXPECT_FALSE(outcome.error_text->empty());
  }
  EXPECT_EQ(files_below(directory_.path()), std::set<fs::path>{folder() / "run-0" / "worker.log"});
}

TEST_F(HostileNamesTest, an_output_folder_that_no_file_system_takes_is_refused_with_the_reason) {
  const fs::path script = folder() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  SweepOptions options;
  options.output_dir = folder() / std::string(300, 'o');
  options = completed(options);
  DebugPool pool(test::acting_parts());
  const RunSet runs = RunSet::from_design(grid(Value::Map{{"X.Value", Value::List{1.0}}}),
                                          {script, options.output_dir, {}});
  try {
    run_new_sweep(runs, script, options, test::acting_parts().make_engine, pool);
    FAIL() << "expected SweepConfigError";
  } catch (const GmatSweepError& error) {
    EXPECT_THAT(error.what(), HasSubstr("File name too long"));
  }
}

TEST_F(HostileNamesTest, a_reports_file_name_never_leaves_the_output_folder) {
  const fs::path script = folder() / "mission.script";
  for (const std::string name :
       {"../../escape.txt", "/tmp/gmat_sweep_escape.txt", "..", "a\\\\..\\\\b"}) {
    write_file(script, "Create Spacecraft Sat;\nCreate ReportFile RF;\nRF.Filename = '" + name +
                           "';\nBeginMissionSequence;\nReport RF Sat.X;\n");
    EngineConfig config;
    config.script = script;
    run_once(config, {}, folder() / "once");
  }
  for (const fs::path& file : files_below(directory_.path())) {
    EXPECT_TRUE(file == script || file.parent_path() == folder() / "once") << file;
  }
  EXPECT_FALSE(fs::exists("/tmp/gmat_sweep_escape.txt"));
}

}  // namespace
}  // namespace gmat_sweep
