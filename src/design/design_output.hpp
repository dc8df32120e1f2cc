#pragma once

#include <iosfwd>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

/// All runs of a design as CSV: run_id first, then its fields in sorted order, each real in the
/// shortest form that reads back to the same double; a field that a run does not override is empty.
void write_csv(const Design& design, std::ostream& out);

/// The same as a table. A column is of reals, integers, booleans or text, whichever holds all its
/// values; lists become JSON text.
Table design_table(const Design& design);

}  // namespace gmat_sweep
