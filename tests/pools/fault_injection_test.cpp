// Every call by which a small sweep touches its files fails in turn, in each of the ways a disk
// fails. Each time the sweep either goes on and says so, or stops with a clear error; and each time
// what is left is taken up again and comes to the same digests.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "support/faulty_files.hpp"
#include "support/memory_directory.hpp"
#include "sweep/orchestrate.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using test::Fault;
using test::FaultyFiles;
using test::FileCall;

constexpr std::int64_t run_count = 4;

/// What became of a sweep: the message it stopped with, or what it came to.
struct End {
  std::optional<std::string> error;
  SweepResult result;
};

class FaultInjectionTest : public ::testing::TestWithParam<bool> {
 protected:
  FaultInjectionTest() {
    fs::create_directory(folder() / "lib");
    write_file(script(), "#Include 'lib/sat.script'\nBeginMissionSequence\n");
    write_file(folder() / "lib" / "sat.script", "Create Spacecraft Sat\n");
    options_.output_dir = folder() / "out";
    options_.fsync_each = GetParam();
    options_.fsync_batch = 4;  // more files than are synced one by one
    static_cast<SweepOptions&>(options_) = completed(options_);
  }

  fs::path folder() const { return directory_.path(); }
  fs::path script() const { return folder() / "mission.script"; }

  /// A new sweep, or the rest of the one that is there.
  End run_or_resume(FileSystem& files) {
    const EngineFactory make_engine = test::acting_parts().make_engine;
    DebugPool pool(test::acting_parts(), files);
    try {
      if (fs::exists(options_.manifest_path)) {
        return {std::nullopt, resume_sweep(script(), options_, make_engine, pool, files)};
      }
      Value::List values;
      for (std::int64_t i = 0; i < run_count; ++i) values.emplace_back(static_cast<double>(i));
      const RunSet runs = RunSet::from_design(grid(Value::Map{{"X.Value", values}}),
                                              {script(), options_.output_dir, {}});
      return {std::nullopt, run_new_sweep(runs, script(), options_, make_engine, pool, files)};
    } catch (const GmatSweepError& error) {
      return {error.what(), {}};
    }
  }

  /// Every ok run's file by its digest, as recorded; each run must have one ok entry alone.
  std::map<std::string, std::string> digests() const {
    std::map<std::string, std::string> digests;
    const Manifest manifest = Manifest::open(options_.manifest_path);
    for (const RunRecord& run : manifest.runs()) {
      const RunOutcome outcome = manifest.entry(run).outcome;
      EXPECT_EQ(outcome.status, RunStatus::ok) << outcome.error_text.value_or("");
      for (const auto& [key, path] : outcome.output_paths) {
        const std::string name = fmt::format("{} {}", run.run_id, key);
        EXPECT_TRUE(digests.emplace(name, outcome.output_sha256.at(key)).second);
        EXPECT_EQ(sha256_file_hex(path), outcome.output_sha256.at(key));
      }
    }
    return digests;
  }

  void forget_sweep() const { fs::remove_all(options_.output_dir); }

  /// One faulty sweep and what follows it.
  void check(const Fault& fault, const std::map<std::string, std::string>& expected) {
    SCOPED_TRACE(fmt::format("{} number {} fails with {}{}{}",
                             test::file_call_names[static_cast<std::size_t>(fault.call)], fault.at,
                             std::strerror(fault.error), fault.lasting ? ", and all after it" : "",
                             fault.half_written ? ", half written" : ""));
    forget_sweep();
    FaultyFiles files(fault);
    const End end = run_or_resume(files);
    ASSERT_TRUE(files.struck());
    check_it_was_said(fault, end);
    FaultyFiles mended;
    const End repaired = run_or_resume(mended);
    ASSERT_FALSE(repaired.error) << *repaired.error;
    EXPECT_EQ(repaired.result.ok, run_count);
    EXPECT_EQ(digests(), expected);
    EXPECT_TRUE(verify_sweep(options_.manifest_path).findings.empty());
    ++cases_;
  }

  void check_it_was_said(const Fault& fault, const End& end) const {
    const std::string reason = std::strerror(fault.error);
    if (end.error) {
      EXPECT_THAT(*end.error, ::testing::HasSubstr(reason));
      return;
    }
    if (end.result.failed > 0) {
      const Manifest manifest = Manifest::open(options_.manifest_path);
      for (const std::int64_t id : manifest.failed_run_ids()) {
        EXPECT_THAT(*manifest.entry(*manifest.find(id)).outcome.error_text,
                    ::testing::HasSubstr(reason));
      }
      return;
    }
    // Nothing was lost, so there is nothing to say: a file that was only read did not close, or the
    // lock's file stays behind.
    EXPECT_TRUE(fault.call == FileCall::close || fault.call == FileCall::remove);
    EXPECT_EQ(end.result.ok, run_count);
    EXPECT_TRUE(verify_sweep(options_.manifest_path).findings.empty());
  }

  test::MemoryDirectory directory_;
  ResumeOptions options_;
  int cases_ = 0;
};

TEST_P(FaultInjectionTest, every_call_may_fail_at_every_point_and_nothing_is_lost) {
  FaultyFiles healthy;
  ASSERT_FALSE(run_or_resume(healthy).error);
  const auto expected = digests();
  ASSERT_EQ(expected.size(), static_cast<std::size_t>(run_count));

  for (std::size_t call = 0; call < test::file_call_names.size(); ++call) {
    const auto kind = static_cast<FileCall>(call);
    for (std::int64_t at = 0; at < healthy.count(kind); ++at) {
      for (const int error : {EIO, ENOSPC}) {
        for (const bool lasting : {false, true}) {
          check({.call = kind, .at = at, .error = error, .lasting = lasting}, expected);
        }
        if (kind == FileCall::write) {
          check({.call = kind, .at = at, .error = error, .half_written = true}, expected);
        }
      }
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(cases_, 400);
  RecordProperty("cases", cases_);
  std::printf("%d faults injected\n", cases_);
}

// A resume meets other calls than a new sweep: it empties folders and cuts a torn tail off.
TEST_P(FaultInjectionTest, every_call_of_a_resume_may_fail_too) {
  FaultyFiles healthy;
  ASSERT_FALSE(run_or_resume(healthy).error);
  const auto expected = digests();
  const fs::path spoilt = folder() / "spoilt";
  std::string text = read_file(options_.manifest_path);
  text.erase(text.rfind('\n', text.size() - 2) + 1);
  write_file(options_.manifest_path, text + R"({"torn)");
  fs::copy(options_.output_dir, spoilt, fs::copy_options::recursive);
  const auto spoil = [&] {
    forget_sweep();
    fs::copy(spoilt, options_.output_dir, fs::copy_options::recursive);
  };
  FaultyFiles counting;
  ASSERT_FALSE(run_or_resume(counting).error);
  EXPECT_EQ(digests(), expected);
  for (std::size_t call = 0; call < test::file_call_names.size(); ++call) {
    const auto kind = static_cast<FileCall>(call);
    for (std::int64_t at = 0; at < counting.count(kind); ++at) {
      const Fault fault{.call = kind, .at = at, .error = ENOSPC};
      SCOPED_TRACE(fmt::format("{} number {}", test::file_call_names[call], at));
      spoil();
      FaultyFiles files(fault);
      const End end = run_or_resume(files);
      check_it_was_said(fault, end);
      FaultyFiles mended;
      const End repaired = run_or_resume(mended);
      ASSERT_FALSE(repaired.error) << *repaired.error;
      EXPECT_EQ(digests(), expected);
      ++cases_;
    }
  }
  EXPECT_GT(cases_, 20);
  std::printf("%d faults injected\n", cases_);
}

INSTANTIATE_TEST_SUITE_P(FsyncEach, FaultInjectionTest, ::testing::Bool(),
                         [](const auto& mode) { return mode.param ? "yes" : "no"; });

}  // namespace
}  // namespace gmat_sweep
