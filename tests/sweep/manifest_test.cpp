#include "gmat_sweep/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/manifest_format.hpp"
#include "sweep/manifest_writer.hpp"

namespace gmat_sweep {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ManifestHeader sample_header() {
  ManifestHeader header;
  header.script_sha256 = std::string(64, 'a');
  header.gmat_sweep_version = "0.1.0";
  header.os_platform = "Linux-6.1.0-x86_64-with-glibc2.36";
  header.parameter_spec = {{"_kind", "grid"}, {"Sat.SMA", Value::List{7000.0, 7100.0}}};
  header.run_count = 2;
  header.backend = "LocalPool";
  header.output_dir = ".";
  return header;
}

ManifestEntry sample_entry(std::int64_t run_id, const std::filesystem::path& folder) {
  ManifestEntry entry;
  entry.outcome.run_id = run_id;
  entry.outcome.status = RunStatus::ok;
  entry.outcome.output_paths = {{"report__RF", folder / "run-0" / "report__RF.parquet"}};
  entry.outcome.duration_s = 0.25;
  entry.outcome.started_at = parse_iso8601("2026-01-02T03:04:05.000678+00:00");
  entry.outcome.ended_at = parse_iso8601("2026-01-02T03:04:05.250678+00:00");
  entry.overrides = {{"Sat.SMA", 7000.0}};
  entry.log_path = folder / "run-0" / "worker.log";
  return entry;
}

std::vector<std::string> keys(const Value& value) {
  std::vector<std::string> names;
  for (const auto& [key, ignored] : value.as_map()) names.push_back(key);
  return names;
}

class ManifestTest : public ::testing::Test {
 protected:
  std::filesystem::path folder() const { return directory_.path(); }
  std::filesystem::path path() const { return folder() / "manifest.jsonl"; }

  void write_lines(const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) text += line;
    write_file(path(), text);
  }

  std::string line_of(std::int64_t run_id, RunStatus status) const {
    ManifestEntry entry = sample_entry(run_id, folder());
    entry.outcome.status = status;
    return entry_line(entry, PathStyle(folder(), true));
  }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(ManifestTest, header_holds_the_python_packages_fields_and_the_additions) {
  EXPECT_THAT(
      keys(parse_json(header_line(sample_header()))),
      ElementsAre("checksum", "backend", "build_version", "cpu_class", "data_files", "engine",
                  "engine_version", "gmat_install_version", "gmat_run_version",
                  "gmat_sweep_version", "inputs", "os_platform", "output_dir", "parameter_spec",
                  "postprocess", "postprocess_sha256", "python_version", "run_count", "run_options",
                  "schema_version", "script_sha256", "sweep_seed"));
}

TEST_F(ManifestTest, entry_holds_the_python_packages_fields_and_the_additions) {
  EXPECT_EQ(entry_line(sample_entry(0, folder()), PathStyle(folder(), true)),
            R"({"checksum": "7bb267ced5db5050", "context": {}, "duration_s": 0.25, )"
            R"("ended_at": "2026-01-02T03:04:05.250678+00:00", "extra_outputs": {}, )"
            R"("log_path": "run-0/worker.log", )"
            R"("output_paths": {"report__RF": "run-0/report__RF.parquet"}, )"
            R"("overrides": {"Sat.SMA": 7000.0}, "postprocess_status": "none", "run_id": 0, )"
            R"("started_at": "2026-01-02T03:04:05.000678+00:00", "status": "ok", "stderr": null})"
            "\n");
}

TEST_F(ManifestTest, header_survives_writing_and_reading) {
  ManifestHeader header = sample_header();
  header.sweep_seed = BigInteger{"340282366920938463463374607431768211456"};
  header.postprocess = "exec:./reduce --fast";
  header.postprocess_sha256 = std::string(64, 'b');
  header.engine = "native";
  header.data_files = {{"gravity/earth/JGM2.cof", std::string(64, 'c')}};
  header.inputs = {{"inputs/a.script", "00", ""}, {"inputs/lib/b.script", "11", "lib/b.script"}};
  header.run_options = {{"max_steps", 10}};
  header.runs = {{3, "run-3", 42, {{"x", 1}}}};
  header.unknown = {{"from_the_future", Value::List{1, "two"}}};
  const std::string line = header_line(header);
  const ManifestHeader read = parse_header(line);
  EXPECT_EQ(header_line(read), line);
  EXPECT_EQ(read.sweep_seed, header.sweep_seed);
  EXPECT_EQ(read.runs.front().seed, Value(42));
  EXPECT_EQ(*read.unknown.find("from_the_future"), (Value::List{1, "two"}));
}

TEST_F(ManifestTest, entry_keeps_big_integers_and_numbers_that_are_not_finite) {
  ManifestEntry entry = sample_entry(0, folder());
  entry.overrides = {{"A.Value", std::nan("")},
                     {"B.Value", std::numeric_limits<double>::infinity()},
                     {"C.Value", BigInteger{"-18446744073709551617"}}};
  entry.context = {{"truth_km", Value::List{1.5, 2}}};
  const PathStyle style(folder(), true);
  const ManifestEntry read = parse_entry(entry_line(entry, style), style);
  EXPECT_TRUE(std::isnan(read.overrides.at("A.Value").as_real()));
  EXPECT_EQ(read.overrides.at("B.Value"), entry.overrides.at("B.Value"));
  EXPECT_EQ(read.overrides.at("C.Value"), entry.overrides.at("C.Value"));
  EXPECT_EQ(read.context, entry.context);
}

TEST_F(ManifestTest, reads_what_the_python_package_writes) {
  // As Python gmat-sweep 0.4 writes it: an absolute path, no `backend`, no additions.
  write_lines({R"({"gmat_install_version": "R2026a", "gmat_run_version": "0.5.0", )"
               R"("gmat_sweep_version": "0.4.0", "os_platform": "Linux-6.1", )"
               R"("parameter_spec": {"Sat.SMA": [7000, 7100]}, "python_version": "3.12.1", )"
               R"("run_count": 2, "script_sha256": "ab", "sweep_seed": null})"
               "\n",
               R"({"duration_s": 1, "ended_at": "2026-01-02T03:04:06+00:00", )"
               R"("log_path": null, "output_paths": {"report__RF": "/elsewhere/RF.parquet"}, )"
               R"("overrides": {"Sat.SMA": 7000}, "run_id": 0, )"
               R"("started_at": "2026-01-02T03:04:05+00:00", "status": "ok", "stderr": null})"
               "\n"});
  const Manifest manifest = Manifest::open(path());
  EXPECT_EQ(manifest.header().backend, "unknown");
  EXPECT_EQ(manifest.header().schema_version, 1);
  EXPECT_FALSE(manifest.header().postprocess.has_value());
  EXPECT_EQ(manifest.output_dir(), folder());
  ASSERT_EQ(manifest.runs().size(), 1U);
  const ManifestEntry entry = manifest.entry(manifest.runs().front());
  EXPECT_EQ(entry.outcome.output_paths.at("report__RF"), "/elsewhere/RF.parquet");
  EXPECT_EQ(entry.outcome.postprocess_status, PostprocessStatus::none);
  EXPECT_THAT(manifest.missing_run_ids(), ElementsAre(1));
}

TEST_F(ManifestTest, last_entry_of_a_run_wins) {
  write_lines({header_line(sample_header()), line_of(1, RunStatus::failed),
               line_of(0, RunStatus::ok), line_of(1, RunStatus::ok)});
  const Manifest manifest = Manifest::open(path());
  ASSERT_EQ(manifest.runs().size(), 2U);
  EXPECT_EQ(manifest.find(1)->status, RunStatus::ok);
  EXPECT_EQ(manifest.entry(*manifest.find(1)).outcome.status, RunStatus::ok);
  EXPECT_THAT(manifest.failed_run_ids(), IsEmpty());
}

TEST_F(ManifestTest, a_later_failure_also_wins) {
  write_lines(
      {header_line(sample_header()), line_of(1, RunStatus::ok), line_of(1, RunStatus::failed)});
  const Manifest manifest = Manifest::open(path());
  EXPECT_THAT(manifest.failed_run_ids(), ElementsAre(1));
  EXPECT_THAT(manifest.missing_run_ids(), ElementsAre(0));
}

TEST_F(ManifestTest, total_run_count_grows_with_extensions) {
  write_lines({header_line(sample_header()), line_of(6, RunStatus::ok)});
  EXPECT_EQ(Manifest::open(path()).total_run_count(), 7);
}

TEST_F(ManifestTest, torn_last_line_is_left_out_when_reading) {
  const std::string torn = line_of(1, RunStatus::ok);
  write_lines(
      {header_line(sample_header()), line_of(0, RunStatus::ok), torn.substr(0, torn.size() / 2)});
  const Manifest manifest = Manifest::open(path());
  EXPECT_TRUE(manifest.has_torn_tail());
  EXPECT_THAT(manifest.missing_run_ids(), ElementsAre(1));
}

TEST_F(ManifestTest, a_whole_last_line_without_its_newline_counts_as_torn) {
  std::string torn = line_of(1, RunStatus::ok);
  torn.pop_back();
  write_lines({header_line(sample_header()), line_of(0, RunStatus::ok), torn});
  EXPECT_EQ(Manifest::open(path()).find(1), nullptr);
}

TEST_F(ManifestTest, torn_last_line_is_cut_off_before_appending) {
  const std::string torn = line_of(1, RunStatus::ok);
  const std::string whole = header_line(sample_header()) + line_of(0, RunStatus::ok);
  write_lines({whole, torn.substr(0, 5)});
  ManifestWriter writer = ManifestWriter::append_to(path(), sample_header());
  EXPECT_EQ(read_file(path()), whole);
  const std::vector<ManifestEntry> entries = {sample_entry(1, folder())};
  writer.append(entries);
  writer.sync();
  EXPECT_EQ(read_file(path()), whole + line_of(1, RunStatus::ok));
}

TEST_F(ManifestTest, a_torn_line_longer_than_one_block_is_cut_off) {
  const std::string whole = header_line(sample_header());
  write_lines({whole, std::string(20000, 'x')});
  ManifestWriter::append_to(path(), sample_header());
  EXPECT_EQ(read_file(path()), whole);
}

TEST_F(ManifestTest, a_manifest_whose_header_is_torn_cannot_be_appended_to) {
  write_lines({R"({"schema_version": 1)"});
  EXPECT_THROW(ManifestWriter::append_to(path(), sample_header()), ManifestCorruptError);
  EXPECT_EQ(read_file(path()), R"({"schema_version": 1)");
}

TEST_F(ManifestTest, appending_after_a_partial_write_leaves_no_debris) {
  ManifestWriter writer = ManifestWriter::create(path(), sample_header());
  write_file(path(), header_line(sample_header()) + R"({"run_id": 0, "ha)");
  const std::vector<ManifestEntry> entries = {sample_entry(0, folder())};
  writer.append(entries);
  EXPECT_EQ(read_file(path()), header_line(sample_header()) + line_of(0, RunStatus::ok));
}

TEST_F(ManifestTest, creating_over_an_existing_manifest_is_refused_and_names_resume) {
  write_lines({"precious\n"});
  try {
    ManifestWriter::create(path(), sample_header());
    FAIL() << "expected SweepConfigError";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("resume"));
  }
  EXPECT_EQ(read_file(path()), "precious\n");
}

/// The line number of the ManifestCorruptError that opening gives, or -1 without one.
std::int64_t corrupt_line(const std::filesystem::path& path) {
  try {
    Manifest::open(path);
  } catch (const ManifestCorruptError& error) {
    EXPECT_EQ(error.path(), path);
    EXPECT_THAT(error.what(), HasSubstr(path.string()));
    return error.line_number().value_or(0);
  }
  return -1;
}

TEST_F(ManifestTest, damage_in_the_middle_names_file_and_line) {
  write_lines({header_line(sample_header()), line_of(0, RunStatus::ok), "{\"run_id\": \n",
               line_of(1, RunStatus::ok)});
  EXPECT_EQ(corrupt_line(path()), 3);
}

TEST_F(ManifestTest, damage_in_a_complete_last_line_names_file_and_line) {
  write_lines({header_line(sample_header()), "garbage\n"});
  EXPECT_EQ(corrupt_line(path()), 2);
}

TEST_F(ManifestTest, an_entry_without_a_field_names_file_and_line) {
  write_lines({header_line(sample_header()), "{\"run_id\": 0}\n"});
  EXPECT_EQ(corrupt_line(path()), 2);
}

TEST_F(ManifestTest, a_blank_line_is_damage) {
  write_lines({header_line(sample_header()), "\n", line_of(0, RunStatus::ok)});
  EXPECT_EQ(corrupt_line(path()), 2);
}

TEST_F(ManifestTest, an_empty_file_is_damage_of_the_whole) {
  write_lines({});
  EXPECT_EQ(corrupt_line(path()), 0);
}

TEST_F(ManifestTest, a_header_of_another_kind_is_damage) {
  write_lines({"[1, 2]\n"});
  EXPECT_EQ(corrupt_line(path()), 1);
}

TEST_F(ManifestTest, a_newer_schema_is_refused) {
  ManifestHeader header = sample_header();
  header.schema_version = 2;
  write_lines({header_line(header)});
  EXPECT_EQ(corrupt_line(path()), 1);
}

TEST_F(ManifestTest, paths_inside_the_output_folder_are_relative_and_others_absolute) {
  ManifestEntry entry = sample_entry(0, folder());
  entry.outcome.extra_outputs = {{"summary", "/elsewhere/summary.parquet"}};
  const PathStyle style(folder(), true);
  const std::string line = entry_line(entry, style);
  EXPECT_THAT(line, HasSubstr(R"("run-0/report__RF.parquet")"));
  EXPECT_THAT(line, HasSubstr(R"("/elsewhere/summary.parquet")"));
  const ManifestEntry read = parse_entry(line, style);
  EXPECT_EQ(read.outcome.output_paths, entry.outcome.output_paths);
  EXPECT_EQ(read.outcome.extra_outputs, entry.outcome.extra_outputs);
}

TEST_F(ManifestTest, paths_are_absolute_when_the_manifest_lies_elsewhere) {
  ManifestHeader header = sample_header();
  header.output_dir = "/data/sweep";
  const PathStyle style = path_style(path(), header);
  EXPECT_EQ(style.output_dir(), "/data/sweep");
  EXPECT_EQ(style.written("/data/sweep/run-0/a"), "/data/sweep/run-0/a");
}

TEST_F(ManifestTest, a_moved_sweep_resolves_its_paths_against_its_new_folder) {
  ManifestWriter writer = ManifestWriter::create(path(), sample_header());
  writer.append(std::vector<ManifestEntry>{sample_entry(0, folder())});
  const std::filesystem::path moved = folder() / "moved";
  std::filesystem::create_directory(moved);
  std::filesystem::rename(path(), moved / "manifest.jsonl");
  const Manifest manifest = Manifest::open(moved / "manifest.jsonl");
  EXPECT_EQ(manifest.entry(manifest.runs().front()).outcome.output_paths.at("report__RF"),
            moved / "run-0" / "report__RF.parquet");
}

TEST_F(ManifestTest, lines_longer_than_the_read_block_are_read_whole) {
  ManifestEntry entry = sample_entry(0, folder());
  entry.outcome.error_text = std::string(200'000, 'e');
  write_lines({header_line(sample_header()), entry_line(entry, PathStyle(folder(), true)),
               line_of(1, RunStatus::ok)});
  const Manifest manifest = Manifest::open(path());
  ASSERT_EQ(manifest.runs().size(), 2U);
  EXPECT_EQ(manifest.entry(*manifest.find(0)).outcome.error_text, entry.outcome.error_text);
}

}  // namespace
}  // namespace gmat_sweep
