// A disk that fails while a sweep is read: said with the file and the system's reason, never taken
// for an answer.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <string>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "store/parquet_footer.hpp"
#include "store/parquet_reader.hpp"
#include "store/parquet_writer.hpp"
#include "support/faulty_files.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/manifest_writer.hpp"
#include "sweep/staged_script.hpp"
#include "sweep/status_index.hpp"
#include "sweep/verify.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using test::Fault;
using test::FaultyFiles;
using test::FileCall;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ReadFaultsTest : public ::testing::Test {
 protected:
  ReadFaultsTest() {
    ManifestHeader header;
    header.output_dir = ".";
    header.run_count = 3;
    header.script_sha256 = std::string(64, 'a');
    fs::create_directory(folder() / "inputs");
    write_file(folder() / "inputs" / "m.script", "script\n");
    header.inputs = {{"inputs/m.script", sha256_hex("script\n"), ""}};
    ManifestWriter writer = ManifestWriter::create(path(), header);
    std::vector<ManifestEntry> entries;
    for (int id = 0; id < 3; ++id) {
      ManifestEntry entry;
      entry.outcome.run_id = id;
      entry.outcome.status = RunStatus::ok;
      const fs::path output = folder() / ("report-" + std::to_string(id) + ".parquet");
      store::write_parquet(output, {{{"x", std::vector<double>{1.0, 2.0}}}});
      entry.outcome.output_paths = {{"report__RF", output}};
      entry.outcome.output_sha256 = {{"report__RF", sha256_file_hex(output)}};
      entries.push_back(entry);
    }
    writer.append(entries);
    writer.sync();
  }

  fs::path folder() const { return directory_.path(); }
  fs::path path() const { return folder() / "manifest.jsonl"; }

  /// Makes each open and read of `use` fail in turn; each time it must throw with the reason.
  /// Returns how many there were.
  static int each_must_be_said(const std::function<void(FileSystem&)>& use) {
    FaultyFiles healthy;
    use(healthy);
    int cases = 0;
    for (const FileCall call : {FileCall::open, FileCall::read}) {
      for (std::int64_t at = 0; at < healthy.count(call); ++at) {
        FaultyFiles files(Fault{.call = call, .at = at, .error = EIO});
        try {
          use(files);
          ADD_FAILURE() << test::file_call_names[static_cast<std::size_t>(call)] << " " << at
                        << " was not said";
        } catch (const GmatSweepError& error) {
          EXPECT_THAT(error.what(), AllOf(HasSubstr("Input/output error"), HasSubstr("cannot ")));
        }
        ++cases;
      }
    }
    return cases;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(ReadFaultsTest, opening_a_manifest_and_reading_its_entries) {
  const int cases = each_must_be_said([&](FileSystem& files) {
    const Manifest manifest =
        Manifest::open(path(), nullptr, StatusIndexUse::read_and_write, &files);
    for (const RunRecord& run : manifest.runs()) static_cast<void>(manifest.entry(run));
  });
  EXPECT_GE(cases, 7);
}

TEST_F(ReadFaultsTest, opening_a_manifest_to_append) {
  const Manifest manifest = Manifest::open(path());
  const std::string before = read_file(path());
  each_must_be_said(
      [&](FileSystem& files) { ManifestWriter::append_to(path(), manifest.header(), files); });
  EXPECT_EQ(read_file(path()), before);
}

TEST_F(ReadFaultsTest, a_parquet_file_whole_or_in_part) {
  const fs::path report = folder() / "report-0.parquet";
  EXPECT_GE(each_must_be_said([&](FileSystem& files) {
              EXPECT_EQ(store::read_parquet(report, files).row_count(), 2U);
            }),
            2);
  EXPECT_GE(each_must_be_said([&](FileSystem& files) {
              store::ParquetGroups groups(report, files);
              EXPECT_EQ(groups.read(0).row_count(), 2U);
            }),
            4);
  EXPECT_GE(each_must_be_said([&](FileSystem& files) { store::read_parquet_info(report, files); }),
            2);
}

TEST_F(ReadFaultsTest, the_copies_that_a_replay_lays_out) {
  const Manifest manifest = Manifest::open(path());
  each_must_be_said([&](FileSystem& files) { stage_script(manifest, folder() / "staged", files); });
}

// What `verify` cannot read it has not found whole.
TEST_F(ReadFaultsTest, verify_tells_of_each_file_it_could_not_read) {
  FaultyFiles healthy;
  ASSERT_TRUE(verify_sweep(path(), healthy).findings.empty());
  for (const FileCall call : {FileCall::open, FileCall::read}) {
    for (std::int64_t at = 0; at < healthy.count(call); ++at) {
      FaultyFiles files(Fault{.call = call, .at = at, .error = EIO});
      std::string said;
      try {
        const VerifyResult result = verify_sweep(path(), files);
        for (const std::string& text : result.findings) said += text + "\n";
        for (const std::string& text : result.notes) said += text + "\n";
      } catch (const GmatSweepError& error) {
        said = error.what();
      }
      EXPECT_THAT(said, HasSubstr("Input/output error")) << at;
    }
  }
}

// `repair` must not take a disk that fails for damage to a file, nor leave less than there was.
TEST_F(ReadFaultsTest, repair_never_loses_a_line_to_a_disk_that_fails) {
  const std::string whole = read_file(path());
  const std::string spoilt = whole + R"({"torn)";
  write_file(path(), spoilt);
  FaultyFiles healthy;
  repair_sweep(path(), healthy);
  ASSERT_EQ(read_file(path()), whole);
  int cases = 0;
  for (std::size_t call = 0; call < test::file_call_names.size(); ++call) {
    const auto kind = static_cast<FileCall>(call);
    for (std::int64_t at = 0; at < healthy.count(kind); ++at) {
      for (const auto& item : fs::directory_iterator(folder())) {
        if (item.path().string().find("damaged") != std::string::npos) fs::remove_all(item.path());
      }
      write_file(path(), spoilt);
      FaultyFiles files(Fault{.call = kind, .at = at, .error = EIO});
      try {
        repair_sweep(path(), files);
      } catch (const GmatSweepError& error) {
        EXPECT_THAT(error.what(), HasSubstr("Input/output error"));
      }
      const std::string left = read_file(path());
      EXPECT_TRUE(left.starts_with(whole)) << test::file_call_names[call] << " " << at;
      ++cases;
    }
  }
  EXPECT_GT(cases, 30);
}

/// An index beside a manifest that grew past the size from which one is used.
TEST_F(ReadFaultsTest, an_index_that_cannot_be_read_is_done_without) {
  const FileIdentity identity = file_identity(path());
  StatusIndex index;
  index.covered_bytes = identity.size;
  index.covered_lines = 4;
  index.runs = {{0, 10, 1.0, RunStatus::ok, PostprocessStatus::none}};
  write_status_index(path(), identity, index);
  ASSERT_TRUE(read_status_index(path(), identity).has_value());
  for (const FileCall call : {FileCall::open, FileCall::read}) {
    FaultyFiles files(Fault{.call = call, .at = 0, .error = EIO});
    EXPECT_FALSE(read_status_index(path(), identity, files).has_value());
  }
  for (const FileCall call : {FileCall::write, FileCall::rename, FileCall::close}) {
    fs::remove(status_index_path(path()));
    FaultyFiles files(Fault{.call = call, .at = call == FileCall::close ? 1 : 0, .error = ENOSPC});
    write_status_index(path(), identity, index, files);
    EXPECT_TRUE(files.struck());
    EXPECT_FALSE(fs::exists(status_index_path(path())));
  }
  for (const auto& item : fs::directory_iterator(folder())) {
    EXPECT_FALSE(item.path().string().ends_with(".part"));
  }
}

}  // namespace
}  // namespace gmat_sweep
