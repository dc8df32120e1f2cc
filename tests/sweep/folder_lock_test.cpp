#include "sweep/folder_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(FolderLockTest, a_second_writer_is_told_who_holds_the_folder) {
  const test::TemporaryDirectory folder;
  const FolderLock first(folder.path());
  try {
    const FolderLock second(folder.path());
    FAIL() << "expected SweepConfigError";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr(folder.path().string()),
                      HasSubstr("process " + std::to_string(::getpid())), HasSubstr("host ")));
  }
}

TEST(FolderLockTest, it_ends_with_its_owner_and_leaves_nothing) {
  const test::TemporaryDirectory folder;
  std::optional<FolderLock> first(folder.path());
  first.reset();
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_NO_THROW(FolderLock(folder.path()));
}

TEST(FolderLockTest, a_lock_whose_owner_was_killed_is_taken_over) {
  const test::TemporaryDirectory folder;
  const pid_t owner = ::fork();
  if (owner == 0) {
    const FolderLock lock(folder.path());
    ::raise(SIGKILL);
  }
  ::waitpid(owner, nullptr, 0);
  EXPECT_FALSE(std::filesystem::is_empty(folder.path()));
  EXPECT_NO_THROW(FolderLock(folder.path()));
}

TEST(FolderLockTest, a_file_of_garbage_in_its_place_does_no_harm) {
  const test::TemporaryDirectory folder;
  write_file(folder.path() / ".gmat-sweep.lock", "\x01garbage");
  EXPECT_NO_THROW(FolderLock(folder.path()));
}

}  // namespace
}  // namespace gmat_sweep
