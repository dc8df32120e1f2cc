#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "script/script.hpp"

namespace gmat_sweep::script {

/// Reads a mission script, or a `.gmf` function, and every file it includes.
/// Throws ScriptError holding every syntax error, one a line, as `file:line:column: text`; a file
/// that cannot be read is one of them.
Script parse_file(const std::filesystem::path& path);

/// Parses a script held in memory. `name` stands for the file in messages, and its folder is where
/// `#Include` looks.
Script parse_text(std::string_view text, const std::filesystem::path& name = "script");

/// Parses one value or expression: `7000`, `'01 Jan 2026'`, `{Earth, Luna}`, `2 * x + A(1,2)`.
/// Throws ScriptError, with the column in `text`, when it is not exactly one.
Expression parse_expression(std::string_view text);

/// Parses the right-hand side of an assignment. What is no expression is a RawText, so that dates
/// and file names may stand without quotes. Throws ScriptError only for an unclosed quote or
/// bracket, or when there is nothing.
Expression parse_value(std::string_view text);

/// Parses `Sat.SMA`, `FM.GravityField.Earth.Degree` or `A(1,2)`. Throws ScriptError when `text` is
/// anything else.
Path parse_path(std::string_view text);

}  // namespace gmat_sweep::script
