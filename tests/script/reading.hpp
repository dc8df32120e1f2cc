#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/errors.hpp"
#include "script/parser.hpp"
#include "script/script.hpp"
#include "script/writer.hpp"

namespace gmat_sweep::script {

/// An expression with every operation in parentheses and raw text in angle brackets, so that a
/// test can see the grouping.
std::string shape(const Expression& expression);

/// The shapes of all, with `between` between them.
std::string shapes(const std::vector<Expression>& items, std::string_view between = " ");

/// The message of the ScriptError that reading `text` throws, as a file named `m.script`.
std::string faults_of(std::string_view text);

/// A script of commands alone; they begin at line 2.
Script mission(std::string_view commands);

/// The only command of a mission sequence.
Command only_command(std::string_view text);

inline std::string arguments_of(const Command& command) { return shapes(command.arguments, " | "); }

}  // namespace gmat_sweep::script
