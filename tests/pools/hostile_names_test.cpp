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
#include "gmat_sweep/sweep.hpp"
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
  for (const std::string& name :
       {std::string("../../escape.txt"), std::string("/tmp/gmat_sweep_escape.txt"),
        std::string(".."), std::string("a\\..\\b"), std::string(5000, 'n'), std::string("~/escape"),
        std::string("$HOME/escape"), std::string(" ")}) {
    write_file(script, "Create Spacecraft Sat;\nCreate ReportFile RF;\nRF.Filename = '" + name +
                           "';\nBeginMissionSequence;\nReport RF Sat.X;\n");
    EngineConfig config;
    config.script = script;
    try {
      run_once(config, {}, folder() / "once");
    } catch (const GmatSweepError& error) {
      EXPECT_EQ(name.size(), 5000U);
      EXPECT_THAT(error.what(), HasSubstr("File name too long"));
    }
  }
  for (const fs::path& file : files_below(directory_.path())) {
    EXPECT_TRUE(file == script || file.parent_path() == folder() / "once") << file;
  }
  EXPECT_FALSE(fs::exists("/tmp/gmat_sweep_escape.txt"));
}

TEST_F(HostileNamesTest, a_sweep_writes_by_the_resources_name_whatever_its_file_is_called) {
  for (const std::string& name : {std::string("../../escape.txt"), std::string("/tmp/gmat_escape"),
                                  std::string(5000, 'n'), std::string("a b")}) {
    const fs::path script = folder() / "mission.script";
    write_file(script, "Create Spacecraft Sat;\nCreate ReportFile RF;\nRF.Filename = '" + name +
                           "';\nBeginMissionSequence;\nReport RF Sat.X;\n");
    SweepOptions options;
    options.output_dir = out();
    options.backend = "debug";
    EXPECT_EQ(gmat_sweep::sweep(script, {{"Sat.SMA", Value::List{7000.0}}}, options).ok, 1);
    EXPECT_TRUE(fs::exists(out() / "run-0" / "report__RF.parquet"));
    fs::remove_all(out());
    EXPECT_EQ(files_below(directory_.path()), std::set<fs::path>{script});
  }
}

TEST_F(HostileNamesTest, a_newline_in_a_file_name_ends_the_line_of_the_script) {
  const fs::path script = folder() / "mission.script";
  write_file(script,
             "Create Spacecraft Sat;\nCreate ReportFile RF;\nRF.Filename = 'a\n../b';\n"
             "BeginMissionSequence;\nReport RF Sat.X;\n");
  EngineConfig config;
  config.script = script;
  EXPECT_THROW(run_once(config, {}, folder() / "once"), ScriptError);
  EXPECT_EQ(files_below(directory_.path()), std::set<fs::path>{script});
}

/// A sweep whose hook wrote to `elsewhere`, beside the output folder.
TEST_F(HostileNamesTest, repair_leaves_what_lies_outside_the_output_folder_where_it_is) {
  const fs::path script = folder() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  const fs::path elsewhere = folder() / "elsewhere";
  write_file(elsewhere, "mine");
  const fs::path hook = folder() / "hook";
  // Through the link the second path leads outside, too.
  write_file(hook, "#!/bin/sh\ncat > /dev/null\nln -s '" + folder().string() +
                       "' \"$1/run-0/up\"\n" + "printf '%s' '{\"a\": \"" + elsewhere.string() +
                       "\", \"b\": " + to_json((out() / "run-0" / "up" / "elsewhere").string()) +
                       "}'\n");
  fs::permissions(hook, fs::perms::owner_all);
  ASSERT_EQ(sweep(script, "exec:'" + hook.string() + "' '" + out().string() + "'").ok, 1);
  write_file(elsewhere, "changed since");
  const RepairResult result = repair_sweep(out() / "manifest.jsonl");
  EXPECT_EQ(read_file(elsewhere), "changed since");
  EXPECT_THAT(result.actions, testing::Contains(HasSubstr("is left there")));
  EXPECT_EQ(manifest().failed_run_ids(), std::vector<std::int64_t>{0});
}

TEST_F(HostileNamesTest, a_run_folder_that_is_a_link_is_not_emptied) {
  const fs::path script = folder() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  const fs::path precious = folder() / "precious";
  fs::create_directory(precious);
  write_file(precious / "worker.log", "of another sweep");
  write_file(precious / "data", "data");
  fs::create_directories(out());
  fs::create_directory_symlink(precious, out() / "run-0");
  EXPECT_EQ(sweep(script).failed, 1);
  EXPECT_TRUE(fs::exists(precious / "data"));
  const Manifest manifest = this->manifest();
  EXPECT_THAT(*manifest.entry(*manifest.find(0)).outcome.error_text, HasSubstr("is a link"));
}

TEST_F(HostileNamesTest, what_is_neither_file_nor_folder_is_no_output) {
  const fs::path script = folder() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  const fs::path hook = folder() / "hook";
  for (const std::string path : {"/dev/zero", "PIPE"}) {
    write_file(hook,
               "#!/bin/sh\ncat > /dev/null\nrm -f PIPE; mkfifo PIPE\nprintf '%s' '{\"a\": \"" +
                   path + "\"}'\n");
    fs::permissions(hook, fs::perms::owner_all);
    const fs::path here = fs::current_path();
    fs::current_path(folder());
    EXPECT_EQ(sweep(script, "exec:" + hook.string()).failed, 1);
    fs::current_path(here);
    const Manifest manifest = this->manifest();
    EXPECT_THAT(*manifest.entry(*manifest.find(0)).outcome.error_text,
                HasSubstr("neither a file nor a folder"));
    fs::remove_all(out());
  }
}

TEST_F(HostileNamesTest, copies_and_includes_that_lead_elsewhere_make_a_manifest_malformed) {
  const std::string head =
      R"({"script_sha256": "", "gmat_sweep_version": "", "gmat_run_version": "", )"
      R"("gmat_install_version": "", "python_version": "", "os_platform": "", "sweep_seed": null, )"
      R"("parameter_spec": {}, "run_count": 0, )";
  for (const std::string path :
       {"../../secret", "/etc/passwd", "inputs/../../secret", "..", "", "plain"}) {
    for (const std::string& field :
         {R"("inputs": [{"path": ")" + path + R"(", "sha256": ""}])",
          R"("inputs": [{"path": "inputs/a", "sha256": ""}, {"path": "inputs/b", "sha256": "", )"
          R"("include": ")" +
              (path.empty() || path == "plain" || path.starts_with("..") ||
                       path.starts_with("inputs")
                   ? "/etc/passwd"
                   : path) +
              R"("}])",
          R"("postprocess_files": [{"path": ")" + path + R"(", "sha256": ""}])"}) {
      write_file(folder() / "manifest.jsonl", head + field + "}\n");
      EXPECT_THROW(Manifest::open(folder() / "manifest.jsonl"), ManifestCorruptError) << field;
    }
  }
}

}  // namespace
}  // namespace gmat_sweep
