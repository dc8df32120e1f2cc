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

/// How far a quantity may stray from GMAT's: kilometres and kilometres a second of an orbit, and a
/// part of anything else. Adaptive steps do not repeat, in GMAT neither.
double limit_of(const std::string& script, const std::string& column, double value) {
  const bool adaptive = script.starts_with("adaptive") || script == "bulirsch_stoer";
  if (column.starts_with("Sat.A1")) return 1e-10;
  if (column == "Sat.X" || column == "Sat.Y" || column == "Sat.Z") return adaptive ? 1e-5 : 1e-7;
  if (column.starts_with("Sat.V") && column.size() == 6) return adaptive ? 1e-8 : 1e-10;
  return (adaptive ? 1e-7 : 2e-10) * std::max(std::abs(value), 1e-3);
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

INSTANTIATE_TEST_SUITE_P(gmat_R2026a, PropulsionMission, testing::ValuesIn(scripts()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace gmat_sweep
