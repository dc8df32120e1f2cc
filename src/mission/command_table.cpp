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
    {"CallGmatFunction", used, "a function in a .gmf file; written [out] = Name(in)"},
    {"EndFiniteBurn", used, "stops them"},
    {"For", used, "a counted loop"},
    {"Global", used, "variables shared with functions"},
    {"If", used, "a branch, with Else"},
    {"Maneuver", used, "applies an ImpulsiveBurn, BackProp too"},
    {"Minimize", used, "the cost of an Optimize"},
    {"NonlinearConstraint", used, "a constraint of an Optimize"},
    {"Optimize", used, "minimises a cost with Yukon"},
    {"Propagate", used,
     "moves spacecraft until a stop; Synchronized, BackProp, StopTolerance, 'STM'; 'AMatrix' has "
     "no "
     "effect on results, 'Covariance' is refused"},
    {"Report", used, "writes a row of a ReportFile"},
    {"ScriptEvent", used, "older name of BeginScript"},
    {"Set", used, "values from a FileInterface"},
    {"Stop", used, "ends the sequence"},
    {"Target", used, "solves for goals with a DifferentialCorrector"},
    {"Toggle", used, "turns the rows of ReportFiles at steps on and off"},
    {"Vary", used, "a variable of a Target or an Optimize"},
    {"While", used, "a loop"},
    {"Write", used, "writes values to a ReportFile"},

    {"Breakpoint", display, "of a debugger"},
    {"ClearPlot", display, "of a plot"},
    {"CommandEcho", display, "of GMAT's log"},
    {"MarkPoint", display, "of a plot"},
    {"NoOp", display, "nothing"},
    {"PenDown", display, "of a plot"},
    {"PenUp", display, "of a plot"},
    {"PrepareMissionSequence", display, "of GMAT's sandbox"},
    {"UpdateDynamicData", display, "of a table on the screen"},

    {"BeginFileThrust", unsupported, "thrust from a file"},
    {"CallMatlabFunction", unsupported, "a function in MATLAB"},
    {"CallPythonFunction", unsupported, "a function in Python"},
    {"EndFileThrust", unsupported, "thrust from a file"},
    {"FindEvents", unsupported, "eclipses and contacts"},
    {"GetEphemStates", unsupported, "states from an ephemeris file"},
    {"LinkState", unsupported, "of the plug-in CSALT"},
    {"MATLAB", unsupported, "a call of MATLAB"},
    {"Pause", unsupported, "waits for the user"},
    {"PseudoLinkState", unsupported, "of the plug-in CSALT"},
    {"Python", unsupported, "a call of Python"},
    {"RunEstimator", unsupported, "estimation"},
    {"RunSimulator", unsupported, "simulation of measurements"},
    {"RunSmoother", unsupported, "estimation"},
    {"Save", unsupported, "saves an object to a file"},
    {"SaveMission", unsupported, "saves the script"},
};

}  // namespace

const CommandType* find_command_type(std::string_view name) {
  const auto found = std::ranges::find(types, name, &CommandType::name);
  return found == std::end(types) ? nullptr : found;
}

std::span<const CommandType> command_types() { return types; }

}  // namespace gmat_sweep::mission
