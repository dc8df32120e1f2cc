#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "script/commands.hpp"
#include "script/lexer.hpp"
#include "script/script.hpp"

/// One statement at a time: tokens in, a node of the tree out. Every function throws SyntaxError.
namespace gmat_sweep::script {

/// `Create Type A B[2,3], C`. Positions are given from `first_position` up.
std::vector<Resource> read_create(std::span<const Token> tokens, std::size_t first_position);

/// `function [a, b] = Name(x, y)`
FunctionHeader read_function_header(std::span<const Token> tokens);

/// `target = value` of the definitions. A value that is no expression becomes a RawText.
Assignment read_assignment(std::span<const Token> tokens, std::size_t position);

/// `Resource.Method(arguments)` of the definitions.
MethodCall read_method_call(std::span<const Token> tokens, std::size_t position);

/// The right-hand side alone.
Expression read_value(std::span<const Token> tokens, Location end);

/// A command with a keyword of GMAT's. Bodies are left empty.
Command read_command(std::span<const Token> tokens, const CommandWord& word);

/// True when what begins here can be nothing but `Resource.Method(arguments)`.
bool is_method_call(std::span<const Token> tokens);

/// A statement of the mission sequence without a keyword of GMAT's: an assignment, a function
/// call, or a word nobody knows.
Command read_keywordless(std::span<const Token> tokens);

/// Just past the last token.
Location end_of(std::span<const Token> tokens);

}  // namespace gmat_sweep::script
