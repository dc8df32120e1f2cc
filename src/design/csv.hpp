#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gmat_sweep {

/// One record of a CSV text and the line it starts on, counted from 1.
struct CsvRecord {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

/// The records of a CSV text (RFC 4180: commas, double quotes doubled inside quotes, any line
/// ending), without blank lines and without a byte-order mark. Throws SweepConfigError, with the
/// line, for a quote that is not closed.
std::vector<CsvRecord> parse_csv(std::string_view text);

/// A cell as it must be written: in quotes where it needs them.
std::string csv_cell(std::string_view text);

}  // namespace gmat_sweep
