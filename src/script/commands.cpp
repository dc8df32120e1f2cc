#include "script/commands.hpp"

#include <algorithm>
#include <array>

namespace gmat_sweep::script {
namespace {

using enum ArgumentForm;

// Sorted by keyword, capitals first, for the binary search.
constexpr std::array<CommandWord, 48> command_words{{
    {"Achieve", equation},
    {"BeginFileThrust", burn},
    {"BeginFiniteBurn", burn},
    {"BeginMissionSequence", none},
    {"BeginScript", none, "EndScript"},
    {"Breakpoint", none},
    {"ClearPlot", names, {}, 1},
    {"Collocate", names, {}, 1},
    {"CommandEcho", names, {}, 1},
    {"Else", none},
    {"ElseIf", condition},
    {"EndFileThrust", burn},
    {"EndFiniteBurn", burn},
    {"EndFor", none},
    {"EndIf", none},
    {"EndOptimize", none},
    {"EndScript", none},
    {"EndTarget", none},
    {"EndWhile", none},
    {"FindEvents", names, {}, 1},
    {"For", range, "EndFor"},
    {"Global", names, {}, 1},
    {"If", condition, "EndIf"},
    {"Maneuver", burn},
    {"MarkPoint", names, {}, 1},
    {"Minimize", goal},
    {"NoOp", none},
    {"NonlinearConstraint", constraint},
    {"Optimize", solver, "EndOptimize"},
    {"PenDown", names, {}, 1},
    {"PenUp", names, {}, 1},
    {"PrepareMissionSequence", none},
    {"Propagate", propagate},
    {"Report", names, {}, 2},
    {"RunEstimator", names, {}, 1},
    {"RunSimulator", names, {}, 1},
    {"RunSmoother", names, {}, 1},
    {"Save", names, {}, 1},
    {"SaveMission", names, {}, 1},
    {"ScriptEvent", none, "EndScript"},
    {"Set", names, {}, 2},
    {"Stop", none},
    {"Target", solver, "EndTarget"},
    {"Toggle", names, {}, 2},
    {"UpdateDynamicData", names, {}, 1},
    {"Vary", equation},
    {"While", condition, "EndWhile"},
    {"Write", names, {}, 1},
}};

}  // namespace

const CommandWord* find_command(std::string_view keyword) {
  const auto found = std::ranges::lower_bound(command_words, keyword, {}, &CommandWord::keyword);
  if (found == command_words.end() || found->keyword != keyword) return nullptr;
  return &*found;
}

bool closes_body(std::string_view keyword) {
  return std::ranges::any_of(command_words, [&](const CommandWord& word) {
    return !word.closed_by.empty() && word.closed_by == keyword;
  });
}

}  // namespace gmat_sweep::script
