// Archives made to do harm, and sweeps whose names would make such an archive.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zip.h>

#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/archive.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/faulty_files.hpp"
#include "sweep/archive.hpp"
#include "sweep/output_digest.hpp"
#include "sweep/unpack.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;
using test::SampleSweep;
using test::small_report;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// A member as it is to stand in a crafted archive.
struct Member {
  std::string name;
  std::string text;
  std::uint32_t mode = 0100644;
};

/// Bytes of every name replaced after the archive was made: libzip does not write names twice.
void write_archive(const fs::path& path, const std::vector<Member>& members) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  ASSERT_NE(archive, nullptr);
  std::string hashes;
  for (const Member& member : members) {
    hashes += sha256sum_line(sha256_hex(member.text), member.name);
  }
  const auto add = [&](const std::string& name, const std::string& text, std::uint32_t mode) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_GUESS);
    ASSERT_GE(index, 0) << zip_strerror(archive);
    zip_file_set_external_attributes(archive, static_cast<zip_uint64_t>(index), 0, ZIP_OPSYS_UNIX,
                                     mode << 16U);
  };
  for (const Member& member : members) add(member.name, member.text, member.mode);
  add("MANIFEST.hash", hashes, 0100644);
  ASSERT_EQ(zip_close(archive), 0) << zip_strerror(archive);
}

std::set<std::string> all_below(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    names.insert(item.path().lexically_relative(folder).string());
  }
  return names;
}

class HostileArchive : public testing::Test {
 protected:
  HostileArchive() { fs::create_directories(inside()); }

  fs::path inside() const { return folder_.path() / "a/b/unpacked"; }
  fs::path path() const { return folder_.path() / "hostile.zip"; }

  std::vector<std::string> unpack(const std::vector<Member>& members) {
    write_archive(path(), members);
    return unpack_archive(path(), inside(), system_files());
  }

  /// Whatever was unpacked lies where it may.
  void expect_nothing_escaped() const {
    for (const std::string& name : all_below(folder_.path())) {
      EXPECT_TRUE(name == "a" || name == "a/b" || name == "hostile.zip" ||
                  name.starts_with("a/b/unpacked"))
          << name;
    }
    EXPECT_FALSE(fs::exists("/tmp/gmat_sweep_escaped"));
  }

  test::TemporaryDirectory folder_;
};

TEST_F(HostileArchive, members_that_lead_out_of_it_are_refused_and_nothing_is_written) {
  const std::vector<std::string> names = {
      "../escaped", "../../escaped",   "x/../../escaped",         "/tmp/gmat_sweep_escaped",
      "..",         "runs/../../../e", "//tmp/gmat_sweep_escaped"};
  for (const std::string& name : names) {
    const auto faults = unpack({{"manifest.jsonl", "{}\n"}, {name, "evil"}});
    ASSERT_EQ(faults.size(), 1U) << name;
    EXPECT_THAT(faults[0], AllOf(HasSubstr(name), HasSubstr("not a name within the archive")));
    expect_nothing_escaped();
    EXPECT_THROW(open_sweep(path()), ManifestCorruptError);
    fs::remove_all(inside());
    fs::create_directory(inside());
  }
}

TEST_F(HostileArchive, a_symbolic_link_comes_out_as_a_file_and_leads_nowhere) {
  const auto faults =
      unpack({{"out", "../../..", 0120777}, {"out/escaped", "evil"}, {"l", "/etc", 0120777}});
  EXPECT_THAT(faults, Contains(HasSubstr("\"out/escaped\"")));
  expect_nothing_escaped();
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(inside() / "l")));
}

TEST_F(HostileArchive, very_long_names_are_named_without_being_printed_in_full) {
  const auto faults = unpack({{std::string(5000, 'n'), "x"}, {std::string(300, 'd') + "/x", "x"}});
  ASSERT_EQ(faults.size(), 2U);
  for (const std::string& fault : faults) {
    EXPECT_THAT(fault, HasSubstr("File name too long"));
  }
  expect_nothing_escaped();
}

TEST_F(HostileArchive, names_with_newlines_backslashes_and_blanks_stand_for_themselves) {
  const std::vector<std::string> names = {"a\nb", "..\\..\\escaped",   " ", "C:\\x",
                                          "a\rb", "quote\"'$(touch x)"};
  std::vector<Member> members;
  for (const std::string& name : names) members.push_back({name, "x"});
  EXPECT_THAT(unpack(members), IsEmpty());
  for (const std::string& name : names) EXPECT_TRUE(fs::is_regular_file(inside() / name)) << name;
  expect_nothing_escaped();
}

TEST_F(HostileArchive, a_name_that_is_no_text_is_told_all_the_same) {
  const auto faults = unpack({{"../\xff\xfe", "x"}});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(faults[0], HasSubstr("not a name within the archive"));
}

TEST_F(HostileArchive, a_member_that_comes_twice_in_two_spellings_is_refused) {
  EXPECT_THAT(unpack({{"manifest.jsonl", "first"}, {"./manifest.jsonl", "second"}}),
              Contains(HasSubstr("./manifest.jsonl")));
  EXPECT_EQ(read_file(inside() / "manifest.jsonl"), "first");
}

TEST_F(HostileArchive, a_file_where_another_member_needs_a_folder_is_a_fault) {
  EXPECT_THAT(unpack({{"x", "file"}, {"x/y", "below it"}}), Contains(HasSubstr("\"x/y\"")));
}

/// A sweep whose one run has what a hook might give.
class HostileSweep : public testing::Test {
 protected:
  HostileSweep() {
    const std::string script = "Create Spacecraft Sat;\nBeginMissionSequence;\n";
    fs::create_directories(sweep_.path() / "inputs");
    write_file(sweep_.path() / "inputs/leo.script", script);
    sweep_.header().inputs = {{"inputs/leo.script", sha256_hex(script), ""}};
    sweep_.add(0, {{"report__RF", small_report(0)}});
  }

  std::map<std::string, fs::path>& extra() { return sweep_.last().outcome.extra_outputs; }

  Manifest archived() {
    archive_sweep(sweep_.manifest(), folder_.path() / "sweep.zip");
    EXPECT_THAT(verify_archive(folder_.path() / "sweep.zip").findings, IsEmpty());
    return open_sweep(folder_.path() / "sweep.zip");
  }

  SampleSweep sweep_;
  test::TemporaryDirectory folder_;
};

TEST_F(HostileSweep, keys_and_names_of_a_hooks_outputs_never_make_a_member_that_leads_elsewhere) {
  const fs::path elsewhere = folder_.path() / "elsewhere";
  fs::create_directory(elsewhere);
  write_file(elsewhere / "new\nline.txt", "text");
  int n = 0;
  for (const std::string key :
       {"../../key", "/absolute", "a/../../b", "new\nline", "..", "", " "}) {
    write_file(elsewhere / std::to_string(n), key);
    extra()[key] = elsewhere / std::to_string(n++);
  }
  extra()[std::string(5000, 'k')] = elsewhere / "new\nline.txt";
  const Manifest opened = archived();
  const auto paths = opened.entry(*opened.find(0)).outcome.extra_outputs;
  EXPECT_EQ(paths.size(), 8U);
  for (const auto& [key, path] : paths) {
    EXPECT_EQ(path.lexically_normal(), path);
    EXPECT_FALSE(path.lexically_relative(opened.output_dir()).string().starts_with(".."));
    EXPECT_EQ(read_file(path), key.size() == 5000 ? "text" : key);
  }
}

TEST_F(HostileSweep, names_within_the_run_folder_are_kept_and_checked_by_sha256sum_too) {
  const fs::path run = sweep_.path() / "run-0";
  write_file(run / "two\nlines\\and a backslash", "text");
  extra()["k"] = run / "two\nlines\\and a backslash";
  const Manifest opened = archived();
  EXPECT_EQ(read_file(opened.entry(*opened.find(0)).outcome.extra_outputs.at("k")), "text");
  const std::string command = "cd '" + opened.output_dir().string() +
                              "' && sha256sum --quiet --strict -c MANIFEST.hash > /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(HostileSweep, folders_of_a_hook_are_packed_without_what_their_links_lead_to) {
  const fs::path results = sweep_.path() / "run-0/results";
  fs::create_directories(results / "deep");
  fs::create_directory(sweep_.path() / "run-0/nothing");
  write_file(results / "deep/x.txt", "x");
  write_file(folder_.path() / "secret", "secret");
  fs::create_directory_symlink(folder_.path(), results / "up");
  fs::create_symlink(folder_.path() / "gone", results / "broken");
  extra() = {{"results", results}, {"nothing", sweep_.path() / "run-0/nothing"}};
  sweep_.last().outcome.extra_outputs_sha256 = {{"results", output_sha256(results)}};
  const Manifest opened = archived();
  const auto paths = opened.entry(*opened.find(0)).outcome.extra_outputs;
  EXPECT_EQ(all_below(paths.at("results")), (std::set<std::string>{"deep", "deep/x.txt"}));
  EXPECT_TRUE(fs::is_directory(paths.at("nothing")));
}

TEST_F(HostileSweep, a_folder_that_changed_is_refused_and_a_pipe_is_not_waited_for) {
  const fs::path results = sweep_.path() / "run-0/results";
  fs::create_directories(results);
  write_file(results / "x.txt", "x");
  extra() = {{"results", results}};
  sweep_.last().outcome.extra_outputs_sha256 = {{"results", output_sha256(results)}};
  write_file(results / "y.txt", "new");
  EXPECT_THROW(archived(), SweepConfigError);
  ASSERT_EQ(::mkfifo((sweep_.path() / "run-0/pipe").c_str(), 0600), 0);
  extra() = {{"pipe", sweep_.path() / "run-0/pipe"}};
  EXPECT_THROW(archived(), SweepConfigError);
}

// Every read and write of packing, verifying and opening an archive fails in turn.
TEST_F(HostileSweep, a_disk_that_fails_while_archiving_is_said_and_leaves_no_archive) {
  const fs::path zip = folder_.path() / "sweep.zip";
  const Manifest manifest = sweep_.manifest();
  test::FaultyFiles healthy;
  archive_sweep(manifest, zip, {}, healthy);
  const std::string whole = read_file(zip);
  int cases = 0;
  for (const test::FileCall call :
       {test::FileCall::open, test::FileCall::read, test::FileCall::write, test::FileCall::fsync,
        test::FileCall::rename}) {
    for (std::int64_t at = 0; at < healthy.count(call); ++at) {
      for (const int error : {EIO, ENOSPC}) {
        fs::remove(zip);
        test::FaultyFiles files({.call = call, .at = at, .error = error});
        try {
          archive_sweep(manifest, zip, {}, files);
          ADD_FAILURE() << "call " << static_cast<int>(call) << " number " << at << " was not said";
        } catch (const GmatSweepError& failure) {
          EXPECT_THAT(failure.what(), HasSubstr(std::strerror(error)));
        }
        EXPECT_FALSE(fs::exists(zip) && read_file(zip) != whole);
        EXPECT_FALSE(fs::exists(zip.string() + ".part"));
        ++cases;
      }
    }
  }
  EXPECT_GT(cases, 30);
  write_file(zip, whole);
  test::FaultyFiles reading;
  verify_archive(zip, reading);
  for (std::int64_t at = 0; at < reading.count(test::FileCall::read); ++at) {
    test::FaultyFiles files({.call = test::FileCall::read, .at = at});
    try {
      const VerifyResult result = verify_archive(zip, files);
      EXPECT_FALSE(result.findings.empty() && result.notes.empty()) << "read " << at;
    } catch (const GmatSweepError& failure) {
      EXPECT_THAT(failure.what(), HasSubstr("Input/output error"));
    }
  }
}

}  // namespace
}  // namespace gmat_sweep
