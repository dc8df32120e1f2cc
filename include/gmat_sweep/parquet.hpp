#pragma once

#include <filesystem>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

/// Reads a Parquet file that this library wrote, in C++ or in Python: what a hook needs to look at
/// its run's outputs. Needs no database. Files of other writers are read by the table functions.
/// Throws GmatSweepError naming the file: not there, damaged, or not of the kind this library
/// writes.
Table read_parquet(const std::filesystem::path& path);

/// Writes a table as a Parquet file, over what was there; not durable until synced.
/// Throws GmatSweepError naming the file.
void write_parquet(const std::filesystem::path& path, const Table& table);

}  // namespace gmat_sweep
