#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "mission/engine_support.hpp"
#include "mission/report_comparison.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

const fs::path reference = fs::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference" / "propulsion";

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(reference)) {
    if (entry.path().extension() == ".script") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

/// How far a quantity may stray from GMAT's, in its own unit: with a floor, since components may be
/// near zero. The nutation in body-fixed axes and the rounding of epochs show in turning axes;
/// adaptive steps do not repeat, in GMAT neither.
double limit_of(const std::string& script, const std::string& column, double value) {
  const double slack = script.starts_with("adaptive") ? 100.0 : 1.0;
  const auto among = [&](std::initializer_list<const char*> names) {
    return std::ranges::any_of(
        names, [&](const char* name) { return column.find(name) != std::string::npos; });
  };
  if (among({"A1ModJulian"})) return 2e-11;
  if (among({".X", ".Y", ".Z"})) return slack * 1e-6;
  if (among({".VX", ".VY", ".VZ"})) return slack * 1e-9;
  if (among({"EulerAngleRate", "AngularVelocity"})) return 1e-12;
  if (among({"EulerAngle"})) return 1e-6;
  if (among({"Dot"})) return 1e-9 * std::max(std::abs(value), 1e-7);
  if (among({".DCM", ".Q", ".MRP"})) return 1e-10;
  if (among({"TotalThrust"})) return slack * 1e-8;
  if (among({"TotalAcceleration"})) return slack * 1e-14;
  return slack * 1e-9 * std::max(std::abs(value), 1.0);
}

class PropulsionMission : public testing::TestWithParam<std::string> {};

TEST_P(PropulsionMission, stops_agree_with_gmat) {
  const auto& name = GetParam();
  const test::TemporaryDirectory folder;
  const auto engine = mission::make_native_engine(
      script::parse_file(reference / (name + ".script")), astro::DataCatalogue());
  engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  const auto gmat = test::read_report(read_file(reference / (name + ".report")));
  const auto ours = test::read_report(read_file(folder.path() / (name + ".report")));
  ASSERT_FALSE(gmat.empty());
  ASSERT_EQ(gmat.size(), ours.size());
  for (std::size_t b = 0; b < gmat.size(); ++b) {
    ASSERT_EQ(gmat[b].header, ours[b].header);
    ASSERT_EQ(gmat[b].rows.size(), ours[b].rows.size());
    for (std::size_t r = 0; r < gmat[b].rows.size(); ++r) {
      for (std::size_t c = 0; c < gmat[b].header.size(); ++c) {
        const double theirs = std::stod(gmat[b].rows[r][c]);
        EXPECT_NEAR(theirs, std::stod(ours[b].rows[r][c]),
                    limit_of(name, gmat[b].header[c], theirs))
            << "block " << b << ", " << gmat[b].header[c];
      }
    }
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& case_info) {
  return case_info.param;
}

INSTANTIATE_TEST_SUITE_P(gmat_R2026a, PropulsionMission, testing::ValuesIn(scripts()), test_name);

}  // namespace
}  // namespace gmat_sweep
