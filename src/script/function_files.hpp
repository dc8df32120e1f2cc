#pragma once

#include <filesystem>
#include <span>

#include "script/script.hpp"

namespace gmat_sweep::script {

/// Makes the `.gmf` functions that a script calls part of it.
///
/// Each function called is read once for every combination of the types of its inputs: what it
/// creates, and what takes its inputs, becomes a resource of the script under a name of its own
/// (`x@half`), and its commands refer to those. A call then names the entry of `Script::functions`,
/// and stands as a command of its own: a call within an equation is put before it.
///
/// A file is looked for where the GmatFunction's FunctionPath says, beside the calling file, beside
/// the script, and in `folders`, in that order. The files read are added to `Script::files`.
///
/// Names in a function refer to what it creates, to its inputs and outputs, to what is declared
/// Global both there and in the script, and to the script's coordinate systems and propagators;
/// names of resources that are none of these are faults, as are a file that is missing or
/// malformed, a function that comes to call itself, and a wrong number of arguments. They are noted
/// in `Script::faults`.
Script include_functions(Script script, std::span<const std::filesystem::path> folders = {});

/// A mission script with its includes, its functions, and the files that its FileInterfaces name.
/// Throws ScriptError as parse_file does.
Script parse_mission(const std::filesystem::path& path,
                     std::span<const std::filesystem::path> folders = {});

/// A name without the `@...` of a function's own resources, for headers and messages.
std::string display_name(std::string_view name);

}  // namespace gmat_sweep::script
