#include "mission/command_table.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

using enum CommandSupport;

constexpr CommandType types[] = {
    {"Achieve", used, "a goal of a Target"},
    {"BeginFiniteBurn", used, "lets the thrusters of a FiniteBurn fire"},
    {"BeginMissionSequence", used, "where the sequence begins"},
    {"BeginScript", used, "a block of commands"},
    {"EndFiniteBurn", used, "stops them"},
    {"For", used, "a counted loop"},
    {"If", used, "a branch, with ElseIf and Else"},
    {"Maneuver", used, "applies an ImpulsiveBurn, BackProp too"},
    {"Propagate", used, "moves spacecraft until a stop; Synchronized, BackProp, StopTolerance"},
    {"Report", used, "writes a row of a ReportFile"},
    {"ScriptEvent", used, "older name of BeginScript"},
    {"Stop", used, "ends the sequence"},
    {"Target", used, "solves for goals with a DifferentialCorrector"},
    {"Vary", used, "a variable of a Target"},
    {"While", used, "a loop"},

    {"ClearPlot", display, "of a plot"},
    {"MarkPoint", display, "of a plot"},
    {"NoOp", display, "nothing"},
    {"PenDown", display, "of a plot"},
    {"PenUp", display, "of a plot"},
    {"UpdateDynamicData", display, "of a table on the screen"},

    {"BeginFileThrust", unsupported, "thrust from a file"},
    {"Breakpoint", unsupported, "of a debugger"},
    {"CallGmatFunction", unsupported, "a function in a .gmf file"},
    {"CallMatlabFunction", unsupported, "a function in MATLAB"},
    {"CallPythonFunction", unsupported, "a function in Python"},
    {"CommandEcho", unsupported, "of GMAT's log"},
    {"EndFileThrust", unsupported, "thrust from a file"},
    {"FindEvents", unsupported, "eclipses and contacts"},
    {"GetEphemStates", unsupported, "states from an ephemeris file"},
    {"Global", unsupported, "variables shared with functions"},
    {"LinkState", unsupported, "of the plug-in CSALT"},
    {"MATLAB", unsupported, "a call of MATLAB"},
    {"Minimize", unsupported, "a cost of an Optimize"},
    {"NonlinearConstraint", unsupported, "a constraint of an Optimize"},
    {"Optimize", unsupported, "optimisation"},
    {"Pause", unsupported, "waits for the user"},
    {"PseudoLinkState", unsupported, "of the plug-in CSALT"},
    {"Python", unsupported, "a call of Python"},
    {"RunEstimator", unsupported, "estimation"},
    {"RunSimulator", unsupported, "simulation of measurements"},
    {"RunSmoother", unsupported, "estimation"},
    {"Save", unsupported, "saves an object to a file"},
    {"SaveMission", unsupported, "saves the script"},
    {"Set", unsupported, "values from a FileInterface"},
    {"Toggle", unsupported, "turns subscribers on and off; drawing ones are accepted"},
    {"Write", unsupported, "writes to the log"},
};

}  // namespace

const CommandType* find_command_type(std::string_view name) {
  const auto found = std::ranges::find(types, name, &CommandType::name);
  return found == std::end(types) ? nullptr : found;
}

std::span<const CommandType> command_types() { return types; }

}  // namespace gmat_sweep::mission
