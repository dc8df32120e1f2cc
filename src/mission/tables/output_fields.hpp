#pragma once

#include "mission/tables.hpp"

/// ReportFile, as GMAT's src/base/subscriber names and defaults its fields.
namespace gmat_sweep::mission::tables {

inline constexpr std::string_view solver_iterations[] = {"All", "Current", "None"};
inline constexpr std::string_view target_status[] = {"On", "Off", "Both"};

inline constexpr Field report_file_fields[] = {
    {.name = "Filename", .kind = file, .doc = "file name; NAME.txt when not given"},
    {.name = "Precision",
     .kind = integer,
     .doc = "significant digits in the text",
     .number = 16,
     .range = at_least_one},
    {.name = "Add", .kind = names, .doc = "columns of a row at every propagation step"},
    {.name = "WriteHeaders", .kind = boolean, .doc = "whether the text has headers", .number = 1},
    {.name = "LeftJustify", .kind = boolean, .doc = "text to the left of its column", .number = 1},
    {.name = "ZeroFill", .kind = boolean, .doc = "numbers with trailing zeros"},
    {.name = "FixedWidth",
     .kind = boolean,
     .doc = "columns of a fixed width, or a Delimiter between them",
     .number = 1},
    {.name = "Delimiter", .kind = text, .doc = "what stands between columns", .text = " "},
    {.name = "ColumnWidth",
     .kind = integer,
     .doc = "least width of a column",
     .number = 23,
     .range = at_least_one},
    {.name = "WriteReport",
     .kind = boolean,
     .doc = "whether steps of the propagation are reported",
     .number = 1},
    {.name = "SolverIterations",
     .kind = choice,
     .doc = "rows of a solver's passes",
     .text = "Current",
     .choices = solver_iterations},
    {.name = "AppendToExistingFile",
     .kind = boolean,
     .support = inert,
     .doc = "each run has a file of its own"},
    {.name = "TargetStatus",
     .kind = text,
     .support = inert,
     .doc = "of older scripts",
     .text = "Off"},
    {.name = "UpperLeft", .kind = reals, .support = inert, .doc = "place of the window"},
    {.name = "Size", .kind = reals, .support = inert, .doc = "size of the window"},
    {.name = "RelativeZOrder", .kind = integer, .support = inert, .doc = "place of the window"},
    {.name = "Minimized", .kind = boolean, .support = inert, .doc = "state of the window"},
    {.name = "Maximized", .kind = boolean, .support = inert, .doc = "state of the window"},
};

}  // namespace gmat_sweep::mission::tables
