#include "base/files.hpp"

#include <gtest/gtest.h>

#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

TEST(Files, atomic_write_replaces_the_content_and_leaves_nothing_aside) {
  const test::TemporaryDirectory dir;
  const auto path = dir.path() / "a.txt";
  write_file_atomically(path, "old");
  write_file_atomically(path, "new");
  EXPECT_EQ(read_file(path), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(Files, a_file_that_cannot_be_read_is_named_with_the_reason) {
  try {
    read_file("/nonexistent/x");
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_STREQ(error.what(), "cannot read /nonexistent/x: No such file or directory");
  }
}

TEST(Files, digests_are_those_of_sha256) {
  // FIPS 180-2, appendix B.1.
  const char* abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(sha256_hex("abc"), abc);
  const test::TemporaryDirectory dir;
  write_file(dir.path() / "abc", "abc");
  EXPECT_EQ(sha256_file_hex(dir.path() / "abc"), abc);
}

}  // namespace
}  // namespace gmat_sweep
