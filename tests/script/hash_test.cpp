#include "script/hash.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::script {
namespace {

std::string hash(std::string_view bytes) {
  return canonical_script_sha256_of_bytes(bytes, "m.script");
}

std::string fault(std::string_view bytes) {
  try {
    hash(bytes);
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "(none)";
}

// The digests were made with Python gmat-sweep's canonical_script_sha256.
TEST(Hash, equals_python_gmat_sweep) {
  EXPECT_EQ(hash(""), "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b");
  EXPECT_EQ(hash("Create Spacecraft Sat\n"),
            "c9f8944fe3289e35c5edb8aaca21792e5388fce7466d932bfd1b3c26247708ff");
  EXPECT_EQ(hash("a\rb\r\r\nc  \n \n\n"),
            "7f51f94c437242aaae3c9701c04039258967c58c3b85aabfa8d9e788d0c9e0d9");
  EXPECT_EQ(hash("% caf\xC3\xA9 \xCE\x94v\n"),
            "da8d46e0f5c2445a8aebc5054b67b79d7dfc9fee39fa5aa0feb57df5fb06504e");
  EXPECT_EQ(hash("x\x0B\n\x0C\n"),
            "4cc50f52e4ceea2bac1875cbb39e715e3a4514af3bbae1bd81cc8edbbc4c1856");
}

TEST(Hash, ignores_leading_marks_line_ends_and_trailing_newlines) {
  const std::string plain = hash("Create Spacecraft Sat\n");
  EXPECT_EQ(hash("\xEF\xBB\xBF\xEF\xBB\xBF"
                 "Create Spacecraft Sat\r\n\r\n\r\n"),
            plain);
  EXPECT_EQ(hash("Create Spacecraft Sat"), plain);
  EXPECT_EQ(hash("Create Spacecraft Sat\r"), plain);
  EXPECT_NE(hash("Create Spacecraft Sat \n"), plain);
  EXPECT_NE(hash("\nCreate Spacecraft Sat\n"), plain);
}

TEST(Hash, keeps_a_mark_that_is_not_leading) {
  EXPECT_EQ(hash("a\n\xEF\xBB\xBF"
                 "b"),
            "6fdfaa5f3a6961aec279ab71a8c227e1f9f3dc586803c1727e7f4148607fdafc");
}

// The offsets are those of Python's UnicodeDecodeError.start.
TEST(Hash, bytes_that_are_not_utf_8_are_named_by_their_offset) {
  EXPECT_EQ(fault("abc\xFF"),
            "m.script: not UTF-8 at byte offset 3 (0xFF); save the script as UTF-8");
  EXPECT_THAT(fault("ab\xC3("), testing::HasSubstr("offset 2 "));
  EXPECT_THAT(fault("x\xED\xA0\x80"), testing::HasSubstr("offset 1 "));
  EXPECT_THAT(fault("\xF5\x80\x80\x80"), testing::HasSubstr("offset 0 "));
  EXPECT_THAT(fault("\xE2\x82"), testing::HasSubstr("offset 0 "));
  EXPECT_THAT(fault("\xC0\xAF"), testing::HasSubstr("offset 0 "));
  EXPECT_THAT(fault("\xE0\x80\x80"), testing::HasSubstr("offset 0 "));
  EXPECT_THAT(fault("\xF4\x90\x80\x80"), testing::HasSubstr("offset 0 "));
  EXPECT_EQ(fault("\xF0\x9F\x9B\xB0 \xE2\x82\xAC"), "(none)");
}

TEST(Hash, of_a_file) {
  const test::TemporaryDirectory folder;
  const auto path = folder.path() / "m.script";
  write_file(path, "Create Spacecraft Sat\r\n");
  EXPECT_EQ(canonical_script_sha256(path),
            "c9f8944fe3289e35c5edb8aaca21792e5388fce7466d932bfd1b3c26247708ff");
  EXPECT_THROW(canonical_script_sha256(folder.path() / "absent.script"), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep::script
