#include "design/script_covariance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

class ScriptCovariance : public testing::Test {
 protected:
  ScriptCovariance() {
    write_file(script(),
               "Create Spacecraft Sat\nSat.X = 7000\nSat.Y = -1e-3\nSat.Z = 0\nSat.X = 7100\n"
               "Sat.VX = 0\nSat.VY = 7.5\nSat.VZ = 0\nSat.DateFormat = UTCGregorian\n"
               "BeginMissionSequence\n");
  }

  std::filesystem::path script() const { return directory_.path() / "m.script"; }

  Covariance read(const std::string& json) const {
    const auto path = directory_.path() / "c.json";
    write_file(path, json);
    return read_covariance_of_script(path, script());
  }

  test::TemporaryDirectory directory_;
};

TEST_F(ScriptCovariance, means_not_given_are_the_scripts_last_assignments) {
  EXPECT_THAT(read(R"({"fields": ["Sat.X", "Sat.Y"], "matrix": [[1, 0], [0, 1]]})").means,
              ElementsAre(7100, -1e-3));
}

TEST_F(ScriptCovariance, means_given_in_the_file_win) {
  EXPECT_THAT(read(R"({"fields": ["Sat.X"], "matrix": [[1]], "means": [3]})").means,
              ElementsAre(3));
}

TEST_F(ScriptCovariance, a_field_the_script_gives_no_number_is_refused_by_name) {
  try {
    read(R"({"fields": ["Sat.X", "Sat.SMA", "Sat.DateFormat"],
             "matrix": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]})");
    FAIL();
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("Sat.SMA, Sat.DateFormat"));
  }
}

TEST_F(ScriptCovariance, ric_axes_are_turned_by_the_nominal_state) {
  // Radial is (nearly) +X, in-track +Y and cross-track +Z here.
  const Covariance covariance = read(
      R"({"fields": ["Sat.X", "Sat.Y", "Sat.Z"], "frame": "RIC",
          "matrix": [[4, 0, 0], [0, 9, 0], [0, 0, 1]]})");
  EXPECT_THAT(covariance.matrix[0], DoubleNear(4, 1e-5));
  EXPECT_THAT(covariance.matrix[4], DoubleNear(9, 1e-5));
  EXPECT_THAT(covariance.matrix[8], DoubleNear(1, 1e-12));
}

}  // namespace
}  // namespace gmat_sweep
