#include "sweep/commit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

class CommitTest : public ::testing::Test {
 protected:
  fs::path folder() const { return directory_.path(); }
  fs::path path() const { return folder() / "manifest.jsonl"; }

  ManifestWriter new_manifest() const {
    ManifestHeader header;
    header.output_dir = ".";
    return ManifestWriter::create(path(), header);
  }

  /// A run that wrote `files` files besides its log.
  ManifestEntry run(std::int64_t id, int files) const {
    const fs::path run_folder = folder() / ("run-" + std::to_string(id));
    fs::create_directory(run_folder);
    ManifestEntry entry;
    entry.outcome.run_id = id;
    entry.outcome.status = RunStatus::ok;
    entry.log_path = run_folder / "worker.log";
    write_file(*entry.log_path, "log\n");
    for (int i = 0; i < files; ++i) {
      const fs::path file = run_folder / ("report__R" + std::to_string(i) + ".parquet");
      write_file(file, "bytes");
      entry.outcome.output_paths.emplace(file.stem(), file);
    }
    return entry;
  }

  std::size_t entries_on_disk() const { return Manifest::open(path()).runs().size(); }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(CommitTest, entries_of_a_group_are_written_together) {
  RunCommitter committer(new_manifest(), folder(), {});
  committer.commit(std::vector{run(0, 1), run(1, 1)});
  EXPECT_EQ(entries_on_disk(), 2U);
}

// A file that cannot be made durable shows that files come before lines: with few files, which are
// synced one by one, and with many, which are synced at once.
class CommitOrderTest : public CommitTest, public ::testing::WithParamInterface<int> {};

TEST_P(CommitOrderTest, no_line_is_written_before_its_groups_files_are_durable) {
  RunCommitter committer(new_manifest(), folder(), {});
  ManifestEntry whole = run(0, 1);
  ManifestEntry broken = run(1, GetParam());
  fs::remove(broken.outcome.output_paths.begin()->second);
  EXPECT_THROW(committer.commit(std::vector{whole, broken}), GmatSweepError);
  EXPECT_EQ(entries_on_disk(), 0U);
}

TEST_P(CommitOrderTest, extra_outputs_count_as_files) {
  RunCommitter committer(new_manifest(), folder(), {});
  ManifestEntry broken = run(1, GetParam());
  broken.outcome.extra_outputs = {{"summary", folder() / "absent"}};
  EXPECT_THROW(committer.commit(std::vector{broken}), GmatSweepError);
  EXPECT_EQ(entries_on_disk(), 0U);
}

INSTANTIATE_TEST_SUITE_P(FewAndMany, CommitOrderTest, ::testing::Values(1, 40));

TEST_F(CommitTest, a_run_without_any_file_is_recorded) {
  RunCommitter committer(new_manifest(), folder(), {});
  ManifestEntry entry = run(0, 0);
  fs::remove(*entry.log_path);
  committer.commit(std::vector{entry});
  EXPECT_EQ(entries_on_disk(), 1U);
}

TEST_F(CommitTest, without_fsync_each_lines_are_written_at_once_and_synced_by_the_batch) {
  RunCommitter committer(new_manifest(), folder(), {false, 3});
  ManifestEntry broken = run(1, 1);
  fs::remove(broken.outcome.output_paths.begin()->second);
  committer.commit(std::vector{run(0, 1), broken});
  EXPECT_EQ(entries_on_disk(), 2U);
  EXPECT_THROW(committer.commit(std::vector{run(2, 1)}), GmatSweepError);
}

TEST_F(CommitTest, finish_syncs_what_a_batch_still_waits_for) {
  RunCommitter committer(new_manifest(), folder(), {false, 100});
  ManifestEntry broken = run(0, 1);
  fs::remove(broken.outcome.output_paths.begin()->second);
  committer.commit(std::vector{broken});
  EXPECT_THROW(committer.finish(), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep
