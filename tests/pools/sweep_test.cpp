// Whole sweeps over the acting engine: what lands in the output folder, and what resume makes of
// it.

#include "gmat_sweep/sweep.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "pools/local_pool.hpp"
#include "support/memory_directory.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/orchestrate.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

class SweepTest : public ::testing::Test {
 protected:
  SweepTest() {
    fs::create_directory(directory_.path() / "lib");
    write_file(script(), "#Include 'lib/sat.script'\nBeginMissionSequence\n");
    write_file(directory_.path() / "lib" / "sat.script", "Create Spacecraft Sat\n");
    options_.output_dir = directory_.path() / "out";
    options_.workers = 2;
    options_ = completed(options_);
  }

  fs::path script() const { return directory_.path() / "mission.script"; }
  fs::path out() const { return options_.output_dir; }
  RunBase base() const { return {script(), out(), options_.run_options}; }
  Manifest manifest() const { return Manifest::open(options_.manifest_path); }

  SweepResult run(const RunSet& runs) {
    LocalPool pool({options_.workers, fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"});
    return run_new_sweep(runs, script(), options_, test::acting_parts().make_engine, pool);
  }
  SweepResult run(const Value::Map& axes) { return run(RunSet::from_design(grid(axes), base())); }

  SweepResult resume() {
    static_cast<SweepOptions&>(resume_options_) = options_;
    LocalPool pool({options_.workers, fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"});
    return resume_sweep(script(), resume_options_, test::acting_parts().make_engine, pool);
  }

  SweepResult extend(std::int64_t n) {
    static_cast<SweepOptions&>(resume_options_) = options_;
    LocalPool pool({options_.workers, fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"});
    return extend_sweep(n, script(), resume_options_, test::acting_parts().make_engine, pool);
  }

  RunSet draws(std::int64_t n) const {
    return RunSet::from_design(
        monte_carlo({{"X.Value", Value::List{"normal", 0.0, 1.0}}}, n, Value(42)), base());
  }

  std::string refusal(const Value::Map& axes) {
    try {
      run(axes);
    } catch (const SweepConfigError& error) {
      return error.what();
    }
    return "accepted";
  }

  /// Every run's files by their digests: what must not depend on how a sweep was run.
  std::map<std::string, std::string> digests() const {
    std::map<std::string, std::string> digests;
    const Manifest manifest = this->manifest();
    for (const RunRecord& run : manifest.runs()) {
      for (const auto& [key, path] : manifest.entry(run).outcome.output_paths) {
        digests[std::to_string(run.run_id) + key] = sha256_file_hex(path);
      }
    }
    return digests;
  }

  /// As if the run had never completed.
  void forget_entry(std::int64_t run_id) const {
    std::istringstream lines(read_file(options_.manifest_path));
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
      if (line.find(fmt::format("\"run_id\": {},", run_id)) == std::string::npos)
        kept += line + "\n";
    }
    write_file(options_.manifest_path, kept);
  }

  void forget_sweep() const { fs::remove_all(out()); }

  test::MemoryDirectory directory_;
  SweepOptions options_;
  ResumeOptions resume_options_;
};

Value::List numbers(int count) {
  Value::List list;
  for (int i = 0; i < count; ++i) list.emplace_back(static_cast<double>(i));
  return list;
}

TEST_F(SweepTest, a_grid_lands_in_the_output_folder_with_a_manifest) {
  const SweepResult result = run(Value::Map{{"X.Value", numbers(10)}});
  EXPECT_EQ(result.ok, 10);
  EXPECT_EQ(result.run_count, 10);
  EXPECT_GT(result.run_seconds, 0);
  const Manifest manifest = this->manifest();
  EXPECT_EQ(manifest.header().run_count, 10);
  EXPECT_EQ(manifest.header().backend, "LocalPool");
  EXPECT_EQ(manifest.header().engine, "acting");
  EXPECT_EQ(manifest.header().output_dir, ".");
  ASSERT_EQ(manifest.runs().size(), 10U);
  const ManifestEntry entry = manifest.entry(*manifest.find(3));
  EXPECT_EQ(entry.overrides, (Value::Map{{"X.Value", 3.0}}));
  EXPECT_EQ(entry.outcome.output_paths.at("report__RF"), out() / "run-3" / "report__RF.parquet");
  EXPECT_EQ(entry.log_path, out() / "run-3" / "worker.log");
  EXPECT_THAT(read_file(options_.manifest_path), testing::Not(HasSubstr(out().string())));
}

TEST_F(SweepTest, the_script_and_what_it_includes_are_copied_and_hashed) {
  run(Value::Map{{"X.Value", numbers(1)}});
  const std::vector<ManifestInput> inputs = manifest().header().inputs;
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(inputs[0].path, "inputs/mission.script");
  EXPECT_EQ(inputs[1].path, "inputs/lib/sat.script");
  EXPECT_EQ(inputs[1].include, "lib/sat.script");
  for (const ManifestInput& input : inputs) {
    EXPECT_EQ(sha256_file_hex(out() / input.path), input.sha256);
  }
}

TEST_F(SweepTest, progress_reaches_the_total_and_never_steps_back) {
  std::vector<SweepProgress> seen;
  options_.progress = [&](const SweepProgress& progress) { seen.push_back(progress); };
  run(Value::Map{{"X.Value", numbers(50)}, {"Engine.Action", Value::List{"", "throw"}}});
  ASSERT_FALSE(seen.empty());
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_GT(seen[i].done, seen[i - 1].done);
  EXPECT_EQ(seen.back().done, 100);
  EXPECT_EQ(seen.back().ok, 50);
  EXPECT_EQ(seen.back().failed, 50);
  EXPECT_EQ(seen.back().total, 100);
}

TEST_F(SweepTest, an_unknown_field_is_refused_before_anything_is_created) {
  EXPECT_THAT(refusal({{"Y.Value", numbers(1)}}), HasSubstr("Y.Value"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(SweepTest, a_folder_that_holds_a_sweep_is_refused_and_resume_is_named) {
  run(Value::Map{{"X.Value", numbers(2)}});
  const std::string before = read_file(options_.manifest_path);
  EXPECT_THAT(refusal({{"X.Value", numbers(2)}}), HasSubstr("resume"));
  EXPECT_EQ(read_file(options_.manifest_path), before);
}

TEST_F(SweepTest, a_folder_in_use_is_refused_naming_who_holds_it) {
  fs::create_directories(out());
  const FolderLock lock(out());
  EXPECT_THAT(refusal({{"X.Value", numbers(2)}}),
              AllOf(HasSubstr("in use"), HasSubstr(std::to_string(::getpid()))));
}

TEST_F(SweepTest, a_manifest_elsewhere_holds_absolute_paths) {
  options_.manifest_path = directory_.path() / "elsewhere" / "m.jsonl";
  run(Value::Map{{"X.Value", numbers(1)}});
  EXPECT_EQ(manifest().output_dir(), out());
  EXPECT_THAT(read_file(options_.manifest_path),
              HasSubstr((out() / "run-0" / "report__RF.parquet").string()));
}

TEST_F(SweepTest, one_worker_and_many_give_the_same_files) {
  options_.workers = 1;
  run(Value::Map{{"X.Value", numbers(20)}});
  const auto expected = digests();
  EXPECT_EQ(expected.size(), 20U);
  forget_sweep();
  options_.workers = 4;
  run(Value::Map{{"X.Value", numbers(20)}});
  EXPECT_EQ(digests(), expected);
}

TEST_F(SweepTest, a_killed_worker_fails_its_run_alone) {
  const SweepResult result =
      run(Value::Map{{"X.Value", numbers(10)}, {"Engine.Action", Value::List{"", "kill"}}});
  EXPECT_EQ(result.ok, 10);
  EXPECT_EQ(result.failed, 10);
}

TEST_F(SweepTest, resume_runs_the_failed_and_the_missing_and_nothing_else) {
  // The first process to try kills itself, the resumed run succeeds.
  run(Value::Map{{"X.Value", numbers(4)}, {"Engine.Action", Value::List{"", "kill_once"}}});
  ASSERT_THAT(manifest().failed_run_ids().size(), 1U);
  // Two more are lost, as when the driver is killed.
  std::string text = read_file(options_.manifest_path);
  for (int i = 0; i < 2; ++i) text.erase(text.rfind('\n', text.size() - 2) + 1);
  write_file(options_.manifest_path, text + R"({"torn)");
  const auto unfinished = manifest().failed_run_ids().size() + manifest().missing_run_ids().size();

  std::int64_t total = 0;
  options_.progress = [&](const SweepProgress& progress) { total = progress.total; };
  const SweepResult result = resume();
  EXPECT_EQ(total, static_cast<std::int64_t>(unfinished));
  EXPECT_EQ(result.ok, 8);
  EXPECT_EQ(result.failed, 0);
  EXPECT_EQ(result.run_count, 8);
  EXPECT_THAT(manifest().failed_run_ids(), IsEmpty());
  EXPECT_THAT(manifest().missing_run_ids(), IsEmpty());
}

TEST_F(SweepTest, a_sweep_interrupted_and_resumed_equals_one_run_through) {
  run(Value::Map{{"X.Value", numbers(12)}});
  const auto expected = digests();
  std::string text = read_file(options_.manifest_path);
  for (int i = 0; i < 7; ++i) text.erase(text.rfind('\n', text.size() - 2) + 1);
  write_file(options_.manifest_path, text);
  resume();
  EXPECT_EQ(digests(), expected);
}

TEST_F(SweepTest, extend_adds_the_runs_a_larger_sweep_would_have_had) {
  run(draws(9));
  const auto larger = digests();
  forget_sweep();
  run(draws(4));
  const SweepResult result = extend(5);
  EXPECT_EQ(result.run_count, 9);
  EXPECT_EQ(result.ok, 9);
  EXPECT_EQ(digests(), larger);
}

TEST_F(SweepTest, an_extension_that_was_interrupted_knows_its_target_and_resumes) {
  run(draws(9));
  const auto larger = digests();
  forget_sweep();
  run(draws(4));
  extend(5);
  for (const std::int64_t id : {4, 5, 7}) forget_entry(id);
  EXPECT_EQ(manifest().total_run_count(), 9);
  EXPECT_EQ(resume().ok, 9);
  EXPECT_EQ(digests(), larger);
}

TEST_F(SweepTest, extend_refuses_an_unfinished_sweep_naming_the_gaps_and_resume) {
  run(draws(4));
  forget_entry(2);
  try {
    extend(5);
    FAIL();
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("missing: 2"), HasSubstr("`resume`")));
  }
}

TEST_F(SweepTest, extend_refuses_a_design_that_cannot_grow) {
  run(Value::Map{{"X.Value", numbers(3)}});
  EXPECT_THROW(extend(1), SweepConfigError);
  EXPECT_EQ(manifest().runs().size(), 3U);
}

TEST_F(SweepTest, resume_with_nothing_to_do_changes_nothing) {
  run(Value::Map{{"X.Value", numbers(3)}});
  const std::string before = read_file(options_.manifest_path);
  const SweepResult result = resume();
  EXPECT_EQ(result.ok, 3);
  EXPECT_EQ(read_file(options_.manifest_path), before);
}

TEST_F(SweepTest, a_warning_of_many_runs_is_told_once_and_recorded_with_each) {
  std::vector<std::string> told;
  options_.warn = [&](const std::string& text) { told.push_back(text); };
  run(Value::Map{{"Engine.Action", Value::List{"warn"}}, {"X.Value", numbers(3)}});
  EXPECT_THAT(told, ElementsAre("a file ends"));
  const Manifest written = manifest();
  ASSERT_EQ(written.runs().size(), 3U);
  for (const RunRecord& record : written.runs()) {
    EXPECT_THAT(written.entry(record).outcome.warnings, ElementsAre("a file ends"));
  }
}

TEST_F(SweepTest, resume_refuses_another_script_with_both_hashes_unless_allowed) {
  run(Value::Map{{"X.Value", numbers(1)}});
  const std::string recorded = manifest().header().script_sha256;
  write_file(script(), "#Include 'lib/sat.script'\n% another\nBeginMissionSequence\n");
  try {
    resume();
    FAIL() << "expected SweepConfigError";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("manifest=" + recorded), HasSubstr("current=")));
  }
  std::vector<std::string> warnings;
  resume_options_.allow_script_drift = true;
  options_.warn = [&](const std::string& text) { warnings.push_back(text); };
  EXPECT_NO_THROW(resume());
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("script hash mismatch")));
}

TEST_F(SweepTest, context_is_recorded_restored_and_provided_for_runs_that_never_completed) {
  std::vector<RunSpec> specs(3);
  for (std::size_t i = 0; i < specs.size(); ++i) {
    specs[i].script_path = script();
    specs[i].run_id = static_cast<std::int64_t>(i);
    specs[i].context = {{"norad_id", static_cast<std::int64_t>(100 + i)}};
  }
  specs[1].overrides = {{"Engine.Action", "kill_once"}};
  run(RunSet::from_specs(specs, base()));
  ASSERT_EQ(manifest().failed_run_ids(), std::vector<std::int64_t>{1});
  forget_entry(2);
  resume_options_.context_provider = [](std::int64_t id) {
    return Value::Map{{"provided_for", id}};
  };
  EXPECT_EQ(resume().ok, 3);
  const Manifest after = manifest();
  EXPECT_EQ(after.entry(*after.find(0)).context, (Value::Map{{"norad_id", 100}}));
  EXPECT_EQ(after.entry(*after.find(1)).context, (Value::Map{{"norad_id", 101}}));
  EXPECT_EQ(after.entry(*after.find(2)).context, (Value::Map{{"provided_for", 2}}));
  EXPECT_FALSE(after.header().parameter_spec.contains("context"));
}

TEST_F(SweepTest, explicit_runs_resume_with_their_own_ids_and_folders) {
  RunSpec special;
  special.script_path = script();
  special.run_id = 41;
  special.output_dir = directory_.path() / "apart" / "run";
  special.overrides = {{"Engine.Action", "throw"}};
  run(RunSet::from_specs({special}, base()));
  EXPECT_EQ(manifest().failed_run_ids(), std::vector<std::int64_t>{41});
  const SweepResult result = resume();
  EXPECT_EQ(result.run_count, 1);
  EXPECT_EQ(result.failed, 1);
  const Manifest after = manifest();
  EXPECT_EQ(after.entry(*after.find(41)).log_path, special.output_dir / "worker.log");
}

TEST_F(SweepTest, a_hook_that_cannot_be_found_is_refused_before_anything_is_created) {
  options_.postprocess = "exec:/nowhere/hook";
  EXPECT_THAT(refusal({{"X.Value", numbers(1)}}), HasSubstr("/nowhere/hook"));
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(SweepTest, a_moved_sweep_resumes_in_its_new_place) {
  run(Value::Map{{"X.Value", numbers(4)}});
  const auto expected = digests();
  std::string text = read_file(options_.manifest_path);
  text.erase(text.rfind('\n', text.size() - 2) + 1);
  write_file(options_.manifest_path, text);
  fs::rename(out(), directory_.path() / "moved");
  options_.output_dir = directory_.path() / "moved";
  options_.manifest_path = options_.output_dir / "manifest.jsonl";
  EXPECT_EQ(resume().ok, 4);
  EXPECT_EQ(digests(), expected);
}

TEST_F(SweepTest, without_fsync_each_the_same_lands_on_disk) {
  run(Value::Map{{"X.Value", numbers(30)}});
  const auto expected = digests();
  forget_sweep();
  options_.fsync_each = false;
  options_.fsync_batch = 7;
  EXPECT_EQ(run(Value::Map{{"X.Value", numbers(30)}}).ok, 30);
  EXPECT_EQ(digests(), expected);
}

TEST_F(SweepTest, after_the_users_limit_of_failures_the_rest_is_skipped) {
  options_.workers = 1;
  options_.max_failures = 2;
  // Sorted by field, the failing half comes last.
  const Value::Map axes{{"Engine.Action", Value::List{"", "throw"}}, {"X.Value", numbers(200)}};
  const SweepResult result = run(axes);
  EXPECT_EQ(result.run_count, 400);
  EXPECT_EQ(result.ok, 200);
  EXPECT_GE(result.failed, 2);
  EXPECT_GT(result.skipped, 0);
  const Manifest before = manifest();
  const ManifestEntry last = before.entry(before.runs().back());
  EXPECT_EQ(last.outcome.status, RunStatus::skipped);
  EXPECT_THAT(*last.outcome.error_text, HasSubstr("limit"));
  EXPECT_FALSE(fs::exists(out() / "run-399"));

  options_.max_failures.reset();
  const SweepResult resumed = resume();
  EXPECT_EQ(resumed.skipped, result.skipped);
  resume_options_.include_skipped = true;
  EXPECT_EQ(resume().skipped, 0);
}

TEST_F(SweepTest, a_failed_run_is_tried_again_and_each_attempt_is_recorded) {
  options_.retries = 2;
  std::vector<SweepProgress> seen;
  options_.progress = [&](const SweepProgress& progress) { seen.push_back(progress); };
  const SweepResult result =
      run(Value::Map{{"X.Value", numbers(3)}, {"Engine.Action", Value::List{"", "throw_once"}}});
  EXPECT_EQ(result.ok, 6);
  EXPECT_EQ(result.failed, 0);
  EXPECT_EQ(result.run_count, 6);
  EXPECT_EQ(result.not_run, 0);
  EXPECT_EQ(seen.back().done, 6);
  EXPECT_EQ(seen.back().failed, 0);
  const std::string text = read_file(options_.manifest_path);
  EXPECT_EQ(std::ranges::count(text, '\n'), 1 + 6 + 1);
  std::int64_t second_attempts = 0;
  const Manifest manifest = this->manifest();
  for (const RunRecord& record : manifest.runs()) {
    if (manifest.entry(record).attempt == 2) ++second_attempts;
  }
  EXPECT_EQ(second_attempts, 1);
  EXPECT_THAT(text, HasSubstr("told to fail once"));
}

TEST_F(SweepTest, a_run_that_always_fails_is_tried_as_often_as_asked_and_no_more) {
  options_.retries = 3;
  const SweepResult result =
      run(Value::Map{{"X.Value", numbers(2)}, {"Engine.Action", Value::List{"throw"}}});
  EXPECT_EQ(result.failed, 2);
  EXPECT_EQ(result.ok, 0);
  const Manifest first = manifest();
  EXPECT_EQ(first.entry(*first.find(0)).attempt, 4);
  EXPECT_FALSE(first.entry(*first.find(0)).quarantined);
  // A resume goes on counting.
  options_.retries = 0;
  resume();
  const Manifest second = manifest();
  EXPECT_EQ(second.entry(*second.find(0)).attempt, 5);
}

TEST_F(SweepTest, a_run_that_kills_its_worker_twice_is_quarantined_and_the_sweep_goes_on) {
  options_.retries = 10;
  const Value::Map axes{{"X.Value", numbers(5)}, {"Engine.Action", Value::List{"", "kill"}}};
  const SweepResult result = run(axes);
  EXPECT_EQ(result.ok, 5);
  EXPECT_EQ(result.failed, 5);
  const Manifest before = manifest();
  for (const std::int64_t id : before.failed_run_ids()) {
    const ManifestEntry entry = before.entry(*before.find(id));
    EXPECT_EQ(entry.attempt, 2);
    EXPECT_EQ(entry.worker_deaths, 2);
    EXPECT_TRUE(entry.quarantined);
    EXPECT_THAT(*entry.outcome.error_text, AllOf(HasSubstr("SIGKILL"), HasSubstr("quarantined")));
  }
  const std::string text = read_file(options_.manifest_path);
  std::vector<std::string> warnings;
  options_.warn = [&](const std::string& warning) { warnings.push_back(warning); };
  EXPECT_EQ(resume().failed, 5);
  EXPECT_EQ(read_file(options_.manifest_path), text);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("quarantine")));
  resume_options_.include_quarantined = true;
  resume();
  EXPECT_NE(read_file(options_.manifest_path), text);
}

TEST_F(SweepTest, deaths_are_counted_over_resumes) {
  run(Value::Map{{"X.Value", numbers(1)}, {"Engine.Action", Value::List{"kill"}}});
  EXPECT_FALSE(manifest().entry(*manifest().find(0)).quarantined);
  resume();
  const Manifest after = manifest();
  EXPECT_TRUE(after.entry(*after.find(0)).quarantined);
}

TEST_F(SweepTest, a_stopped_sweep_says_what_is_left_and_resumes_to_the_same_files) {
  const Value::Map axes{{"X.Value", numbers(200)}};
  run(axes);
  const auto expected = digests();
  forget_sweep();
  StopRequest stop;
  options_.stop = &stop;
  options_.progress = [&](const SweepProgress&) { stop.request(); };
  const SweepResult stopped = run(axes);
  EXPECT_GT(stopped.not_run, 0);
  EXPECT_EQ(stopped.not_run, 200 - stopped.ok);
  EXPECT_EQ(stopped.skipped, 0);
  options_.stop = nullptr;
  options_.progress = {};
  EXPECT_EQ(resume().ok, 200);
  EXPECT_EQ(digests(), expected);
}

TEST_F(SweepTest, a_stop_before_the_first_run_creates_nothing) {
  StopRequest stop;
  stop.request();
  options_.stop = &stop;
  EXPECT_THROW(run(Value::Map{{"X.Value", numbers(1)}}), GmatSweepError);
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(SweepTest, resume_refuses_what_changed_and_names_it) {
  write_file(directory_.path() / "data.txt", "data");
  write_file(directory_.path() / "engine_version", "1.0");
  const fs::path hook = directory_.path() / "hook";
  write_file(hook, "#!/bin/sh\necho '{}'\n");
  fs::permissions(hook, fs::perms::owner_all);
  options_.postprocess = "exec:" + hook.string();
  run(Value::Map{{"X.Value", numbers(2)}});
  EXPECT_NO_THROW(resume());
  const auto refusal_of_resume = [&] {
    try {
      resume();
      return std::string("accepted");
    } catch (const SweepConfigError& error) {
      return std::string(error.what());
    }
  };
  write_file(directory_.path() / "lib" / "sat.script", "Create Spacecraft Sat \n");
  EXPECT_THAT(refusal_of_resume(), AllOf(HasSubstr("lib/sat.script"), HasSubstr("manifest=")));
  resume_options_.allow_script_drift = true;
  EXPECT_EQ(refusal_of_resume(), "accepted");

  write_file(directory_.path() / "data.txt", "other data");
  write_file(directory_.path() / "engine_version", "1.1");
  write_file(hook, "#!/bin/sh\n# another\necho '{}'\n");
  EXPECT_THAT(refusal_of_resume(),
              AllOf(HasSubstr("data file data.txt"), HasSubstr("manifest=1.0, current=1.1"),
                    HasSubstr("the hook exec:")));
  fs::remove(directory_.path() / "data.txt");
  EXPECT_THAT(refusal_of_resume(), HasSubstr("data.txt is no longer used"));
  resume_options_.allow_drift = true;
  std::vector<std::string> warnings;
  options_.warn = [&](const std::string& text) { warnings.push_back(text); };
  EXPECT_EQ(refusal_of_resume(), "accepted");
  EXPECT_EQ(warnings.size(), 4U);
}

TEST_F(SweepTest, resume_knows_functions_found_on_the_function_path) {
  const fs::path elsewhere = directory_.path() / "elsewhere";
  fs::create_directory(elsewhere);
  const std::string half = "function [y] = half(x)\nCreate Variable y\nBeginMissionSequence\n";
  write_file(elsewhere / "half.gmf", half + "y = x / 2\n");
  write_file(
      script(),
      "Create Variable V W\nCreate GmatFunction half\nBeginMissionSequence\n[V] = half(W)\n");
  options_.engine_options.set("function_path", Value::List{elsewhere.string()});
  run(Value::Map{{"X.Value", numbers(2)}});
  EXPECT_NO_THROW(resume());
  write_file(elsewhere / "half.gmf", half + "y = x / 3\n");
  try {
    resume();
    FAIL() << "resumed with another function";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("half.gmf"), HasSubstr("manifest=")));
  }
}

TEST_F(SweepTest, resume_knows_the_files_that_set_reads) {
  const auto states = directory_.path() / "lib" / "state.sv";
  write_file(states, "one");
  write_file(script(),
             "Create FileInterface F\nF.Filename = 'lib/state.sv'\nBeginMissionSequence\n");
  run(Value::Map{{"X.Value", numbers(2)}});
  EXPECT_NO_THROW(resume());
  EXPECT_EQ(read_file(out() / "inputs" / "lib" / "state.sv"), "one");
  write_file(states, "two");
  EXPECT_THROW(resume(), SweepConfigError);
}

TEST_F(SweepTest, a_manifest_that_records_no_digests_resumes_whatever_is_there) {
  run(Value::Map{{"X.Value", numbers(2)}});
  write_file(directory_.path() / "data.txt", "data");
  write_file(directory_.path() / "engine_version", "1.1");
  EXPECT_NO_THROW(resume());
}

TEST_F(SweepTest, a_copied_sweep_resumes_and_verifies_elsewhere_without_the_original) {
  run(Value::Map{{"X.Value", numbers(4)}});
  const auto expected = digests();
  forget_entry(2);
  const fs::path copy = directory_.path() / "else where" / "copy";
  fs::create_directories(copy.parent_path());
  fs::copy(out(), copy, fs::copy_options::recursive);
  forget_sweep();
  options_.output_dir = copy;
  options_.manifest_path = copy / "manifest.jsonl";
  EXPECT_EQ(resume().ok, 4);
  EXPECT_EQ(digests(), expected);
  EXPECT_THAT(verify_sweep(options_.manifest_path).findings, IsEmpty());
  EXPECT_FALSE(fs::exists(directory_.path() / "out"));
  EXPECT_THAT(read_file(options_.manifest_path),
              testing::Not(HasSubstr(directory_.path().string())));
}

TEST_F(SweepTest, a_run_folder_that_leads_out_of_the_output_folder_is_refused) {
  RunSpec special;
  special.script_path = script();
  special.run_id = 41;
  special.output_dir = out() / "apart";
  run(RunSet::from_specs({special}, base()));
  std::string text = read_file(options_.manifest_path);
  const std::string was = R"("output_dir": "apart")";
  text.replace(text.find(was), was.size(), R"("output_dir": "../.")");
  text.replace(text.find("checksum"), 8, "checkxum");
  write_file(options_.manifest_path, text);
  EXPECT_THROW(manifest(), ManifestCorruptError);
}

TEST_F(SweepTest, options_that_cannot_be_are_refused) {
  SweepOptions options;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.output_dir = "x";
  options.fsync_batch = 0;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.fsync_batch = 1;
  options.max_failures = 0;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.max_failures.reset();
  options.timeout_s = -1;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.timeout_s.reset();
  options.retries = -1;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.retries = 0;
  options.max_steps = 0;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.max_steps.reset();
  options.memory_limit_bytes = 1000;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.memory_limit_bytes.reset();
  options.grace_s = -1;
  EXPECT_THROW(completed(options), SweepConfigError);
  options.grace_s = 0;
  EXPECT_NO_THROW(completed(options));
}

}  // namespace
}  // namespace gmat_sweep
