#pragma once

#include <string>

#include "script/script.hpp"

namespace gmat_sweep::script {

/// Writes a script as text that parses to an equal Script. What was included stands in place;
/// comments are gone.
std::string to_text(const Script& script);

/// One command with its body, indented by `depth` levels.
std::string to_text(const Command& command, int depth = 0);

/// Numbers keep the text they were read from; one without text is written in the shortest form
/// that reads back to the same double.
std::string to_text(const Expression& expression);

std::string to_text(const Path& path);

}  // namespace gmat_sweep::script
