#pragma once

#include <filesystem>

#include "design/samples.hpp"

namespace gmat_sweep {

/// Reads explicit rows from a `.csv` or `.parquet` file, as `read_csv_samples` and
/// `samples_from_table` say. Throws SweepConfigError for another ending, a file that is not there,
/// and one that cannot be read.
Samples read_samples(const std::filesystem::path& path);

}  // namespace gmat_sweep
