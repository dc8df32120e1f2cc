#include "sweep/run_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"
#include "sweep/manifest_format.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

RunBase base() { return {"/missions/m.script", "/out", {{"opt", 1}}}; }

RunSpec spec(std::int64_t id) {
  RunSpec spec;
  spec.script_path = "/missions/m.script";
  spec.run_id = id;
  spec.overrides = {{"Sat.SMA", 7000 + id}};
  return spec;
}

TEST(RunSetTest, a_designs_runs_carry_its_overrides_and_their_own_folders) {
  const RunSet runs =
      RunSet::from_design(grid({{"Sat.SMA", Value::List{7000, 7100, 7200}}}), base());
  ASSERT_EQ(runs.size(), 3);
  const RunSpec second = runs.at(1);
  EXPECT_EQ(second.run_id, 1);
  EXPECT_EQ(second.overrides.at("Sat.SMA"), Value(7100));
  EXPECT_EQ(second.output_dir, "/out/run-1");
  EXPECT_EQ(second.script_path, "/missions/m.script");
  EXPECT_EQ(second.run_options.at("opt"), Value(1));
  EXPECT_THAT(runs.details(), IsEmpty());
}

TEST(RunSetTest, explicit_runs_without_anything_special_need_no_details) {
  const RunSet runs = RunSet::from_specs({spec(0), spec(1)}, base());
  EXPECT_EQ(runs.design().kind(), "explicit");
  EXPECT_THAT(runs.details(), IsEmpty());
  EXPECT_EQ(runs.at(1).output_dir, "/out/run-1");
}

TEST(RunSetTest, a_missing_override_stays_missing) {
  RunSpec other = spec(1);
  other.overrides = {{"Sat.INC", 10}};
  const RunSet runs = RunSet::from_specs({spec(0), other}, base());
  EXPECT_EQ(runs.design().overrides(0), (Value::Map{{"Sat.SMA", 7000}}));
  EXPECT_EQ(runs.design().overrides(1), (Value::Map{{"Sat.INC", 10}}));
}

TEST(RunSetTest, what_a_run_carries_besides_is_recorded) {
  RunSpec special = spec(5);
  special.output_dir = "/elsewhere/five";
  special.seed = BigInteger{"340282366920938463463374607431768211456"};
  const RunSet runs = RunSet::from_specs({special}, base());
  ASSERT_THAT(runs.details(), SizeIs(1));
  EXPECT_EQ(runs.details()[0].run_id, 5);
  EXPECT_EQ(runs.details()[0].output_dir, "/elsewhere/five");
  EXPECT_EQ(runs.details()[0].seed, special.seed);
}

TEST(RunSetTest, every_fault_of_explicit_runs_is_reported) {
  RunSpec other_script = spec(2);
  other_script.script_path = "/missions/other.script";
  try {
    RunSet::from_specs({spec(0), spec(0), spec(-1), other_script}, base());
    FAIL() << "expected SweepConfigError";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("run_id 0 is given more than once"),
                                    HasSubstr("run_id -1 is negative"), HasSubstr("other.script")));
  }
}

TEST(RunSetTest, no_runs_are_refused) {
  EXPECT_THROW(RunSet::from_specs({}, base()), SweepConfigError);
}

class RunSetFromManifestTest : public ::testing::Test {
 protected:
  Manifest manifest(const ManifestHeader& header, const std::vector<ManifestEntry>& entries) {
    const auto path = directory_.path() / "manifest.jsonl";
    std::string text = header_line(header);
    for (const ManifestEntry& entry : entries) {
      text += entry_line(entry, path_style(path, header));
    }
    write_file(path, text);
    return Manifest::open(path);
  }

  static ManifestEntry entry(std::int64_t id, Value sma) {
    ManifestEntry entry;
    entry.outcome.run_id = id;
    entry.overrides = {{"Sat.SMA", std::move(sma)}};
    return entry;
  }

  static ManifestHeader grid_header() {
    ManifestHeader header;
    header.parameter_spec = {{"_kind", "grid"}, {"Sat.SMA", Value::List{7000, 7100}}};
    header.run_count = 2;
    return header;
  }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(RunSetFromManifestTest, the_design_is_rebuilt) {
  const RunSet runs = RunSet::from_manifest(manifest(grid_header(), {entry(0, 7000.0)}), base());
  ASSERT_EQ(runs.size(), 2);
  EXPECT_EQ(runs.at(1).overrides.at("Sat.SMA"), Value(7100));
}

TEST_F(RunSetFromManifestTest, a_design_that_does_not_give_what_was_run_is_refused) {
  EXPECT_THROW(RunSet::from_manifest(manifest(grid_header(), {entry(0, 7050)}), base()),
               SweepConfigError);
}

TEST_F(RunSetFromManifestTest, an_entry_beyond_a_design_that_cannot_grow_is_refused) {
  EXPECT_THROW(RunSet::from_manifest(manifest(grid_header(), {entry(9, 7000)}), base()),
               SweepConfigError);
}

TEST_F(RunSetFromManifestTest, details_are_restored) {
  RunSpec special = spec(5);
  special.output_dir = "/out/five";
  special.seed = 42;
  special.run_options = {{"mode", "fast"}};
  const RunSet before = RunSet::from_specs({special}, base());
  ManifestHeader header;
  header.parameter_spec = before.design().parameter_spec();
  header.run_count = 1;
  header.runs = before.details();
  const RunSet after = RunSet::from_manifest(manifest(header, {}), base());
  EXPECT_EQ(to_value(after.at(0)), to_value(before.at(0)));
}

}  // namespace
}  // namespace gmat_sweep
