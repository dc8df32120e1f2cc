#include "sweep/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/sweep.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "pools/local_pool.hpp"
#include "support/memory_directory.hpp"
#include "sweep/orchestrate.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    fs::create_directories(home());
    write_file(script(), "#Include 'sat.script'\nBeginMissionSequence\n");
    write_file(home() / "sat.script", "Create Spacecraft Sat\n");
  }

  fs::path home() const { return directory_.path() / "home"; }
  fs::path script() const { return home() / "mission.script"; }
  fs::path out() const { return directory_.path() / "out"; }
  fs::path manifest() const { return out() / "manifest.jsonl"; }

  void sweep(const std::string& action = "", const std::string& hook = "") {
    SweepOptions options;
    options.output_dir = out();
    options.postprocess = hook;
    options = completed(options);
    const Value::Map axes{{"X.Value", Value::List{3.0, 4.0}},
                          {"Engine.Action", Value::List{action}}};
    LocalPool pool({1, worker()});
    run_new_sweep(RunSet::from_design(grid(axes), {script(), out(), {}}), script(), options,
                  test::acting_parts().make_engine, pool);
  }

  ReplayResult replay(std::int64_t run_id, ReplayOptions options = {}) const {
    LocalPool pool({1, worker()});
    return replay_run_in(manifest(), run_id, options, test::acting_parts().make_engine, pool);
  }

  static fs::path worker() { return fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"; }

  test::MemoryDirectory directory_;
};

TEST_F(ReplayTest, from_the_output_folder_alone_a_run_repeats_bit_by_bit) {
  sweep();
  fs::remove_all(home());
  const std::string before = read_file(manifest());
  const ReplayResult result = replay(1);
  EXPECT_TRUE(result.same);
  ASSERT_THAT(result.outputs, SizeIs(1));
  EXPECT_TRUE(result.outputs[0].equal);
  EXPECT_THAT(result.changes, IsEmpty());
  EXPECT_EQ(read_file(manifest()), before);
}

TEST_F(ReplayTest, the_output_folder_may_have_moved) {
  sweep();
  fs::rename(out(), directory_.path() / "moved");
  fs::create_directory_symlink(directory_.path() / "moved", out());
  EXPECT_TRUE(replay(0).same);
}

TEST_F(ReplayTest, another_result_is_reported_with_the_largest_difference_and_what_changed) {
  write_file(home() / "data.txt", "data beside the script, which the replay does not have");
  sweep();
  const ReplayResult result = replay(0);
  EXPECT_FALSE(result.same);
  EXPECT_THAT(result.outputs.at(0).difference,
              AllOf(HasSubstr("2 values differ"), HasSubstr("column square, row 0: 12.25 recorded, "
                                                            "9 found")));
  EXPECT_THAT(result.changes, Contains(HasSubstr("data.txt")));
}

TEST_F(ReplayTest, a_run_that_failed_fails_again_with_its_message) {
  sweep("throw");
  const ReplayResult result = replay(0);
  EXPECT_TRUE(result.same);
  EXPECT_THAT(*result.replayed.error_text, HasSubstr("told to fail"));
}

TEST_F(ReplayTest, a_run_that_kills_its_worker_is_replayed_without_harm) {
  sweep("kill");
  const ReplayResult result = replay(0);
  EXPECT_TRUE(result.same);
  EXPECT_THAT(*result.replayed.error_text, HasSubstr("SIGKILL"));
}

TEST_F(ReplayTest, copies_that_changed_or_are_gone_are_refused) {
  sweep();
  write_file(out() / "inputs" / "sat.script", "Create Spacecraft Other\n");
  EXPECT_THROW(replay(0), SweepConfigError);
  fs::remove(out() / "inputs" / "sat.script");
  EXPECT_THROW(replay(0), SweepConfigError);
}

TEST_F(ReplayTest, a_run_without_entry_and_the_sweeps_own_folder_are_refused) {
  sweep();
  EXPECT_THROW(replay(7), SweepConfigError);
  ReplayOptions options;
  options.output_dir = out();
  EXPECT_THROW(replay(0, options), SweepConfigError);
  EXPECT_TRUE(fs::exists(out() / "run-0" / "report__RF.parquet"));
}

TEST_F(ReplayTest, a_hook_that_is_gone_is_run_from_its_copy_and_without_one_is_a_note) {
  const fs::path hook = home() / "hook";
  write_file(hook, "#!/bin/sh\necho '{}'\n");
  fs::permissions(hook, fs::perms::owner_all);
  sweep("", "exec:" + hook.string());
  fs::remove(hook);
  EXPECT_THAT(replay(0).changes, IsEmpty());
  fs::remove(out() / "inputs" / "hook" / "hook");
  const ReplayResult result = replay(0);
  EXPECT_TRUE(result.same);
  EXPECT_THAT(result.changes, Contains(HasSubstr("the hook was not run")));
}

TEST_F(ReplayTest, files_included_from_elsewhere_are_found_again_by_relative_and_absolute_path) {
  fs::create_directories(directory_.path() / "shared" / "a");
  write_file(directory_.path() / "shared" / "sat.script", "Create Spacecraft Sat\n");
  write_file(directory_.path() / "shared" / "a" / "sat.script", "Create Spacecraft Two\n");
  write_file(script(), "#Include '../shared/sat.script'\n#Include '" +
                           (directory_.path() / "shared" / "a" / "sat.script").string() +
                           "'\nBeginMissionSequence\n");
  sweep();
  fs::remove_all(home());
  fs::remove_all(directory_.path() / "shared");
  EXPECT_TRUE(replay(1).same);
}

TEST_F(ReplayTest, a_failed_mission_shows_its_command_its_line_and_the_state) {
  const fs::path mission = home() / "native.script";
  write_file(mission, R"(Create Spacecraft Sat;
Create ForceModel FM;
FM.GravityField.Earth.Degree = 0;
FM.GravityField.Earth.Order = 0;
Create Propagator Prop;
Prop.FM = FM;
Create Variable V;
BeginMissionSequence;
V = 7;
  Propagate Prop(Sat) {Sat.ElapsedSecs = 6000}; % the leg
)");
  SweepOptions options;
  options.output_dir = out();
  options.max_steps = 5;
  options.backend = "debug";
  EXPECT_EQ(gmat_sweep::sweep(mission, {{"V.Value", Value::List{1.0}}}, options).failed, 1);
  ReplayOptions again;
  again.backend = "debug";
  again.max_steps = 5;
  const ReplayResult result = replay_run(manifest(), 0, again);
  EXPECT_TRUE(result.same);
  EXPECT_THAT(*result.replayed.error_text,
              AllOf(HasSubstr("native.script:10:3: the run took more than its limit of 5"),
                    HasSubstr("command: Propagate Prop(Sat) {Sat.ElapsedSecs = 6000}; % the leg"),
                    HasSubstr("Sat: epoch "), HasSubstr("V = 7")));
}

}  // namespace
}  // namespace gmat_sweep
