// Propagate commands that name their spacecraft wrongly: GMAT R2026a refuses each of them too.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::string& command) {
  return test::message_of<ScriptError>([&] { test::engine_with(command + "\n"); });
}

TEST(Propagate, without_spacecraft_is_refused_with_its_line) {
  for (const std::string command :
       {"Propagate Prop;", "Propagate Prop();", "Propagate Prop {Sat.ElapsedSecs = 60};",
        "Propagate Prop({Sat.ElapsedSecs = 60});", "Propagate Prop(Sat) Prop();", "Propagate;"}) {
    SCOPED_TRACE(command);
    EXPECT_THAT(refusal(command), HasSubstr("mission.script:"));
  }
  EXPECT_THAT(refusal("Propagate Prop({Sat.ElapsedSecs = 60});"),
              AllOf(HasSubstr("Prop has no spacecraft to propagate"), HasSubstr(":23:")));
}

TEST(Propagate, of_one_spacecraft_twice_is_refused) {
  EXPECT_THAT(refusal("Propagate Prop(Sat, Sat) {Sat.ElapsedSecs = 60};"),
              HasSubstr("Sat: a Propagate names each spacecraft once"));
  EXPECT_THAT(refusal("Propagate Synchronized Prop(Sat) Prop(Sat) {Sat.ElapsedSecs = 60};"),
              HasSubstr("each spacecraft once"));
}

}  // namespace
}  // namespace gmat_sweep
