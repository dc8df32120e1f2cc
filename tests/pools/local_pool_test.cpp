#include "pools/local_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "support/processes.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

const fs::path bin_dir = GMAT_SWEEP_BIN_DIR;

using test::children_of;
using test::eventually;
using test::is_running;

class PoolTest : public ::testing::Test {
 protected:
  fs::path folder() const { return directory_.path(); }

  RunSpec spec(std::int64_t id, const std::string& engine_action = "",
               const std::string& hook_action = "") const {
    RunSpec spec;
    spec.script_path = "mission.script";
    spec.run_id = id;
    spec.output_dir = folder() / ("run-" + std::to_string(id));
    spec.overrides.set("X.Value", static_cast<double>(id));
    if (!engine_action.empty()) spec.overrides.set("Engine.Action", engine_action);
    if (!hook_action.empty()) spec.overrides.set("Hook.Action", hook_action);
    return spec;
  }

  /// Outcomes by run_id; each run must be handed over once.
  static std::map<std::int64_t, RunOutcome> run(Pool& pool, std::vector<RunSpec> specs,
                                                const WorkerSetup& setup = {}) {
    std::map<std::int64_t, RunOutcome> outcomes;
    auto next = specs.begin();
    pool.run(
        setup,
        [&]() { return next == specs.end() ? std::nullopt : std::optional<RunSpec>(*next++); },
        [&](std::vector<FinishedRun> finished) {
          EXPECT_FALSE(finished.empty());
          for (FinishedRun& run : finished) {
            EXPECT_EQ(run.spec.run_id, run.outcome.run_id);
            EXPECT_TRUE(outcomes.emplace(run.spec.run_id, run.outcome).second);
          }
        });
    EXPECT_EQ(outcomes.size(), specs.size());
    return outcomes;
  }

  static LocalPool local_pool(int workers) {
    return LocalPool({workers, bin_dir / "acting_worker"});
  }

  static WorkerSetup with_hook() {
    WorkerSetup setup;
    setup.hook = HookConfig{};
    return setup;
  }

 private:
  test::TemporaryDirectory directory_;
};

std::map<std::int64_t, std::string> files_of(const std::map<std::int64_t, RunOutcome>& outcomes) {
  std::map<std::int64_t, std::string> files;
  for (const auto& [id, outcome] : outcomes) {
    files[id] = read_file(outcome.output_paths.at("report__RF"));
  }
  return files;
}

TEST_F(PoolTest, every_run_comes_back_once_with_its_files) {
  std::vector<RunSpec> specs;
  for (int i = 0; i < 300; ++i) specs.push_back(spec(i));
  LocalPool pool = local_pool(3);
  for (const auto& [id, outcome] : run(pool, specs)) {
    EXPECT_EQ(outcome.status, RunStatus::ok) << outcome.error_text.value_or("");
    EXPECT_TRUE(fs::exists(outcome.output_paths.at("report__RF")));
    EXPECT_THAT(read_file(folder() / ("run-" + std::to_string(id)) / "worker.log"),
                AllOf(HasSubstr("run_id=" + std::to_string(id)), HasSubstr("acted"),
                      HasSubstr("status=ok")));
  }
}

TEST_F(PoolTest, one_worker_many_workers_and_no_worker_give_the_same_files) {
  std::vector<RunSpec> specs;
  for (int i = 0; i < 40; ++i) specs.push_back(spec(i));
  LocalPool one = local_pool(1);
  const auto expected = files_of(run(one, specs));
  LocalPool many = local_pool(4);
  EXPECT_EQ(files_of(run(many, specs)), expected);
  DebugPool none(test::acting_parts());
  EXPECT_EQ(files_of(run(none, specs)), expected);
}

TEST_F(PoolTest, no_runs_at_all_is_no_error) {
  LocalPool pool = local_pool(2);
  EXPECT_TRUE(run(pool, {}).empty());
}

TEST_F(PoolTest, a_run_that_fails_says_why_and_the_others_go_on) {
  LocalPool pool = local_pool(2);
  const auto outcomes = run(pool, {spec(0), spec(1, "throw"), spec(2)});
  EXPECT_EQ(outcomes.at(0).status, RunStatus::ok);
  EXPECT_EQ(outcomes.at(2).status, RunStatus::ok);
  EXPECT_EQ(outcomes.at(1).status, RunStatus::failed);
  EXPECT_EQ(outcomes.at(1).error_text, "mission.script:7: told to fail");
  EXPECT_TRUE(outcomes.at(1).output_paths.empty());
  EXPECT_THAT(read_file(folder() / "run-1" / "worker.log"), HasSubstr("told to fail"));
}

TEST_F(PoolTest, a_killed_worker_costs_the_run_it_held_and_no_other) {
  std::vector<RunSpec> specs;
  for (int i = 0; i < 200; ++i) specs.push_back(spec(i, i % 50 == 10 ? "kill" : ""));
  LocalPool pool = local_pool(2);
  for (const auto& [id, outcome] : run(pool, specs)) {
    if (id % 50 != 10) {
      EXPECT_EQ(outcome.status, RunStatus::ok) << id;
      continue;
    }
    EXPECT_EQ(outcome.status, RunStatus::failed);
    EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::none);
    EXPECT_EQ(outcome.error_text,
              "the worker process was killed by SIGKILL (signal 9) while it ran the mission");
    EXPECT_GT(outcome.started_at.time_since_epoch().count(), 0);
    EXPECT_GE(outcome.ended_at, outcome.started_at);
  }
}

TEST_F(PoolTest, a_worker_that_exits_mid_run_fails_that_run_with_its_code) {
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0, "exit"), spec(1)});
  EXPECT_THAT(*outcomes.at(0).error_text, HasSubstr("exit code 5"));
  EXPECT_EQ(outcomes.at(1).status, RunStatus::ok);
}

TEST_F(PoolTest, a_worker_killed_from_outside_mid_run_fails_that_run_only) {
  LocalPool pool = local_pool(2);
  const pid_t driver = ::getpid();
  std::thread killer([&] {
    // The one run that sleeps is under way once its log is there.
    ASSERT_TRUE(eventually([&] { return fs::exists(folder() / "run-1" / "worker.log"); }));
    for (const pid_t helper : children_of(driver)) {
      for (const pid_t worker : children_of(helper)) {
        std::error_code error;
        for (const auto& fd :
             fs::directory_iterator("/proc/" + std::to_string(worker) + "/fd", error)) {
          if (fs::read_symlink(fd.path(), error) == folder() / "run-1" / "worker.log") {
            ::kill(worker, SIGKILL);
            return;
          }
        }
      }
    }
    ADD_FAILURE() << "no worker has the log open";
  });
  const auto outcomes = run(pool, {spec(0), spec(1, "sleep"), spec(2), spec(3)});
  killer.join();
  EXPECT_THAT(*outcomes.at(1).error_text, HasSubstr("SIGKILL"));
  for (const int id : {0, 2, 3}) EXPECT_EQ(outcomes.at(id).status, RunStatus::ok);
}

TEST_F(PoolTest, a_hook_runs_after_the_engine_and_its_files_are_recorded) {
  RunSpec with_context = spec(0);
  with_context.context = {{"truth_km", 7000.5}};
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {with_context}, with_hook());
  EXPECT_EQ(outcomes.at(0).postprocess_status, PostprocessStatus::ok);
  EXPECT_EQ(read_file(outcomes.at(0).extra_outputs.at("note")), R"({"truth_km": 7000.5})");
}

TEST_F(PoolTest, a_worker_killed_in_the_hook_is_a_failure_of_the_hook) {
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0, "", "kill"), spec(1)}, with_hook());
  EXPECT_EQ(outcomes.at(0).status, RunStatus::failed);
  EXPECT_EQ(outcomes.at(0).postprocess_status, PostprocessStatus::failed);
  EXPECT_EQ(outcomes.at(0).error_text,
            "the worker process was killed by SIGKILL (signal 9) while it ran the postprocess "
            "hook");
  EXPECT_EQ(outcomes.at(1).postprocess_status, PostprocessStatus::ok);
}

TEST_F(PoolTest, a_run_that_exceeds_its_limit_is_ended_and_the_others_go_on) {
  WorkerSetup setup;
  setup.limits.run_s = 1.0;
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0), spec(1, "sleep"), spec(2)}, setup);
  EXPECT_EQ(outcomes.at(1).status, RunStatus::failed);
  EXPECT_EQ(outcomes.at(1).postprocess_status, PostprocessStatus::none);
  EXPECT_EQ(outcomes.at(1).error_text, "the run took longer than its limit of 1 s and was ended");
  EXPECT_GE(outcomes.at(1).duration_s, 1.0);
  EXPECT_EQ(outcomes.at(0).status, RunStatus::ok);
  EXPECT_EQ(outcomes.at(2).status, RunStatus::ok);
}

TEST_F(PoolTest, a_hook_that_exceeds_its_limit_is_a_failure_of_the_hook) {
  WorkerSetup setup = with_hook();
  setup.limits.hook_s = 1.0;
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0, "", "sleep"), spec(1)}, setup);
  EXPECT_EQ(outcomes.at(0).status, RunStatus::failed);
  EXPECT_EQ(outcomes.at(0).postprocess_status, PostprocessStatus::failed);
  EXPECT_THAT(*outcomes.at(0).error_text, HasSubstr("postprocess hook took longer"));
  EXPECT_EQ(outcomes.at(1).status, RunStatus::ok);
}

TEST_F(PoolTest, the_step_budget_reaches_the_engine) {
  WorkerSetup setup;
  setup.limits.max_steps = 17;
  LocalPool local = local_pool(1);
  EXPECT_EQ(run(local, {spec(0)}, setup).at(0).error_text, "limited to 17 steps");
  DebugPool debug(test::acting_parts());
  EXPECT_EQ(run(debug, {spec(0)}, setup).at(0).error_text, "limited to 17 steps");
}

TEST_F(PoolTest, a_run_that_needs_more_memory_than_its_limit_fails_and_the_others_go_on) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizer takes more memory for itself than any limit allows";
#endif
  WorkerSetup setup;
  setup.limits.memory_bytes = std::int64_t{256} << 20;
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0), spec(1, "allocate"), spec(2)}, setup);
  EXPECT_EQ(outcomes.at(1).error_text,
            "the run needed more memory than its worker's limit of 256 MiB");
  EXPECT_EQ(outcomes.at(0).status, RunStatus::ok);
  EXPECT_EQ(outcomes.at(2).status, RunStatus::ok);
}

/// The number a run's daemon left behind; 0 while it has not.
pid_t daemon_of(const fs::path& run_folder) {
  pid_t pid = 0;
  std::ifstream(run_folder / "daemon") >> pid;
  return pid;
}

TEST_F(PoolTest, what_a_hook_leaves_running_ends_with_the_pool) {
  LocalPool pool = local_pool(1);
  const auto outcomes = run(pool, {spec(0, "", "daemon"), spec(1)}, with_hook());
  EXPECT_EQ(outcomes.at(0).status, RunStatus::ok) << outcomes.at(0).error_text.value_or("");
  ASSERT_GT(daemon_of(folder() / "run-0"), 0);
  EXPECT_FALSE(is_running(daemon_of(folder() / "run-0")));
}

TEST_F(PoolTest, a_stop_hands_out_no_more_runs_and_ends_those_under_way_after_the_grace_period) {
  StopRequest stop;
  WorkerSetup setup;
  setup.stop = {&stop, 0.3};
  LocalPool pool = local_pool(2);
  std::vector<RunSpec> specs = {spec(0), spec(1, "sleep")};
  for (int i = 2; i < 40; ++i) specs.push_back(spec(i, "sleep"));
  auto next = specs.begin();
  std::set<std::int64_t> finished;
  std::thread stopper([&] {
    EXPECT_TRUE(eventually([&] { return fs::exists(folder() / "run-1" / "worker.log"); }));
    EXPECT_TRUE(eventually([&] { return fs::exists(folder() / "run-2" / "worker.log"); }));
    stop.request();
  });
  const auto start = std::chrono::steady_clock::now();
  pool.run(
      setup, [&]() { return next == specs.end() ? std::nullopt : std::optional<RunSpec>(*next++); },
      [&](const std::vector<FinishedRun>& runs) {
        for (const FinishedRun& run : runs) finished.insert(run.spec.run_id);
      });
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(40));
  EXPECT_EQ(finished, std::set<std::int64_t>{0});
  EXPECT_TRUE(children_of(::getpid()).empty());
}

TEST_F(PoolTest, runs_under_way_may_finish_within_the_grace_period) {
  StopRequest stop;
  WorkerSetup setup;
  setup.stop = {&stop, 60};
  LocalPool pool = local_pool(1);
  std::set<std::int64_t> finished;
  std::int64_t next = 0;
  pool.run(
      setup,
      [&]() -> std::optional<RunSpec> {
        stop.request();  // while the first run is on its way
        return spec(next++);
      },
      [&](const std::vector<FinishedRun>& runs) {
        for (const FinishedRun& run : runs) finished.insert(run.spec.run_id);
      });
  EXPECT_EQ(finished, std::set<std::int64_t>{0});
}

TEST_F(PoolTest, the_source_is_asked_again_after_the_sink_took_runs) {
  LocalPool pool = local_pool(2);
  std::int64_t given = 0;
  std::int64_t wanted = 1;
  pool.run(
      {}, [&]() { return given < wanted ? std::optional<RunSpec>(spec(given++)) : std::nullopt; },
      [&](const std::vector<FinishedRun>& runs) {
        if (wanted < 5) wanted += std::ssize(runs);
      });
  EXPECT_EQ(given, 5);
}

TEST_F(PoolTest, what_a_run_prints_goes_to_its_log) {
  LocalPool pool = local_pool(1);
  run(pool, {spec(0, "print"), spec(1)});
  EXPECT_THAT(read_file(folder() / "run-0" / "worker.log"), HasSubstr("printed by the mission"));
  EXPECT_THAT(read_file(folder() / "run-1" / "worker.log"),
              testing::Not(HasSubstr("printed by the mission")));
}

TEST_F(PoolTest, a_mission_that_cannot_be_made_is_the_error_it_was_there) {
  WorkerSetup setup;
  setup.engine.script = "broken.script";
  LocalPool pool = local_pool(1);
  try {
    run(pool, {}, setup);
    FAIL() << "expected ScriptError";
  } catch (const ScriptError& error) {
    EXPECT_STREQ(error.what(), "broken.script:1:1: not a mission");
  }
}

TEST_F(PoolTest, a_worker_program_that_is_not_there_is_a_backend_error) {
  LocalPool pool({1, "/nowhere/worker"});
  EXPECT_THROW(run(pool, {}), BackendError);
}

TEST_F(PoolTest, a_worker_program_that_ends_at_once_is_a_backend_error) {
  LocalPool pool({1, "/bin/true"});
  EXPECT_THROW(run(pool, {}), BackendError);
}

TEST_F(PoolTest, zero_workers_are_refused) {
  EXPECT_THROW(LocalPool({0, {}}), SweepConfigError);
  EXPECT_THROW(LocalPool({-2, {}}), SweepConfigError);
}

TEST_F(PoolTest, what_the_sink_throws_comes_through_and_ends_the_workers) {
  LocalPool pool = local_pool(2);
  const RunSpec asleep = spec(1, "sleep");
  const RunSpec quick = spec(0);
  int given = 0;
  EXPECT_THROW(pool.run(
                   {},
                   [&]() -> std::optional<RunSpec> {
                     ++given;
                     if (given == 1) return asleep;
                     if (given == 2) return quick;
                     return std::nullopt;
                   },
                   [](std::vector<FinishedRun>) { throw GmatSweepError("the disk is full"); }),
               GmatSweepError);
  EXPECT_TRUE(children_of(::getpid()).empty());
}

TEST_F(PoolTest, runs_are_taken_from_the_source_only_as_workers_have_room) {
  LocalPool pool = local_pool(2);
  std::int64_t given = 0;
  std::int64_t back = 0;
  std::int64_t most_in_flight = 0;
  pool.run(
      {},
      [&]() -> std::optional<RunSpec> {
        if (given == 800) return std::nullopt;
        most_in_flight = std::max(most_in_flight, given - back);
        return spec(given++);
      },
      [&](const std::vector<FinishedRun>& finished) { back += std::ssize(finished); });
  EXPECT_EQ(back, 800);
  EXPECT_LT(most_in_flight, 300);
}

TEST_F(PoolTest, a_large_context_travels_both_ways) {
  std::vector<RunSpec> specs;
  for (int i = 0; i < 20; ++i) {
    specs.push_back(spec(i));
    specs.back().context = {{"blob", std::string(1'000'000, 'x')}};
  }
  LocalPool pool = local_pool(2);
  for (const auto& [id, outcome] : run(pool, specs, with_hook())) {
    EXPECT_EQ(outcome.status, RunStatus::ok);
    EXPECT_GT(fs::file_size(outcome.extra_outputs.at("note")), 1'000'000U);
  }
}

TEST_F(PoolTest, a_killed_driver_leaves_no_process_behind) {
  const pid_t driver = ::fork();
  if (driver == 0) {
    const std::string program = bin_dir / "acting_driver";
    ::execl(program.c_str(), program.c_str(), folder().c_str(), "3", nullptr);
    ::_exit(127);
  }
  ASSERT_TRUE(eventually([&] {
    for (const int id : {0, 1, 2}) {
      if (!fs::exists(folder() / ("run-" + std::to_string(id)) / "worker.log")) return false;
    }
    return true;
  }));
  std::set<pid_t> started = children_of(driver);
  ASSERT_EQ(started.size(), 1U);
  started.merge(children_of(*started.begin()));
  ASSERT_EQ(started.size(), 5U);  // the helper, its guard and three workers
  ::kill(driver, SIGKILL);
  ::waitpid(driver, nullptr, 0);
  EXPECT_TRUE(eventually([&] {
    return std::ranges::none_of(started, [](const pid_t pid) { return is_running(pid); });
  }));
}

}  // namespace
}  // namespace gmat_sweep
