#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gmat_sweep/run.hpp"
#include "gmat_sweep/tables.hpp"

namespace gmat_sweep {

/// One run's part of a table.
struct RunFile {
  std::int64_t run_id = 0;
  RunStatus status = RunStatus::failed;
  std::string path = {};  ///< empty: the run has no such output
};

/// What identifies a row besides its run.
enum class SecondIndex {
  time,           ///< column `time`, missing where a file has none
  interval_id,    ///< column `interval_id`, the row's number within its run where a file has none
  time_if_there,  ///< column `time` if any file has one, otherwise nothing
};

/// The rows of the runs' files, one after the other, as include/gmat_sweep/tables.hpp says.
///
/// Making it reads the footer of every file; reading it reads a file at a time if this library
/// wrote it, and some hundred at a time through DuckDB otherwise.
/// @param files  in ascending run_id
/// Throws GmatSweepError naming each run (up to ten) whose file is not there or cannot be read.
LazyTable run_file_table(std::vector<RunFile> files, SecondIndex second);

}  // namespace gmat_sweep
