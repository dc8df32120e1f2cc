#include <gtest/gtest.h>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

TEST(Commands, arguments_stand_side_by_side) {
  EXPECT_EQ(arguments_of(only_command("Report RF Sat.X, A(1,2) Label")),
            "RF | Sat.X | A(1 2) | Label");
  EXPECT_EQ(arguments_of(only_command("Toggle P1 P2 On;")), "P1 | P2 | On");
  EXPECT_EQ(arguments_of(only_command("Global x y")), "x | y");
  EXPECT_EQ(arguments_of(only_command("FindEvents CL {Append = true}")), "CL | {(Append=true)}");
  EXPECT_EQ(arguments_of(only_command("Write Sat x { Style = Concise, LogFile = true }")),
            "Sat | x | {(Style=Concise) (LogFile=true)}");
  EXPECT_EQ(arguments_of(only_command("Set aSat tvhf (Data = {'Epoch', 'CartesianState'})")),
            "aSat | tvhf((Data={'Epoch' 'CartesianState'}))");
  EXPECT_EQ(arguments_of(only_command("UpdateDynamicData D Sat.X")), "D | Sat.X");
}

TEST(Commands, every_command_of_gmat_is_known) {
  for (const char* text : {"Save Sat",
                           "PenUp P",
                           "PenDown P",
                           "MarkPoint P Q",
                           "ClearPlot P",
                           "RunSimulator S",
                           "RunEstimator E",
                           "RunSmoother S",
                           "Stop",
                           "NoOp",
                           "Breakpoint",
                           "CommandEcho On",
                           "SaveMission 'x.s'",
                           "Collocate T",
                           "Toggle P Off",
                           "BeginFileThrust T(Sat)",
                           "Minimize O(cost)",
                           "EndFileThrust T(S)",
                           "Maneuver T(Sat)",
                           "Vary DC(x = 1)"}) {
    EXPECT_EQ(only_command(text).kind, CommandKind::keyword) << text;
  }
}

TEST(Commands, propagate_takes_modes_groups_and_stops) {
  EXPECT_EQ(arguments_of(only_command("Propagate Prop(Sat)")), "Prop(Sat)");
  EXPECT_EQ(arguments_of(only_command("Propagate Prop(Sat){Sat.Earth.Apoapsis}")),
            "Prop(Sat) | {Sat.Earth.Apoapsis}");
  EXPECT_EQ(arguments_of(only_command("Propagate Synchronized BackProp P1(S1,S2) P2(S3) ...\n"
                                      "{S1.ElapsedSecs = -60, StopTolerance = 1e-5}")),
            "Synchronized | BackProp | P1(S1 S2) | P2(S3) | "
            "{(S1.ElapsedSecs=-60) (StopTolerance=1e-5)}");
  EXPECT_EQ(arguments_of(only_command("Propagate -Prop(Sat, 'STM', {Sat.Periapsis}), "
                                      "{OrbitColor = [255 0 0]}")),
            "(-Prop(Sat 'STM' {Sat.Periapsis})) | {(OrbitColor=[255 0 0])}");
}

TEST(Commands, labels_are_quoted_after_the_keyword) {
  const Command command = only_command("Propagate 'Prop w/ RK68' Prop(Sat)");
  EXPECT_EQ(command.label, "Prop w/ RK68");
  EXPECT_EQ(arguments_of(command), "Prop(Sat)");
  EXPECT_EQ(only_command("If 'is it?' x > 1\nEndIf 'done'").label, "is it?");
  EXPECT_EQ(only_command("GMAT 'Set x' x = 3").label, "Set x");
  EXPECT_EQ(only_command("'Call it' [a] = f(x)").label, "Call it");
}

TEST(Commands, the_one_string_of_save_mission_is_its_file) {
  const Command file = only_command("SaveMission 'copy.script'");
  EXPECT_EQ(file.label, "");
  EXPECT_EQ(arguments_of(file), "'copy.script'");
  const Command labelled = only_command("SaveMission 'Save it' 'copy.script'");
  EXPECT_EQ(labelled.label, "Save it");
  EXPECT_EQ(arguments_of(labelled), "'copy.script'");
}

TEST(Commands, assignments_have_a_target_and_a_value) {
  const Command command = only_command("Hist(I,1) = 0.5 * (Sat.VX^2 + Sat.VY^2) - mu / sqrt(r)");
  EXPECT_EQ(command.kind, CommandKind::assignment);
  EXPECT_EQ(arguments_of(command), "Hist(I 1) | ((0.5*((Sat.VX^2)+(Sat.VY^2)))-(mu/sqrt(r)))");
  EXPECT_EQ(arguments_of(only_command("s = 'text'")), "s | 'text'");
  EXPECT_EQ(arguments_of(only_command("y = Python.MyMath.sinh(x)")), "y | Python.MyMath.sinh(x)");
}

TEST(Commands, function_calls_have_outputs_and_inputs) {
  const Command call = only_command("GMAT [a, B] = f(x, 'y', 3);");
  EXPECT_EQ(call.kind, CommandKind::call_function);
  EXPECT_EQ(call.outputs.size(), 2U);
  EXPECT_EQ(arguments_of(call), "f(x 'y' 3)");
  EXPECT_EQ(arguments_of(only_command("[s] = pwd")), "pwd");
  EXPECT_EQ(arguments_of(only_command("f(x)")), "f(x)");
  EXPECT_EQ(arguments_of(only_command("[dv] = Python.Orbit.Hohmann(Sat.SMA, 42164)")),
            "Python.Orbit.Hohmann(Sat.SMA 42164)");
  EXPECT_TRUE(only_command("[] = f(x)").outputs.empty());
}

TEST(Commands, a_word_alone_calls_a_function_when_it_was_created_as_one) {
  const Script script = parse_text(
      "Create GmatFunction Target1\n"
      "BeginMissionSequence\n"
      "Target1\n"
      "'With a label' Target1\n"
      "Target2\n");
  EXPECT_EQ(script.commands[0].kind, CommandKind::call_function);
  EXPECT_EQ(script.commands[1].label, "With a label");
  EXPECT_EQ(arguments_of(script.commands[1]), "Target1");
  EXPECT_EQ(script.commands[2].kind, CommandKind::unknown);
}

TEST(Commands, an_unknown_command_keeps_its_text) {
  const Command command = only_command("Frobnicate Prop(Sat)   {x = 1} % what");
  EXPECT_EQ(command.kind, CommandKind::unknown);
  EXPECT_EQ(command.keyword, "Frobnicate");
  EXPECT_EQ(command.text, "Frobnicate Prop(Sat)   {x = 1}");
  EXPECT_NE(command, only_command("Frobnicate Prop(Sat) {x = 2}"));
}

TEST(Commands, bodies_nest) {
  const Script script = mission(
      "Target DC {SolveMode = Solve, ExitMode = SaveAndContinue}\n"
      "   Vary DC(TOI.Element1 = 1.0, {Perturbation = 1e-4})\n"
      "   For I = 1:5\n"
      "      While Sat.ECC < 0.05 & I < 3\n"
      "         x = x + 1\n"
      "      EndWhile\n"
      "   EndFor\n"
      "   Achieve DC(Sat.RMAG = 42165, {Tolerance = 0.1})\n"
      "EndTarget\n"
      "Stop\n");
  ASSERT_EQ(script.commands.size(), 2U);
  const Command& target = script.commands[0];
  ASSERT_EQ(target.body.size(), 3U);
  EXPECT_EQ(target.end_location.line, 10);
  const Command& loop = target.body[1];
  EXPECT_EQ(arguments_of(loop), "(I=range(1 5))");
  ASSERT_EQ(loop.body.size(), 1U);
  EXPECT_EQ(loop.body[0].keyword, "While");
  EXPECT_EQ(loop.body[0].body.size(), 1U);
}

TEST(Commands, an_if_has_branches) {
  const Command command = only_command(
      "If 'first' x < 1\n"
      "   a = 1\n"
      "ElseIf x < 2\n"
      "   a = 2\n"
      "   b = 2\n"
      "Else 'last'\n"
      "   If y == 1\n"
      "   EndIf\n"
      "EndIf\n");
  EXPECT_EQ(command.body.size(), 1U);
  ASSERT_EQ(command.else_branches.size(), 2U);
  EXPECT_EQ(shape(command.else_branches[0].condition.value()), "(x<2)");
  EXPECT_EQ(command.else_branches[0].body.size(), 2U);
  EXPECT_FALSE(command.else_branches[1].condition);
  EXPECT_EQ(command.else_branches[1].label, "last");
  EXPECT_EQ(command.else_branches[1].body.at(0).keyword, "If");
}

TEST(Commands, script_events_hold_commands) {
  const Script script = mission(
      "BeginScript 'Set up'\n"
      "   x = 1\n"
      "EndScript\n"
      "ScriptEvent\n"
      "   Optimize O\n"
      "      Minimize O(cost)\n"
      "   EndOptimize\n"
      "EndScript\n");
  ASSERT_EQ(script.commands.size(), 2U);
  EXPECT_EQ(script.commands[0].label, "Set up");
  EXPECT_EQ(script.commands[0].body.size(), 1U);
  EXPECT_EQ(script.commands[1].body.at(0).body.size(), 1U);
}

TEST(Commands, finite_burns_do_not_nest) {
  const Script script = mission("BeginFiniteBurn FB(Sat)\nStop\nEndFiniteBurn FB(Sat)\n");
  EXPECT_EQ(script.commands.size(), 3U);
}

}  // namespace
}  // namespace gmat_sweep::script
