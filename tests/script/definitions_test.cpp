#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace gmat_sweep::script {
namespace {

std::string names_of(const Script& script) {
  std::vector<std::string> names;
  for (const Resource& resource : script.resources) {
    names.push_back(fmt::format("{}:{}", resource.type, resource.name));
    if (!resource.dimensions.empty())
      names.back() += fmt::format(",{}", shapes(resource.dimensions, ","));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

TEST(Definitions, create_takes_blanks_or_commas) {
  EXPECT_EQ(names_of(parse_text("Create Variable a b c")), "Variable:a Variable:b Variable:c");
  EXPECT_EQ(names_of(parse_text("Create Variable a, b,c")), "Variable:a Variable:b Variable:c");
  EXPECT_EQ(names_of(parse_text("Create Spacecraft Spacecraft;")), "Spacecraft:Spacecraft");
}

TEST(Definitions, arrays_have_dimensions) {
  EXPECT_EQ(names_of(parse_text("Create Array A[3,3] v[ 3, 1 ], w [1,2]")),
            "Array:A,3,3 Array:v,3,1 Array:w,1,2");
}

TEST(Definitions, assignments_keep_their_order_among_the_creates) {
  const Script script = parse_text(
      "Create Variable x\n"
      "x = 1\n"
      "Create Variable y z\n"
      "y = 2\n");
  EXPECT_EQ(script.resources[0].position, 0U);
  EXPECT_EQ(script.assignments[0].position, 1U);
  EXPECT_EQ(script.resources[1].position, 2U);
  EXPECT_EQ(script.resources[2].position, 3U);
  EXPECT_EQ(script.assignments[1].position, 4U);
  EXPECT_FALSE(script.begin_mission_sequence);
}

TEST(Definitions, fields_are_paths_and_values_keep_their_text) {
  const Script script = parse_text(
      "FM.GravityField.Earth.PotentialFile = 'JGM2.cof'\n"
      "A(1,2) = -3.50\n"
      "RF.Filename = output/my-file.txt % where\n"
      "Sat.Epoch = 01 Jan 2026   00:00:00.000;\n"
      "Sat.Id = 0042\n"
      "FM.PointMasses = {Luna, ...\n"
      "  Sun}\n");
  ASSERT_EQ(script.assignments.size(), 6U);
  EXPECT_EQ(shape(script.assignments[0].target), "FM.GravityField.Earth.PotentialFile");
  EXPECT_EQ(script.assignments[0].value.string()->text, "JGM2.cof");
  EXPECT_EQ(script.assignments[0].raw_value, "'JGM2.cof'");
  EXPECT_EQ(shape(script.assignments[1].target), "A(1 2)");
  EXPECT_EQ(script.assignments[1].value.number()->value, -3.5);
  EXPECT_EQ(script.assignments[2].raw_value, "output/my-file.txt");
  EXPECT_EQ(script.assignments[3].raw_value, "01 Jan 2026   00:00:00.000");
  EXPECT_EQ(shape(script.assignments[3].value), "<01 Jan 2026   00:00:00.000>");
  EXPECT_EQ(script.assignments[4].raw_value, "0042");
  EXPECT_EQ(script.assignments[5].raw_value, "{Luna, Sun}");
}

TEST(Definitions, lists_may_hold_bare_file_names_and_nothing_between_commas) {
  const Script script = parse_text(
      "Sat.OrbitSpiceKernelName = {../data/a.bsp, 'b c.bsp'}\n"
      "V.View = {A, , B}\n");
  EXPECT_EQ(shape(script.assignments[0].value), "{<../data/a.bsp> 'b c.bsp'}");
  EXPECT_EQ(shape(script.assignments[1].value), "{A B}");
}

TEST(Definitions, methods_of_resources_may_be_called) {
  const Script script = parse_text(
      "Create CustomLinkageConstraint c\n"
      "c.SetModelParameter('TimeLowerBound', ElapsedDays, 250)\n"
      "c.SetModelParameter(OptionsFile, ../data/a_b.opt);\n"
      "Create Variable x\n"
      "BeginMissionSequence\n");
  ASSERT_EQ(script.method_calls.size(), 2U);
  EXPECT_EQ(script.method_calls[0].call.dotted(), "c.SetModelParameter");
  EXPECT_EQ(script.method_calls[0].position, 1U);
  EXPECT_EQ(shape(script.method_calls[1].call.parts.back().arguments[1]), "<../data/a_b.opt>");
  EXPECT_EQ(script.resources[1].position, 3U);
}

TEST(Definitions, find_resource_finds_by_name) {
  const Script script = parse_text("Create Spacecraft Sat\nCreate Propagator Prop\n");
  EXPECT_EQ(script.find_resource("Prop")->type, "Propagator");
  EXPECT_EQ(script.find_resource("prop"), nullptr);
}

TEST(Definitions, a_script_without_begin_mission_sequence_begins_at_its_first_command) {
  const Script script = parse_text(
      "Create Variable x\n"
      "x = 1\n"
      "Propagate Prop(Sat) {Sat.ElapsedSecs = 60}\n"
      "x = 2\n");
  EXPECT_EQ(script.assignments.size(), 1U);
  EXPECT_EQ(script.commands.size(), 2U);
  EXPECT_EQ(script.commands[1].kind, CommandKind::assignment);
  EXPECT_FALSE(script.begin_mission_sequence);
}

TEST(Definitions, function_files_open_with_a_header) {
  const Script script = parse_text(
      "% cross product\n"
      "function [crossProd, n] = cross(vec1, vec2)\n"
      "Create Array crossProd[3,1]\n"
      "BeginMissionSequence\n"
      "crossProd(1,1) = vec1(2,1)*vec2(3,1)\n");
  ASSERT_TRUE(script.function);
  EXPECT_EQ(script.function->name, "cross");
  EXPECT_EQ(script.function->outputs, (std::vector<std::string>{"crossProd", "n"}));
  EXPECT_EQ(script.function->inputs, (std::vector<std::string>{"vec1", "vec2"}));

  EXPECT_EQ(parse_text("function [] = f(a b);").function->inputs.size(), 2U);
  EXPECT_TRUE(parse_text("function f()").function->outputs.empty());
  EXPECT_EQ(parse_text("function r = f(x)").function->outputs.at(0), "r");
}

}  // namespace
}  // namespace gmat_sweep::script
