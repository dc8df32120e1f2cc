// Processes killed at random moments: nothing may be lost, repeated or corrupt, and nothing left
// running.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/local_pool.hpp"
#include "support/memory_directory.hpp"
#include "support/processes.hpp"
#include "sweep/orchestrate.hpp"

extern char** environ;

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int run_count = 24;

using Digests = std::map<std::string, std::string>;

class KillTest : public ::testing::Test {
 protected:
  KillTest() {
    write_file(script(), "Create Spacecraft Sat\nBeginMissionSequence\n");
    options_.output_dir = directory_.path() / "out";
    options_.include_quarantined = true;
    static_cast<SweepOptions&>(options_) = completed(options_);
  }

  fs::path script() const { return directory_.path() / "mission.script"; }
  const fs::path& out() const { return options_.output_dir; }
  const fs::path& manifest_path() const { return options_.manifest_path; }

  pid_t start_driver() const {
    std::vector<std::string> words = {fs::path(GMAT_SWEEP_BIN_DIR) / "acting_sweep", script(),
                                      out(), std::to_string(run_count), "2"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t pid = -1;
    const int error =
        ::posix_spawn(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ);
    // Never a number that kill(2) would take for a group.
    if (error != 0) throw std::runtime_error("cannot start the driver");
    return pid;
  }

  /// The recorded digests of the runs that are ok, by run and output.
  Digests digests() const {
    Digests digests;
    const Manifest manifest = Manifest::open(manifest_path());
    for (const RunRecord& run : manifest.runs()) {
      for (const auto& [key, sha256] : manifest.entry(run).outcome.output_sha256) {
        digests.emplace(fmt::format("{} {}", run.run_id, key), sha256);
      }
    }
    return digests;
  }

  /// Runs with more than one ok entry: done, and done again.
  std::vector<std::int64_t> repeated_runs() const {
    std::map<std::int64_t, int> count;
    std::istringstream lines(read_file(manifest_path()));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && !lines.eof()) {
      const Value value = parse_json(line);
      if (value.as_map().at("status").as_string() == "ok") {
        ++count[value.as_map().at("run_id").as_integer()];
      }
    }
    std::vector<std::int64_t> repeated;
    for (const auto& [id, times] : count) {
      if (times > 1) repeated.push_back(id);
    }
    return repeated;
  }

  test::MemoryDirectory directory_;
  ResumeOptions options_;
};

int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

TEST_F(KillTest, the_driver_may_be_killed_at_any_moment) {
  // What a driver leaves behind becomes our child, where it can be seen.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const auto started = Clock::now();
  int status = 0;
  ::waitpid(start_driver(), &status, 0);
  const auto duration = Clock::now() - started;
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  const Digests expected = digests();
  ASSERT_EQ(expected.size(), static_cast<std::size_t>(run_count));
  fs::remove_all(out());

  const int wanted = setting("GMAT_SWEEP_DRIVER_KILLS", 200);
  std::mt19937_64 random(static_cast<std::uint64_t>(setting("GMAT_SWEEP_KILL_SEED", wanted)));
  int kills = 0;
  int completed_sweeps = 0;
  Digests before;
  while (kills < wanted) {
    const pid_t driver = start_driver();
    std::this_thread::sleep_for(duration * 0.7 * std::uniform_real_distribution<>(0, 1)(random));
    ::kill(driver, SIGKILL);
    ::waitpid(driver, &status, 0);
    if (WIFSIGNALED(status)) ++kills;
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "kill " << kills;
    ASSERT_TRUE(test::eventually([] {
      while (::waitpid(-1, nullptr, WNOHANG) > 0) {
      }
      return test::children_of(::getpid()).empty();
    })) << "processes are left after kill "
        << kills;
    if (!fs::exists(manifest_path())) continue;
    ASSERT_EQ(verify_sweep(manifest_path()).findings, std::vector<std::string>{}) << kills;
    ASSERT_EQ(repeated_runs(), std::vector<std::int64_t>{}) << "kill " << kills;
    const Digests now = digests();
    for (const auto& [name, sha256] : before) ASSERT_TRUE(now.contains(name)) << name << " is lost";
    for (const auto& [name, sha256] : now) ASSERT_EQ(sha256, expected.at(name)) << name;
    before = now;
    if (now.size() < expected.size()) continue;
    ++completed_sweeps;
    before.clear();
    fs::remove_all(out());
  }
  EXPECT_GT(completed_sweeps, 0);
  std::printf("%d kills, %d sweeps brought to their end between them\n", kills, completed_sweeps);
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_F(KillTest, workers_may_be_killed_at_random_through_a_sweep) {
  Value::List values;
  for (int i = 0; i < 200; ++i) values.emplace_back(static_cast<double>(i));
  const Value::Map axes{{"X.Value", values}, {"Engine.Action", Value::List{"nap"}}};
  const EngineFactory make_engine = test::acting_parts().make_engine;
  const auto sweep = [&] {
    LocalPool pool({3, fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"});
    if (fs::exists(manifest_path())) return resume_sweep(script(), options_, make_engine, pool);
    return run_new_sweep(RunSet::from_design(grid(axes), {script(), out(), {}}), script(), options_,
                         make_engine, pool);
  };
  sweep();
  const Digests expected = digests();
  ASSERT_EQ(expected.size(), 200U);
  fs::remove_all(out());

  options_.retries = 1;
  std::atomic<bool> over = false;
  int kills = 0;
  std::thread killer([&] {
    std::mt19937_64 random(4711);
    while (!over) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 20));
      for (const pid_t helper : test::children_of(::getpid())) {
        const std::set<pid_t> workers = test::children_of(helper);
        if (workers.empty()) continue;
        auto victim = workers.begin();
        std::advance(victim, static_cast<std::ptrdiff_t>(random() % workers.size()));
        if (::kill(*victim, SIGKILL) == 0) ++kills;
      }
    }
  });
  const SweepResult hurt = sweep();
  over = true;
  killer.join();
  EXPECT_GT(kills, 3);
  EXPECT_EQ(hurt.run_count, 200);
  EXPECT_EQ(verify_sweep(manifest_path()).findings, std::vector<std::string>{});
  EXPECT_EQ(sweep().ok, 200);
  EXPECT_EQ(digests(), expected);
  EXPECT_EQ(repeated_runs(), std::vector<std::int64_t>{});
  std::printf("%d workers killed, %d runs failed by it and were run again\n", kills,
              static_cast<int>(hurt.failed));
}

}  // namespace
}  // namespace gmat_sweep
