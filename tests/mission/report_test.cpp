#include "mission/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "astro/epoch_text.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/engine_support.hpp"

namespace gmat_sweep {
namespace {

using test::engine_with;
using test::reals;
using test::report_of;
using testing::ElementsAre;

constexpr std::int64_t second_ns = 1'000'000'000;

std::string text_of(std::string_view mission, const std::string& file) {
  const test::TemporaryDirectory folder;
  const auto engine = test::engine_of(mission);
  engine->run({.overrides = {}, .output_dir = folder.path(), .write_native_files = true});
  return read_file(folder.path() / file);
}

TEST(Timestamps, of_gregorian_text_are_exact_to_the_millisecond) {
  EXPECT_EQ(mission::timestamp_of_gregorian("01 Jan 1970 00:00:01.250").ns,
            second_ns + 250'000'000);
  EXPECT_EQ(mission::timestamp_of_gregorian("05 Jan 1941 12:00:00.000").ns,
            -914'760'000LL * second_ns);
}

TEST(Timestamps, of_epochs_are_those_of_the_text_gmat_prints) {
  for (double mjd = 21545.123456; mjd < 35000.0; mjd += 0.987654321) {
    const auto text = astro::format_gregorian(mjd);
    EXPECT_EQ(mission::timestamp_of_gregorian(mjd, false), mission::timestamp_of_gregorian(text))
        << text;
  }
  // The last half millisecond of a day belongs to the next.
  const double midnight = 30000.5 - 1e-9;
  EXPECT_EQ(mission::timestamp_of_gregorian(midnight, false),
            mission::timestamp_of_gregorian(astro::format_gregorian(midnight)));
  // Half way through the leap second at the end of 2016, in UTC as GMAT counts it.
  const double leap = 27754.5 + 0.5 / 86400.0;
  EXPECT_EQ(mission::timestamp_of_gregorian(leap, true),
            mission::timestamp_of_gregorian(astro::format_gregorian(leap, true)));
}

TEST(Timestamps, within_a_leap_second_are_the_last_millisecond_before_it) {
  EXPECT_EQ(mission::timestamp_of_gregorian("31 Dec 2016 23:59:60.500").ns,
            mission::timestamp_of_gregorian("31 Dec 2016 23:59:59.999").ns);
}

TEST(Timestamps, of_modified_julian_dates_count_from_1941) {
  EXPECT_EQ(mission::timestamp_of_mjd(0.0).ns, -914'760'000LL * second_ns);
  EXPECT_EQ(mission::timestamp_of_mjd(21545.0).ns,
            mission::timestamp_of_gregorian("01 Jan 2000 12:00:00.000").ns);
  EXPECT_EQ(mission::timestamp_of_mjd(std::nan("")), Timestamp::missing());
}

TEST(Report, epochs_are_timestamps_and_time_copies_the_first) {
  const auto table = report_of(*engine_with("Report RF Sat.X Sat.UTCGregorian Sat.TAIModJulian;"));
  ASSERT_EQ(table.columns.size(), 4U);
  EXPECT_EQ(table.columns[3].name, "time");
  EXPECT_EQ(std::get<std::vector<Timestamp>>(table.columns[3].values),
            std::get<std::vector<Timestamp>>(table.columns[1].values));
  const auto utc = std::get<std::vector<Timestamp>>(table.columns[1].values)[0];
  const auto tai = std::get<std::vector<Timestamp>>(table.columns[2].values)[0];
  EXPECT_NEAR(static_cast<double>(tai.ns - utc.ns), 37e9, 1e3);
}

TEST(Report, commands_with_other_columns_widen_the_table) {
  const auto table = report_of(*engine_with("V = 1;\nReport RF V;\nW = 2;\nReport RF W V;"));
  ASSERT_EQ(table.columns.size(), 2U);
  EXPECT_THAT(reals(table, "V"), ElementsAre(1.0, 1.0));
  EXPECT_TRUE(std::isnan(reals(table, "W")[0]));
  EXPECT_EQ(reals(table, "W")[1], 2.0);
}

TEST(Report, steps_are_reported_once_at_an_epoch_that_two_propagations_share) {
  const auto table = report_of(*test::engine_of(test::small_mission_with(R"(
RF.Add = {Sat.ElapsedSecs, Sat.X};
FM.ErrorControl = None;
BeginMissionSequence;
Propagate Prop(Sat) {Sat.ElapsedSecs = 120};
Propagate Prop(Sat) {Sat.ElapsedSecs = 60};
)")));
  const auto elapsed = reals(table, "Sat.ElapsedSecs");
  ASSERT_EQ(elapsed.size(), 4U);
  EXPECT_NEAR(elapsed[3], 180.0, 1e-5);
}

TEST(ReportText, columns_are_padded_and_headers_come_once_per_report_command) {
  const auto text = text_of(test::small_mission_with(R"(
RF.Filename = '../somewhere/rows.txt';
RF.ColumnWidth = 10;
RF.Precision = 4;
BeginMissionSequence;
For V = 1:2;
  W = V / 3;
  Report RF V W;
EndFor;
)"),
                            "rows.txt");
  EXPECT_EQ(text,
            "V            W            \n"
            "1            0.3333       \n"
            "2            0.6667       \n");
}

/// As GMAT R2026a has it.
TEST(ReportText, each_add_adds_to_those_before_and_has_a_parameter_once) {
  const auto text = text_of(test::small_mission_with(R"(
RF.ColumnWidth = 10;
RF.Add = {V, W};
RF.Add = {A(1,1), V, V};
BeginMissionSequence;
Propagate Prop(Sat) {Sat.ElapsedSecs = 0.5};
)"),
                            "RF.txt");
  EXPECT_EQ(text,
            "V            W            A(1,1)       \n"
            "0            0            0            \n"
            "0            0            0            \n");
}

/// As GMAT R2026a has it: a blank behind each element, and a width of its own.
TEST(ReportText, an_array_of_one_element_stands_as_an_array) {
  const auto text = text_of(test::small_mission_with(R"(
Create Array One[1,1];
One(1,1) = 3.25;
RF.FixedWidth = false;
RF.Delimiter = ',';
RF.WriteHeaders = false;
BeginMissionSequence;
Report RF V One One(1,1);
)"),
                            "RF.txt");
  EXPECT_EQ(text, "0,3.25 ,3.25\n");
  const auto right = text_of(test::small_mission_with(R"(
Create Array One[1,1];
One(1,1) = 3.25;
RF.LeftJustify = Off;
RF.ColumnWidth = 6;
BeginMissionSequence;
Report RF One V;
)"),
                             "RF.txt");
  EXPECT_EQ(right,
            "   One        V   \n"
            "    3.25         0\n");
}

/// GMAT R2026a leaves its place empty, with a warning.
TEST(Write, of_matrices_and_texts_of_a_spacecraft_is_refused) {
  for (const std::string what :
       {"Sat.OrbitSTM", "Sat.Quaternion", "Sat.CoordinateSystem", "Sat.Epoch"}) {
    EXPECT_THAT(test::message_of<ScriptError>([&] {
                  test::engine_with("Write " + what + " {Style = Concise, ReportFile = RF};\n");
                }),
                testing::AllOf(testing::HasSubstr(what), testing::HasSubstr(":23:1")));
  }
}

TEST(ReportText, delimiter_zero_fill_and_right_justification) {
  const auto comma = text_of(test::small_mission_with(R"(
RF.FixedWidth = false;
RF.Delimiter = ',';
RF.ZeroFill = On;
RF.Precision = 5;
RF.WriteHeaders = false;
BeginMissionSequence;
V = 1.5;
Report RF V W;
)"),
                             "RF.txt");
  EXPECT_EQ(comma, "1.5000,0.0000\n");
  const auto right = text_of(test::small_mission_with(R"(
RF.LeftJustify = Off;
RF.ColumnWidth = 6;
RF.WriteHeaders = false;
BeginMissionSequence;
Report RF V;
)"),
                             "RF.txt");
  EXPECT_EQ(right, "        0\n");
}

}  // namespace
}  // namespace gmat_sweep
