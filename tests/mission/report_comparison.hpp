#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep::test {

/// One run of rows under one header in a ReportFile's text.
struct ReportBlock {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// A ReportFile's text taken apart: columns stand two or more blanks apart.
std::vector<ReportBlock> read_report(std::string_view text);

/// How far one column strayed from GMAT's.
struct ColumnError {
  std::string name;
  double worst = 0.0;  ///< km, km/s, s, deg, days or none, as the column's own
  double limit = 0.0;
  long row = -1;
  bool within() const { return worst <= limit; }
};

/// Compares two reports row by row: angles modulo 360 deg, epochs in seconds. Differences of shape
/// (blocks, headers, rows) are described in `shape`.
struct Comparison {
  std::string shape;
  std::vector<ColumnError> columns;
};
Comparison compare(const std::vector<ReportBlock>& reference,
                   const std::vector<ReportBlock>& candidate, const Value::Map& limits);

/// A line for each column: lengths in metres.
std::string to_text(const Comparison& comparison);

}  // namespace gmat_sweep::test
