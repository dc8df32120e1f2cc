#include "base/names.hpp"

#include <gtest/gtest.h>

namespace gmat_sweep {
namespace {

TEST(Names, the_nearest_come_first_and_strangers_not_at_all) {
  const std::vector<std::string> fields = {"SMA", "ECC", "SRPArea", "INC", "sma"};
  EXPECT_EQ(nearest_names("SMAA", fields)[0], "SMA");
  EXPECT_EQ(did_you_mean("Sma", fields), " (did you mean sma or SMA?)");
  EXPECT_EQ(did_you_mean("QuiteDifferentThing", fields), "");
}

}  // namespace
}  // namespace gmat_sweep
