#include "sweep/status_index.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

ManifestEntry entry_of(std::int64_t run_id, RunStatus status) {
  ManifestEntry entry;
  entry.outcome.run_id = run_id;
  entry.outcome.status = status;
  entry.outcome.duration_s = 0.25 * static_cast<double>(run_id);
  // Manifests shorter than some megabytes are given no index.
  entry.outcome.error_text = std::string(std::size_t{1} << 20, 'x');
  return entry;
}

class ManifestWithIndex : public testing::Test {
 protected:
  ManifestWithIndex() {
    ManifestHeader header;
    header.script_sha256 = std::string(64, '0');
    header.output_dir = ".";
    ManifestWriter writer = ManifestWriter::create(path(), header);
    for (std::int64_t id = 0; id < 20; ++id) {
      writer.append(std::vector{entry_of(id, id == 3 ? RunStatus::failed : RunStatus::ok)});
    }
    Manifest::open(path());
  }

  fs::path path() const { return folder_.path() / "manifest.jsonl"; }
  fs::path index() const { return status_index_path(path()); }

  void append(std::int64_t run_id, RunStatus status) {
    const ManifestHeader header = Manifest::open(path()).header();
    ManifestWriter::append_to(path(), header).append(std::vector{entry_of(run_id, status)});
  }

  /// What opening gives must be what reading every line gives.
  void expect_agreement() {
    const Manifest with = Manifest::open(path());
    const Manifest without = Manifest::open(path(), nullptr, StatusIndexUse::none);
    ASSERT_EQ(with.runs().size(), without.runs().size());
    for (std::size_t i = 0; i < with.runs().size(); ++i) {
      EXPECT_EQ(with.runs()[i].run_id, without.runs()[i].run_id);
      EXPECT_EQ(with.runs()[i].offset, without.runs()[i].offset);
      EXPECT_EQ(with.runs()[i].duration_s, without.runs()[i].duration_s);
      EXPECT_EQ(with.runs()[i].status, without.runs()[i].status);
    }
    EXPECT_EQ(with.has_torn_tail(), without.has_torn_tail());
  }

  test::TemporaryDirectory folder_;
};

TEST_F(ManifestWithIndex, has_one_after_it_was_opened) {
  const auto found = read_status_index(path(), file_identity(path()));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->covered_bytes, static_cast<std::int64_t>(fs::file_size(path())));
  EXPECT_EQ(found->covered_lines, 21);
  EXPECT_EQ(found->runs.size(), 20U);
  EXPECT_EQ(found->runs[3].status, RunStatus::failed);
  expect_agreement();
}

TEST_F(ManifestWithIndex, that_grew_is_read_from_where_the_index_ends) {
  append(3, RunStatus::ok);
  append(20, RunStatus::failed);
  const auto behind = read_status_index(path(), file_identity(path()));
  ASSERT_TRUE(behind.has_value());
  EXPECT_FALSE(behind->is_current);
  EXPECT_EQ(Manifest::open(path()).failed_run_ids(), std::vector<std::int64_t>{20});
  expect_agreement();
  EXPECT_EQ(read_status_index(path(), file_identity(path()))->runs.size(), 21U);
}

TEST_F(ManifestWithIndex, is_believed_over_an_index_that_differs) {
  std::string bytes = read_file(path());
  const std::size_t failed = bytes.find("\"failed\"");
  ASSERT_NE(failed, std::string::npos);
  // The same size, and, as a hostile tool would, the same time of modification.
  const auto time = fs::last_write_time(path());
  const std::size_t x = bytes.find("xxxx");
  bytes[x] = 'y';
  write_file(path(), bytes);
  fs::last_write_time(path(), time);
  EXPECT_FALSE(read_status_index(path(), file_identity(path())).has_value());
}

TEST_F(ManifestWithIndex, that_was_cut_short_is_read_anew) {
  fs::resize_file(path(), fs::file_size(path()) - 10);
  EXPECT_FALSE(read_status_index(path(), file_identity(path())).has_value());
  EXPECT_TRUE(Manifest::open(path()).has_torn_tail());
  expect_agreement();
}

TEST_F(ManifestWithIndex, with_a_torn_tail_keeps_saying_so) {
  std::ofstream(path(), std::ios::app) << "{\"run_id\": 2";
  EXPECT_TRUE(Manifest::open(path()).has_torn_tail());
  EXPECT_TRUE(Manifest::open(path()).has_torn_tail());
  expect_agreement();
}

TEST_F(ManifestWithIndex, ignores_one_that_is_damaged) {
  std::string bytes = read_file(index());
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_file(index(), bytes);
  EXPECT_FALSE(read_status_index(path(), file_identity(path())).has_value());
  expect_agreement();
  write_file(index(), "short");
  EXPECT_FALSE(read_status_index(path(), file_identity(path())).has_value());
  write_file(index(), "");
  expect_agreement();
}

TEST_F(ManifestWithIndex, can_be_moved_and_copied_with_it) {
  const fs::path copy = folder_.path() / "copy.jsonl";
  fs::copy_file(path(), copy);
  fs::copy_file(index(), status_index_path(copy));
  const auto found = read_status_index(copy, file_identity(copy));
  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(found->is_current);
}

TEST_F(ManifestWithIndex, damaged_before_the_index_was_made_is_corrupt) {
  fs::remove(index());
  std::string bytes = read_file(path());
  bytes[bytes.find("\"run_id\": 7") + 1] = 'x';
  write_file(path(), bytes);
  EXPECT_THROW(Manifest::open(path()), ManifestCorruptError);
  EXPECT_FALSE(fs::exists(index()));
}

}  // namespace
}  // namespace gmat_sweep
