#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/table.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// Explicit rows as a file holds them, for `explicit_rows`.
struct Samples {
  std::vector<std::string> columns;
  Value::List rows;
};

/// Reads samples from CSV text, typed column by column as pandas.read_csv does: integers if all
/// cells are, else reals, else booleans (True, TRUE, true), else text. An empty cell (or NA, NaN,
/// null, ... as pandas knows them) is NaN, which turns integers into reals. Unlike pandas' default,
/// reals are read exactly. A `run_id` column that only counts the rows from 0 is left out, so that
/// what `write_csv` writes can be read again.
/// Throws SweepConfigError naming `path` and the line.
Samples read_csv_samples(const std::filesystem::path& path);
Samples parse_csv_samples(std::string_view text, const std::filesystem::path& path);

/// The same of columns that something else has read (Parquet): a missing value becomes NaN, a
/// timestamp its GMAT UTCGregorian text.
Samples samples_from_table(const Table& table);

}  // namespace gmat_sweep
