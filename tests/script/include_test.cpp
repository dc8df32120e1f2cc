#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "reading.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::script {
namespace {

namespace fs = std::filesystem;

class Include : public testing::Test {
 protected:
  fs::path write(const fs::path& name, std::string_view text) {
    const fs::path path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    write_file(path, text);
    return path;
  }
  std::string faults(const fs::path& path) {
    try {
      parse_file(path);
    } catch (const ScriptError& error) {
      return error.what();
    }
    return "(none)";
  }
  std::string full(const fs::path& name) { return (folder_.path() / name).string(); }

  test::TemporaryDirectory folder_;
};

TEST_F(Include, text_is_parsed_in_place) {
  write("parts/sat.script", "Create Spacecraft Sat\nSat.SMA = 7000\n");
  write("parts/body.txt", "   x = 2\nElse\n");
  const fs::path path = write("m.script",
                              "#Include 'parts/sat.script';\n"
                              "Create Variable x\n"
                              "BeginMissionSequence\n"
                              "If x > 1\n"
                              "#Include parts/body.txt\n"
                              "   x = 3\n"
                              "EndIf\n");
  const Script script = parse_file(path);
  EXPECT_EQ(script, parse_text("Create Spacecraft Sat\nSat.SMA = 7000\nCreate Variable x\n"
                               "BeginMissionSequence\n"
                               "If x > 1\nx = 2\nElse\nx = 3\nEndIf\n"));
  EXPECT_EQ(script.where(script.assignments[0].location), full("parts/sat.script") + ":2:1");
  EXPECT_EQ(script.where(script.commands[0].body[0].location), full("parts/body.txt") + ":1:4");
  EXPECT_EQ(script.where(script.commands[0].else_branches[0].body[0].location),
            full("m.script") + ":6:4");
}

TEST_F(Include, every_file_is_listed_once_with_its_digest) {
  write("a.script", "x = 1\n");
  const fs::path path = write("m.script", "#Include 'a.script'\n#Include './a.script'\n");
  const Script script = parse_file(path);
  EXPECT_EQ(script.assignments.size(), 2U);
  ASSERT_EQ(script.files.size(), 2U);
  EXPECT_EQ(script.files[0].path, path);
  EXPECT_EQ(script.files[0].sha256, sha256_file_hex(path));
  EXPECT_EQ(script.files[0].included_at.line, 0);
  EXPECT_EQ(script.files[1].sha256, sha256_hex("x = 1\n"));
  EXPECT_EQ(script.files[1].included_at.line, 1);
}

TEST_F(Include, files_are_found_beside_the_including_file_then_beside_the_script) {
  write("sub/inner.script", "#Include 'near.script'\n#Include 'far.script'\n");
  write("sub/near.script", "near = 1\n");
  write("far.script", "far = 1\n");
  const Script script = parse_file(write("m.script", "#Include 'sub\\inner.script'\n"));
  ASSERT_EQ(script.assignments.size(), 2U);
  EXPECT_EQ(script.files[2].path, folder_.path() / "sub" / "near.script");
  EXPECT_EQ(script.files[3].path, folder_.path() / "far.script");
}

TEST_F(Include, a_string_resource_may_name_the_file) {
  write("a.script", "x = 1\n");
  const Script script = parse_file(
      write("m.script", "Create String s\ns = 'b.script'\ns = 'a.script'\n#Include s\n"));
  EXPECT_EQ(script.assignments.size(), 3U);
  EXPECT_EQ(faults(write("n.script", "Create String s\n#Include s\n")),
            full("n.script") + ":2:10: the String s has no value to include yet");
  EXPECT_EQ(faults(write("o.script", "Create Variable s\n#Include s\n")),
            full("o.script") + ":2:10: s is a Variable; #Include takes a file or a String");
}

TEST_F(Include, a_missing_file_is_a_fault_at_its_name) {
  write("sub/a.script", "x = 1\n#Include 'gone.script'\n");
  EXPECT_EQ(faults(write("m.script", "#Include 'sub/a.script'\n#Include\n#Exclude 'x'\n")),
            full("m.script") + ":2:9: #Include names no file\n" +  //
                full("m.script") + ":3:1: found '#', which only begins #Include 'file'\n" +
                full("sub/a.script") + ":2:10: the included file is not there: " +
                full("sub/gone.script") + " and " + full("gone.script"));
}

TEST_F(Include, cycles_are_faults) {
  write("a.script", "#Include 'b.script'\n");
  write("b.script", "x = 1\n#Include './a.script'\n");
  EXPECT_EQ(faults(write("m.script", "#Include 'a.script'\n")),
            full("b.script") + ":2:10: " + full("a.script") +
                " is being read already and includes itself");
  EXPECT_EQ(faults(write("self.script", "#Include 'self.script'\n")),
            full("self.script") + ":1:10: " + full("self.script") +
                " is being read already and includes itself");
}

TEST_F(Include, depth_is_limited) {
  for (int i = 0; i < 60; ++i) {
    write(fmt::format("f{}.script", i), fmt::format("#Include 'f{}.script'\n", i + 1));
  }
  EXPECT_THAT(faults(folder_.path() / "f0.script"),
              testing::EndsWith(":1:1: files are included more than 50 deep"));
}

TEST_F(Include, a_missing_script_is_a_script_error) {
  EXPECT_THAT(faults(folder_.path() / "absent.script"), testing::HasSubstr("absent.script"));
}

}  // namespace
}  // namespace gmat_sweep::script
