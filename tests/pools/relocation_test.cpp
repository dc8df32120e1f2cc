// A sweep moved to where nothing else is: with a hook of each kind, includes and functions it
// resumes, is verified and replayed there, and its manifest names nothing by an absolute path.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/archive.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/sweep.hpp"
#include "gmat_sweep/verify.hpp"
#include "pools/acting_engine.hpp"
#include "pools/debug_pool.hpp"
#include "pools/local_pool.hpp"
#include "support/memory_directory.hpp"
#include "sweep/orchestrate.hpp"
#include "sweep/replay.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RelocationTest : public ::testing::Test {
 protected:
  RelocationTest() {
    fs::create_directories(home() / "lib");
    write_file(script(), "#Include '../home/lib/sat.script'\nBeginMissionSequence\n");
    write_file(home() / "lib" / "sat.script", "Create Spacecraft Sat\n");
    ::setenv("PYTHONPATH", (home() / "python").c_str(), 1);
  }

  fs::path home() const { return directory_.path() / "home"; }
  fs::path out() const { return home() / "out"; }
  fs::path moved() const { return directory_.path() / "far" / "away" / "moved"; }
  fs::path script() const { return home() / "mission.script"; }

  std::string program_hook(const std::string& more = "") const {
    write_file(home() / "hook.sh", "#!/bin/sh\n" + more +
                                       "cat > /dev/null\n"
                                       "folder=$(pwd)\necho '{}'\n");
    fs::permissions(home() / "hook.sh", fs::perms::owner_all);
    return "exec:" + (home() / "hook.sh").string() + " --flag";
  }

  void sweep(const std::string& hook) {
    SweepOptions options;
    options.output_dir = out();
    options.postprocess = hook;
    options = completed(options);
    LocalPool pool({1, worker()});
    const Value::Map axes{{"X.Value", Value::List{1.0, 2.0, 3.0}}};
    run_new_sweep(RunSet::from_design(grid(axes), {script(), out(), {}}), script(), options,
                  make_engine(), pool);
    std::string text = read_file(out() / "manifest.jsonl");
    EXPECT_THAT(text, Not(HasSubstr(directory_.path().string())));
    // As if the last run had not been reached.
    text.erase(text.rfind('\n', text.size() - 2) + 1);
    write_file(out() / "manifest.jsonl", text);
  }

  void move_away() const {
    fs::create_directories(moved().parent_path());
    fs::rename(out(), moved());
    fs::remove_all(home());
  }

  SweepResult resume(const fs::path& folder, const fs::path& with_script = {},
                     bool allow_drift = false) const {
    ResumeOptions options;
    options.output_dir = folder;
    options.allow_drift = allow_drift;
    static_cast<SweepOptions&>(options) = completed(options);
    LocalPool pool({1, worker()});
    return resume_sweep(with_script, options, make_engine(), pool);
  }

  std::string refusal(const fs::path& folder, const fs::path& with_script = {}) const {
    try {
      resume(folder, with_script);
    } catch (const SweepConfigError& error) {
      return error.what();
    }
    return "accepted";
  }

  ReplayResult replay(const fs::path& folder, std::int64_t run_id) const {
    LocalPool pool({1, worker()});
    return replay_run_in(folder / "manifest.jsonl", run_id, {}, make_engine(), pool);
  }

  /// Everything that is promised of a moved sweep.
  void expect_alive(const fs::path& folder) const {
    EXPECT_EQ(resume(folder).ok, 3);
    EXPECT_THAT(verify_sweep(folder / "manifest.jsonl").findings, IsEmpty());
    const ReplayResult again = replay(folder, 1);
    EXPECT_TRUE(again.same);
    EXPECT_THAT(again.changes, IsEmpty());
  }

  static EngineFactory make_engine() { return test::acting_parts().make_engine; }
  static fs::path worker() { return fs::path(GMAT_SWEEP_BIN_DIR) / "acting_worker"; }

  test::MemoryDirectory directory_;
};

TEST_F(RelocationTest, with_a_program_as_its_hook) {
  sweep(program_hook());
  EXPECT_EQ(*Manifest::open(out() / "manifest.jsonl").header().postprocess,
            "exec:../hook.sh --flag");
  move_away();
  expect_alive(moved());
}

TEST_F(RelocationTest, with_a_file_that_a_program_on_the_path_is_given) {
  write_file(home() / "analyse.sh", "cat > /dev/null; echo '{}'\n");
  sweep("exec:sh " + (home() / "analyse.sh").string());
  EXPECT_EQ(*Manifest::open(out() / "manifest.jsonl").header().postprocess,
            "exec:sh ../analyse.sh");
  move_away();
  expect_alive(moved());
}

TEST_F(RelocationTest, with_a_python_function_in_a_package) {
  fs::create_directories(home() / "python" / "relocated");
  write_file(home() / "python" / "relocated" / "__init__.py", "");
  write_file(home() / "python" / "relocated" / "hooks.py",
             "def note(spec, outcome):\n"
             "    path = spec.output_dir / 'note.txt'\n"
             "    path.write_text(str(spec.run_id))\n"
             "    return {'note': path}\n");
  sweep("relocated.hooks:note");
  move_away();
  expect_alive(moved());
}

TEST_F(RelocationTest, with_a_library) {
  fs::create_directory(home() / "libraries");
  fs::copy_file(GMAT_SWEEP_SAMPLE_HOOKS, home() / "libraries" / "libsample.so");
  sweep((home() / "libraries" / "libsample.so").string() + ":summarise");
  EXPECT_EQ(*Manifest::open(out() / "manifest.jsonl").header().postprocess,
            "../libraries/libsample.so:summarise");
  move_away();
  expect_alive(moved());
}

TEST_F(RelocationTest, out_of_an_archive_that_was_unpacked) {
  sweep(program_hook());
  archive_sweep(Manifest::open(out() / "manifest.jsonl"), directory_.path() / "sweep.zip");
  fs::remove_all(home());
  const std::string command = "mkdir -p '" + moved().string() + "' && cd '" + moved().string() +
                              "' && python3 -m zipfile -e '" +
                              (directory_.path() / "sweep.zip").string() + "' .";
  ASSERT_EQ(std::system(command.c_str()), 0);
  expect_alive(moved());
}

TEST_F(RelocationTest, where_its_files_still_are_they_count_and_their_drift_is_named) {
  sweep(program_hook());
  const std::string recorded =
      *Manifest::open(out() / "manifest.jsonl").header().postprocess_sha256;
  program_hook("# another\n");
  EXPECT_THAT(refusal(out(), script()),
              AllOf(HasSubstr("the hook exec:../hook.sh --flag changed"), HasSubstr(recorded)));
  EXPECT_EQ(resume(out(), script(), true).ok, 3);
}

TEST_F(RelocationTest, drift_of_a_file_given_to_the_hook_is_named) {
  write_file(home() / "analyse.sh", "cat > /dev/null; echo '{}'\n");
  sweep("exec:sh " + (home() / "analyse.sh").string());
  write_file(home() / "analyse.sh", "cat > /dev/null; echo '{}' # another\n");
  EXPECT_THAT(refusal(out(), script()), HasSubstr("the hook's file analyse.sh changed"));
}

TEST_F(RelocationTest, a_copy_of_the_hook_that_was_changed_is_found_and_not_run) {
  sweep(program_hook());
  move_away();
  write_file(moved() / "inputs" / "hook" / "hook.sh", "#!/bin/sh\necho evil\n");
  EXPECT_THAT(verify_sweep(moved() / "manifest.jsonl").findings,
              Contains(HasSubstr("inputs/hook/hook.sh")));
  EXPECT_THAT(refusal(moved()), HasSubstr("is not as recorded"));
  fs::remove(moved() / "inputs" / "hook" / "hook.sh");
  EXPECT_THAT(refusal(moved()), AllOf(HasSubstr("neither the file"), HasSubstr("hook.sh")));
}

TEST_F(RelocationTest, a_manifest_of_an_earlier_version_with_an_absolute_hook_still_resumes) {
  const std::string hook = program_hook();
  sweep(hook);
  std::string text = read_file(out() / "manifest.jsonl");
  const std::size_t end = text.find('\n');
  std::string header = text.substr(0, end);
  header.erase(1, std::string_view(R"("checksum": "0123456789abcdef", )").size());
  const auto replace = [&](const std::string& from, const std::string& to) {
    const std::size_t at = header.find(from);
    ASSERT_NE(at, std::string::npos);
    header.replace(at, from.size(), to);
  };
  replace("exec:../hook.sh --flag", hook);
  replace("postprocess_files", "unknown_to_it");
  write_file(out() / "manifest.jsonl", header + text.substr(end));
  EXPECT_EQ(resume(out(), script()).ok, 3);
}

TEST_F(RelocationTest, a_folder_that_a_hook_gives_has_a_digest_and_is_watched) {
  write_file(home() / "folder.sh",
             "#!/bin/sh\nfolder=$(sed 's/.*\"output_dir\": \"\\([^\"]*\\)\".*/\\1/')\n"
             "mkdir -p \"$folder/results/deep\"\necho 1 > \"$folder/results/deep/a\"\n"
             "echo \"{\\\"results\\\": \\\"$folder/results\\\"}\"\n");
  fs::permissions(home() / "folder.sh", fs::perms::owner_all);
  sweep("exec:" + (home() / "folder.sh").string());
  move_away();
  expect_alive(moved());
  const fs::path manifest = moved() / "manifest.jsonl";
  for (const char* damage : {"deep/a", "new", "gone"}) {
    const fs::path results = moved() / "run-0" / "results";
    if (damage == std::string("gone")) {
      fs::remove_all(results / "deep");
    } else {
      write_file(results / damage, "2");
    }
    EXPECT_THAT(verify_sweep(manifest).findings,
                Contains(AllOf(HasSubstr("run 0"), HasSubstr("SHA-256"))))
        << damage;
    EXPECT_THAT(repair_sweep(manifest).unrepaired, IsEmpty());
    EXPECT_EQ(resume(moved()).ok, 3);
    EXPECT_THAT(verify_sweep(manifest).findings, IsEmpty());
  }
}

}  // namespace
}  // namespace gmat_sweep
