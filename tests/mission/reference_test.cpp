#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "base/files.hpp"
#include "mission/native_engine.hpp"
#include "mission/report_comparison.hpp"
#include "script/parser.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

namespace fs = std::filesystem;

const fs::path reference = fs::path(GMAT_SWEEP_SOURCE_DIR) / "tests" / "reference";

/// A mission and the file of GMAT's that our report is held against.
struct Case {
  std::string script;
  std::string report;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.report; }

class ReferenceMission : public testing::TestWithParam<Case> {};

TEST_P(ReferenceMission, report_agrees_with_gmat_within_the_limits) {
  const auto& [script, name] = GetParam();
  const test::TemporaryDirectory folder;
  const auto engine = mission::make_native_engine(
      script::parse_file(reference / "missions" / script), astro::DataCatalogue());
  engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});

  const auto limits = parse_json(read_file(reference / "gmat-R2026a" / "tolerances.json"));
  const auto comparison = test::compare(
      test::read_report(read_file(reference / "gmat-R2026a" / name)),
      test::read_report(read_file(folder.path() / name)), limits.as_map().at(name).as_map());
  std::cout << to_text(comparison);
  EXPECT_EQ(comparison.shape, "");
  EXPECT_FALSE(comparison.columns.empty());
  for (const auto& column : comparison.columns) EXPECT_TRUE(column.within()) << column.name;
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  auto name = info.param.report;
  for (char& c : name) {
    if (c == '.') c = '_';
  }
  return "mission_" + name;
}

INSTANTIATE_TEST_SUITE_P(
    gmat_R2026a, ReferenceMission,
    testing::Values(Case{"01_two_body.script", "01_two_body.stops"},
                    Case{"01_two_body_fixed.script", "01_two_body_fixed.report"},
                    Case{"02_leo_jgm2_4x4.script", "02_leo_jgm2_4x4.stops"},
                    Case{"02_leo_jgm2_4x4_fixed.script", "02_leo_jgm2_4x4_fixed.report"},
                    Case{"03_geo_third_body_srp.script", "03_geo_third_body_srp.stops"},
                    Case{"03_geo_third_body_srp_fixed.script",
                         "03_geo_third_body_srp_fixed.report"},
                    Case{"04_leo_drag_jacchia_roberts.script", "04_leo_drag_jacchia_roberts.stops"},
                    Case{"04_leo_drag_jacchia_roberts_fixed.script",
                         "04_leo_drag_jacchia_roberts_fixed.report"},
                    Case{"05_leo_drag_msise90.script", "05_leo_drag_msise90.stops"},
                    Case{"05_leo_drag_msise90_fixed.script", "05_leo_drag_msise90_fixed.report"},
                    Case{"06_stop_conditions.script", "06_stop_conditions.stops"},
                    Case{"07_hohmann_target.script", "07_hohmann_target.stops"},
                    Case{"08_finite_burn.script", "08_finite_burn.stops"},
                    Case{"08_finite_burn_fixed.script", "08_finite_burn_fixed.report"},
                    Case{"09_control_flow.script", "09_control_flow.report"},
                    Case{"10_parameters.script", "10_parameters.stops"},
                    Case{"10_parameters_fixed.script", "10_parameters_fixed.report"},
                    Case{"11_lunar_orbit.script", "11_lunar_orbit.stops"},
                    Case{"11_lunar_orbit_fixed.script", "11_lunar_orbit_fixed.report"},
                    Case{"12_integrators.script", "12_integrators.stops"},
                    Case{"12_integrators_fixed.script", "12_integrators_fixed.report"},
                    Case{"20_stops_fixed.script", "20_stops_fixed.report"},
                    Case{"21_fleets_fixed.script", "21_fleets_fixed.report"},
                    Case{"22_frames_fixed.script", "22_frames_fixed.report"}),
    test_name);

}  // namespace
}  // namespace gmat_sweep
