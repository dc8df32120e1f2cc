// `verify` and `repair`, each test named for the damage.

#include "gmat_sweep/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/manifest.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/folder_lock.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    ManifestHeader header;
    header.output_dir = ".";
    header.run_count = 3;
    header.script_sha256 = std::string(64, 'a');
    fs::create_directory(folder() / "inputs");
    write_file(folder() / "inputs" / "m.script", "script\n");
    header.inputs = {{"inputs/m.script", sha256_hex("script\n"), ""}};
    ManifestWriter writer = ManifestWriter::create(path(), header);
    std::vector<ManifestEntry> entries;
    for (int id = 0; id < 3; ++id) entries.push_back(run(id));
    writer.append(entries);
    writer.sync();
  }

  fs::path folder() const { return directory_.path(); }
  fs::path path() const { return folder() / "manifest.jsonl"; }
  fs::path output(int id) const {
    return folder() / ("run-" + std::to_string(id)) / "report__RF.parquet";
  }

  ManifestEntry run(int id) const {
    fs::create_directory(output(id).parent_path());
    const std::string bytes = "run " + std::to_string(id);
    write_file(output(id), bytes);
    write_file(output(id).parent_path() / "worker.log", "log\n");
    ManifestEntry entry;
    entry.outcome.run_id = id;
    entry.outcome.status = RunStatus::ok;
    entry.outcome.output_paths = {{"report__RF", output(id)}};
    entry.outcome.output_sha256 = {{"report__RF", sha256_hex(bytes)}};
    entry.overrides = {{"Sat.SMA", 7000.0 + id}};
    entry.log_path = output(id).parent_path() / "worker.log";
    return entry;
  }

  /// Changes one byte of a line (counted from 1), `offset` bytes into it.
  void damage_line(int line, std::size_t offset) const {
    std::string text = read_file(path());
    std::size_t start = 0;
    for (int i = 1; i < line; ++i) start = text.find('\n', start) + 1;
    text[start + offset] = static_cast<char>(text[start + offset] ^ 1);
    write_file(path(), text);
  }

  std::vector<std::string> findings() const { return verify_sweep(path()).findings; }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(VerifyTest, a_whole_sweep_has_no_findings) {
  const VerifyResult result = verify_sweep(path());
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(result.notes, IsEmpty());
  EXPECT_EQ(result.entries, 3);
  EXPECT_EQ(result.runs, 3);
  EXPECT_EQ(result.files, 3);
  EXPECT_THAT(repair_sweep(path()).actions, IsEmpty());
}

TEST_F(VerifyTest, a_changed_byte_of_an_output_is_named_with_run_and_file) {
  write_file(output(1), "run 7");
  EXPECT_THAT(findings(), ElementsAre(AllOf(HasSubstr("run 1"), HasSubstr("report__RF"),
                                            HasSubstr(sha256_hex("run 7")))));
}

TEST_F(VerifyTest, a_missing_output_and_a_missing_log_are_named) {
  fs::remove(output(1));
  fs::remove(output(2).parent_path() / "worker.log");
  EXPECT_THAT(findings(), ElementsAre(AllOf(HasSubstr("run 1"), HasSubstr("missing")),
                                      AllOf(HasSubstr("run 2"), HasSubstr("log"))));
}

TEST_F(VerifyTest, a_changed_copy_of_the_script_is_named) {
  write_file(folder() / "inputs" / "m.script", "other\n");
  EXPECT_THAT(findings(), ElementsAre(HasSubstr("inputs/m.script")));
}

TEST_F(VerifyTest, a_flipped_digit_in_an_entry_fails_its_checksum) {
  const std::string text = read_file(path());
  const std::size_t line = text.find('\n', text.find('\n') + 1) + 1;
  damage_line(3, text.find("7001", line) + 3 - line);  // still JSON, another number
  EXPECT_THAT(findings(), Contains(AllOf(HasSubstr("manifest.jsonl:3:"), HasSubstr("checksum"))));
  try {
    Manifest::open(path());
    FAIL() << "expected ManifestCorruptError";
  } catch (const ManifestCorruptError& error) {
    EXPECT_EQ(error.line_number(), 3);
    EXPECT_THAT(error.what(), HasSubstr("gmat-sweep repair"));
  }
}

TEST_F(VerifyTest, any_changed_bit_of_any_line_is_found) {
  const std::string text = read_file(path());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 7)));
    write_file(path(), changed);
    const VerifyResult result = verify_sweep(path());
    EXPECT_FALSE(result.findings.empty() && result.notes.empty()) << "byte " << i;
  }
}

TEST_F(VerifyTest, entries_without_checksum_and_digest_are_only_looked_for) {
  std::string text = read_file(path());
  text +=
      R"({"run_id": 2, "overrides": {}, "status": "ok", "output_paths": {"report__RF": ")" +
      output(2).string() +
      R"("}, "started_at": "2026-01-02T03:04:05+00:00", "ended_at": "2026-01-02T03:04:05+00:00", )"
      R"("duration_s": 0.5, "stderr": null, "log_path": null})"
      "\n";
  write_file(path(), text);
  const VerifyResult result = verify_sweep(path());
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("1 entries carry no checksum"),
                                        HasSubstr("1 files have no recorded digest")));
}

TEST_F(VerifyTest, a_torn_tail_is_a_note_and_repair_cuts_it) {
  write_file(path(), read_file(path()) + R"({"run)");
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_THAT(verify_sweep(path()).notes, ElementsAre(HasSubstr("torn")));
  repair_sweep(path());
  EXPECT_FALSE(Manifest::open(path()).has_torn_tail());
}

TEST_F(VerifyTest, repair_leaves_a_damaged_line_out_and_keeps_the_damaged_file) {
  damage_line(3, 40);
  const std::string damaged = read_file(path());
  const RepairResult result = repair_sweep(path());
  EXPECT_THAT(result.actions, ElementsAre(HasSubstr("line 3"), HasSubstr(".damaged-1")));
  EXPECT_THAT(result.unrepaired, IsEmpty());
  EXPECT_EQ(read_file(folder() / "manifest.jsonl.damaged-1"), damaged);
  EXPECT_EQ(Manifest::open(path()).missing_run_ids(), std::vector<std::int64_t>{1});
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(VerifyTest, repair_never_replaces_what_an_earlier_repair_kept) {
  damage_line(3, 40);
  repair_sweep(path());
  const std::string first = read_file(folder() / "manifest.jsonl.damaged-1");
  damage_line(2, 40);
  repair_sweep(path());
  EXPECT_EQ(read_file(folder() / "manifest.jsonl.damaged-1"), first);
  EXPECT_TRUE(fs::exists(folder() / "manifest.jsonl.damaged-2"));
}

TEST_F(VerifyTest, repair_takes_a_damaged_header_from_its_copy) {
  const std::string whole = read_file(path());
  damage_line(1, 50);
  EXPECT_THROW(Manifest::open(path()), ManifestCorruptError);
  repair_sweep(path());
  EXPECT_EQ(read_file(path()), whole);
}

TEST_F(VerifyTest, repair_gives_up_when_header_and_copy_are_damaged) {
  damage_line(1, 50);
  write_file(header_copy_path(path()), "garbage\n");
  const std::string before = read_file(path());
  EXPECT_THROW(repair_sweep(path()), ManifestCorruptError);
  EXPECT_EQ(read_file(path()), before);
}

TEST_F(VerifyTest, repair_writes_a_header_copy_that_is_missing) {
  fs::remove(header_copy_path(path()));
  EXPECT_THAT(repair_sweep(path()).actions, ElementsAre(HasSubstr("copy of the header")));
  EXPECT_TRUE(fs::exists(header_copy_path(path())));
}

TEST_F(VerifyTest, repair_moves_a_damaged_output_aside_and_has_its_run_run_again) {
  write_file(output(1), "damaged");
  fs::remove(output(2));
  const RepairResult result = repair_sweep(path());
  EXPECT_THAT(result.unrepaired, IsEmpty());
  EXPECT_EQ(read_file(folder() / "damaged-1" / "run-1" / "report__RF.parquet"), "damaged");
  const Manifest manifest = Manifest::open(path());
  EXPECT_THAT(manifest.failed_run_ids(), ElementsAre(1, 2));
  const ManifestEntry entry = manifest.entry(*manifest.find(1));
  EXPECT_EQ(entry.overrides, (Value::Map{{"Sat.SMA", 7001.0}}));
  EXPECT_THAT(*entry.outcome.error_text, HasSubstr("SHA-256"));
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(VerifyTest, repair_says_what_it_cannot_mend) {
  fs::remove(folder() / "inputs" / "m.script");
  EXPECT_THAT(repair_sweep(path()).unrepaired, ElementsAre(HasSubstr("inputs/m.script")));
}

TEST_F(VerifyTest, repair_waits_for_no_running_sweep) {
  const FolderLock lock(folder());
  EXPECT_THROW(repair_sweep(path()), SweepConfigError);
}

}  // namespace
}  // namespace gmat_sweep
