#include "gmat_sweep/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/tables.hpp"
#include "script/hash.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using test::SampleSweep;
using test::small_report;
using testing::AllOf;
using testing::HasSubstr;

/// A sweep of two good runs and a failed one, with a script of its own.
class Archive : public testing::Test {
 protected:
  Archive() {
    const std::string script = "Create Spacecraft Sat;\nBeginMissionSequence;\n";
    fs::create_directories(sweep_.path() / "inputs");
    write_file(sweep_.path() / "inputs/leo.script", script);
    sweep_.header().inputs = {{"inputs/leo.script", sha256_hex(script), ""}};
    sweep_.header().script_sha256 = script::canonical_script_sha256_of_bytes(script, "leo.script");
    sweep_.add(0, {{"report__RF", small_report(0)}}, {{"summary", small_report(10)}});
    sweep_.last().log_path = sweep_.path() / "run-0/worker.log";
    write_file(sweep_.path() / "run-0/worker.log", "all is well\n");
    sweep_.add_without_outputs(1, RunStatus::failed);
    sweep_.add(2, {{"report__RF", small_report(2)}});
  }

  fs::path out(const std::string& name) const { return folder_.path() / name; }

  fs::path archived(const ArchiveOptions& options = {}) {
    archive_sweep(sweep_.manifest(), out("sweep.zip"), options);
    return out("sweep.zip");
  }

  SampleSweep sweep_;
  test::TemporaryDirectory folder_;
};

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const GmatSweepError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST_F(Archive, gives_the_same_tables_when_opened_in_place) {
  const Manifest original = sweep_.manifest();
  const Manifest opened = open_sweep(archived());
  std::filesystem::remove_all(sweep_.path());
  const Table rows = lazy_multiindex(opened).collect();
  EXPECT_EQ(rows.row_count(), 5U);
  EXPECT_EQ(test::values_of<double>(rows, "Sat.X")[4], 2.5);
  EXPECT_EQ(lazy_extra_outputs(opened, "summary").collect().row_count(), 4U);
  EXPECT_EQ(opened.failed_run_ids(), std::vector<std::int64_t>{1});
}

TEST_F(Archive, holds_paths_relative_to_its_manifest) {
  const Manifest opened = open_sweep(archived());
  const ManifestEntry entry = opened.entry(*opened.find(0));
  const fs::path root = opened.path().parent_path();
  EXPECT_EQ(entry.outcome.output_paths.at("report__RF"), root / "runs/run-0/report__RF.parquet");
  EXPECT_EQ(opened.header().inputs.front().path, "script/leo.script");
  EXPECT_EQ(script::canonical_script_sha256(root / "script/leo.script"),
            opened.header().script_sha256);
}

TEST_F(Archive, leaves_logs_out_unless_asked) {
  {
    const Manifest opened = open_sweep(archived());
    EXPECT_FALSE(opened.entry(*opened.find(0)).log_path.has_value());
  }
  const Manifest opened = open_sweep(archived({.include_logs = true}));
  const auto log = opened.entry(*opened.find(0)).log_path;
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(read_file(*log), "all is well\n");
}

TEST_F(Archive, of_the_same_sweep_has_the_same_bytes) {
  const std::string first = read_file(archived({.include_logs = true}));
  EXPECT_EQ(read_file(archived({.include_logs = true})), first);
}

TEST_F(Archive, of_an_archive_is_that_archive) {
  const std::string first = read_file(archived({.include_logs = true}));
  archive_sweep(open_sweep(out("sweep.zip")), out("again.zip"), {.include_logs = true});
  EXPECT_EQ(read_file(out("again.zip")), first);
}

TEST_F(Archive, keeps_two_files_of_one_name_apart) {
  fs::create_directories(out("elsewhere/a"));
  fs::create_directories(out("elsewhere/b"));
  write_file(out("elsewhere/a/x.txt"), "a");
  write_file(out("elsewhere/b/x.txt"), "b");
  sweep_.last().outcome.extra_outputs = {{"one", out("elsewhere/a/x.txt")},
                                         {"two", out("elsewhere/b/x.txt")}};
  const Manifest opened = open_sweep(archived());
  const auto paths = opened.entry(*opened.find(2)).outcome.extra_outputs;
  EXPECT_EQ(read_file(paths.at("one")), "a");
  EXPECT_EQ(read_file(paths.at("two")), "b");
}

TEST_F(Archive, is_refused_for_another_script_unless_drift_is_allowed) {
  write_file(out("other.script"), "Create Spacecraft Other;\nBeginMissionSequence;\n");
  EXPECT_THAT(message_of([&] { archived({.script = out("other.script")}); }),
              AllOf(HasSubstr("not the script"), HasSubstr(sweep_.header().script_sha256)));
  EXPECT_FALSE(fs::exists(out("sweep.zip")));
  const Manifest opened =
      open_sweep(archived({.script = out("other.script"), .allow_script_drift = true}));
  EXPECT_EQ(opened.header().script_sha256, sweep_.header().script_sha256);
}

TEST_F(Archive, is_refused_when_the_sweep_has_no_copy_of_its_script) {
  sweep_.header().inputs.clear();
  EXPECT_THAT(message_of([&] { archived(); }), HasSubstr("name the script to pack"));
}

TEST_F(Archive, is_refused_when_outputs_are_gone_and_names_all_of_them) {
  fs::remove(sweep_.path() / "run-0/report__RF.parquet");
  fs::remove(sweep_.path() / "run-2/report__RF.parquet");
  EXPECT_THAT(message_of([&] { archived(); }),
              AllOf(HasSubstr("run-0/report__RF.parquet"), HasSubstr("run-2/report__RF.parquet")));
  EXPECT_FALSE(fs::exists(out("sweep.zip")));
  EXPECT_FALSE(fs::exists(out("sweep.zip.part")));
}

TEST_F(Archive, with_a_changed_byte_is_corrupt_and_names_the_member) {
  std::string bytes = read_file(archived());
  bytes[bytes.find("PAR1") + 20] ^= 1;
  write_file(out("changed.zip"), bytes);
  EXPECT_THAT(message_of([&] { open_sweep(out("changed.zip")); }),
              AllOf(HasSubstr("runs/run-0/"), HasSubstr("changed.zip")));
  EXPECT_THROW(open_sweep(out("changed.zip")), ManifestCorruptError);
}

TEST_F(Archive, is_verified_in_place_and_every_fault_named) {
  const VerifyResult whole = verify_archive(archived());
  EXPECT_TRUE(whole.findings.empty());
  EXPECT_EQ(whole.runs, 3);
  std::string bytes = read_file(out("sweep.zip"));
  bytes[bytes.find("PAR1") + 20] ^= 1;
  const std::size_t readme = bytes.find("README.md") + 40;
  bytes[readme] ^= 1;
  write_file(out("changed.zip"), bytes);
  const VerifyResult damaged = verify_archive(out("changed.zip"));
  ASSERT_GE(damaged.findings.size(), 2U);
  EXPECT_THAT(damaged.findings[0], HasSubstr("README.md"));
  EXPECT_THAT(damaged.findings[1], HasSubstr("runs/run-0/report__RF.parquet"));
  for (const std::string& finding : damaged.findings) {
    EXPECT_EQ(finding.find(std::filesystem::temp_directory_path().string() + "/gmat_sweep_"),
              std::string::npos);
  }
}

TEST_F(Archive, is_refused_when_an_output_is_not_as_recorded) {
  sweep_.last().outcome.output_sha256["report__RF"] = std::string(64, '0');
  EXPECT_THAT(message_of([&] { archived(); }),
              AllOf(HasSubstr("run-2/report__RF.parquet"), HasSubstr("the manifest records 000")));
  EXPECT_FALSE(fs::exists(out("sweep.zip")));
}

TEST_F(Archive, that_is_cut_short_is_corrupt) {
  write_file(out("short.zip"), read_file(archived()).substr(0, 500));
  EXPECT_THROW(open_sweep(out("short.zip")), ManifestCorruptError);
}

TEST_F(Archive, is_told_from_a_manifest_by_its_first_bytes) {
  EXPECT_TRUE(is_archive(archived()));
  EXPECT_FALSE(is_archive(sweep_.manifest().path()));
  EXPECT_FALSE(is_archive(out("nothing")));
  EXPECT_EQ(open_sweep(sweep_.manifest().path()).runs().size(), 3U);
}

}  // namespace
}  // namespace gmat_sweep
