// Whichever of a sweep's processes is killed, alone or with others, nothing it started is left
// running: not the programs of hooks, nor what those started, in whatever session.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"
#include "support/memory_directory.hpp"
#include "support/processes.hpp"

extern char** environ;

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using test::children_of;
using test::eventually;
using test::is_running;

std::set<pid_t> descendants_of(pid_t pid) {
  std::set<pid_t> all;
  for (const pid_t child : children_of(pid)) {
    all.insert(child);
    all.merge(descendants_of(child));
  }
  return all;
}

class OrphansTest : public ::testing::Test {
 protected:
  OrphansTest() {
    write_file(script(), "Create Spacecraft Sat\nBeginMissionSequence\n");
    ::setenv("GMAT_SWEEP_ORPHANS_FOLDER", folder().c_str(), 1);
    ::setenv("PYTHONPATH", folder().c_str(), 1);
  }
  ~OrphansTest() override {
    if (driver_ <= 0) return;
    ::kill(driver_, SIGKILL);
    ::waitpid(driver_, nullptr, 0);
  }

  fs::path folder() const { return directory_.path(); }
  fs::path script() const { return folder() / "mission.script"; }
  fs::path manifest() const { return folder() / "out" / "manifest.jsonl"; }

  /// A hook that hangs after it has started programs in the foreground and the background, and in
  /// a session of their own, twice removed; each notes its number.
  std::string hanging_program() const {
    write_file(
        folder() / "hang",
        "#!/bin/sh\n"
        "note() { echo $1 > \"$GMAT_SWEEP_ORPHANS_FOLDER/$1.started\"; }\n"
        "sleep 600 & note $!\n"
        "setsid sh -c 'echo $$ > \"$GMAT_SWEEP_ORPHANS_FOLDER/$$.started\"; exec sleep 600' &\n"
        "(setsid sh -c 'echo $$ > \"$GMAT_SWEEP_ORPHANS_FOLDER/$$.started\"; sleep 600' &)\n"
        "note $$\n"
        "sleep 600\n");
    fs::permissions(folder() / "hang", fs::perms::owner_all);
    return "exec:" + (folder() / "hang").string();
  }

  std::string hanging_function() const {
    write_file(folder() / "hanging.py",
               "import os, pathlib, subprocess, sys, time\n"
               "folder = pathlib.Path(os.environ['GMAT_SWEEP_ORPHANS_FOLDER'])\n"
               "def hang(spec, outcome):\n"
               "    for apart in (False, True):\n"
               "        pid = subprocess.Popen(['sleep', '600'], start_new_session=apart).pid\n"
               "        (folder / f'{pid}.started').write_text('')\n"
               "    (folder / f'{os.getpid()}.started').write_text('')\n"
               "    time.sleep(600)\n");
    return "hanging:hang";
  }

  void start(const std::string& hook, int runs = 2) {
    std::vector<std::string> words = {fs::path(GMAT_SWEEP_BIN_DIR) / "acting_sweep",
                                      script(),
                                      folder() / "out",
                                      std::to_string(runs),
                                      "2",
                                      hook};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string errors = folder() / "stderr";
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT,
                                     0644);
    const int error =
        ::posix_spawn(&driver_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("cannot start the driver");
  }

  std::set<pid_t> noted() const {
    std::set<pid_t> pids;
    for (const auto& item : fs::directory_iterator(folder())) {
      if (item.path().extension() == ".started") pids.insert(std::stoi(item.path().stem()));
    }
    return pids;
  }

  /// Waits until both runs' hooks hang; everything that must then be ended.
  std::set<pid_t> hang(const std::string& hook, std::size_t programs_of_each) {
    start(hook);
    EXPECT_TRUE(eventually([&] { return noted().size() == 2 * programs_of_each; }));
    std::set<pid_t> all = descendants_of(driver_);
    all.merge(noted());
    EXPECT_TRUE(std::ranges::all_of(noted(), is_running));
    return all;
  }

  pid_t helper() const { return *children_of(driver_).begin(); }

  int wait_for_driver() {
    int status = 0;
    ::waitpid(std::exchange(driver_, -1), &status, 0);
    return status;
  }

  static void expect_all_end(const std::set<pid_t>& pids) {
    EXPECT_TRUE(eventually([&] { return std::ranges::none_of(pids, is_running); }));
    for (const pid_t pid : pids)
      EXPECT_FALSE(is_running(pid)) << test::stat_of(std::to_string(pid));
  }

  pid_t driver_ = -1;
  test::MemoryDirectory directory_;
};

TEST_F(OrphansTest, the_driver_killed_while_programs_of_hooks_hang) {
  const std::set<pid_t> all = hang(hanging_program(), 4);
  ::kill(driver_, SIGKILL);
  wait_for_driver();
  expect_all_end(all);
}

TEST_F(OrphansTest, the_driver_killed_while_python_functions_hang) {
  const std::set<pid_t> all = hang(hanging_function(), 3);
  ::kill(driver_, SIGKILL);
  wait_for_driver();
  expect_all_end(all);
}

TEST_F(OrphansTest, the_helper_killed_alone_is_said_and_all_it_had_started_ends) {
  const std::set<pid_t> all = hang(hanging_program(), 4);
  ::kill(helper(), SIGKILL);
  const int status = wait_for_driver();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1);
  EXPECT_THAT(read_file(folder() / "stderr"),
              testing::HasSubstr("the worker program was killed by SIGKILL (signal 9)"));
  expect_all_end(all);
}

TEST_F(OrphansTest, the_helper_killed_while_python_functions_hang) {
  const std::set<pid_t> all = hang(hanging_function(), 3);
  ::kill(helper(), SIGKILL);
  wait_for_driver();
  expect_all_end(all);
}

// As `pkill -9 gmat-sweep` does.
TEST_F(OrphansTest, driver_helper_and_workers_killed_at_once) {
  const std::set<pid_t> all = hang(hanging_program(), 4);
  std::set<pid_t> ours = {helper()};
  for (const pid_t child : children_of(helper())) {
    std::ifstream name("/proc/" + std::to_string(child) + "/comm");
    std::string text;
    std::getline(name, text);
    if (text.starts_with("acting")) ours.insert(child);
  }
  EXPECT_EQ(ours.size(), 3U);
  ::kill(driver_, SIGKILL);
  for (const pid_t pid : ours) ::kill(pid, SIGKILL);
  wait_for_driver();
  expect_all_end(all);
}

TEST_F(OrphansTest, a_worker_killed_while_its_hook_hangs_takes_it_along_and_the_sweep_goes_on) {
  const std::set<pid_t> all = hang(hanging_program(), 4);
  std::set<pid_t> hooks = noted();
  std::set<pid_t> workers = children_of(helper());
  for (const pid_t worker : workers) {
    if (!children_of(worker).empty()) ::kill(worker, SIGKILL);
  }
  // Each hook's shell and its foreground programs go with the worker; all of it with the sweep.
  const int status = wait_for_driver();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  expect_all_end(all);
  const Manifest after = Manifest::open(manifest());
  EXPECT_EQ(after.failed_run_ids(), (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(after.entry(*after.find(0)).outcome.postprocess_status, PostprocessStatus::failed);
  EXPECT_TRUE(verify_sweep(manifest()).findings.empty());
}

TEST_F(OrphansTest, the_helper_killed_in_the_middle_of_a_sweep_loses_nothing) {
  start("", 400);
  ASSERT_TRUE(eventually(
      [&] { return fs::exists(manifest()) && Manifest::open(manifest()).runs().size() > 20; }));
  const std::set<pid_t> all = descendants_of(driver_);
  ::kill(helper(), SIGKILL);
  const int status = wait_for_driver();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1);
  expect_all_end(all);
  const std::size_t done = Manifest::open(manifest()).runs().size();
  EXPECT_GT(done, 20U);
  EXPECT_LT(done, 400U);
  EXPECT_TRUE(verify_sweep(manifest()).findings.empty());
  start("", 400);
  EXPECT_EQ(wait_for_driver(), 0);
  const Manifest whole = Manifest::open(manifest());
  EXPECT_EQ(whole.runs().size(), 400U);
  EXPECT_TRUE(whole.failed_run_ids().empty());
}

}  // namespace
}  // namespace gmat_sweep
