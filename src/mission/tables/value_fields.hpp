#pragma once

#include "mission/tables.hpp"

/// Variables, arrays and strings: GMAT gives them no fields in scripts; `Value`
/// is the name an override uses.
namespace gmat_sweep::mission::tables {

inline constexpr Field variable_fields[] = {{.name = "Value", .kind = real, .doc = "the number"}};
inline constexpr Field array_fields[] = {
    {.name = "Value", .kind = reals, .doc = "the elements, row by row"}};
inline constexpr std::string_view file_formats[] = {"TVHF_ASCII"};
inline constexpr Field file_interface_fields[] = {
    {.name = "Filename", .kind = file, .doc = "the file, read when the script is"},
    {.name = "Format",
     .kind = choice,
     .doc = "of the file",
     .text = "TVHF_ASCII",
     .choices = file_formats}};
inline constexpr Field gmat_function_fields[] = {
    {.name = "FunctionPath", .kind = file, .support = inert, .doc = "the function's file"}};
inline constexpr Field string_fields[] = {{.name = "Value", .kind = text, .doc = "the text"}};

}  // namespace gmat_sweep::mission::tables
