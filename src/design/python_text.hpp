#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// Without blanks at either end, as Python's str.strip().
std::string_view stripped(std::string_view text);

/// The parts of `text` between separators: one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A value as Python's repr() writes it, for messages that users of the Python package know.
std::string python_repr(const Value& value);

/// What Python's int(text) accepts: surrounding blanks, a sign, single underscores between digits,
/// any size. An integer of 64 bits or a BigInteger; nothing when `text` is not one.
std::optional<Value> python_int(std::string_view text);

/// What Python's float(text) accepts, "nan", "inf" and "infinity" in any case included.
std::optional<double> python_float(std::string_view text);

}  // namespace gmat_sweep
