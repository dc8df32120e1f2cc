#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// One axis of a grid: a field and the values it takes.
struct GridAxis {
  std::string field;
  Value::List values;
};

/// Parses one `--grid` argument:
///
///     NAME=LO:HI:COUNT   COUNT >= 2 evenly spaced reals, both ends included
///     NAME=V1,V2,...     each an integer if it reads as one, else a real, else text
///     NAME='V1','V2'     quoted values (either quote, doubled to stand for itself) are text and
///                        may hold commas and colons; they mix with unquoted ones
///     NAME=json:[...]    the values as a JSON list
///
/// The first two are the Python package's, value for value and message for message; it refuses the
/// others. Throws SweepConfigError.
GridAxis parse_grid_axis(std::string_view text);

/// All `--grid` arguments together: field to list of values, for `grid()`. Throws
/// SweepConfigError with every malformed argument and every field given twice, one a line.
Value::Map parse_grid(std::span<const std::string> texts);

/// `count` evenly spaced values from `lo` to `hi`, bit-equal to numpy.linspace(lo, hi, count).
/// @pre count >= 2
std::vector<double> linspace(double lo, double hi, std::size_t count);

/// A list of values separated by commas, quoted or not, as the second and third form above.
/// @param what  names the list in messages, as `explicit grid spec for 'Sat.SMA'`
Value::List parse_value_list(std::string_view text, std::string_view what);

}  // namespace gmat_sweep
