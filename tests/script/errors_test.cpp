#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

/// The one fault of a mission sequence; its first line is line 2 of the file.
std::string in_mission(std::string_view commands) {
  return faults_of(fmt::format("BeginMissionSequence\n{}\n", commands));
}

TEST(Errors, all_are_reported_in_the_order_of_the_file) {
  EXPECT_EQ(faults_of("Create Spacecraft\n"
                      "Sat.SMA =\n"
                      "Craete Propagator Prop\n"
                      "BeginMissionSequence\n"
                      "If x\n"
                      "   Propagate Prop\n"
                      "   y = (1 + 2\n"
                      "EndFor\n"
                      "EndIf\n"
                      "While y < 1\n"
                      "   z = 'open\n"),
            "m.script:1:18: found the end of the statement, expected the name of the Spacecraft\n"
            "m.script:2:10: found the end of the statement, expected a value\n"
            "m.script:3:1: found 'Craete', expected Create, an assignment or a command\n"
            "m.script:5:4: a condition needs a comparison: ==, ~=, <, >, <= or >=\n"
            "m.script:6:14: expected Propagator(Spacecraft) here, after Synchronized or BackProp "
            "if any, with stopping conditions in braces after it\n"
            "m.script:7:14: found the end of the statement, expected ')' to close the "
            "parenthesis\n"
            "m.script:8:1: found EndFor, expected EndIf for the If at m.script:5:1\n"
            "m.script:10:1: While is not closed by EndWhile\n"
            "m.script:11:8: the quote ' is not closed on its line");
}

TEST(Errors, lines) {
  EXPECT_EQ(faults_of("x = 1; y = 2\n"),
            "m.script:1:6: found ';' before the end of the line; statements stand one a line");
  EXPECT_EQ(faults_of("x = 1 ... y\n"),
            "m.script:1:7: '...' continues a statement and must end its line");
  EXPECT_EQ(faults_of("x = ...\n% what\n1\n"),
            "m.script:2:1: a comment may not stand between the lines of a continued statement");
  EXPECT_EQ(faults_of("x = 1 ...\n\n"),
            "m.script:3:1: the script ends after '...', the statement goes on");
  EXPECT_EQ(faults_of("x = 1 % and so on...\ny = 2\n"),
            "m.script:1:7: a comment after a statement that ends in '...' makes GMAT skip the next "
            "line; end it otherwise");
  EXPECT_EQ(faults_of(std::string_view("x = 1\0\n", 7)),
            "m.script:1:1: the file holds zero bytes, so it is no text");
  EXPECT_EQ(faults_of("\xFF\xFEx = 1\n"),
            "m.script:1:1: the file is UTF-16; save it as UTF-8 or ASCII");
}

TEST(Errors, characters_that_mean_nothing) {
  EXPECT_EQ(in_mission("x = 3 @ 4"), "m.script:2:7: found '@' after the value");
  EXPECT_EQ(in_mission("x = \xE9"), "m.script:2:5: found the byte 0xE9, expected a value");
  EXPECT_EQ(in_mission("x = \xC3\xA9"), "m.script:2:5: found '\xC3\xA9', expected a value");
  EXPECT_EQ(in_mission("@"),
            "m.script:2:1: found '@', expected a command, an assignment or a function call");
}

TEST(Errors, definitions) {
  EXPECT_EQ(faults_of("Create"),
            "m.script:1:7: found the end of the statement, expected a resource type after Create");
  EXPECT_EQ(faults_of("Create Variable a,"),
            "m.script:1:19: found the end of the statement, expected the name of the next "
            "Variable");
  EXPECT_EQ(faults_of("Create Variable 2x"),
            "m.script:1:17: found '2', expected the name of the Variable");
  EXPECT_EQ(faults_of("Create Array A"),
            "m.script:1:14: the Array A needs dimensions: A[rows, columns]");
  EXPECT_EQ(faults_of("Create Array A[3,3"),
            "m.script:1:19: found the end of the statement, expected ']' after the dimensions");
  EXPECT_EQ(faults_of("Create Variable x[2]"),
            "m.script:1:17: x is no Array and has no dimensions");
  EXPECT_EQ(faults_of("Create ReportFile Report"),
            "m.script:1:19: Report is the name of a command, so no resource can have it");
  EXPECT_EQ(faults_of("Sat.SMA 7000"),
            "m.script:1:1: found 'Sat.SMA', expected Create, an assignment or a command");
  EXPECT_EQ(faults_of("Sat. = 7000"), "m.script:1:6: found '=', expected a name after '.'");
  EXPECT_EQ(faults_of("Sat.SMA = = 7000"), "m.script:1:11: found '=', expected a value");
  EXPECT_EQ(faults_of("Sat.SMA = 7000 +"),
            "m.script:1:17: found the end of the statement, expected a value");
  EXPECT_EQ(faults_of("Sat.SMA = 7000 == 3"), "m.script:1:16: found '==' after the value");
  EXPECT_EQ(faults_of("FM.PointMasses = {Luna, Sun"), "m.script:1:18: '{' is not closed");
  EXPECT_EQ(faults_of("FM.PointMasses = {Luna, Sun]"), "m.script:1:28: found ']' without its '['");
  EXPECT_EQ(faults_of("x = [1 2, , 3]"), "m.script:1:11: found ',', expected a value");
}

TEST(Errors, where_the_mission_sequence_begins) {
  EXPECT_EQ(faults_of("BeginMissionSequence\nCreate Variable x\n"),
            "m.script:2:1: Create must stand before the mission sequence, which begins at "
            "m.script:1:1");
  EXPECT_EQ(faults_of("Toggle RF On\nBeginMissionSequence\n"),
            "m.script:2:1: BeginMissionSequence must come before every command, the first stands "
            "at m.script:1:1");
  EXPECT_EQ(faults_of("BeginMissionSequence\nBeginMissionSequence\n"),
            "m.script:2:1: the mission sequence began already at m.script:1:1");
  EXPECT_EQ(faults_of("x = 1\nfunction f()\n"),
            "m.script:2:1: a function's header must be the first statement of its file");
}

TEST(Errors, conditions) {
  EXPECT_EQ(in_mission("If x = 1\nEndIf"),
            "m.script:2:6: found '=', expected '==': '=' does not "
            "compare");
  EXPECT_EQ(in_mission("If x > 1 & y\nEndIf"),
            "m.script:2:12: a condition needs a comparison: ==, ~=, <, >, <= or >=");
  EXPECT_EQ(in_mission("If 1 < x < 3\nEndIf"),
            "m.script:2:10: comparisons do not chain; join them with & or |");
  EXPECT_EQ(in_mission("If x > 1 & (y > 2 | z > 3)\nEndIf"),
            "m.script:2:15: GMAT does not group conditions with parentheses; & binds before |");
  EXPECT_EQ(in_mission("While x > 1 y\nEndWhile"), "m.script:2:13: found 'y' after the condition");
}

TEST(Errors, bodies) {
  EXPECT_EQ(in_mission("EndIf"), "m.script:2:1: found EndIf, but nothing is open for it to close");
  EXPECT_EQ(in_mission("Else"), "m.script:2:1: found Else outside an If");
  EXPECT_EQ(in_mission("If x > 1\nElse\nElse\nEndIf"),
            "m.script:4:1: found Else after the Else of the If at m.script:2:1");
  EXPECT_EQ(in_mission("For i = 1:3\nIf i > 1\nEndFor"),
            "m.script:4:1: found EndFor, expected EndIf for the If at m.script:3:1");
  EXPECT_EQ(in_mission("EndTarget now"),
            "m.script:2:1: found EndTarget, but nothing is open for it to close\n"
            "m.script:2:11: found 'now' after EndTarget");
}

TEST(Errors, loops) {
  EXPECT_EQ(in_mission("For 1:3\nEndFor"),
            "m.script:2:5: found '1', expected the loop's variable: I = 1:10");
  EXPECT_EQ(in_mission("For i = 1\nEndFor"),
            "m.script:2:10: found the end of the statement, expected ':' between the bounds: I = "
            "1:10");
  EXPECT_EQ(in_mission("For i = 1:2:3:4\nEndFor"),
            "m.script:2:14: found ':' after the bounds of the loop");
}

TEST(Errors, arguments_of_commands) {
  EXPECT_EQ(in_mission("Propagate"),
            "m.script:2:10: Propagate names no propagator; expected Propagator(Spacecraft)");
  EXPECT_EQ(in_mission("Propagate Backprop Prop(Sat)"),
            "m.script:2:11: expected Propagator(Spacecraft) here, after Synchronized or BackProp "
            "if any, with stopping conditions in braces after it");
  EXPECT_EQ(in_mission("Propagate Prop()"), "m.script:2:11: Prop has no spacecraft to propagate");
  EXPECT_EQ(in_mission("Propagate Prop(Sat) {Sat.X = 1,, Sat.Y}"),
            "m.script:2:32: found ',', expected a value");
  EXPECT_EQ(in_mission("Propagate Prop(Sat) {Sat.X = 1"),
            "m.script:2:21: the brace { is not closed");
  EXPECT_EQ(in_mission("Propagate Prop(Sat {Sat.X})"),
            "m.script:2:20: found '{', expected ',' or "
            "')'");
  EXPECT_EQ(in_mission("Vary DC(x)"), "m.script:2:9: Vary needs a value: name = value");
  EXPECT_EQ(in_mission("Vary x = 1"), "m.script:2:8: found '=', expected a value");
  EXPECT_EQ(in_mission("Achieve DC"),
            "m.script:2:9: Achieve is written Achieve Solver(goal, {options})");
  EXPECT_EQ(in_mission("Achieve DC(x = 1, 0.1)"),
            "m.script:2:19: the options of Achieve stand in braces: {Name = value}");
  EXPECT_EQ(in_mission("Achieve DC(x = 1, {0.1})"),
            "m.script:2:20: an option of Achieve is written Name = value");
  EXPECT_EQ(in_mission("NonlinearConstraint O(x < 1)"),
            "m.script:2:23: a NonlinearConstraint is written a = b, a <= b or a >= b");
  EXPECT_EQ(in_mission("Target\nEndTarget"), "m.script:2:7: Target names no solver");
  EXPECT_EQ(in_mission("Target DC(x)\nEndTarget"),
            "m.script:2:8: expected the name of the solver of Target");
  EXPECT_EQ(in_mission("Maneuver TOI"),
            "m.script:2:10: Maneuver is written Maneuver "
            "Burn(Spacecraft)");
  EXPECT_EQ(in_mission("Report RF"), "m.script:2:10: Report needs at least 2 arguments, found 1");
  EXPECT_EQ(in_mission("Save"), "m.script:2:5: Save needs at least 1 argument, found 0");
  EXPECT_EQ(in_mission("Stop now"), "m.script:2:6: found 'now' after Stop");
  EXPECT_EQ(in_mission("Report RF x,"),
            "m.script:2:13: found the end of the statement, expected another argument after ','");
}

TEST(Errors, assignments_and_calls) {
  EXPECT_EQ(in_mission("x = 01 Jan 2026"), "m.script:2:8: found 'Jan' after the value");
  EXPECT_EQ(in_mission("x == 3"), "m.script:2:3: found '==', expected '=' after x");
  EXPECT_EQ(in_mission("[a, b = f(x)"),
            "m.script:2:7: found '=', expected the name of an output or ']'");
  EXPECT_EQ(in_mission("[a,] = f(x)"),
            "m.script:2:4: found ']', expected the name of an output after ','");
  EXPECT_EQ(in_mission("[a] f(x)"),
            "m.script:2:5: found 'f', expected '=' between the outputs and the function");
  EXPECT_EQ(in_mission("[a] = 3"), "m.script:2:7: found '3', expected the name of a function");
  EXPECT_EQ(in_mission("f(x) y"), "m.script:2:6: found 'y' after the function call");
  EXPECT_EQ(in_mission("x = f(1, 2"),
            "m.script:2:11: found the end of the statement, expected ',' or ')'");
  EXPECT_EQ(in_mission("x = a..b"), "m.script:2:6: found '.' after the value");
  EXPECT_EQ(in_mission("x = [1 2"), "m.script:2:5: the bracket [ is not closed");
}

TEST(Errors, depth_is_limited) {
  const auto nested = [](int depth) {
    return fmt::format("x = {:(>{}}1{:)>{}}", "", depth, "", depth);
  };
  EXPECT_EQ(in_mission(nested(200)), "(none)");
  EXPECT_EQ(in_mission(nested(201)), "m.script:2:205: brackets are nested more than 200 deep");
  EXPECT_EQ(in_mission(nested(100000)), "m.script:2:205: brackets are nested more than 200 deep");

  std::string sum = "x = 1";
  for (int i = 0; i < 2001; ++i) sum += "+1";
  EXPECT_EQ(in_mission(sum), "m.script:2:5: a statement holds more than 2000 operators");

  std::string ifs;
  for (int i = 0; i < 101; ++i) ifs += "If x > 1\n";
  EXPECT_EQ(in_mission(ifs),
            "m.script:102:1: commands are nested more than 100 deep; nothing after this was read");
}

}  // namespace
}  // namespace gmat_sweep::script
