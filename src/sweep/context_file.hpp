#pragma once

#include <filesystem>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// Reads a JSON Lines file of contexts, one mapping a line; the n-th, from 0, belongs to run n.
/// Throws SweepConfigError naming the file and the line that is not a JSON object.
std::vector<Value::Map> read_contexts(const std::filesystem::path& path);

}  // namespace gmat_sweep
