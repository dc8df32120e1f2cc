#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

const Script& reference() {
  static const Script script = parse_text(
      "Create Spacecraft Sat\n"
      "Sat.SMA = 7000\n"
      "Sat.OrbitColor = [255 0 0]\n"
      "BeginMissionSequence\n"
      "Stop\n");
  return script;
}

TEST(Lines, every_line_end_reads_the_same) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const Script script = parse_text(fmt::format(
        "Create Spacecraft Sat{0}{0}Sat.SMA = 7000{0}Sat.OrbitColor = ...{0}[255 0 0]{0}"
        "BeginMissionSequence{0}Stop",
        end));
    EXPECT_EQ(script, reference());
    EXPECT_EQ(script.commands.at(0).location.line, 7);
  }
}

TEST(Lines, semicolons_tabs_and_the_gmat_keyword_change_nothing) {
  const Script script = parse_text(
      "\tCreate\tSpacecraft Sat;\n"
      ";\n"
      "GMAT Sat.SMA = 7000 ;\n"
      "   GMAT\tSat.OrbitColor=[255 0 0];;\n"
      "BeginMissionSequence;\n"
      "GMAT Stop;");
  EXPECT_EQ(script, reference());
}

TEST(Lines, comments_are_dropped_wherever_they_stand) {
  const Script script = parse_text(
      "% A header, 'quoted and {open\n"
      "Create Spacecraft Sat % the craft\n"
      "   % goes on ...\n"
      "Sat.SMA = 7000;% km\n"
      "Sat.OrbitColor = [255 0 0]%\n"
      "BeginMissionSequence %%%\n"
      "Stop % here");
  EXPECT_EQ(script, reference());
}

TEST(Lines, a_percent_sign_in_quotes_is_text) {
  const Command command = only_command("s = sprintf('%d %s', x) % a comment");
  EXPECT_EQ(arguments_of(command), "s | sprintf('%d %s' x)");
}

TEST(Lines, continued_lines_are_one_statement) {
  const Command command = only_command(
      "Report RF ...\n"
      "\n"
      "   Sat.X ...  % half of it\n"
      "   Sat.Y\n");
  EXPECT_EQ(arguments_of(command), "RF | Sat.X | Sat.Y");
  EXPECT_EQ(command.text, "Report RF Sat.X Sat.Y");
  EXPECT_EQ(command.arguments[1].location.line, 4);
  EXPECT_EQ(command.arguments[1].location.column, 4);
}

TEST(Lines, a_number_may_touch_the_continuation) {
  const Command command = only_command("Vary DC(x = 1, {MaxStep = 2...\n, Lower = 3})");
  EXPECT_EQ(arguments_of(command), "DC((x=1) {(MaxStep=2) (Lower=3)})");
}

TEST(Lines, bytes_beyond_ascii_may_stand_in_comments_and_strings) {
  const Script script = parse_text(
      "% caf\xC3\xA9 in UTF-8, caf\xE9 in Latin-1\n"
      "Create String s % \xB0 degrees\n"
      "s = 'd\xC3\xA9j\xC3\xA0 vu'\n");
  EXPECT_EQ(script.assignments.at(0).value.string()->text, "d\xC3\xA9j\xC3\xA0 vu");
}

TEST(Lines, byte_order_marks_are_skipped) {
  EXPECT_EQ(parse_text("\xEF\xBB\xBF"
                       "Create Spacecraft Sat\nSat.SMA = 7000\nSat.OrbitColor = [255 0 0]\n"
                       "BeginMissionSequence\nStop\n"),
            reference());
}

TEST(Lines, an_empty_script_is_a_script) {
  EXPECT_EQ(parse_text(""), Script{});
  EXPECT_EQ(parse_text("% nothing\r\n\r\n"), Script{});
}

TEST(Lines, locations_count_lines_and_columns_from_one) {
  const Script script = parse_text(
      "Create Spacecraft Sat Other\n"
      "  Sat.SMA  =  7000\n"
      "BeginMissionSequence\n"
      "If Sat.SMA > 7000\n"
      "   x = a + b(2)\n"
      "EndIf\n",
      "dir/m.script");
  EXPECT_EQ(script.where(script.resources[0].location), "dir/m.script:1:19");
  EXPECT_EQ(script.where(script.resources[1].location), "dir/m.script:1:23");
  EXPECT_EQ(script.where(script.assignments[0].location), "dir/m.script:2:3");
  EXPECT_EQ(script.where(script.assignments[0].value.location), "dir/m.script:2:15");
  EXPECT_EQ(script.where(*script.begin_mission_sequence), "dir/m.script:3:1");
  const Command& branch = script.commands[0];
  EXPECT_EQ(script.where(branch.location), "dir/m.script:4:1");
  EXPECT_EQ(script.where(branch.end_location), "dir/m.script:6:1");
  EXPECT_EQ(script.where(branch.arguments[0].binary()->operands[1].location), "dir/m.script:4:14");
  const Expression& sum = branch.body[0].arguments[1];
  EXPECT_EQ(script.where(sum.binary()->operands[1].location), "dir/m.script:5:12");
}

}  // namespace
}  // namespace gmat_sweep::script
