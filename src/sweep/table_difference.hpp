#pragma once

#include <string>

#include "gmat_sweep/table.hpp"

namespace gmat_sweep {

/// How far two tables are apart, in words: what differs in shape, otherwise the largest difference
/// of a number or instant with its column and row (counted from 0) and how many values differ.
/// Empty when they hold the same, NaN being the same as NaN.
std::string describe_difference(const Table& recorded, const Table& found);

}  // namespace gmat_sweep
