// A disk that is really full: a small tmpfs in a mount namespace of the test's own.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/local_pool.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/orchestrate.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

constexpr int cannot_mount = 77;
constexpr int failed_check = 1;
constexpr std::int64_t run_count = 12;

void check(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "full disk: %s\n", what.c_str());
  ::_exit(failed_check);
}

/// A disk of that size, full before the sweep is over; then a larger one, on which it is finished.
/// In a process of its own, which it ends.
[[noreturn]] void sweep_on_disk_of(int kibibytes, const fs::path& script, const fs::path& disk) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    ::_exit(cannot_mount);
  }
  ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, fmt::format("size={}k", kibibytes).c_str()) != 0) {
    ::_exit(cannot_mount);
  }
  ResumeOptions options;
  options.output_dir = disk / "out";
  options.workers = 2;
  static_cast<SweepOptions&>(options) = completed(options);
  const EngineFactory make_engine = test::acting_parts().make_engine;
  const auto sweep = [&] {
    LocalPool pool({2, fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"});
    if (fs::exists(options.manifest_path)) return resume_sweep(script, options, make_engine, pool);
    Value::List values;
    for (std::int64_t i = 0; i < run_count; ++i) values.emplace_back(static_cast<double>(i));
    const RunSet runs =
        RunSet::from_design(grid(Value::Map{{"X.Value", values}}), {script, disk / "out", {}});
    return run_new_sweep(runs, script, options, make_engine, pool);
  };
  std::string said;
  try {
    if (sweep().failed > 0) {
      const Manifest manifest = Manifest::open(options.manifest_path);
      said = *manifest.entry(*manifest.find(manifest.failed_run_ids().front())).outcome.error_text;
    }
  } catch (const GmatSweepError& error) {
    said = error.what();
  }
  check(said.find("No space left") != std::string::npos, "the message is: " + said);
  check(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=4m") == 0, "cannot enlarge");
  const SweepResult result = sweep();
  check(result.ok == run_count, fmt::format("{} runs are ok after resume", result.ok));
  const VerifyResult verified = verify_sweep(options.manifest_path);
  check(verified.findings.empty() && verified.files == run_count, "verify finds damage");
  ::_exit(0);
}

TEST(FullDiskTest, a_sweep_on_a_full_disk_says_so_and_is_finished_once_there_is_room) {
  const test::TemporaryDirectory directory;
  const fs::path script = directory.path() / "mission.script";
  write_file(script, "Create Spacecraft Sat\nBeginMissionSequence\n");
  const fs::path disk = directory.path() / "disk";
  fs::create_directory(disk);
  for (const int kibibytes : {8, 12, 16, 20, 24, 32, 48, 64, 80}) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      try {
        sweep_on_disk_of(kibibytes, script, disk);
      } catch (const std::exception& error) {
        check(false, error.what());
      }
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == cannot_mount) {
      GTEST_SKIP() << "NO FULL DISK TESTED: this process may not mount a tmpfs";
    }
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << kibibytes << " KiB";
  }
}

}  // namespace
}  // namespace gmat_sweep
