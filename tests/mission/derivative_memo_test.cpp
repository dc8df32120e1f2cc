#include "mission/derivative_memo.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gmat_sweep::mission {
namespace {

const std::vector<double> circumstances{1.0, 2.0};
const std::vector<double> state{7000.0, 1.0};
const std::vector<double> derivative{1.0, -8.0};

std::vector<double> found(DerivativeMemo& memo, double elapsed_s, const std::vector<double>& at) {
  const auto known = memo.find(elapsed_s, at);
  return {known.begin(), known.end()};
}

TEST(DerivativeMemo, a_pass_that_asks_the_same_gets_the_same) {
  DerivativeMemo memo;
  memo.begin(circumstances);
  EXPECT_TRUE(memo.find(0.0, state).empty());
  memo.keep(0.0, state, derivative);
  EXPECT_TRUE(memo.find(1.0, state).empty());
  memo.keep(1.0, state, state);

  memo.begin(circumstances);
  EXPECT_EQ(found(memo, 0.0, state), derivative);
  EXPECT_EQ(found(memo, 1.0, state), state);
  EXPECT_TRUE(memo.find(2.0, state).empty());
}

TEST(DerivativeMemo, other_circumstances_times_and_states_are_not_known) {
  DerivativeMemo memo;
  memo.begin(circumstances);
  memo.find(0.0, state);
  memo.keep(0.0, state, derivative);
  memo.begin(std::vector<double>{1.0, 2.5});
  EXPECT_TRUE(memo.find(0.0, state).empty());
  memo.begin(circumstances);
  EXPECT_TRUE(memo.find(0.5, state).empty());
  memo.begin(circumstances);
  EXPECT_TRUE(memo.find(0.0, derivative).empty());
}

TEST(DerivativeMemo, a_pass_that_turns_off_goes_on_alone) {
  DerivativeMemo memo;
  memo.begin(circumstances);
  for (const double time_s : {0.0, 1.0, 2.0}) {
    memo.find(time_s, state);
    memo.keep(time_s, state, derivative);
  }
  memo.begin(circumstances);
  EXPECT_EQ(found(memo, 0.0, state), derivative);
  EXPECT_TRUE(memo.find(1.5, state).empty());
  memo.keep(1.5, state, state);
  EXPECT_TRUE(memo.find(2.0, state).empty());

  memo.begin(circumstances);
  EXPECT_EQ(found(memo, 0.0, state), derivative);
  EXPECT_EQ(found(memo, 1.5, state), state);
}

}  // namespace
}  // namespace gmat_sweep::mission
